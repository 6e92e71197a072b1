using Funeng.Feel.Values;

namespace Funeng.Feel.Binding;

/// <summary>The slots of one frame, that of a whole expression or of a function's body, and what a function captures from outside.</summary>
internal sealed class FrameLayout(FrameLayout? outer = null)
{
    private readonly Dictionary<VariableSymbol, VariableSymbol> captured = new(ReferenceEqualityComparer.Instance);
    private readonly List<(int Outer, int Inner)> captures = [];

    public int Size { get; private set; }

    public IReadOnlyList<(int Outer, int Inner)> Captures => captures;

    public VariableSymbol Allocate(string name, FeelType type, object? element = null) => new(name, type, Size++, element);

    /// <summary>The symbol by which this frame reads a variable of its own or of a frame around it.</summary>
    public VariableSymbol Reach(VariableSymbol symbol, FrameLayout owner)
    {
        if (ReferenceEquals(owner, this) || outer is null)
        {
            return symbol;
        }

        if (!captured.TryGetValue(symbol, out var inner))
        {
            inner = Allocate(symbol.Name, symbol.Type, symbol.Element);
            captured.Add(symbol, inner);
            captures.Add((outer.Reach(symbol, owner).Slot, inner.Slot));
        }

        return inner;
    }
}
