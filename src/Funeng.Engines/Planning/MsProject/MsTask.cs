namespace Funeng.Engines.Planning.MsProject;

/// <summary>What ties a task to a date; the numbers are those of the format.</summary>
public enum MsConstraint
{
    /// <summary>As soon as possible.</summary>
    AsSoonAsPossible,

    /// <summary>As late as possible.</summary>
    AsLateAsPossible,

    /// <summary>Must start on the date.</summary>
    MustStartOn,

    /// <summary>Must finish on the date.</summary>
    MustFinishOn,

    /// <summary>Start no earlier than the date.</summary>
    StartNoEarlierThan,

    /// <summary>Start no later than the date.</summary>
    StartNoLaterThan,

    /// <summary>Finish no earlier than the date.</summary>
    FinishNoEarlierThan,

    /// <summary>Finish no later than the date.</summary>
    FinishNoLaterThan,
}

/// <summary>A link of a task to one it waits for.</summary>
/// <param name="PredecessorUid">Unique id of the predecessor.</param>
/// <param name="Type">Which ends it ties.</param>
/// <param name="Lag">Its lag in seconds; in percent of the predecessor's duration where <paramref name="IsPercent"/>.</param>
/// <param name="IsElapsed">True when the lag runs around the clock.</param>
/// <param name="IsPercent">True when the lag is a share of the predecessor's duration.</param>
public sealed record MsLink(int PredecessorUid, LinkType Type, long Lag, bool IsElapsed, bool IsPercent);

/// <summary>The dates of a task: as a file has them, or as they were computed. Slack in seconds of working time.</summary>
/// <param name="Start">When it is to start.</param>
/// <param name="Finish">When it is to finish.</param>
/// <param name="LateStart">Latest start that does not delay the project.</param>
/// <param name="LateFinish">Latest finish that does not.</param>
/// <param name="TotalSlack">How far it can slip without delaying the project.</param>
/// <param name="FreeSlack">How far it can slip without delaying another task.</param>
public sealed record MsDates(DateTime Start, DateTime Finish, DateTime LateStart, DateTime LateFinish, long TotalSlack, long FreeSlack)
{
    /// <summary>True when it has no slack and is not done.</summary>
    public bool IsCritical { get; init; }
}

/// <summary>One task of a Microsoft Project file.</summary>
/// <param name="Uid">Its unique id.</param>
/// <param name="Name">Its name, if it has one.</param>
/// <param name="OutlineLevel">How deep it lies in the outline; 0 for the project itself.</param>
public sealed record MsTask(int Uid, string? Name, int OutlineLevel)
{
    /// <summary>Unique id of the summary it belongs to; null at the top.</summary>
    public int? ParentUid { get; init; }

    /// <summary>True when other tasks belong to it.</summary>
    public bool IsSummary { get; init; }

    /// <summary>True for a milestone.</summary>
    public bool IsMilestone { get; init; }

    /// <summary>True for what takes no part in the schedule: a blank row or a task switched off.</summary>
    public bool IsLeftOut { get; init; }

    /// <summary>True where its dates were typed by hand and stand, or are those of another project's task.</summary>
    public bool IsFixed { get; init; }

    /// <summary>True when its duration is fixed whatever resources it has.</summary>
    public bool IsFixedDuration { get; init; }

    /// <summary>Its duration in seconds of working time, or around the clock where <see cref="IsElapsed"/>.</summary>
    public long Duration { get; init; }

    /// <summary>True when it runs around the clock.</summary>
    public bool IsElapsed { get; init; }

    /// <summary>What of the duration is left.</summary>
    public long RemainingDuration { get; init; }

    /// <summary>Where it was split: from when to when nothing is done, as it stood when the file was written.</summary>
    public IReadOnlyList<(DateTime From, DateTime To)> Interruptions { get; init; } = [];

    /// <summary>What ties it to <see cref="ConstraintDate"/>.</summary>
    public MsConstraint Constraint { get; init; }

    /// <summary>The date it is tied to.</summary>
    public DateTime? ConstraintDate { get; init; }

    /// <summary>The date it should be finished by; it moves nothing but shows as missing slack.</summary>
    public DateTime? Deadline { get; init; }

    /// <summary>When it was started.</summary>
    public DateTime? ActualStart { get; init; }

    /// <summary>When it was finished.</summary>
    public DateTime? ActualFinish { get; init; }

    /// <summary>Until when work on a started task was done.</summary>
    public DateTime? Stop { get; init; }

    /// <summary>When what is left of a started task goes on.</summary>
    public DateTime? Resume { get; init; }

    /// <summary>Done so far, in percent.</summary>
    public int PercentComplete { get; init; }

    /// <summary>Its own calendar; null for that of the project.</summary>
    public int? CalendarUid { get; init; }

    /// <summary>True when only its own calendar counts, not those of its resources.</summary>
    public bool IgnoresResourceCalendars { get; init; }

    /// <summary>A delay from levelling, in seconds.</summary>
    public long LevelingDelay { get; init; }

    /// <summary>True when the levelling delay runs around the clock.</summary>
    public bool IsLevelingDelayElapsed { get; init; }

    /// <summary>What it waits for.</summary>
    public IReadOnlyList<MsLink> Links { get; init; } = [];

    /// <summary>The dates in the file; null where it has none.</summary>
    public MsDates? Written { get; init; }
}

/// <summary>A resource at work on a task.</summary>
/// <param name="TaskUid">The task.</param>
/// <param name="CalendarUid">Calendar of the resource; null for that of the project.</param>
/// <param name="Seconds">How long it works on the task: its work over its share.</param>
/// <param name="RemainingSeconds">What of that is left.</param>
public sealed record MsAssignment(int TaskUid, int? CalendarUid, long Seconds, long RemainingSeconds)
{
    /// <summary>True when its work is not spread evenly: then how long it takes is the duration of the task.</summary>
    public bool IsContoured { get; init; }
}
