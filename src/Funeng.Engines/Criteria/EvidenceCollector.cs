using Funeng.Engines.Facts;
using Funeng.Feel.Binding;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>The comparisons of one decision with the values they used.</summary>
internal sealed class EvidenceCollector(SchemeRun run, int decision)
{
    private readonly List<Evidence> evidence = [];
    private readonly HashSet<int> seen = [];

    public IReadOnlyList<Evidence> Collect()
    {
        Visit(decision);
        return evidence;
    }

    private void Visit(int index)
    {
        if (!seen.Add(index)) return;
        var (rule, table) = (run.Scheme.Decisions[index].Rule, run.Scheme.Decisions[index].Table);
        var frame = new PossibleFrame(rule, run);
        var atoms = run.Scheme.Decisions[index].Atoms ?? new AtomReader(rule, conditional => Taken(conditional, frame)).Read();
        var rows = table is not null ? ShownRows(table, frame) : null;
        foreach (var atom in atoms)
        {
            if (atom.Row is { } row && rows is not null && !rows.Contains(row)) continue;
            if (Describe(atom, frame) is { } item && !evidence.Contains(item)) evidence.Add(item);
        }

        foreach (var fact in rule.Facts.Where(fact => evidence.All(item => item.Definition.Key != fact.Key)))
        {
            evidence.Add(new Evidence(fact, run.Facts.View.Find(fact), "", null, null, null));
        }

        // What serves a criterion without being one itself is explained with it.
        foreach (var other in rule.Decisions.Where(other => run.Scheme.Decisions[other].Criterion is null)) Visit(other);
    }

    private static (bool Then, bool Else) Taken(BoundIf conditional, PossibleFrame frame)
    {
        var condition = PossibleEvaluator.Evaluate(conditional.Condition, frame);
        return (condition.MayBeTrue, condition.MayBeFalse);
    }

    // Of a table: the rule that holds, and the one with the next higher points, whose gaps are of interest.
    private static HashSet<BoundRule>? ShownRows(BoundDecisionTable table, PossibleFrame frame)
    {
        foreach (var input in table.Inputs)
        {
            if (input.NeedsSlot) frame.Set(input.Variable.Slot, PossibleEvaluator.Evaluate(input.Value, frame));
        }

        var holding = table.Rules.FirstOrDefault(row => Holds(row, frame));
        if (holding is null || table.Rules.TakeWhile(row => row != holding).Any(row => MayHold(row, frame))) return null;
        var shown = new HashSet<BoundRule>(ReferenceEqualityComparer.Instance) { holding };
        if (Points(holding, frame) is { } points)
        {
            var better = table.Rules.Where(row => Points(row, frame) > points).MinBy(row => Points(row, frame)!.Value);
            if (better is not null) shown.Add(better);
        }

        return shown;
    }

    private static bool Holds(BoundRule row, PossibleFrame frame) =>
        row.Tests.All(test => test is null || PossibleEvaluator.Evaluate(test, frame).IsCertainlyTrue);

    private static bool MayHold(BoundRule row, PossibleFrame frame) =>
        row.Tests.All(test => test is null || PossibleEvaluator.Evaluate(test, frame).MayBeTrue);

    private static FeelNumber? Points(BoundRule row, PossibleFrame frame) =>
        PossibleEvaluator.Evaluate(row.Results[0], frame).TryGetValue(out var value) && value.Kind == FeelKind.Number ? value.AsNumber() : null;

    private Evidence? Describe(Atom atom, PossibleFrame frame)
    {
        if (Subject(atom, frame) is not var (definition, fact)) return null;
        var value = PossibleEvaluator.Evaluate(atom.Quantity, frame);
        var bound = PossibleEvaluator.Evaluate(atom.Bound, frame);
        var outcome = SchemeRun.OutcomeOf(PossibleComparison.Compare(atom.Operator, value, bound));
        FeelValue? threshold = bound.TryGetValue(out var known) ? known : default(FeelValue?);
        var gap = outcome == Outcome.NotMet && threshold is { } limit ? Gaps.Of(definition, value, atom.Operator, limit) : null;
        return new Evidence(definition, fact, Gaps.Sign(atom.Operator), threshold, outcome, gap);
    }

    private (FactDefinition Definition, Fact? Fact)? Subject(Atom atom, PossibleFrame frame)
    {
        switch (atom.Source)
        {
            case SlotBinding.ToFact fact:
                return (fact.Definition, run.Facts.View.Find(fact.Definition));
            case SlotBinding.ToDecision other when run.Scheme.Decisions[other.Index] is { Criterion: { } criterion }:
                return Standing(Score(criterion), run.Decide(other.Index));
            case SlotBinding.ToDecision:
                return null;
            default:
                return Standing(new ComputedQuantity(atom.Rule).Define(atom.Quantity), PossibleEvaluator.Evaluate(atom.Quantity, frame));
        }
    }

    private static FactDefinition Score(Criterion criterion) =>
        new(criterion.Id, criterion.Label, criterion.Label, FactType.Number, new FactOrigin.Derived("")) { Unit = "分" };

    // A score or computed quantity stands as a fact of its own, so that readers see one shape.
    private (FactDefinition, Fact?) Standing(FactDefinition definition, in Possible value)
    {
        if (!value.TryGetValue(out var known) || known.Kind != FeelKind.Number) return (definition, null);
        return (definition, new Fact(definition, known, new Period(run.Facts.View.On.Year), FilingRef.Computed, DateTimeOffset.UnixEpoch));
    }
}

/// <summary>Distances to thresholds.</summary>
internal static class Gaps
{
    public static Gap? Of(FactDefinition definition, in Possible value, ComparisonOperator comparison, FeelValue threshold)
    {
        if (!value.TryGetValue(out var known) || known.Kind != FeelKind.Number || threshold.Kind != FeelKind.Number) return null;
        if (comparison == ComparisonOperator.NotEqual) return null;
        var present = known.AsNumber();
        var (needed, isStrict) = Needed(threshold.AsNumber(), comparison, definition.Type == FactType.Integer);
        return FeelNumber.TrySubtract(needed, present, out var signed) ? new Gap(needed, present, signed, definition.Unit, isStrict) : null;
    }

    /// <summary>The value nearest to a threshold that passes; for numbers that are not whole a strict bound can only be neared.</summary>
    public static (FeelNumber Value, bool IsStrict) Needed(FeelNumber threshold, ComparisonOperator comparison, bool isInteger) =>
        (comparison, isInteger) switch
    {
        (ComparisonOperator.GreaterOrEqual, true) => (threshold.Ceiling(), false),
        (ComparisonOperator.Greater, true) => (Interval.FirstInteger(threshold, isOpen: true), false),
        (ComparisonOperator.LessOrEqual, true) => (threshold.Floor(), false),
        (ComparisonOperator.Less, true) => (Interval.LastInteger(threshold, isOpen: true), false),
        (ComparisonOperator.Greater or ComparisonOperator.Less, false) => (threshold, true),
        _ => (threshold, false),
    };

    public static string Sign(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "!=",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        _ => ">=",
    };
}
