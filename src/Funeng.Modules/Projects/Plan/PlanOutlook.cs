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

/// <summary>One way out: what gives way, and whether nothing cheaper is enough.</summary>
/// <param name="Days">Working days by which steps become shorter.</param>
/// <param name="Later">Days of the calendar by which the promise moves; of another kind, and never added to the others.</param>
public sealed record PlanWay(string Text, long Days, long Later, bool IsProved)
{
    internal static PlanWay Of(string text, RelaxationPlan plan)
    {
        var later = plan.Steps.Where(step => step.Relaxation.Kind == RelaxationKind.PromiseLater).Sum(step => step.Units);
        return new PlanWay(text, plan.Steps.Sum(step => step.Units) - later, later, plan.IsProved);
    }
}

/// <summary>
/// Looks ahead at the plan of a project. Any step may be cut by at most a third of its days and the promise may move as a last resort: a working day given way at a
/// step costs one, a day of the promise ten; both are assumptions of the platform. Durations of past steps come from the finished nodes of all projects.
/// </summary>
public sealed class LookAhead(FunengDb db, OfficialCalendar calendar, CityProfile city, TimeProvider clock)
{
    public const int CostOfStep = 1, CostOfPromise = 10;

    /// <summary>A step cut by more than one such part is another step.</summary>
    public const int LargestCut = 3;

    public const int FarthestPromise = 400;

    // Larger plans are searched and drawn less often, so that the page stays quick.
    private const int Trials = 60_000, MostTrials = 1000, FewestTrials = 100, Searches = 6000, MostSearches = 400;

    public async Task<PlanOutlook?> FindAsync(Project project, IReadOnlyList<ProjectNode> nodes, CancellationToken cancellation)
    {
        if (KeepPlan.Promised(project) is not { } promised || nodes.All(node => node.DoneOn is not null)) return null;
        var today = city.Today(clock);
        // The open nodes from today on; what is done holds nothing up.
        var network = NodeNetwork.Of([.. nodes.Where(node => node.DoneOn is null)], today, promised, calendar.Calendar);
        var names = nodes.ToDictionary(node => NodeNetwork.Id(node.Position), node => $"“{node.Name}”");
        var words = PlanWords.ForDays(id => names.GetValueOrDefault(id, id));
        if (ConflictFinder.Find(network) is not { } conflict) return await WithChanceAsync(project, nodes, network, today, names, null, [], cancellation);
        var ways = RelaxationFinder.Find(network, Relaxations(network), maxSteps: Math.Min(MostSearches, Searches / network.Activities.Count));
        return await WithChanceAsync(project, nodes, network, today, names, words.Explain(conflict, network),
            [.. ways.Select(way => PlanWay.Of(words.Propose(way, network), way))], cancellation);
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
        var all = nodes.ToDictionary(node => node.Position);
        var begun = open.ToDictionary(node => node.Position, node => NodeNetwork.BeginOf(node, all, null, calendar.Calendar) is { } day && day < today ? day : (DateOnly?)null);
        // What runs already has the days behind it counted; the rest begins today at the earliest.
        var running = network with { Start = Math.Min(today.DayNumber, begun.Values.OfType<DateOnly>().Select(day => day.DayNumber).DefaultIfEmpty(today.DayNumber).Min()) };
        var steps = open.ConvertAll(node => new UncertainStep(NodeNetwork.Id(node.Position), histories[node.Name]) { Begun = begun[node.Position]?.DayNumber });
        var chance = ChanceEstimator.Find(running, steps, today.DayNumber, Math.Clamp(Trials / Math.Max(1, open.Count), FewestTrials, MostTrials));
        return new PlanOutlook(conflict, ways, chance, ChanceLight.Of(chance, id => names.GetValueOrDefault(id, id)), histories.Values.Sum(history => history.Durations.Count));
    }

}
