namespace Funeng.Modules.Projects.Curves;

/// <summary>A point of a curve: so much by the end of a day.</summary>
public readonly record struct CurvePoint(DateOnly On, decimal Value);

public enum CurveKind
{
    Plan,
    Baseline,
    Done,
    Forecast,
}

/// <summary>One line of a picture: planned, as once planned, done, or to be expected.</summary>
public sealed record CurveLine(CurveKind Kind, string Name, IReadOnlyList<CurvePoint> Points);

/// <summary>Planned, done and expected over time, for money or for physical progress.</summary>
/// <param name="Unit">亿元 or %.</param>
/// <param name="How">How the lines were worked out, in one sentence.</param>
/// <param name="Lacks">What is missing for a line that is not there; empty for nothing.</param>
public sealed record CurveSet(string Title, string Unit, IReadOnlyList<CurveLine> Lines, string How, string Lacks)
{
    public CurveLine? Line(CurveKind kind) => Lines.FirstOrDefault(line => line.Kind == kind);
}

/// <summary>Works curves out of what is known; what is not known has no line.</summary>
internal static class CurveMath
{
    private const decimal Whole = 100m;

    /// <summary>The sum of the months by the end of each; the year begins with nothing.</summary>
    public static IReadOnlyList<CurvePoint> Cumulated(int year, IEnumerable<PlannedMonth> months)
    {
        var own = months.Where(month => month.Year == year).OrderBy(month => month.Month).ToList();
        if (own.Count == 0) return [];
        var sum = 0m;
        return [new CurvePoint(new DateOnly(year, 1, 1), 0), .. own.Select(month => new CurvePoint(LastOf(year, month.Month), sum += month.Fen / 100m))];
    }

    /// <summary>
    /// From the last figure on, as much of what is still planned as has been done of what was planned so far: who did eight tenths will do eight tenths.
    /// Nothing where nothing was planned by then, or the year is over.
    /// </summary>
    public static IReadOnlyList<CurvePoint> Expected(IReadOnlyList<CurvePoint> plan, IReadOnlyList<CurvePoint> done)
    {
        if (plan.Count == 0 || done.Count == 0 || At(plan, done[^1].On) is not (> 0 and var planned)) return [];
        var (last, ratio) = (done[^1], done[^1].Value / planned);
        var rest = plan.Where(point => point.On > last.On).ToList();
        return rest.Count == 0 ? [] : [last, .. rest.Select(point => new CurvePoint(point.On, last.Value + (point.Value - planned) * ratio))];
    }

    /// <summary>Percent of the work that is to be done by the day each node ends, weighted by its working days; nothing before the work begins.</summary>
    public static IReadOnlyList<CurvePoint> Progress(DateOnly? begins, IEnumerable<PlannedNode> nodes)
    {
        var own = nodes.Where(node => node is { IsWork: true, Finish: not null }).OrderBy(node => node.Finish).ToList();
        decimal all = own.Sum(node => node.WorkDays);
        if (all == 0) return [];
        var sum = 0m;
        var points = own.GroupBy(node => node.Finish!.Value).Select(group => new CurvePoint(group.Key, (sum += group.Sum(node => node.WorkDays)) * Whole / all)).ToList();
        return begins is { } first && first < points[0].On ? [new CurvePoint(first, 0), .. points] : points;
    }

    /// <summary>What is still to be done, spread over the open nodes by the earliest day each can be done: ends at the whole.</summary>
    public static IReadOnlyList<CurvePoint> ProgressExpected(CurvePoint last, IEnumerable<PlannedNode> open)
    {
        var rest = Progress(null, open).Where(point => point.On > last.On).ToList();
        return last.Value >= Whole || rest.Count == 0 ? [] : [last, .. rest.Select(point => new CurvePoint(point.On, last.Value + (Whole - last.Value) * point.Value / Whole))];
    }

    /// <summary>The value on a day between two points, in a straight line; null before the first.</summary>
    public static decimal? At(IReadOnlyList<CurvePoint> points, DateOnly day)
    {
        if (points.Count == 0 || day < points[0].On) return null;
        for (var index = 1; index < points.Count; index++)
        {
            var (from, to) = (points[index - 1], points[index]);
            if (day <= to.On) return from.Value + (to.Value - from.Value) * (day.DayNumber - from.On.DayNumber) / Math.Max(1, to.On.DayNumber - from.On.DayNumber);
        }

        return points[^1].Value;
    }

    public static DateOnly LastOf(int year, int month) => new(year, month, DateTime.DaysInMonth(year, month));
}
