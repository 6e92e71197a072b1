using Funeng.Engines.Facts;
using Funeng.Feel.Binding;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Where an expression stands: the rule whose variables it uses, and what the values under test are.</summary>
internal sealed record Place(RuleExpression Rule, Dictionary<int, (Place Place, BoundExpression Node)> Tested)
{
    public (Place Place, BoundExpression Node)? Find(int slot) => Tested.TryGetValue(slot, out var behind) ? behind : null;

    public Place With(int slot, BoundExpression node) => this with { Tested = new(Tested) { [slot] = (this, node) } };
}

/// <summary>The date and nothing else: for what no fact can change.</summary>
internal sealed class FixedFacts(DateOnly on) : IPossibleSource
{
    public Possible Resolve(SlotBinding binding) => binding switch
    {
        SlotBinding.ToDate => Possible.Of(FeelValue.From(on)),
        SlotBinding.ToConstant constant => Possible.Of(constant.Value),
        _ => Possible.Any,
    };
}
