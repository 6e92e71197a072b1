using System.Globalization;
using Funeng.Engines.Planning;
using Funeng.Engines.Planning.Chances;
using Funeng.Engines.Planning.Conflicts;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Plan;

/// <summary>What can be said of a plan ahead of time: why it does not fit and what would make it fit, and how likely it is that it is kept.</summary>
/// <param name="Conflict">The minimal conflicting set in words; null when the plan fits.</param>
/// <param name="Ways">The cheapest ways out in words, the cheapest first; empty when nothing that can give way is enough.</param>
/// <param name="Light">The light by the chance; null where nothing is left to be done.</param>
/// <param name="Known">Past durations of the open steps' kinds the chance leans on.</param>
public sealed record PlanOutlook(string? Conflict, IReadOnlyList<PlanWay> Ways, FinishChance? Chance, ChanceLight? Light, int Known);

/// <summary>One way out: what gives way, how many working days in all, and whether nothing smaller is enough.</summary>
public sealed record PlanWay(string Text, long Days, bool IsProved);

/// <summary>
/// Looks ahead at the plan of a project. Any step may be cut by at most a third of its days and the promise may move as a last resort: a working day given way at a
/// step costs one, a day of the promise ten; both are assumptions of the platform. Durations of past steps come from the finished nodes of all projects.
/// </summary>
public sealed class LookAhead(FunengDb db, OfficialCalendar calendar, CityProfile city, TimeProvider clock)
{
    private const decimal CostOfStep = 1, CostOfPromise = 10;

    // A step cut by more than this share is another step.
    private const long LargestCut = 3;

    private const long FarthestPromise = 400;

    // Larger plans are searched and drawn less often, so that the page stays quick.
    private const int Trials = 60_000, MostTrials = 1000, FewestTrials = 100, Searches = 6000, MostSearches = 400;

    public async Task<PlanOutlook?> FindAsync(Project project, IReadOnlyList<ProjectNode> nodes, CancellationToken cancellation)
    {
        if (KeepPlan.Promised(project) is not { } promised || nodes.All(node => node.DoneOn is not null)) return null;
        var today = city.Today(clock);
        var network = NetworkOf(nodes, promised, today, calendar.Calendar);
        var names = nodes.ToDictionary(node => Id(node.Position), node => $"“{node.Name}”");
        var words = PlanWords.ForDays(id => names.GetValueOrDefault(id, id));
        if (ConflictFinder.Find(network) is not { } conflict) return await WithChanceAsync(project, nodes, network, today, names, null, [], cancellation);
        var ways = RelaxationFinder.Find(network, Relaxations(network), maxSteps: Math.Min(MostSearches, Searches / network.Activities.Count));
        return await WithChanceAsync(project, nodes, network, today, names, words.Explain(conflict, network),
            [.. ways.Select(way => new PlanWay(words.Propose(way, network), way.Steps.Sum(step => step.Units), way.IsProved))], cancellation);
    }

    /// <summary>The open nodes from today on; what is done holds nothing up.</summary>
    internal static Network NetworkOf(IReadOnlyList<ProjectNode> nodes, DateOnly promised, DateOnly today, WorkCalendar calendar)
    {
        var open = nodes.Where(node => node.DoneOn is null).ToList();
        return new Network(
            [.. open.Select(node => new Activity(Id(node.Position), node.WorkDays))],
            [.. open.SelectMany(node => node.Links.Where(link => open.Any(other => other.Position == link.Before)).Select(link => new Link(Id(link.Before), Id(node.Position), link.Type, link.LagDays)))])
        {
            Start = today.DayNumber, Promised = promised.DayNumber + 1, WorkTime = calendar.Days,
        };
    }

    private static List<Relaxation> Relaxations(Network network) =>
    [
        .. network.Activities.Where(activity => activity.Duration >= LargestCut).Select(activity => new Relaxation(RelaxationKind.Shorten, activity.Id, activity.Duration / LargestCut, CostOfStep)),
        new(RelaxationKind.PromiseLater, "", FarthestPromise, CostOfPromise),
    ];

    private async Task<PlanOutlook> WithChanceAsync(
        Project project, IReadOnlyList<ProjectNode> nodes, Network network, DateOnly today, Dictionary<string, string> names, string? conflict, IReadOnlyList<PlanWay> ways, CancellationToken cancellation)
    {
        var open = nodes.Where(node => node.DoneOn is null && node.WorkDays > 0).ToList();
        var histories = await StepHistories.ReadAsync(db, [.. open.Select(node => node.Name).Distinct()], project.Id, today, calendar.Calendar, cancellation);
        var begun = open.ToDictionary(node => node.Position, node => BegunOn(node, nodes, today));
        // What runs already has the days behind it counted; the rest begins today at the earliest.
        var running = network with { Start = Math.Min(today.DayNumber, begun.Values.OfType<DateOnly>().Select(day => day.DayNumber).DefaultIfEmpty(today.DayNumber).Min()) };
        var steps = open.ConvertAll(node => new UncertainStep(Id(node.Position), histories[node.Name]) { Begun = begun[node.Position]?.DayNumber });
        var chance = ChanceEstimator.Find(running, steps, today.DayNumber, Math.Clamp(Trials / Math.Max(1, open.Count), FewestTrials, MostTrials));
        return new PlanOutlook(conflict, ways, chance, ChanceLight.Of(chance, id => names.GetValueOrDefault(id, id)), histories.Values.Sum(history => history.Durations.Count));
    }

    /// <summary>The working day after the last thing it waited for was done; null while that is not, and for what waits for nothing.</summary>
    private DateOnly? BegunOn(ProjectNode node, IReadOnlyList<ProjectNode> nodes, DateOnly today)
    {
        var before = nodes.Where(other => node.WaitsFor.Contains(other.Position)).ToList();
        if (before.Count == 0 || before.Exists(other => other.DoneOn is null)) return null;
        return calendar.Calendar.Add(before.Max(other => other.DoneOn!.Value), 1) is var day && day < today ? day : null;
    }

    internal static string Id(int position) => position.ToString(CultureInfo.InvariantCulture);
}
