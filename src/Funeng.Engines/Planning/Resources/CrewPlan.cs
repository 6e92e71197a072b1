namespace Funeng.Engines.Planning.Resources;

/// <summary>Something scarce whose amount changes with the calendar: crews that stop in winter, inspectors on leave, review slots once a week.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Amounts">How much there is from an instant until before another; nothing outside, and where stretches overlap the sum.</param>
public sealed record CrewCapacity(string Id, IReadOnlyList<(long From, long Until, int Amount)> Amounts);

/// <summary>What an activity needs of something scarce while it is worked on.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="Crew">The capacity.</param>
/// <param name="Amount">How much, at least 1.</param>
public sealed record CrewNeed(string Activity, string Crew, int Amount);

/// <summary>When an activity is worked on under scarce capacities.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="Start">Its start.</param>
/// <param name="Finish">Its finish.</param>
/// <param name="WaitedFor">The capacity it had to wait for; null where links and calendars alone decided.</param>
public sealed record CrewDates(Activity Activity, long Start, long Finish, string? WaitedFor);

/// <summary>A plan under scarce capacities.</summary>
/// <param name="Activities">The activities, in the order of the network.</param>
/// <param name="Finish">When all is done.</param>
/// <param name="LowerBound">No plan is done before this.</param>
public sealed record CrewSchedule(IReadOnlyList<CrewDates> Activities, long Finish, long LowerBound)
{
    /// <summary>True when it is proved that none is done earlier.</summary>
    public bool IsOptimal => Finish == LowerBound;
}

/// <summary>There is no time at which an activity could be worked on: no plan exists, whatever the order.</summary>
public sealed class NeverWorkedOnException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Plans activities on several calendars under capacities that change: an activity is worked on without a break but for the pauses of its own calendar and of
/// the crews it needs, and holds its crews only while it is worked on.
/// </summary>
/// <remarks>
/// Serial schedule generation (Kelley 1963) over activities by latest finish, then over orders drawn by regret-based sampling (Drexl 1991); the same seed and
/// budget give the same plan.
/// </remarks>
public static class CrewScheduler
{
    /// <summary>Longest time line, in units: days for decades, hours for years.</summary>
    public const long LongestTime = 1_000_000;

    /// <summary>Looks for a plan that is done early.</summary>
    /// <param name="network">Activities, links, calendars and earliest dates; latest dates and the promise only set the order. Summaries have no needs.</param>
    /// <param name="crews">The capacities.</param>
    /// <param name="needs">Who needs what.</param>
    /// <param name="budget">How many orders are tried.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="cancellation">Ends the search with the best plan so far.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ArgumentException">The network cannot be dated, or a need names nothing.</exception>
    /// <exception cref="NeverWorkedOnException">An activity can never be worked on within the time line.</exception>
    public static CrewSchedule Find(
        Network network, IReadOnlyList<CrewCapacity> crews, IReadOnlyList<CrewNeed> needs, int budget = 200, ulong seed = 1, CancellationToken cancellation = default) =>
        new CrewSearch(network, crews, needs, seed).Run(budget, cancellation);
}
