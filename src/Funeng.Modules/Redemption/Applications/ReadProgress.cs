using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Review;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>How far an application has come: its steps, what was done, what has to be corrected. Only for applications the caller has read.</summary>
public sealed class ReadProgress(FunengDb db, RouteBook routes, Policies.PolicyBook policies, Clocks.PromiseClock promise, CityProfile city, TimeProvider time)
{
    public async Task<ApplicationProgress> RunAsync(Application application, CancellationToken cancellation)
    {
        var acts = await db.Set<ReviewAct>().AsNoTracking().Where(act => act.Application == application.Id).OrderBy(act => act.At).ThenBy(act => act.Id).ToListAsync(cancellation);
        var route = RouteOf(application);
        var names = new List<string> { "填写" };
        names.AddRange(route.Steps.Select(step => step.Name));
        names.Add("批准兑现");
        var current = application.State switch
        {
            ApplicationState.Draft => 1,
            ApplicationState.Approved => names.Count,
            _ => application.Step + 2,
        };
        var pauses = await db.Set<ReviewPause>().AsNoTracking().Where(pause => pause.Application == application.Id).ToListAsync(cancellation);
        return new ApplicationProgress(names, current, acts, [.. acts.AsEnumerable().Reverse().Select(Entry)])
        {
            PayBy = application.SubmittedAt is { } at && !application.IsOver ? promise.Say(promise.Day(at), promise.DueOf(application, route, pauses, time.GetUtcNow())) : null, PayWithin = promise.Within(route),
        };
    }

    public async Task<IReadOnlyList<ApplicationSubmission>> ReceiptsAsync(long application, CancellationToken cancellation) =>
        await db.Set<ApplicationSubmission>().AsNoTracking().Where(row => row.Application == application).OrderBy(row => row.Sequence).ToListAsync(cancellation);

    /// <summary>The steps of its route with their limits, in words.</summary>
    public IReadOnlyList<string> Ahead(Application application) =>
        [.. RouteOf(application).Steps.Select(step => $"{step.Name}：{step.Within} 个工作日内"), $"批准以后进入兑现批次：公示、拨付。从提交起 {promise.Within(RouteOf(application))} 个工作日内到账，补正的日子不算。"];

    private ReviewRoute RouteOf(Application application) =>
        routes.Find(application.Route) ?? (policies.FindBenefit(application.Benefit) is { } rule ? routes.Of(rule.Benefit) : routes.Routes[0]);

    private TimeLineEntry Entry(ReviewAct act)
    {
        var own = act.Kind is ReviewActKind.Submitted or ReviewActKind.Resubmitted or ReviewActKind.Withdrawn;
        return new TimeLineEntry(
            Fmt.Moment(city.Local(act.At)), own ? $"企业{act.Kind.DisplayName()}" : $"{act.StepName}：{act.Kind.DisplayName()}",
            act.Reason.Length > 0 ? act.Reason : null, Signal: act.Kind is ReviewActKind.Refused ? Signal.Bad : null);
    }
}

/// <param name="Names">The steps, filling in and approval among them.</param>
/// <param name="Current">Which of them it is at, counted from 1.</param>
public sealed record ApplicationProgress(IReadOnlyList<string> Names, int Current, IReadOnlyList<ReviewAct> Acts, IReadOnlyList<TimeLineEntry> Entries)
{
    /// <summary>The last day promised for the payment; null for what is not handed in or is over.</summary>
    public string? PayBy { get; init; }

    public int PayWithin { get; init; }

    public ReviewAct? Last => Acts.Count > 0 ? Acts[^1] : null;

    /// <summary>What sent it back, as long as it lies with the enterprise.</summary>
    public ReviewAct? LastReturn => Last is { Kind: ReviewActKind.Returned } last ? last : null;

    public IReadOnlyList<string> Corrections => LastReturn?.CorrectionKeys ?? [];

    /// <summary>What is wanted of a field or a material; null when nothing is.</summary>
    public string? CorrectionOf(string key) => Corrections.Contains(key) ? LastReturn!.Reason : null;
}
