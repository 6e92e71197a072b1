using Funeng.Engines.Planning;
using Funeng.Engines.Planning.Resources;
using Funeng.Modules.Projects.Plan;

namespace Funeng.Modules.Projects.Capacity;

/// <summary>A week in which plans ask for more of something than there is.</summary>
/// <param name="Week">Its Monday.</param>
/// <param name="Asked">Most that is asked for on one working day of it.</param>
/// <param name="There">What there is on that day.</param>
public sealed record CapacityConflict(ScarceResource Resource, DateOnly Week, int Asked, int There, IReadOnlyList<string> Projects);

/// <summary>A node that waits for its turn.</summary>
public sealed record MovedNode(long Node, long Project, string Code, string ProjectName, string NodeName, string Resource, DateOnly From, DateOnly To);

/// <summary>What the proposal means for a project.</summary>
public sealed record MovedProject(string Code, string Name, DateOnly Promised, DateOnly Finish, DateOnly NewFinish)
{
    public bool IsLate => NewFinish > Promised;
}

/// <summary>The plans of a place under what its offices have.</summary>
/// <param name="Problem">Why no schedule can be made; null where one was.</param>
/// <param name="Nodes">Nodes that hold something scarce, with the day before which the proposal does not begin them; null for as soon as they can.</param>
internal sealed record CapacityPlan(
    IReadOnlyList<CapacityConflict> Conflicts, IReadOnlyList<MovedNode> Moved, IReadOnlyList<MovedProject> Projects, IReadOnlyDictionary<long, DateOnly?> Nodes, string? Problem)
{
    public static readonly CapacityPlan Empty = new([], [], [], new Dictionary<long, DateOnly?>(), null);

    /// <summary>Whoever accepts the proposal names it: what he saw and no other.</summary>
    public string Stamp => Nodes.OrderBy(pair => pair.Key).Aggregate(17L, (sum, pair) => unchecked((sum * 1_000_003) + (pair.Key * 31) + (pair.Value?.DayNumber ?? 0))).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A plan that runs, with the project it is of.</summary>
internal sealed record RunningPlan(Project Project, DateOnly Promised, IReadOnlyList<ProjectNode> Open);

/// <summary>
/// Lays the open plans of a place side by side: on which weeks they ask for more than there is, and a schedule in which nobody does. Whose promise comes first goes
/// first; a node keeps its own links and its plan's working days.
/// </summary>
internal static class ShareCapacity
{
    // The one order by promises, which people can retell; another might be done a little earlier as a whole and break more promises.
    private const int Orders = 1, Horizon = 2500;

    public static CapacityPlan Find(IReadOnlyList<RunningPlan> plans, IReadOnlyList<(ScarceResource Resource, IReadOnlyList<ScarceAmount> Amounts)> resources, DateOnly today, WorkCalendar calendar)
    {
        var kept = resources.Select(row => row.Resource).ToList();
        var holding = plans.SelectMany(plan => plan.Open.Select(node => (Plan: plan, Node: node, Resource: Held(node, kept)))).Where(row => row.Resource is not null).Select(row => (row.Plan, row.Node, Resource: row.Resource!)).ToList();
        if (holding.Count == 0 || CriticalPath.Find(Of(plans, today, calendar, keepsTurns: true), out _) is not { } present) return CapacityPlan.Empty;
        var now = present.Activities.ToDictionary(dates => dates.Activity.Id);
        var last = present.Finish;
        var crews = resources.Select(row => new CrewCapacity(Id(row.Resource), Stretches(row.Amounts, today, Math.Min(today.DayNumber + Horizon, last + Horizon)))).ToList();
        var conflicts = resources.SelectMany(row => Conflicts(row.Resource, crews.First(crew => crew.Id == Id(row.Resource)), [.. holding.Where(pair => pair.Resource == row.Resource)], now, calendar)).OrderBy(conflict => conflict.Week).ToList();
        if (conflicts.Count == 0) return CapacityPlan.Empty;
        try
        {
            var shared = CrewScheduler.Find(Of(plans, today, calendar, keepsTurns: false), crews, [.. holding.Select(pair => new CrewNeed(Id(pair.Node), Id(pair.Resource), 1))], Orders);
            return Proposal(plans, holding, now, shared.Activities.ToDictionary(dates => dates.Activity.Id), today, calendar) with { Conflicts = conflicts };
        }
        catch (NeverWorkedOnException)
        {
            var without = string.Join("、", resources.Where(row => row.Amounts.All(amount => amount.Amount == 0)).Select(row => row.Resource.Name).Distinct());
            return CapacityPlan.Empty with { Conflicts = conflicts, Problem = without.Length > 0 ? $"{without}一个也没有，排不出来。" : "有的环节在工作日历以内轮不上，排不出来。" };
        }
    }

    private static ScarceResource? Held(ProjectNode node, List<ScarceResource> kept) =>
        node.WorkDays == 0 ? null : kept.Find(resource => resource.Name == node.Crew) ?? kept.Find(resource => resource.NodeNames.Contains(node.Name));

    private static CapacityPlan Proposal(
        IReadOnlyList<RunningPlan> plans, IReadOnlyList<(RunningPlan Plan, ProjectNode Node, ScarceResource Resource)> holding, Dictionary<string, ActivityDates> now, Dictionary<string, CrewDates> then, DateOnly today, WorkCalendar calendar)
    {
        // As soon as they can without any turns: only who has to wait for his turn gets a day.
        var free = CriticalPath.Find(Of(plans, today, calendar, keepsTurns: false), out _)!.Activities.ToDictionary(dates => dates.Activity.Id);
        var nodes = holding.ToDictionary(pair => pair.Node.Id, pair => then[Id(pair.Node)].Start > free[Id(pair.Node)].EarlyStart ? Day(then[Id(pair.Node)].Start) : (DateOnly?)null);
        return new CapacityPlan(
            [],
            [
                .. holding.Where(pair => then[Id(pair.Node)].Start != now[Id(pair.Node)].EarlyStart)
                    .Select(pair => new MovedNode(pair.Node.Id, pair.Plan.Project.Id, pair.Plan.Project.Code, pair.Plan.Project.Name, pair.Node.Name, pair.Resource.Name, Day(now[Id(pair.Node)].EarlyStart), Day(then[Id(pair.Node)].Start)))
                    .OrderBy(moved => moved.To).ThenBy(moved => moved.Code, StringComparer.Ordinal),
            ],
            [
                .. plans.Select(plan => new MovedProject(
                        plan.Project.Code, plan.Project.Name, plan.Promised, Day(plan.Open.Max(node => now[Id(node)].EarlyFinish) - 1), Day(plan.Open.Max(node => then[Id(node)].Finish) - 1)))
                    .Where(moved => moved.Finish != moved.NewFinish).OrderByDescending(moved => moved.IsLate).ThenBy(moved => moved.Code, StringComparer.Ordinal),
            ],
            nodes, null);
    }

    /// <summary>All plans as one network; what a plan promised is the latest finish of its nodes, by which they are put in order.</summary>
    private static Network Of(IReadOnlyList<RunningPlan> plans, DateOnly today, WorkCalendar calendar, bool keepsTurns) => new(
        [
            .. plans.SelectMany(plan => plan.Open.Select(node => new Activity(Id(node), node.WorkDays)
            {
                FinishNoLaterThan = plan.Promised.DayNumber + 1L, StartNoEarlierThan = keepsTurns ? node.NotBefore?.DayNumber : null,
            })),
        ],
        [.. plans.SelectMany(plan => Links(plan.Open))]) { Start = today.DayNumber, Promised = plans.Max(plan => plan.Promised).DayNumber + 1L, WorkTime = calendar.Days };

    private static IEnumerable<Link> Links(IReadOnlyList<ProjectNode> open)
    {
        var byPosition = open.ToDictionary(node => node.Position, Id);
        return open.SelectMany(node => node.Links.Where(link => byPosition.ContainsKey(link.Before)).Select(link => new Link(byPosition[link.Before], Id(node), link.Type, link.LagDays)));
    }

    private static List<(long, long, int)> Stretches(IReadOnlyList<ScarceAmount> amounts, DateOnly today, long until)
    {
        var stretches = new List<(long, long, int)>();
        foreach (var (amount, index) in amounts.Select((amount, index) => (amount, index)))
        {
            // What is there before the first day that was entered is what there was on it.
            var from = index == 0 ? Math.Min(today.DayNumber, amount.FromOn.DayNumber) : amount.FromOn.DayNumber;
            var to = index + 1 < amounts.Count ? amounts[index + 1].FromOn.DayNumber : until;
            if (to > today.DayNumber && to > from) stretches.Add((Math.Max(from, today.DayNumber), to, amount.Amount));
        }

        return stretches;
    }

    private static IEnumerable<CapacityConflict> Conflicts(
        ScarceResource resource, CrewCapacity crew, IReadOnlyList<(RunningPlan Plan, ProjectNode Node, ScarceResource Resource)> holding, Dictionary<string, ActivityDates> now, WorkCalendar calendar)
    {
        var days = new Dictionary<int, List<RunningPlan>>();
        foreach (var (plan, node, _) in holding)
        {
            var dates = now[Id(node)];
            for (var day = dates.EarlyStart; day < dates.EarlyFinish; day++)
            {
                if (!calendar.IsWorkday(Day(day))) continue;
                if (!days.TryGetValue((int)day, out var who)) days[(int)day] = who = [];
                who.Add(plan);
            }
        }

        return days.Select(day => (Day: Day(day.Key), Who: day.Value, There: crew.Amounts.Where(part => part.From <= day.Key && day.Key < part.Until).Sum(part => part.Amount)))
            .Where(day => day.Who.Count > day.There).GroupBy(day => Monday(day.Day))
            .Select(week => (week.Key, Worst: week.MaxBy(day => day.Who.Count - day.There)))
            .Select(week => new CapacityConflict(resource, week.Key, week.Worst.Who.Count, week.Worst.There, [.. week.Worst.Who.Select(plan => plan.Project.Name).Distinct()]));
    }

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static string Id(ProjectNode node) => node.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Id(ScarceResource resource) => resource.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static DateOnly Day(long instant) => DateOnly.FromDayNumber((int)Math.Clamp(instant, 0, DateOnly.MaxValue.DayNumber));
}
