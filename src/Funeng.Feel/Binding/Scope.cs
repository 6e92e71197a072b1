using Funeng.Feel.BuiltIns;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Binding;

/// <summary>How the condition of a filter uses the element.</summary>
internal enum ItemUse
{
    None,

    /// <summary>Only as a first try for a variable of the same name.</summary>
    ByNameOnly,

    Depends,
}

/// <summary>The names that an expression may use, frame by frame from inside out, each with what it stands for.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, BoundExpression> entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    public Scope(Scope? outer, FrameLayout layout)
    {
        Outer = outer;
        Layout = layout;
        Names = new NameScope(outer?.Names);
    }

    /// <summary>The built-in functions.</summary>
    public static Scope BuiltIns { get; } = CreateBuiltIns();

    public Scope? Outer { get; }

    public FrameLayout Layout { get; }

    /// <summary>The same names for the parser.</summary>
    public NameScope Names { get; }

    /// <summary>The element that a filter's condition looks at; its entries are in scope.</summary>
    public VariableSymbol? Item { get; private init; }

    /// <summary>How the names bound so far use the element.</summary>
    public ItemUse ItemUse { get; private set; }

    public void Use(ItemUse use) => ItemUse = (ItemUse)Math.Max((int)ItemUse, (int)use);

    /// <summary>A scope of its own inside this one, in the same frame.</summary>
    public Scope Enter() => new(this, Layout);

    /// <summary>The scope of a filter's condition.</summary>
    public Scope EnterFilter(FeelType element)
    {
        var item = Layout.Allocate("item", element);
        var scope = new Scope(this, Layout) { Item = item };
        scope.Names.Declare("item", element);
        foreach (var member in element.MembersOrNone())
        {
            scope.Names.Declare(member.Name, member.Type);
        }

        return scope;
    }

    /// <summary>A new variable with a slot.</summary>
    public VariableSymbol Declare(string name, FeelType type, object? element = null)
    {
        var symbol = Layout.Allocate(NameText.Normalize(name), type, element);
        Define(name, type, new BoundVariable(symbol, default));
        return symbol;
    }

    /// <summary>Another name for a variable that has its slot already.</summary>
    public void Alias(string name, VariableSymbol symbol) => Define(name, symbol.Type, new BoundVariable(symbol, default));

    /// <summary>A name for a constant, such as a function.</summary>
    public void Define(string name, FeelValue constant, FeelType type) => Define(name, type, new BoundLiteral(constant, type, default));

    /// <summary>What a name stands for in this scope alone.</summary>
    public BoundExpression? FindHere(string name)
    {
        if (!entries.TryGetValue(name, out var meaning))
        {
            return null;
        }

        if (Outer is not null)
        {
            used.Add(name);
        }

        return meaning;
    }

    /// <summary>Whether anything bound so far refers to a variable of this scope.</summary>
    public bool WasUsed(VariableSymbol symbol) => used.Contains(symbol.Name);

    /// <summary>All names from inside out, for suggestions.</summary>
    public IEnumerable<string> AllNames()
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            foreach (var name in scope.entries.Keys)
            {
                yield return name;
            }

            foreach (var member in scope.Item?.Type.MembersOrNone() ?? [])
            {
                yield return member.Name;
            }
        }
    }

    private void Define(string name, FeelType type, BoundExpression meaning) => entries[Names.Declare(name, type)] = meaning;

    private static Scope CreateBuiltIns()
    {
        var scope = new Scope(null, new FrameLayout());
        foreach (var function in BuiltInLibrary.All)
        {
            scope.Define(function.Name, FeelValue.From(function), function.Type);
        }

        return scope;
    }
}
