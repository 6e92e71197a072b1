namespace Funeng.Engines.Planning;

/// <summary>Which ends of two activities a link ties together.</summary>
public enum LinkType
{
    /// <summary>The later one starts after the earlier one has finished.</summary>
    FinishToStart,

    /// <summary>The later one starts after the earlier one has started.</summary>
    StartToStart,

    /// <summary>The later one finishes after the earlier one has finished.</summary>
    FinishToFinish,

    /// <summary>The later one finishes after the earlier one has started.</summary>
    StartToFinish,
}

/// <summary>One activity of a plan.</summary>
/// <param name="Id">Its id, unique in the network.</param>
/// <param name="Duration">Work it takes, in units of the time line; 0 for a milestone.</param>
public sealed record Activity(string Id, long Duration)
{
    /// <summary>When it can be worked on; null for the work time of the network.</summary>
    public WorkTime? WorkTime { get; init; }

    /// <summary>It may not start before this instant.</summary>
    public long? StartNoEarlierThan { get; init; }

    /// <summary>It should start at this instant at the latest.</summary>
    public long? StartNoLaterThan { get; init; }

    /// <summary>It may not finish before this instant.</summary>
    public long? FinishNoEarlierThan { get; init; }

    /// <summary>It should finish at this instant at the latest.</summary>
    public long? FinishNoLaterThan { get; init; }

    /// <summary>Id of the summary it belongs to; null at the top. A summary has no duration of its own: it spans what is in it.</summary>
    public string? Summary { get; init; }
}

/// <summary>A dependence between two activities.</summary>
/// <param name="From">Id of the predecessor.</param>
/// <param name="To">Id of the successor.</param>
/// <param name="Type">Which ends it ties.</param>
/// <param name="Lag">Units between the two ends; negative where they may overlap.</param>
public sealed record Link(string From, string To, LinkType Type = LinkType.FinishToStart, long Lag = 0)
{
    /// <summary>True when the lag runs around the clock; otherwise it is working time of the successor.</summary>
    public bool IsElapsed { get; init; }
}

/// <summary>Activities and links, as somebody wrote them down. <see cref="CriticalPath"/> says whether they make sense.</summary>
/// <param name="Activities">The activities, summaries among them.</param>
/// <param name="Links">The links.</param>
public sealed record Network(IReadOnlyList<Activity> Activities, IReadOnlyList<Link> Links)
{
    /// <summary>First instant at which anything may start.</summary>
    public long Start { get; init; }

    /// <summary>The promised finish: late dates are counted back from it. Null to count back from the earliest possible finish.</summary>
    public long? Promised { get; init; }

    /// <summary>When activities without a work time of their own are worked on.</summary>
    public WorkTime WorkTime { get; init; } = WorkTime.Always;
}
