namespace Funeng.Engines.Benefits;

/// <summary>One day on which money of a budget was promised.</summary>
/// <param name="On">The day.</param>
/// <param name="Fen">How much, in 分.</param>
public sealed record BudgetDraw(DateOnly On, long Fen);

/// <summary>When a budget runs out, as far as its own past says.</summary>
/// <param name="RunsOutOn">The first day on which, at the usual pace, nothing is left; null when it lasts to the end of the year, or nothing can be said.</param>
/// <param name="Early">The same at the fastest pace seen over a stretch as long as a quarter of the past.</param>
/// <param name="FenADay">The usual pace, in 分 a calendar day.</param>
/// <param name="Days">Calendar days of the past the pace was taken from.</param>
public sealed record RunOut(DateOnly? RunsOutOn, DateOnly? Early, decimal FenADay, int Days)
{
    /// <summary>True where too little has happened to say anything.</summary>
    public bool IsUnknown => Days < BudgetForecast.LeastDays;
}

/// <summary>
/// Forecasts by the plain pace: what was promised so far, spread over the days since the first of them. No season is assumed: a budget
/// seldom has more than a year. The early date is what the fastest stretch of the past would do, if it went on.
/// </summary>
public static class BudgetForecast
{
    /// <summary>With fewer days of past nothing is said.</summary>
    public const int LeastDays = 14;

    /// <summary>When the money ends.</summary>
    /// <param name="leftFen">What is left, in 分.</param>
    /// <param name="draws">What was promised, in any order; of one day there may be several.</param>
    /// <param name="today">The day asked on.</param>
    /// <param name="end">The last day of the budget.</param>
    /// <returns>The forecast.</returns>
    public static RunOut Of(long leftFen, IReadOnlyCollection<BudgetDraw> draws, DateOnly today, DateOnly end)
    {
        var past = draws.Where(draw => draw.On <= today && draw.Fen > 0).OrderBy(draw => draw.On).ToList();
        if (leftFen <= 0) return new RunOut(today, today, 0, LeastDays);
        if (past.Count == 0) return new RunOut(null, null, 0, 0);
        var days = today.DayNumber - past[0].On.DayNumber + 1;
        var pace = past.Sum(draw => (decimal)draw.Fen) / days;
        if (days < LeastDays) return new RunOut(null, null, pace, days);
        return new RunOut(Ends(leftFen, pace, today, end), Ends(leftFen, Fastest(past, Math.Max(LeastDays / 2, days / 4), today), today, end), pace, days);
    }

    private static DateOnly? Ends(long left, decimal pace, DateOnly today, DateOnly end)
    {
        if (pace <= 0) return null;
        var days = decimal.Ceiling(left / pace);
        return days > end.DayNumber - today.DayNumber ? null : today.AddDays((int)days);
    }

    // A window that begins with a draw is as fast as any.
    private static decimal Fastest(List<BudgetDraw> past, int window, DateOnly today)
    {
        var best = 0m;
        var (sum, last) = (0m, 0);
        for (var first = 0; first < past.Count && past[first].On.AddDays(window - 1) <= today; first++)
        {
            while (last < past.Count && past[last].On < past[first].On.AddDays(window)) sum += past[last++].Fen;
            best = Math.Max(best, sum / window);
            sum -= past[first].Fen;
        }

        return Math.Max(best, past.Sum(draw => (decimal)draw.Fen) / (today.DayNumber - past[0].On.DayNumber + 1));
    }
}
