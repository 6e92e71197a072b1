using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Review;
using Funeng.Modules.Tasks;

namespace Funeng.Modules.Redemption.Clocks;

/// <summary>What was promised of an award.</summary>
public readonly record struct Promise(DateOnly? BeganOn, DateTimeOffset ProposedAt, int? Workdays, int PausedWorkdays, DateOnly? PaidOn);

/// <summary>
/// 快申快享: until when money is promised to be in the account, in working days of the calendar in force. It counts from the handing-in, or from the list
/// that was computed; working days in which the enterprise corrected do not count.
/// </summary>
public sealed class PromiseClock(OfficialCalendar official, RedemptionRules rules, CityProfile city)
{
    /// <summary>Within how many working days a route promises payment.</summary>
    public int Within(ReviewRoute route) => route.PaidWithin ?? rules.PaidWithinWorkdays;

    /// <summary>The last day promised for an award.</summary>
    public DateOnly DueOf(Award award) => DueOf(Of(award));

    public DateOnly DueOf(Promise promise) => official.Calendar.Add(BeganOn(promise), WithinOf(promise) + promise.PausedWorkdays);

    /// <summary>The last day on which what a text gives can be applied for here as promised.</summary>
    public DateOnly DueOfText(DateOnly issued) => official.Calendar.Add(issued, rules.PublishedWithinWorkdays);

    /// <summary>Working days from the beginning to the payment; null while it is not paid.</summary>
    public int? Took(Award award) => Took(Of(award));

    public int? Took(Promise promise) => promise.PaidOn is { } paid ? Math.Max(0, official.Calendar.Count(BeganOn(promise), paid) - promise.PausedWorkdays) : null;

    public int WithinOf(Promise promise) => promise.Workdays ?? rules.PaidWithinWorkdays;

    public bool IsLate(Award award, DateOnly today) => award.State is not (AwardState.Refused or AwardState.ClawedBack) && IsLate(Of(award), today);

    public bool IsLate(Promise promise, DateOnly today) => DueOf(promise) < (promise.PaidOn ?? today);

    /// <summary>The last day promised for an application as it stands, with the pauses so far.</summary>
    public DateOnly DueOf(Application application, ReviewRoute route, IEnumerable<ReviewPause> pauses, DateTimeOffset now) =>
        official.Calendar.Add(Day(application.SubmittedAt!.Value), Within(route) + Paused(pauses, now));

    /// <summary>Working days in which the enterprise corrected.</summary>
    public int Paused(IEnumerable<ReviewPause> pauses, DateTimeOffset now) => pauses.Sum(pause => Math.Max(0, official.Calendar.Count(Day(pause.FromAt), Day(pause.ToAt ?? now))));

    /// <summary>2026-06-01, with 暂定 where it leans on holidays that are not published.</summary>
    public string Say(Award award) => Say(BeganOn(Of(award)), DueOf(award));

    public string Say(DateOnly from, DateOnly due) => Fmt.Date(due) + (official.Calendar.IsProvisional(from, due) ? "（暂定）" : "");

    public DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(city.Local(at).DateTime);

    private DateOnly BeganOn(Promise promise) => promise.BeganOn ?? Day(promise.ProposedAt);

    private static Promise Of(Award award) => new(award.BeganOn, award.ProposedAt, award.PromiseWorkdays, award.PausedWorkdays, award.PaidOn);
}
