using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Review;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Clocks;

/// <summary>Promised against actual, in working days.</summary>
/// <param name="Within">What is promised.</param>
/// <param name="Took">What each that is over took, in rising order.</param>
/// <param name="Late">How many of those that are over took longer.</param>
/// <param name="Open">How many are not over.</param>
/// <param name="OpenLate">How many of those are past their day already.</param>
public sealed record Punctuality(string Key, string Title, string Where, int Within, IReadOnlyList<int> Took, int Late, int Open, int OpenLate)
{
    public int? Median => Took.Count == 0 ? null : Took[(Took.Count - 1) / 2];

    public int? Most => Took.Count == 0 ? null : Took[^1];

    /// <summary>Of a hundred that are over, how many kept the promise.</summary>
    public decimal? Kept => Took.Count == 0 ? null : 100m * (Took.Count - Late) / Took.Count;
}

/// <summary>How soon after its text the items of a policy could be redeemed here.</summary>
/// <param name="Link">Where it is read; null where the user may not.</param>
/// <param name="OpenedOn">Null while nothing of it can be applied for.</param>
/// <param name="Took">Working days, until today where it is not open; null for a text older than the installation, of which nothing can be said.</param>
public sealed record PolicyArrival(string Title, string? Link, DateOnly IssuedOn, DateOnly? OpenedOn, int? Took, bool IsLate);

public sealed record PromiseBoard(IReadOnlyList<Punctuality> Steps, IReadOnlyList<Punctuality> Payments, IReadOnlyList<PolicyArrival> Policies, int Supervised)
{
    /// <summary>Whether there are more steps of the year than were read: those of the latest applications count.</summary>
    public bool IsCut { get; init; }
}

/// <summary>快申快享 in figures: each step of review, each policy's payments, each policy's arrival; promised and actual, within what the user sees, of the last year.</summary>
public sealed class ReadPromises(
    FunengDb db, ReadApplication read, RouteBook routes, RedemptionSight sight, RedemptionRules rules, PromiseClock clock, ReviewClock reviews, PolicyBook policies, PolicyArrivals arrivals,
    WatchTexts texts, TaskSight tasks, CurrentUser user, CityProfile city, TimeProvider time)
{
    internal const int MostActs = 200_000;

    private bool isCut;

    public async Task<PromiseBoard> RunAsync(CancellationToken cancellation)
    {
        var today = city.Today(time);
        var supervised = user.Has(Permission.ViewTasks) ? await (await tasks.VisibleAsync(cancellation)).CountAsync(item => (item.SourceKind == WatchDesks.Kind || item.SourceKind == WatchPayouts.Kind || item.SourceKind == WatchTexts.Kind) && item.State == TaskState.Open && item.DueOn < today, cancellation) : 0;
        return new PromiseBoard(user.Has(Permission.ReviewApplications) ? await StepsAsync(today, cancellation) : [], await PaymentsAsync(today, cancellation), [.. await WaitingAsync(today, cancellation), .. await ArrivalsAsync(cancellation)], supervised) { IsCut = isCut };
    }

    private async Task<IReadOnlyList<Punctuality>> StepsAsync(DateOnly today, CancellationToken cancellation)
    {
        var since = time.GetUtcNow().AddYears(-1);
        var visible = read.Visible();
        var acts = await (from act in db.Set<ReviewAct>() join application in visible on act.Application equals application.Id where application.SubmittedAt >= since
            orderby act.Application descending, act.At, act.Id select new { act.Application, application.Route, act.Step, act.Kind, act.At, act.DueOn }).Take(MostActs).ToListAsync(cancellation);
        isCut = acts.Count == MostActs;
        var pauses = (await (from pause in db.Set<ReviewPause>() join application in visible on pause.Application equals application.Id where application.SubmittedAt >= since select pause).AsNoTracking().ToListAsync(cancellation)).ToLookup(pause => (pause.Application, pause.Step));
        var open = await visible.Where(row => row.State == ApplicationState.InReview).GroupBy(row => new { row.Route, row.Step })
            .Select(group => new { group.Key, Count = group.Count(), Late = group.Count(row => row.DueOn < today) }).ToDictionaryAsync(group => (group.Key.Route, group.Key.Step), group => (group.Count, group.Late), cancellation);
        var took = new Dictionary<(string, int), List<int>>();
        var late = new Dictionary<(string, int), int>();
        DateTimeOffset? began = null;
        var last = 0L;
        foreach (var act in acts)
        {
            if (act.Application != last) (last, began) = (act.Application, null);
            if (act.Kind == ReviewActKind.Submitted) began = act.At;
            if (act.Kind is not (ReviewActKind.Passed or ReviewActKind.Approved or ReviewActKind.Refused) || began is not { } start) continue;
            var key = (act.Route, act.Step);
            (took.TryGetValue(key, out var days) ? days : took[key] = []).Add(Math.Max(0, reviews.Calendar.Count(clock.Day(start), clock.Day(act.At)) - clock.Paused(pauses[(act.Application, act.Step)], act.At)));
            // The last day that stood when it was decided says whether it was late, not another reckoning.
            if (act.DueOn is { } due && clock.Day(act.At) > due) late[key] = late.GetValueOrDefault(key) + 1;
            began = act.At;
        }

        return [.. routes.Routes.SelectMany(route => route.Steps.Select((step, at) => (Route: route, Step: step, At: at))).Where(one => took.ContainsKey((one.Route.Id, one.At)) || open.ContainsKey((one.Route.Id, one.At)))
            .Select(one =>
            {
                var key = (one.Route.Id, one.At);
                var (count, past) = open.GetValueOrDefault(key);
                return new Punctuality(one.Step.Id, one.Step.Name, one.Route.Name, one.Step.Within, [.. took.GetValueOrDefault(key, []).Order()], late.GetValueOrDefault(key), count, past);
            })];
    }

    private async Task<IReadOnlyList<Punctuality>> PaymentsAsync(DateOnly today, CancellationToken cancellation)
    {
        var since = today.AddYears(-1);
        var rows = (await sight.Awards().Where(award => award.Origin != AwardOrigin.Bank && award.State != AwardState.Refused && award.State != AwardState.ClawedBack && (award.PaidOn == null || award.PaidOn >= since))
            .Select(award => new { award.Policy, award.BeganOn, award.ProposedAt, award.PromiseWorkdays, award.PausedWorkdays, award.PaidOn }).ToListAsync(cancellation))
            .ConvertAll(row => (row.Policy, Promise: new Promise(row.BeganOn, row.ProposedAt, row.PromiseWorkdays, row.PausedWorkdays, row.PaidOn)));
        return [.. rows.GroupBy(row => (row.Policy, Within: clock.WithinOf(row.Promise)), row => row.Promise).OrderBy(group => group.Key.Policy, StringComparer.Ordinal).Select(group =>
        {
            var (over, open) = (group.Where(promise => promise.PaidOn is not null).ToList(), group.Where(promise => promise.PaidOn is null).ToList());
            return new Punctuality(
                group.Key.Policy, policies.Find(group.Key.Policy)?.Title ?? group.Key.Policy, "", group.Key.Within, [.. over.Select(promise => clock.Took(promise)!.Value).Order()],
                over.Count(promise => clock.IsLate(promise, today)), open.Count, open.Count(promise => clock.IsLate(promise, today)));
        })];
    }

    private async Task<IReadOnlyList<PolicyArrival>> WaitingAsync(DateOnly today, CancellationToken cancellation) =>
        [.. (await texts.ReadAsync(cancellation)).Select(one => new PolicyArrival(
            one.Text.Title, user.Has(Permission.DecideVerdicts) ? one.Text.Link : null, one.Text.IssuedOn, null, Math.Max(0, reviews.Calendar.Count(one.Text.IssuedOn, today)), one.Due < today))];

    /// <summary>A text that is older than the installation could not have been put up in time here, and is not counted as late.</summary>
    private async Task<IReadOnlyList<PolicyArrival>> ArrivalsAsync(CancellationToken cancellation)
    {
        var known = await arrivals.ReadAsync(cancellation);
        if (known.Count == 0) return [];
        var start = clock.Day(known.Values.Min());
        return [.. policies.Policies.Where(policy => policy.Pattern.Length == 0 && policy.IssuedOn is not null && policy.Benefits.Any(benefit => benefit.IsCash)).Select(policy =>
        {
            var opened = known.TryGetValue(policy.Id, out var at) ? clock.Day(at) : null as DateOnly?;
            int? took = opened is { } on && policy.IssuedOn >= start ? Math.Max(0, reviews.Calendar.Count(policy.IssuedOn!.Value, on)) : null;
            return new PolicyArrival(policy.Title, $"/policies/{policy.Id}", policy.IssuedOn!.Value, opened, took, took > rules.PublishedWithinWorkdays);
        }).OrderByDescending(arrival => arrival.IssuedOn)];
    }
}
