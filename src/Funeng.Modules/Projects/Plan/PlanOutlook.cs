using System.Collections.Concurrent;
using Funeng.Engines.Planning;
using Funeng.Engines.Planning.Chances;
using Funeng.Engines.Planning.Conflicts;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Tasks;

namespace Funeng.Modules.Projects.Plan;

/// <summary>What can be said of a plan ahead of time: why it does not fit and what would make it fit, and how likely it is that it is kept.</summary>
/// <param name="Conflict">The minimal conflicting set in words; null when the plan fits.</param>
/// <param name="Ways">The cheapest ways out in words, the cheapest first; empty when nothing that can give way is enough.</param>
/// <param name="Light">The light by the chance; null where nothing is left to be done.</param>
/// <param name="Chance">As finished plans correct it.</param>
/// <param name="Known">Past durations of the open steps' kinds the chance leans on.</param>
/// <param name="Drawn">The best guess before the correction.</param>
/// <param name="CorrectedBy">How many forecasts of finished plans the correction was learnt from; 0 where there is none.</param>
public sealed record PlanOutlook(string? Conflict, IReadOnlyList<PlanWay> Ways, FinishChance? Chance, ChanceLight? Light, int Known, double Drawn, int CorrectedBy);

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
/// step costs one, a day of the promise ten; both are assumptions of the platform. Durations of past steps come from the finished nodes of all projects. What was found
/// is kept until a plan, the promise, the calendar or the day is another.
/// </summary>
internal sealed class LookAhead(PlanBook plans, PlanMemory memory, PlanForecasts forecasts, OutlookMemory outlooks, OfficialCalendar calendar, CityProfile city, TimeProvider clock)
{
    public const int CostOfStep = 1, CostOfPromise = 10;

    /// <summary>A step cut by more than one such part is another step.</summary>
    public const int LargestCut = 3;

    public const int FarthestPromise = 400;

    // Larger plans are searched and drawn less often, so that the page stays quick.
    private const int Trials = 60_000, MostTrials = 1000, FewestTrials = 100, Searches = 6000, MostSearches = 400;

    /// <returns>Null without a promise, a plan, or anything left to be done.</returns>
    public async Task<PlanOutlook?> FindAsync(Project project, CancellationToken cancellation)
    {
        if (KeepPlan.Promised(project) is not { } promised) return null;
        var all = await plans.ReadAsync(cancellation);
        if (all.NodesOf(project.Id) is not [_, ..] nodes || nodes.All(node => node.DoneOn is not null)) return null;
        var correction = (await forecasts.ReadAsync(cancellation)).Correction;
        var (today, days) = (city.Today(clock), calendar.Calendar);
        return outlooks.Get(project.Id, (all.Version, today, promised, days), () => Find(nodes, promised, today, memory.StepsOf(all, days), correction));
    }

    private PlanOutlook Find(IReadOnlyList<ProjectNode> nodes, DateOnly promised, DateOnly today, StepBook steps, ChanceCorrection correction)
    {
        // The open nodes from today on; what is done holds nothing up.
        var network = NodeNetwork.Of([.. nodes.Where(node => node.DoneOn is null)], today, promised, calendar.Calendar);
        var names = nodes.ToDictionary(node => NodeNetwork.Id(node.Position), node => $"“{node.Name}”");
        var words = PlanWords.ForDays(id => names.GetValueOrDefault(id, id));
        var (conflict, ways) = (ConflictFinder.Find(network), (IReadOnlyList<PlanWay>)[]);
        if (conflict is not null)
            ways = [.. RelaxationFinder.Find(network, Relaxations(network), maxSteps: Math.Min(MostSearches, Searches / network.Activities.Count)).Select(way => PlanWay.Of(words.Propose(way, network), way))];
        var open = nodes.Count(node => node is { DoneOn: null, WorkDays: > 0 });
        var drawn = PlanChance.Find(nodes, promised, today, steps, calendar.Calendar, Math.Clamp(Trials / Math.Max(1, open), FewestTrials, MostTrials))!;
        // A correction learnt from plans of which enough was known says nothing of one of which it is not.
        var by = drawn.Fewest >= CheckChances.Fewest ? correction : ChanceCorrection.None;
        var chance = by.Apply(drawn.Chance);
        return new PlanOutlook(conflict is null ? null : words.Explain(conflict, network), ways, chance, ChanceLight.Of(chance, id => names.GetValueOrDefault(id, id)), drawn.Known, drawn.Chance.Point, by.Count);
    }

    private static List<Relaxation> Relaxations(Network network) =>
    [
        .. network.Activities.Where(activity => activity.Duration >= LargestCut).Select(activity => new Relaxation(RelaxationKind.Shorten, activity.Id, activity.Duration / LargestCut, CostOfStep)),
        new(RelaxationKind.PromiseLater, "", FarthestPromise, CostOfPromise),
    ];
}

/// <summary>What was found of plans, each kept until what it leans on is another.</summary>
internal sealed class OutlookMemory
{
    private const int Most = 5000;

    private readonly ConcurrentDictionary<long, ((long, DateOnly, DateOnly, WorkCalendar) Of, PlanOutlook Outlook)> kept = new();

    public PlanOutlook Get(long project, (long Plans, DateOnly Today, DateOnly Promised, WorkCalendar Calendar) of, Func<PlanOutlook> find)
    {
        if (kept.TryGetValue(project, out var known) && known.Of == of) return known.Outlook;
        if (kept.Count >= Most) kept.Clear();
        var outlook = find();
        kept[project] = (of, outlook);
        return outlook;
    }
}
