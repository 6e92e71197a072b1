using Funeng.Feel.Binding;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>Cuts the possible values of a variable at the constants its tests compare it with, so that each part answers every test alike.</summary>
internal static class PossibleCuts
{
    // Stands for every text that no test names.
    private const string OtherText = "\uFFFF";

    /// <summary>The parts, which together hold everything the whole holds; the whole itself where it cannot or need not be cut.</summary>
    public static IReadOnlyList<Possible> Cut(in Possible whole, IEnumerable<BoundExpression> tests, int slot, PossibleFrame frame)
    {
        if (whole.TryGetValue(out _)) return [whole];
        switch (whole.Kind)
        {
            case PossibleKind.Truth:
                return [Possible.True, Possible.False];
            case PossibleKind.Text when whole.Texts is { } texts:
                return [.. texts.Select(text => Possible.OneOf(text))];
            case PossibleKind.Text:
                return Constants(tests, slot, frame) is { } named ? CutText(named) : [whole];
            case PossibleKind.Number:
                return Constants(tests, slot, frame) is { } marks ? CutNumbers(whole.Interval, marks) : [whole];
            default:
                return [whole];
        }
    }

    /// <summary>The constants a variable is compared with, or null when some test does more than compare.</summary>
    public static List<FeelValue>? Constants(IEnumerable<BoundExpression> tests, int slot, PossibleFrame frame)
    {
        var constants = new List<FeelValue>();
        return tests.All(test => Collect(test, slot, frame, constants)) ? constants : null;
    }

    private static bool Collect(BoundExpression test, int slot, PossibleFrame frame, List<FeelValue> constants) => test switch
    {
        BoundUnaryTests tests => tests.Tests.All(item => Collect(item, slot, frame, constants)),
        BoundLogic logic => Collect(logic.Left, slot, frame, constants) && Collect(logic.Right, slot, frame, constants),
        BoundComparison { Left: BoundVariable left } comparison when left.Slot == slot => Constant(comparison.Right, slot, frame, constants),
        BoundComparison { Right: BoundVariable right } comparison when right.Slot == slot => Constant(comparison.Left, slot, frame, constants),
        BoundBetween { Value: BoundVariable value } between when value.Slot == slot =>
            Constant(between.Low, slot, frame, constants) && Constant(between.High, slot, frame, constants),
        BoundIn { Value: BoundVariable value } test1 when value.Slot == slot => Collect(test1.Tests, slot, frame, constants),
        BoundMembership { Value: BoundVariable value, Test: BoundRange range } when value.Slot == slot =>
            Constant(range.Low, slot, frame, constants) && Constant(range.High, slot, frame, constants),
        BoundMembership { Value: BoundVariable value } membership when value.Slot == slot => Constant(membership.Test, slot, frame, constants),
        BoundLiteral => true,
        _ => false,
    };

    private static bool Constant(BoundExpression? expression, int slot, PossibleFrame frame, List<FeelValue> constants)
    {
        if (expression is null) return true;
        if (expression is BoundVariable variable && variable.Slot == slot) return false;
        if (!PossibleEvaluator.Evaluate(expression, frame).TryGetValue(out var value)) return false;
        Add(value, constants);
        return true;
    }

    private static void Add(FeelValue value, List<FeelValue> constants)
    {
        switch (value.Kind)
        {
            case FeelKind.Range:
                if (value.AsRange().HasStart) constants.Add(value.AsRange().Start);
                if (value.AsRange().HasEnd) constants.Add(value.AsRange().End);
                break;
            case FeelKind.List:
                foreach (var item in value.AsList()) Add(item, constants);
                break;
            default:
                constants.Add(value);
                break;
        }
    }

    private static List<Possible> CutText(List<FeelValue> constants) =>
        [.. constants.Where(value => value.Kind == FeelKind.String).Select(value => value.AsString()).Distinct().Append(OtherText).Select(text => Possible.OneOf(text))];

    // Points at the marks and open stretches between them.
    private static List<Possible> CutNumbers(in Interval whole, List<FeelValue> constants)
    {
        var marks = constants.Where(value => value.Kind == FeelKind.Number).Select(value => value.AsNumber()).Order().ToList();
        var result = new List<Possible>();
        var start = IntervalEnd.NegativeInfinity;
        FeelNumber? last = null;
        foreach (var mark in marks)
        {
            if (mark == last) continue;
            last = mark;
            Keep(whole, new Interval(start, IntervalEnd.Open(mark), false), result);
            Keep(whole, Interval.Point(mark) with { IsInteger = false }, result);
            start = IntervalEnd.Open(mark);
        }

        Keep(whole, new Interval(start, IntervalEnd.PositiveInfinity, false), result);
        return result;
    }

    private static void Keep(in Interval whole, in Interval part, List<Possible> result)
    {
        var common = whole.Intersect(part);
        if (!common.IsEmpty) result.Add(Possible.Of(common));
    }
}
