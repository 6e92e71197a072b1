using Funeng.Engines.Facts;
using Funeng.Feel.Binding;

namespace Funeng.Engines.Criteria;

/// <summary>The variables of one expression while it is evaluated: locals are set, the rest is asked of the source on first use.</summary>
internal sealed class PossibleFrame(RuleExpression expression, IPossibleSource source)
{
    private readonly Possible[] values = new Possible[expression.FrameSize];
    private readonly bool[] isKnown = new bool[expression.FrameSize];

    public int Size => values.Length;

    public RuleExpression Expression => expression;

    public Possible Get(VariableSymbol symbol)
    {
        var slot = symbol.Slot;
        if (isKnown[slot]) return values[slot];
        return Set(slot, expression.Bindings[slot] is { } binding ? source.Resolve(binding) : Possible.Any);
    }

    public Possible Set(int slot, in Possible value)
    {
        isKnown[slot] = true;
        return values[slot] = value;
    }

    public Possible Evaluate() => PossibleEvaluator.Evaluate(expression.Body, this);
}

/// <summary>Gives the values of an expression's free variables: facts, and other decisions of the model.</summary>
internal interface IPossibleSource
{
    Possible Resolve(SlotBinding binding);
}
