using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>The values of a fact that matter to a scheme: the thresholds it is compared with, their neighbours, and the ends of its domain.</summary>
internal static class CandidateValues
{
    private static readonly FeelNumber Far = FeelNumber.Parse("1e15");

    public static IReadOnlyList<FeelValue> Of(Scheme scheme, FactDefinition fact)
    {
        var values = fact.Type switch
        {
            FactType.Boolean => [FeelValue.True, FeelValue.False],
            FactType.Text => Texts(scheme, fact),
            FactType.Date => Dates(scheme, fact),
            _ => Numbers(scheme, fact),
        };
        return [.. values.Where(value => scheme.Catalogue.Accepts(fact, value)).Distinct()];
    }

    public static IReadOnlyDictionary<FactDefinition, Possible> Single(FactDefinition fact, FeelValue value) =>
        new Dictionary<FactDefinition, Possible>(FactKeyComparer.Instance) { [fact] = Possible.Of(value) };

    /// <summary>The smallest difference that counts for a fact: 1 for whole numbers and yuan, 0.01 for the rest.</summary>
    public static FeelNumber Unit(FactDefinition fact) => fact.Type == FactType.Integer || fact.IsMoney ? FeelNumber.One : FeelNumber.FromDecimal(0.01m);

    private static IEnumerable<FeelValue> Texts(Scheme scheme, FactDefinition fact) => fact.Choices.Count > 0
        ? fact.Choices.Select(choice => FeelValue.From(choice.Code))
        : Thresholds(scheme, fact).Where(value => value.Kind == FeelKind.String);

    private static IEnumerable<FeelValue> Dates(Scheme scheme, FactDefinition fact) => Thresholds(scheme, fact)
        .Where(value => value.Kind == FeelKind.Date)
        .Concat([FeelValue.From(new DateOnly(1950, 1, 1)), FeelValue.From(new DateOnly(2000, 1, 1)), FeelValue.From(new DateOnly(2025, 1, 1))]);

    private static IEnumerable<FeelValue> Numbers(Scheme scheme, FactDefinition fact)
    {
        var domain = scheme.Catalogue.DomainOf(fact);
        var ends = new[] { domain.Low, domain.High, FeelNumber.Zero, Far, -Far }.OfType<FeelNumber>();
        foreach (var mark in Thresholds(scheme, fact).Where(value => value.Kind == FeelKind.Number).Select(value => value.AsNumber()).Concat(ends))
        {
            yield return mark;
            if (FeelNumber.TryAdd(mark, Unit(fact), out var above)) yield return above;
            if (FeelNumber.TrySubtract(mark, Unit(fact), out var below)) yield return below;
        }
    }

    private static IEnumerable<FeelValue> Thresholds(Scheme scheme, FactDefinition fact) =>
        scheme.Thresholds.Where(threshold => threshold.Atom.Fact?.Key == fact.Key).Select(threshold => threshold.Value);
}

/// <summary>A comparison of a scheme whose bound is the same for every subject.</summary>
/// <param name="Decision">The decision it belongs to; −1 for one inside a formula.</param>
/// <param name="Atom">The comparison.</param>
/// <param name="Value">The bound.</param>
internal sealed record Threshold(int Decision, Atom Atom, FeelValue Value)
{
    /// <summary>Every comparison with a constant in the decisions of a scheme and the formulas below them.</summary>
    public static IReadOnlyList<Threshold> Of(IReadOnlyList<SchemeDecision> decisions, FactCatalogue catalogue)
    {
        var found = new List<Threshold>();
        var formulas = new HashSet<FactDefinition>(FactKeyComparer.Instance);
        for (var index = 0; index < decisions.Count; index++)
        {
            found.AddRange(Of(index, decisions[index].Rule));
            SchemeReach.Collect(decisions[index].Rule, catalogue, formulas);
        }

        foreach (var fact in formulas)
        {
            if (catalogue.FormulaOf(fact) is { } formula) found.AddRange(Of(-1, formula));
        }

        return found;
    }

    private static IEnumerable<Threshold> Of(int decision, RuleExpression rule)
    {
        var frame = new PossibleFrame(rule, new Constants());
        foreach (var atom in new AtomReader(rule).Read())
        {
            if (PossibleEvaluator.Evaluate(atom.Bound, frame).TryGetValue(out var value)) yield return new Threshold(decision, atom, value);
        }
    }

    private sealed class Constants : IPossibleSource
    {
        public Possible Resolve(SlotBinding binding) =>
            binding is SlotBinding.ToConstant constant ? Possible.Of(constant.Value) : Possible.Any;
    }
}
