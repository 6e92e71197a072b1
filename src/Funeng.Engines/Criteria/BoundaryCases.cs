using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>A situation on, just below or just above one threshold of a scheme, with what its criterion then gives.</summary>
/// <param name="Criterion">The criterion with the threshold.</param>
/// <param name="Fact">The fact compared with it.</param>
/// <param name="Threshold">The threshold.</param>
/// <param name="Side">−1 just below, 0 on it, 1 just above; the smallest unit of the fact away.</param>
/// <param name="Facts">What to file: the fact itself, and others where the threshold shows only with them.</param>
/// <param name="Outcome">The outcome of a condition; null otherwise.</param>
/// <param name="Score">The points of an indicator; null otherwise.</param>
/// <param name="Class">The class; null otherwise.</param>
public sealed record BoundaryCase(
    Criterion Criterion, FactDefinition Fact, FeelValue Threshold, int Side, IReadOnlyList<KeyValuePair<FactDefinition, FeelValue>> Facts,
    Outcome? Outcome, ScoreRange? Score, string? Class);

/// <summary>Makes situations at −1, 0 and +1 of every threshold of a scheme, for its test cases.</summary>
public static class BoundaryCases
{
    private const int MaxCombinations = 400;
    private const int MaxValuesEach = 12;

    /// <summary>The situations of a scheme in the order of its criteria and thresholds.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="on">Application date of the situations.</param>
    /// <returns>Up to three situations a threshold; a value outside the fact's domain is left out.</returns>
    public static IReadOnlyList<BoundaryCase> Of(Scheme scheme, DateOnly on)
    {
        var nothing = new SubjectFacts.Builder(scheme.Catalogue).TitlesAreKnown(false).Build();
        var start = new SchemeRun(scheme, new PossibleFacts(new FactView(nothing, on)));
        var thresholds = scheme.Thresholds
            .Where(threshold => threshold is { Decision: >= 0, Value.Kind: FeelKind.Number } && threshold.Atom.Fact is not null)
            .DistinctBy(threshold => (threshold.Decision, threshold.Atom.Fact!.Key, threshold.Value));
        return [.. thresholds.SelectMany(threshold => Of(start, threshold))];
    }

    private static IEnumerable<BoundaryCase> Of(SchemeRun start, Threshold threshold)
    {
        if (Shown(start.Scheme, threshold.Decision) is not { } index) yield break;
        var fact = threshold.Atom.Fact!;
        var sides = Sides(start.Scheme, fact, threshold.Value.AsNumber());
        var others = Companions(start, index, fact, sides.Select(side => side.Value).ToList());
        foreach (var (side, value) in sides)
        {
            KeyValuePair<FactDefinition, FeelValue>[] facts = [new(fact, value), .. others];
            var criterion = start.Scheme.Decisions[index].Criterion!;
            var result = start.With(Overrides(facts)).Decide(index);
            var score = result.Kind is PossibleKind.Number ? SchemeRun.ScoreOf(result, criterion) : null;
            var named = result.Kind == PossibleKind.Text && result.TryGetValue(out var text) ? text.AsString() : null;
            Outcome? outcome = result.Kind == PossibleKind.Truth ? SchemeRun.OutcomeOf(result) : null;
            yield return new BoundaryCase(criterion, fact, threshold.Value, side, facts, outcome, score, named);
        }
    }

    // A threshold inside a serving decision shows in the first criterion that uses it.
    internal static int? Shown(Scheme scheme, int decision)
    {
        if (scheme.Decisions[decision].Criterion is not null) return decision;
        for (var index = 0; index < scheme.Decisions.Count; index++)
        {
            if (scheme.Decisions[index].Rule.Decisions.Contains(decision) && Shown(scheme, index) is { } shown) return shown;
        }

        return null;
    }

    private static List<(int Side, FeelValue Value)> Sides(Scheme scheme, FactDefinition fact, FeelNumber threshold)
    {
        var sides = new List<(int, FeelValue)>();
        foreach (var side in (int[])[-1, 0, 1])
        {
            var step = side < 0 ? -CandidateValues.Unit(fact) : side > 0 ? CandidateValues.Unit(fact) : FeelNumber.Zero;
            if (!FeelNumber.TryAdd(threshold, step, out var value) || !scheme.Catalogue.Accepts(fact, value)) continue;
            sides.Add((side, FeelValue.From(value)));
        }

        return sides;
    }

    // The first values of the other facts with which the sides differ; nothing when they differ by themselves or never.
    private static IReadOnlyList<KeyValuePair<FactDefinition, FeelValue>> Companions(
        SchemeRun start, int index, FactDefinition fact, List<FeelValue> sides)
    {
        if (Differ(start, index, fact, sides, [])) return [];
        var named = start.Scheme.Decisions[index].Rule.Facts;
        var others = start.Scheme.Reach.Facts(index)
            .Where(other => other.Key != fact.Key && other.Type != FactType.Date)
            .Where(other => other.Origin is not FactOrigin.Derived || named.Contains(other, FactKeyComparer.Instance))
            .OrderBy(other => other.Key, StringComparer.Ordinal).ToList();
        var values = others.Select(other => CandidateValues.Of(start.Scheme, other).Take(MaxValuesEach).ToList()).ToList();
        if (values.Exists(list => list.Count == 0)) return [];
        for (var count = 0; count < MaxCombinations; count++)
        {
            var rest = count;
            var chosen = new List<KeyValuePair<FactDefinition, FeelValue>>();
            for (var i = 0; i < others.Count; rest /= values[i].Count, i++) chosen.Add(new(others[i], values[i][rest % values[i].Count]));
            if (Differ(start, index, fact, sides, chosen)) return Needed(start, index, fact, sides, chosen);
            if (rest > 0) break;
        }

        return [];
    }

    // Leaves out the companions without which the sides differ just as well.
    private static List<KeyValuePair<FactDefinition, FeelValue>> Needed(
        SchemeRun start, int index, FactDefinition fact, List<FeelValue> sides, List<KeyValuePair<FactDefinition, FeelValue>> chosen)
    {
        foreach (var item in chosen.ToList())
        {
            var fewer = chosen.Where(other => other.Key.Key != item.Key.Key).ToList();
            if (Differ(start, index, fact, sides, fewer)) chosen = fewer;
        }

        return chosen;
    }

    private static bool Differ(
        SchemeRun start, int index, FactDefinition fact, List<FeelValue> sides, IReadOnlyList<KeyValuePair<FactDefinition, FeelValue>> others)
    {
        var results = new HashSet<FeelValue>();
        foreach (var side in sides)
        {
            if (!start.With(Overrides([new(fact, side), .. others])).Decide(index).TryGetValue(out var value)) return false;
            results.Add(value);
        }

        return results.Count > 1;
    }

    private static Dictionary<FactDefinition, Possible> Overrides(IEnumerable<KeyValuePair<FactDefinition, FeelValue>> facts) =>
        facts.ToDictionary(fact => fact.Key, fact => Possible.Of(fact.Value), FactKeyComparer.Instance);
}
