using Funeng.Engines.Facts;
using Funeng.Feel.Binding;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>The values to which a lever can be brought so that something changes: a comparison turns, or a computed score rises by a point.</summary>
internal sealed class PathTargets
{
    private readonly Scheme scheme;
    private readonly IReadOnlyList<Target> targets;
    private readonly Dictionary<Lever, IReadOnlyList<Target>> byLever = [];

    public PathTargets(Scheme scheme)
    {
        this.scheme = scheme;
        targets = [.. Comparisons(), .. Scores()];
    }

    /// <summary>The candidate values of a lever, given all other changes, that matter to a part.</summary>
    public IEnumerable<FeelValue> ValuesOf(Lever lever, PathPart part, Func<FeelValue?, SchemeRun> runWith)
    {
        if (!lever.IsNumber) return lever.Options;
        if (part.Tie is { } tie) return Meeting(lever, tie, runWith(null));
        var values = new List<FeelNumber>();
        foreach (var target in For(lever))
        {
            if (target.Decision >= 0 && !part.Decisions.Contains(target.Decision)) continue;
            if (lever.Cost.Direction != ChangeDirection.Down) Add(lever, target, true, runWith, values);
            if (lever.Cost.Direction != ChangeDirection.Up) Add(lever, target, false, runWith, values);
        }

        return values.Distinct().Select(FeelValue.From);
    }

    // The part goes down to the whole, or the whole up to the part.
    private static IEnumerable<FeelValue> Meeting(Lever lever, FactTie tie, SchemeRun run)
    {
        var isWhole = lever.Fact.Key == tie.Whole.Key;
        if (!run.Facts.Of(isWhole ? tie.Part : tie.Whole).TryGetValue(out var other) || other.Kind != FeelKind.Number) yield break;
        if (lever.Round(other.AsNumber(), isWhole) is { } value) yield return FeelValue.From(value);
    }

    private IReadOnlyList<Target> For(Lever lever)
    {
        if (byLever.TryGetValue(lever, out var known)) return known;
        return byLever[lever] = [.. targets.Where(target => target.Facts.Contains(lever.Fact))];
    }

    private static void Add(Lever lever, Target target, bool isUp, Func<FeelValue?, SchemeRun> runWith, List<FeelNumber> values)
    {
        var value = target.Direct?.Key == lever.Fact.Key
            ? lever.Round(Crossing(lever, target, isUp), isUp)
            : Solve(lever, target, isUp, runWith);
        if (value is { } found) values.Add(found);
    }

    // Where the comparison turns when the fact moves past its threshold.
    private static FeelNumber Crossing(Lever lever, Target target, bool isUp)
    {
        var threshold = target.Threshold.AsNumber();
        var turnsAt = target.Operator switch
        {
            ComparisonOperator.GreaterOrEqual or ComparisonOperator.Less => isUp,
            ComparisonOperator.LessOrEqual or ComparisonOperator.Greater => !isUp,
            ComparisonOperator.NotEqual => false,
            _ => true,
        };
        if (turnsAt) return threshold;
        return FeelNumber.TryAdd(threshold, isUp ? lever.Step : -lever.Step, out var beyond) ? beyond : threshold;
    }

    // The nearest multiple of the step at which the comparison turns, by doubling and halving; right where the quantity only rises or only falls.
    private static FeelNumber? Solve(Lever lever, Target target, bool isUp, Func<FeelValue?, SchemeRun> runWith)
    {
        var present = lever.Present.Value.AsNumber();
        var start = target.Answer(runWith(null));
        if (start == Outcome.Unknown) return null;
        var limit = isUp ? lever.Reach.High : lever.Reach.Low;
        FeelNumber? far = null;
        var near = present;
        for (var (count, span) = (0, FeelNumber.One); count < 60; count++)
        {
            if (!FeelNumber.TryMultiply(lever.Step, isUp ? span : -span, out var move) || !FeelNumber.TryAdd(present, move, out var tried)) return null;
            var isLast = limit.IsFinite && (isUp ? tried >= limit.Value : tried <= limit.Value);
            if (isLast) tried = limit.Value;
            if (target.Answer(runWith(tried)) is var answer && answer != start && answer != Outcome.Unknown)
            {
                far = tried;
                break;
            }

            if (isLast) return null;
            near = tried;
            FeelNumber.TryAdd(span, span, out span);
        }

        return far is { } found ? Halve(lever, target, isUp, runWith, start, near, found) : null;
    }

    private static FeelNumber? Halve(
        Lever lever, Target target, bool isUp, Func<FeelValue?, SchemeRun> runWith, Outcome start, FeelNumber near, FeelNumber far)
    {
        var best = far;
        for (var count = 0; count < 120; count++)
        {
            if (!FeelNumber.TryAdd(near, far, out var sum) || !FeelNumber.TryDivide(sum, 2, out var middle)) break;
            if (lever.Round(middle, isUp) is not { } rounded || rounded == best || !Between(rounded, near, far)) break;
            if (target.Answer(runWith(rounded)) is var answer && answer != start && answer != Outcome.Unknown) (far, best) = (rounded, rounded);
            else near = rounded;
        }

        // The last stretch may hide one more multiple just beyond the near end.
        for (var count = 0; count < 2; count++)
        {
            if (!FeelNumber.TrySubtract(best, isUp ? lever.Step : -lever.Step, out var before)) break;
            if (lever.Round(before, isUp) is not { } closer || closer == best) break;
            if (target.Answer(runWith(closer)) is var answer && (answer == start || answer == Outcome.Unknown)) break;
            best = closer;
        }

        return lever.Round(best, isUp);
    }

    private static bool Between(FeelNumber value, FeelNumber one, FeelNumber other) =>
        (value > one && value <= other) || (value < one && value >= other);

    private IEnumerable<Target> Comparisons()
    {
        foreach (var (decision, atom, value) in scheme.Thresholds)
        {
            if (value.Kind != FeelKind.Number) continue;
            yield return new Target(decision, atom.Rule, atom.Quantity, atom.Operator, value, atom.Fact, FactsOf(atom.Rule, atom.Quantity));
        }
    }

    // A score computed without a table has no thresholds of its own: every whole point is one.
    private IEnumerable<Target> Scores()
    {
        for (var index = 0; index < scheme.Decisions.Count; index++)
        {
            var decision = scheme.Decisions[index];
            if (decision.Criterion is not { Kind: CriterionKind.Indicator, Max: { } max } || HasTable(decision.Rule.Body)) continue;
            for (FeelNumber point = 1; point <= max && point <= 100; FeelNumber.TryAdd(point, 1, out point))
            {
                yield return new Target(index, decision.Rule, decision.Rule.Body, ComparisonOperator.GreaterOrEqual, FeelValue.From(point), null, scheme.Reach.Facts(index));
            }
        }
    }

    private static bool HasTable(BoundExpression body) => BoundNodes.All(body).Any(node => node is BoundDecisionTable);

    private HashSet<FactDefinition> FactsOf(RuleExpression rule, BoundExpression quantity)
    {
        var facts = new HashSet<FactDefinition>(FactKeyComparer.Instance);
        foreach (var symbol in BoundNodes.FreeVariables(quantity))
        {
            switch (rule.Bindings[symbol.Slot])
            {
                case SlotBinding.ToFact fact:
                    facts.Add(fact.Definition);
                    if (scheme.Catalogue.FormulaOf(fact.Definition) is { } formula) SchemeReach.Collect(formula, scheme.Catalogue, facts);
                    break;
                case SlotBinding.ToDecision decision:
                    facts.UnionWith(scheme.Reach.Facts(decision.Index));
                    break;
                default:
                    break;
            }
        }

        return facts;
    }

    private sealed record Target(
        int Decision, RuleExpression Rule, BoundExpression Quantity, ComparisonOperator Operator, FeelValue Threshold, FactDefinition? Direct,
        IReadOnlySet<FactDefinition> Facts)
    {
        public Outcome Answer(SchemeRun run)
        {
            var value = PossibleEvaluator.Evaluate(Quantity, new PossibleFrame(Rule, run));
            return SchemeRun.OutcomeOf(PossibleComparison.Compare(Operator, value, Possible.Of(Threshold)));
        }
    }
}
