namespace Funeng.Engines.Planning.Targets;

/// <summary>Where one period stands.</summary>
/// <param name="Period">The period.</param>
/// <param name="Target">Its target as planned.</param>
/// <param name="Required">What it has to reach so that the next longer period is kept: its target and what was carried into it.</param>
/// <param name="Actual">What was done in it so far, by the reports there are.</param>
/// <param name="IsOver">True when all of it lies in the past.</param>
/// <param name="Unreported">Ten-day periods of it that are over and for which no report came.</param>
public sealed record TargetStanding(
    TargetPeriod Period, decimal Target, decimal Required, decimal Actual, bool IsOver, IReadOnlyList<TargetPeriod> Unreported)
{
    /// <summary>Carried into it from periods before: positive to catch up, negative where work ran ahead.</summary>
    public decimal CarriedIn => Required - Target;

    /// <summary>What still has to be done in it. With unreported periods it is at most this much.</summary>
    public decimal Remaining => Math.Max(Required - Actual, 0);

    /// <summary>Done over target as a share; null where nothing was planned, or while reports are missing.</summary>
    public decimal? Rate => Target == 0 || Unreported.Count > 0 ? null : Actual / Target;
}

/// <summary>
/// A plan with what was reported: the shortfall of a ten-day period rolls into the next one, that of a month into the next month, that of a quarter into
/// the next quarter. What was done and what is still required always add up to the year. A report that did not come is never read as zero: figures that
/// would need it are bounds, and say so.
/// </summary>
public sealed class TargetProgress
{
    private readonly TargetPlan plan;
    private readonly IReadOnlyList<decimal?> actuals;
    private readonly Dictionary<TargetPeriod, decimal> required = [];
    private readonly decimal[] expected = new decimal[36];

    /// <summary>Rolls a plan forward.</summary>
    /// <param name="plan">The targets.</param>
    /// <param name="actuals">What was done in each ten-day period that is over, from the first of the year; null where no report came.</param>
    /// <exception cref="ArgumentException">More than 36 figures.</exception>
    public TargetProgress(TargetPlan plan, IReadOnlyList<decimal?> actuals)
    {
        if (actuals.Count > 36) throw new ArgumentException("a year has 36 ten-day periods", nameof(actuals));
        (this.plan, this.actuals) = (plan, actuals);
        Require(TargetPeriod.Of(plan.Year), plan.Total);
    }

    /// <summary>How the year stands.</summary>
    public TargetStanding Year => this[TargetPeriod.Of(plan.Year)];

    /// <summary>True when every ten-day period that is over was reported.</summary>
    public bool IsComplete => actuals.All(actual => actual is not null);

    /// <summary>Needed in each ten-day period that is left, on average; null when none is left. With missing reports it is at most this much.</summary>
    public decimal? RequiredPace => actuals.Count == 36 ? null : Year.Remaining / (36 - actuals.Count);

    /// <summary>Done in a reported ten-day period on average; null when none was reported.</summary>
    public decimal? PaceSoFar => Reported().ToList() is { Count: > 0 } reported ? reported.Average(index => actuals[index]!.Value) : null;

    /// <summary>
    /// What the year comes to if the rest is kept in the proportion reported so far; null when nothing that was planned has been reported.
    /// </summary>
    public decimal? Forecast
    {
        get
        {
            var planned = Reported().Sum(index => plan.TenDays[index]);
            if (planned == 0) return null;
            var done = Reported().Sum(index => actuals[index]!.Value);
            return done + (done / planned * (plan.Total - planned));
        }
    }

    /// <summary>How a period stands.</summary>
    public TargetStanding this[TargetPeriod period]
    {
        get
        {
            var over = Enumerable.Range(period.FirstTenDay - 1, period.LastTenDay - period.FirstTenDay + 1).Where(index => index < actuals.Count).ToList();
            return new TargetStanding(
                period, plan[period], required[period], over.Sum(index => actuals[index] ?? 0), period.LastTenDay <= actuals.Count,
                [.. over.Where(index => actuals[index] is null).Select(index => new TargetPeriod(plan.Year, TargetLevel.TenDay, index + 1))]);
        }
    }

    private IEnumerable<int> Reported() => Enumerable.Range(0, actuals.Count).Where(index => actuals[index] is not null);

    /// <summary>A period that has to reach an amount asks of its parts, one after the other, what those before have left undone.</summary>
    private void Require(TargetPeriod period, decimal amount)
    {
        required[period] = amount;
        var parts = period.Parts();
        if (parts.Count == 0)
        {
            var index = period.FirstTenDay - 1;
            expected[index] = index < actuals.Count ? actuals[index] ?? 0 : amount;
            return;
        }

        var shares = Apportionment.Cut(amount, [.. parts.Select(part => plan[part])], Step);
        decimal due = 0, done = 0;
        for (var index = 0; index < parts.Count; index++)
        {
            due += shares[index];
            Require(parts[index], Math.Max(due - done, 0));
            done += Sum(parts[index]);
        }
    }

    private decimal Sum(TargetPeriod period) => expected.AsSpan(period.FirstTenDay - 1, period.LastTenDay - period.FirstTenDay + 1).ToArray().Sum();

    // The finest place any target is written to: what is carried is cut no finer than the targets themselves.
    private decimal Step => field != 0 ? field : field = plan.TenDays.Select(PlaceOf).DefaultIfEmpty(1).Min();

    private static decimal PlaceOf(decimal amount) => 1m / (decimal)Math.Pow(10, amount.Scale);
}
