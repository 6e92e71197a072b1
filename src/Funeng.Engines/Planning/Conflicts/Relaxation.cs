namespace Funeng.Engines.Planning.Conflicts;

/// <summary>What can be given way at.</summary>
public enum RelaxationKind
{
    /// <summary>An activity takes less time.</summary>
    Shorten,

    /// <summary>An activity may start earlier than its date: a document comes sooner.</summary>
    StartEarlier,

    /// <summary>The date an activity has to be finished by moves.</summary>
    FinishLater,

    /// <summary>The date an activity has to start by moves.</summary>
    StartLater,

    /// <summary>The promised finish moves.</summary>
    PromiseLater,
}

/// <summary>One way of giving way, and what it costs.</summary>
/// <param name="Kind">What gives way.</param>
/// <param name="Id">The activity; of the promise, any text.</param>
/// <param name="Most">At most so many units; of an activity's own work time for a duration, of the time line for a date.</param>
/// <param name="CostPerUnit">Cost of a unit, more than nothing.</param>
public sealed record Relaxation(RelaxationKind Kind, string Id, long Most, decimal CostPerUnit)
{
    /// <summary>What it is called instead of the activity's name: "A件".</summary>
    public string? Thing { get; init; }

    /// <summary>What has to be done by the earlier date: "送达".</summary>
    public string Verb { get; init; } = "具备条件";
}

/// <summary>One way of giving way, with how far.</summary>
/// <param name="Relaxation">The way.</param>
/// <param name="Units">How far, in its units.</param>
public sealed record RelaxationStep(Relaxation Relaxation, long Units);

/// <summary>What has to give way so that the plan fits.</summary>
/// <param name="Steps">What gives way and how far.</param>
/// <param name="Cost">What that costs.</param>
/// <param name="IsProved">True when it is proved that nothing cheaper is enough.</param>
public sealed record RelaxationPlan(IReadOnlyList<RelaxationStep> Steps, decimal Cost, bool IsProved);

/// <summary>Finds the cheapest ways of making a plan fit.</summary>
/// <remarks>
/// Best first: whatever is done, something in a minimal conflicting set has to give way further; each way is tried with those before it held, so that no
/// combination is looked at twice. Only activities that are short of time take part.
/// </remarks>
public static class RelaxationFinder
{
    /// <summary>Finds the cheapest way, and others that do without one of its parts.</summary>
    /// <param name="network">A network that can be dated.</param>
    /// <param name="relaxations">What can give way; what is not named cannot.</param>
    /// <param name="alternatives">Most ways to return.</param>
    /// <param name="maxSteps">Most combinations to look at for each.</param>
    /// <returns>The ways, the cheapest first; none when nothing named is enough, or when there is no conflict.</returns>
    /// <exception cref="ArgumentException">The network cannot be dated, or a relaxation costs nothing or names what does not exist.</exception>
    public static IReadOnlyList<RelaxationPlan> Find(Network network, IReadOnlyList<Relaxation> relaxations, int alternatives = 3, int maxSteps = 20_000)
    {
        Check(network, relaxations);
        if (ConflictFinder.CanBeKept(network)) return [];
        if (Cheapest(network, relaxations, maxSteps) is not { } best) return [];
        var plans = new List<RelaxationPlan> { best };
        foreach (var step in best.Steps)
        {
            if (Cheapest(network, [.. relaxations.Where(other => other != step.Relaxation)], maxSteps) is { } other && plans.All(plan => !plan.Steps.ToHashSet().SetEquals(other.Steps)))
                plans.Add(other);
        }

        return [.. plans.OrderBy(plan => plan.Cost).Take(alternatives)];
    }

    private static RelaxationPlan? Cheapest(Network network, IReadOnlyList<Relaxation> relaxations, int maxSteps)
    {
        var plan = new RelaxationSearch(network, relaxations, maxSteps, onlyShort: true).Run();
        // Where a finish is tied, a shorter activity starts later, and what had time enough may then be short of it.
        return plan is null || ConflictFinder.CanBeKept(Apply(network, plan.Steps)) ? plan : new RelaxationSearch(network, relaxations, maxSteps, onlyShort: false).Run();
    }

    /// <summary>A network after giving way.</summary>
    public static Network Apply(Network network, IReadOnlyList<RelaxationStep> steps)
    {
        var byId = steps.ToLookup(step => step.Relaxation.Id);
        return network with
        {
            Activities = [.. network.Activities.Select(activity => byId[activity.Id].Aggregate(activity, Apply))],
            Promised = network.Promised + steps.Where(step => step.Relaxation.Kind == RelaxationKind.PromiseLater).Sum(step => step.Units),
        };
    }

    private static Activity Apply(Activity activity, RelaxationStep step) => step.Relaxation.Kind switch
    {
        RelaxationKind.Shorten => activity with { Duration = activity.Duration - step.Units },
        RelaxationKind.StartEarlier => activity with { StartNoEarlierThan = activity.StartNoEarlierThan - step.Units },
        RelaxationKind.FinishLater => activity with { FinishNoLaterThan = activity.FinishNoLaterThan + step.Units },
        RelaxationKind.StartLater => activity with { StartNoLaterThan = activity.StartNoLaterThan + step.Units },
        _ => activity,
    };

    private static void Check(Network network, IReadOnlyList<Relaxation> relaxations)
    {
        var activities = network.Activities.ToDictionary(activity => activity.Id);
        foreach (var relaxation in relaxations)
        {
            if (relaxation.CostPerUnit <= 0 || relaxation.Most < 0) throw new ArgumentException($"giving way at '{relaxation.Id}' costs more than nothing and has a limit", nameof(relaxations));
            if (relaxation.Kind == RelaxationKind.PromiseLater) continue;
            if (!activities.TryGetValue(relaxation.Id, out var activity)) throw new ArgumentException($"there is no activity '{relaxation.Id}'", nameof(relaxations));
            if (relaxation.Kind == RelaxationKind.Shorten && relaxation.Most > activity.Duration) throw new ArgumentException($"'{relaxation.Id}' cannot take less than nothing", nameof(relaxations));
        }
    }
}
