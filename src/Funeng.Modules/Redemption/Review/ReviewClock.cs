using Funeng.Engines.Planning;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Tasks;

namespace Funeng.Modules.Redemption.Review;

/// <summary>The limit of a step on the official calendar; it stands still while the enterprise corrects.</summary>
public sealed class ReviewClock(OfficialCalendar official, CityProfile city)
{
    public WorkCalendar Calendar => official.Calendar;

    internal ClockReading Read(Application application, RouteStep step, IEnumerable<ReviewPause> pauses, DateTimeOffset now) => new Clock(
        Local(application.StepAt!.Value), step.Span,
        [.. pauses.Where(pause => pause.Step == application.Step).OrderBy(pause => pause.FromAt).Select(pause => new ClockPause(Local(pause.FromAt), pause.ToAt is { } to ? Local(to) : null))])
        .Read(official.Calendar, Local(now));

    /// <summary>The last day after a correction. Who returned it in time has at least one working day for what came back, however late in his limit that was.</summary>
    internal DateOnly Resumed(Application application, RouteStep step, IEnumerable<ReviewPause> pauses, DateTimeOffset now, ReviewAct? returned)
    {
        var due = Read(application, step, pauses, now).DueOn;
        if (returned is not { DueOn: { } last } || DateOnly.FromDateTime(Local(returned.At)) > last) return due;
        var next = official.Calendar.Add(DateOnly.FromDateTime(Local(now)), 1);
        return due > next ? due : next;
    }

    private DateTime Local(DateTimeOffset instant) => city.Local(instant).DateTime;
}
