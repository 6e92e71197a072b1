using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Policies.Match;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>One fact that keeps enterprises from being decided.</summary>
/// <param name="Fact">Null for the place of the enterprise.</param>
/// <param name="Enterprises">Of how many it is missing, of those looked at.</param>
public sealed record MissingFact(FactDefinition? Fact, int Enterprises);

/// <summary>What is missing of the enterprises that cannot be decided; what most lack first.</summary>
/// <param name="Looked">How many were looked at.</param>
/// <param name="Of">How many cannot be decided.</param>
public sealed record MissingFacts(IReadOnlyList<MissingFact> Facts, int Looked, int Of)
{
    // Each is decided and explained by itself, which takes a hundred times as long as by column: of many every so manyth is looked at.
    private const int Most = 1_000;

    private static readonly CriteriaEvaluator Evaluator = new();

    public static MissingFacts None { get; } = new([], 0, 0);

    internal static MissingFacts Find(DecidedBenefit decided, RuleBook rules, DateOnly on)
    {
        List<int> open = [.. decided.City.Rows.Where(row => decided.Of(row).Outcome == Outcome.Unknown)];
        if (open.Count == 0) return None;
        var step = (open.Count + Most - 1) / Most;
        List<int> looked = [.. open.Where((_, at) => at % step == 0)];
        var facts = looked.AsParallel().SelectMany(row => Lacked(decided, rules, row, on)).GroupBy(fact => fact?.Key ?? "").Select(group => new MissingFact(group.First(), group.Count()));
        return new MissingFacts([.. facts.OrderByDescending(one => one.Enterprises).ThenBy(one => one.Fact?.Key ?? "", StringComparer.Ordinal)], looked.Count, open.Count);
    }

    private static IEnumerable<FactDefinition?> Lacked(DecidedBenefit decided, RuleBook rules, int row, DateOnly on)
    {
        // Its conditions are met, so that only where it lies is not known.
        if (decided.Answers[row].Outcome == Outcome.Met) return [null];
        var view = rules.View(decided.City.Table.ReadSubject(row), on);
        return LackingBenefit.FactsOf(Evaluator.Decide(decided.Rule.Scheme, view), view);
    }
}
