namespace Funeng.Engines.Planning;

/// <summary>The dates of one activity. Floats are in units of its own work time.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="EarlyStart">Earliest start its predecessors allow.</param>
/// <param name="EarlyFinish">Earliest finish.</param>
/// <param name="LateStart">Latest start that keeps the promised finish (倒排).</param>
/// <param name="LateFinish">Latest finish that keeps it.</param>
/// <param name="TotalFloat">How far it can slip without moving the finish; negative by how much the promise cannot be kept.</param>
/// <param name="FreeFloat">How far it can slip without moving any other activity.</param>
public sealed record ActivityDates(
    Activity Activity, long EarlyStart, long EarlyFinish, long LateStart, long LateFinish, long TotalFloat, long FreeFloat)
{
    /// <summary>True when there is no room left.</summary>
    public bool IsCritical => TotalFloat <= 0;
}

/// <summary>A network with its dates.</summary>
/// <param name="Activities">Every activity, in the order of the network.</param>
/// <param name="Finish">Earliest finish of the whole.</param>
public sealed record Schedule(IReadOnlyList<ActivityDates> Activities, long Finish);

/// <summary>Why a network cannot be scheduled.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Ids">The activities concerned; for a cycle in its order.</param>
public sealed record NetworkProblem(NetworkProblemKind Kind, IReadOnlyList<string> Ids)
{
    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        NetworkProblemKind.Cycle => $"the activities wait for each other in a circle: {string.Join(" → ", Ids)}",
        NetworkProblemKind.DuplicateId => $"the id '{Ids[0]}' is used twice",
        NetworkProblemKind.UnknownActivity => $"a link of '{Ids[0]}' names '{Ids[1]}', which is no activity",
        NetworkProblemKind.BeyondCalendar => $"'{Ids[0]}' reaches beyond the last day of its calendar",
        _ => $"the duration of '{Ids[0]}' is negative",
    };
}

/// <summary>Kinds of <see cref="NetworkProblem"/>.</summary>
public enum NetworkProblemKind
{
    /// <summary>Activities wait for each other in a circle.</summary>
    Cycle,

    /// <summary>Two activities have one id.</summary>
    DuplicateId,

    /// <summary>A link or a summary names an activity that does not exist.</summary>
    UnknownActivity,

    /// <summary>A duration below zero.</summary>
    NegativeDuration,

    /// <summary>An activity reaches beyond the last stretch of its work time.</summary>
    BeyondCalendar,
}
