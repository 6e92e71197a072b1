using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Points for single rows: the fewest and the most.</summary>
internal abstract class RowPoints
{
    public static RowPoints Of(Points points) => points switch
    {
        Points.Fixed one => new RowFixedPoints(one.Value),
        Points.Steps steps => new RowSteps(steps),
        Points.TextSteps steps => new RowTextSteps(steps),
        Points.Sum sum => new RowSum(sum),
        Points.Extreme extreme => new RowExtreme(extreme),
        Points.Choice choice => new RowChosenPoints(choice),
        _ => throw new InvalidOperationException($"{points.GetType().Name} cannot be counted."),
    };

    public abstract (FeelNumber Low, FeelNumber High) Count(RowCodes codes);

    protected static FeelNumber Lesser(FeelNumber left, FeelNumber right) => left <= right ? left : right;

    protected static FeelNumber Greater(FeelNumber left, FeelNumber right) => left <= right ? right : left;
}

internal sealed class RowFixedPoints(FeelNumber value) : RowPoints
{
    public override (FeelNumber Low, FeelNumber High) Count(RowCodes codes) => (value, value);
}

/// <summary>By where a number lies among the cuts of a table.</summary>
internal sealed class RowSteps(Points.Steps steps) : RowPoints
{
    private readonly int column = steps.Column.Index;
    private readonly bool isWide = steps.Column.IsWide;
    private readonly int[] ranks = [.. steps.Cuts.Select(steps.Column.RankOf)];
    private readonly FeelNumber[] values = [.. steps.Values];

    public override (FeelNumber Low, FeelNumber High) Count(RowCodes codes)
    {
        var (from, to) = (codes.Low(column), codes.High(column));
        if (isWide)
        {
            var (first, second) = (values[StepAt(from)], values[StepAt(to)]);
            return first <= second ? (first, second) : (second, first);
        }

        if (from == 0) return (steps.MissingLow, steps.MissingHigh);
        var points = values[StepAt(from - 1)];
        return (points, points);
    }

    // How many of its own cuts are among those a rank has passed.
    private int StepAt(int rank)
    {
        var step = 0;
        while (step < ranks.Length && ranks[step] <= rank) step++;
        return step;
    }
}

/// <summary>By which of a few texts it is.</summary>
internal sealed class RowTextSteps(Points.TextSteps steps) : RowPoints
{
    private readonly int column = steps.Column.Index;
    private readonly int[] texts = [.. steps.Texts.Select(steps.Column.CodeOf)];

    public override (FeelNumber Low, FeelNumber High) Count(RowCodes codes)
    {
        var code = codes.Low(column);
        if (code == 0) return (steps.MissingLow, steps.MissingHigh);
        var points = texts.AsSpan().IndexOf(code) is >= 0 and var at ? steps.Values[at] : steps.Values[^1];
        return (points, points);
    }
}

internal sealed class RowSum(Points.Sum sum) : RowPoints
{
    private readonly RowPoints[] items = [.. sum.Items.Select(Of)];

    public override (FeelNumber Low, FeelNumber High) Count(RowCodes codes)
    {
        var (low, high) = (FeelNumber.Zero, FeelNumber.Zero);
        foreach (var item in items)
        {
            var (fewest, most) = item.Count(codes);
            if (FeelNumber.TryAdd(low, fewest, out var lower)) low = lower;
            if (FeelNumber.TryAdd(high, most, out var higher)) high = higher;
        }

        return (low, high);
    }
}

/// <summary>The least or the greatest of several.</summary>
internal sealed class RowExtreme(Points.Extreme extreme) : RowPoints
{
    private readonly RowPoints[] items = [.. extreme.Items.Select(Of)];

    public override (FeelNumber Low, FeelNumber High) Count(RowCodes codes)
    {
        var (low, high) = items[0].Count(codes);
        foreach (var item in items.AsSpan(1))
        {
            var (fewest, most) = item.Count(codes);
            (low, high) = extreme.IsLeast ? (Lesser(low, fewest), Lesser(high, most)) : (Greater(low, fewest), Greater(high, most));
        }

        return (low, high);
    }
}

internal sealed class RowChosenPoints(Points.Choice choice) : RowPoints
{
    private readonly RowTerm condition = RowTerm.Of(choice.Condition);
    private readonly RowPoints then = Of(choice.Then), otherwise = Of(choice.Else);

    public override (FeelNumber Low, FeelNumber High) Count(RowCodes codes)
    {
        var truth = condition.Decide(codes);
        if (truth.IsCertain) return then.Count(codes);
        if (!truth.IsPossible) return otherwise.Count(codes);
        var (yes, no) = (then.Count(codes), otherwise.Count(codes));
        return (Lesser(yes.Low, no.Low), Greater(yes.High, no.High));
    }
}
