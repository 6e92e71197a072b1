using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Cultivation.Paths;

/// <summary>
/// Plans the earliest application that can succeed: today's, where missing facts and what can change at once are enough, else one of the
/// coming years, whose figures can still grow. The books of years that are over are never touched.
/// </summary>
public static class PathPlanner
{
    /// <summary>How many years ahead a plan looks: then every figure a rule asks for is still open.</summary>
    public const int Horizon = 3;

    private static readonly CheapestPath Search = new();

    /// <summary>The days on which one could apply: today and the same day of the coming years, as long as the standard is in force.</summary>
    public static IReadOnlyList<DateOnly> Days(Scheme scheme, DateOnly today, int horizon = Horizon) =>
        [today, .. Enumerable.Range(1, horizon).Select(today.AddYears).Where(scheme.IsInForce)];

    /// <summary>Whether a tier can still be reached on one of those days: an age limit that is passed never can.</summary>
    public static bool CanBeReached(Scheme scheme, string? tier, FactView today, IReadOnlyList<FactCost> costs) => Days(scheme, today.On)
        .Any(day => Search.CanBeReached(scheme, tier, Outlook.On(today, day), new CostModel(costs) { FirstOpenYear = today.On.Year }));

    /// <param name="scheme">The standard to reach.</param>
    /// <param name="today">The facts as they are.</param>
    /// <param name="costs">What can change, at what cost.</param>
    /// <param name="year">The application year wanted; null for the earliest.</param>
    /// <param name="horizon">Most years ahead.</param>
    /// <param name="budget">Combinations to evaluate for each year.</param>
    public static PathPlan Plan(Scheme scheme, FactView today, IReadOnlyList<FactCost> costs, int? year, int horizon, int budget)
    {
        var model = new CostModel(costs) { FirstOpenYear = today.On.Year };
        var days = Days(scheme, today.On, horizon);
        var wanted = days.Where(day => day.Year == year).ToList();
        PathPlan? plan = null;
        foreach (var day in wanted.Count > 0 ? wanted : days)
        {
            var search = Search.Find(scheme, Outlook.On(today, day), model, budget);
            plan = new PathPlan(today.On, day, search, (plan?.IsEarliest ?? true) && (plan?.Search.IsExact ?? true), plan?.Now ?? search);
            if (search.Paths.Count > 0) return plan;
        }

        return plan!;
    }
}

/// <param name="On">Application date of the paths; the last one tried where there is no path.</param>
/// <param name="IsEarliest">No earlier year was left undecided by a search that ran out of its budget.</param>
/// <param name="Now">The search for the first date tried: why it cannot be earlier.</param>
public sealed record PathPlan(DateOnly Today, DateOnly On, PathSearch Search, bool IsEarliest, PathSearch Now)
{
    public bool IsLater => On.Year > Today.Year;
}
