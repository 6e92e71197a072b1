namespace Funeng.Engines.Planning.Delays;

/// <summary>A stretch in which a step could not go on because an office or an item had it.</summary>
/// <param name="FirstDay">Its first day.</param>
/// <param name="LastDay">Its last day; null while it lasts.</param>
/// <param name="By">Who held it: an office, an item, weather.</param>
public sealed record Hold(long FirstDay, long? LastDay, string By);

/// <summary>One step of a project: what was planned and what happened. Days are whole numbers (<see cref="DateOnly.DayNumber"/>).</summary>
/// <param name="Id">Its id, unique in the project.</param>
/// <param name="PlannedDays">Working days it was to take.</param>
/// <param name="Owner">Who answers for it while nobody else holds it.</param>
public sealed record StepRecord(string Id, long PlannedDays, string Owner)
{
    /// <summary>Its first day of work; null where it has not begun.</summary>
    public long? FirstDay { get; init; }

    /// <summary>Its last day of work; null where it is not done. A milestone that was reached has the day it was reached on as both.</summary>
    public long? LastDay { get; init; }

    /// <summary>Who held it up, and when.</summary>
    public IReadOnlyList<Hold> Holds { get; init; } = [];

    /// <summary>The working days it goes on; null for those of the project.</summary>
    public WorkTime? WorkTime { get; init; }

    /// <summary>It was not to begin before this day.</summary>
    public long? NotBefore { get; init; }
}

/// <summary>A project as planned and as it went.</summary>
/// <param name="Id">Its id.</param>
/// <param name="FirstDay">The day it was to begin.</param>
/// <param name="Steps">Its steps.</param>
/// <param name="Links">What waits for what; lags in working days.</param>
/// <param name="WorkTime">Its working days.</param>
public sealed record ProjectRecord(string Id, long FirstDay, IReadOnlyList<StepRecord> Steps, IReadOnlyList<Link> Links, WorkTime WorkTime);

/// <summary>What one office cost or won at one step.</summary>
/// <param name="Project">The project.</param>
/// <param name="Step">The step.</param>
/// <param name="By">The office or item.</param>
/// <param name="Lost">Project-days lost through it, in hundredths; never negative.</param>
/// <param name="Won">Project-days won back by being quicker than planned; never negative.</param>
public sealed record DelayShare(string Project, string Step, string By, decimal Lost, decimal Won);

/// <summary>The delay of a project within a span of days, cut among those who caused it.</summary>
/// <param name="Project">The project.</param>
/// <param name="Lost">Working days by which the forecast finish moved away in the span, all days on which it did so together.</param>
/// <param name="Won">Working days by which it came nearer again.</param>
/// <param name="Shares">The shares; they add up to the two totals exactly, greatest loss first.</param>
public sealed record DelayReport(string Project, long Lost, long Won, IReadOnlyList<DelayShare> Shares)
{
    /// <summary>How far the forecast finish moved in the span.</summary>
    public long Net => Lost - Won;
}
