using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Review;

/// <summary>What a reviewer decided, on the version of the application that stood before him.</summary>
/// <param name="Clause">Id of the clause a refusal rests on.</param>
/// <param name="Corrections">Keys of fields and materials to be corrected.</param>
public sealed record ReviewDecision(long Application, int Version, Answers Answer, string Reason, string Clause, IReadOnlyList<string> Corrections);

/// <summary>Every way it can end.</summary>
public abstract record ReviewResult
{
    private ReviewResult()
    {
    }

    public sealed record Taken(Application Application) : ReviewResult;

    /// <summary>Somebody else, or an earlier click, has decided; nothing was done.</summary>
    public sealed record Changed(string What) : ReviewResult;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : ReviewResult;

    /// <summary>It is not at a step this user decides.</summary>
    public sealed record NotAllowed(string Why) : ReviewResult;

    public sealed record NotFound : ReviewResult;
}

/// <summary>
/// Decides one step of the route: passes on, returns with what to correct, refuses with reason and clause, or approves, which proposes the award.
/// Two reviewers, or two clicks, on the same version are one decision.
/// </summary>
public sealed class TakeReviewStep(
    FunengDb db, ReadApplication read, ReviewDesk desk, AwardBook awards, SubjectDirectory subjects, RouteBook routes, Clocks.PromiseClock promise, NotificationBox box, CurrentUser user, CityProfile city, TimeProvider time)
{
    private const int LongestReason = 500;

    public async Task<ReviewResult> RunAsync(ReviewDecision decision, CancellationToken cancellation)
    {
        try
        {
            return await OnceAsync(decision, cancellation);
        }
        catch (Exception problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return await ChangedAsync(decision.Application, cancellation);
        }
    }

    /// <summary>Why this user may not decide the step an application is at; null when he may.</summary>
    public async Task<string?> WhyNotAsync(Application application, CancellationToken cancellation)
    {
        if (application.State != ApplicationState.InReview) return $"这份申报{application.State.DisplayName()}，现在不用审核。";
        if (desk.StepOf(application) is not { } step) return "这份申报走的路线已不在 routes.yaml 中，请管理员恢复。";
        if (!step.Roles.Contains(user.Role)) return $"现在是{step.Name}，由{string.Join("、", step.Roles.Select(role => role.DisplayName()))}办理。";
        // What experts decided may be passed on by whoever sent it to them.
        if (step.IsScored) return null;
        var last = await db.Set<ReviewAct>().AsNoTracking().Where(act => act.Application == application.Id && act.Kind == ReviewActKind.Passed).OrderByDescending(act => act.At).FirstOrDefaultAsync(cancellation);
        return last is { Account: { } account } && account == user.Id && last.Step != application.Step ? $"上一步（{last.StepName}）也是您办的，这一步要由另一个人办。" : null;
    }

    private async Task<ReviewResult> OnceAsync(ReviewDecision decision, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ReviewApplications) || await read.Visible().SingleOrDefaultAsync(row => row.Id == decision.Application, cancellation) is not { } application) return new ReviewResult.NotFound();
        // Before the facts are read: whoever takes back a registration they rest on at the same moment collides with this.
        if (decision.Answer == Answers.Approve) await awards.TouchAsync([application.Subject], cancellation);
        if (await read.OfAsync(application, cancellation) is not { } view) return new ReviewResult.NotFound();
        if (application.Version != decision.Version) return await ChangedAsync(application.Id, cancellation);
        if (await WhyNotAsync(application, cancellation) is { } why) return new ReviewResult.NotAllowed(why);
        var problems = Check(decision, view, desk.StepOf(application)!);
        if (problems.Count > 0) return new ReviewResult.Refused(problems);
        if (decision.Answer == Answers.Pass && desk.StepOf(application)!.IsScored && !await IsScoredAsync(application.Id, cancellation))
            return new ReviewResult.Refused([new Problem("Answer", "专家还没有评完：要有一轮已经结束、给这一件打了分的评审，才能通过。")]);
        if (decision.Answer == Answers.Approve && await ProposeAsync(view, cancellation) is { Count: > 0 } against) return new ReviewResult.Refused(against);
        Take(application, decision, view);
        await TellAsync(application, view, decision, cancellation);
        await db.SaveChangesAsync(cancellation);
        return new ReviewResult.Taken(application);
    }

    private Task<bool> IsScoredAsync(long application, CancellationToken cancellation) =>
        (from row in db.Set<ScoreAssignment>() join round in db.Set<ScoreRound>() on row.Round equals round.Id where row.Application == application && row.State == AssignmentState.Scored && round.State == RoundState.Closed select row).AnyAsync(cancellation);

    private void Take(Application application, ReviewDecision decision, ApplicationView view)
    {
        var reason = decision.Reason.Trim();
        switch (decision.Answer)
        {
            case Answers.Pass:
                desk.Pass(application, reason);
                break;
            case Answers.Return:
                desk.Return(application, reason, decision.Corrections);
                break;
            case Answers.Refuse:
                desk.End(application, ReviewActKind.Refused, reason, ClauseOf(view, decision.Clause)!);
                break;
            case Answers.Approve:
                desk.End(application, ReviewActKind.Approved, reason, "");
                break;
        }
    }

    private static List<Problem> Check(ReviewDecision decision, ApplicationView view, RouteStep step)
    {
        var problems = new List<Problem>();
        if (decision.Answer is not (Answers.Pass or Answers.Return or Answers.Refuse or Answers.Approve) || !step.May.HasFlag(decision.Answer))
            problems.Add(new Problem("Answer", $"请选择意见。{step.Name}可以{string.Join("、", ReviewWords.Of(step.May))}。"));
        var length = decision.Reason.Trim().Length;
        if (decision.Answer is Answers.Return or Answers.Refuse && length < 4) problems.Add(new Problem("Reason", decision.Answer == Answers.Return ? "没有写要怎样改。企业只看得到这句话。" : "没有写理由。"));
        if (length > LongestReason) problems.Add(new Problem("Reason", $"意见有 {length} 个字，最多 {LongestReason} 个。"));
        if (decision.Answer == Answers.Refuse && ClauseOf(view, decision.Clause) is null) problems.Add(new Problem("Clause", "不予支持要写明依据哪一条。"));
        if (decision.Answer != Answers.Return) return problems;
        if (decision.Corrections.Count == 0) problems.Add(new Problem("Corrections", "没有勾选要改哪几处。"));
        if (decision.Corrections.FirstOrDefault(key => view.Form.Find(key) is not { CanChange: true } && view.Materials.All(material => "material:" + material.Name != key)) is { } unknown)
            problems.Add(new Problem("Corrections", $"“{unknown}”不在申报表里，企业改不了。"));
        return problems;
    }

    /// <summary>Money follows from the registered facts, never from what was typed: what is not registered has to be before it is approved.</summary>
    private async Task<IReadOnlyList<Problem>> ProposeAsync(ApplicationView view, CancellationToken cancellation)
    {
        var standing = view.Registered;
        if (view.Benefit.Item is { } item && view.Application.Item.Length == 0)
            return [new Problem("Answer", $"这一项现在按{item.Name}一项一项兑付，这份是以前交的，没有写是哪一项。请先在本页写明是哪一个{item.Name}，再批准；也可以退回由企业写明。")];
        if (standing.Outcome != Outcome.Met)
            return [new Problem("Answer", $"登记的事实还不支持：{string.Join("；", view.Disputed.Select(field => $"{field.Field.Label}企业填 {field.Shown}"))}。{ReviewWords.WhereToCorrect(view)}")];
        if (!view.Benefit.HasAmount) return [];
        if (standing.Amount is not { IsExact: true } amount)
            return [new Problem("Answer", "按登记的事实金额还算不准，缺：" + string.Join("、", (standing.Verdict.Find("金额")?.Missing ?? []).Select(FactText.Label)) + "。")];
        var enterprise = await subjects.Within(Scope.All, Subject.Enterprise).AsNoTracking().SingleAsync(subject => subject.Id == view.Application.Subject, cancellation);
        var pauses = await db.Set<ReviewPause>().AsNoTracking().Where(pause => pause.Application == view.Application.Id).ToListAsync(cancellation);
        var proposed = await awards.ProposeAsync(
            new NewAward(view.Form.Rule, enterprise, view.Application.Period, decimal.Round(amount.Low, 2, MidpointRounding.ToZero))
            {
                DecidedOn = standing.Verdict.On, Facts = EvidenceLines.Of(standing.Verdict), Origin = AwardOrigin.Application, OriginKey = view.Application.Number!,
                Item = view.Application.Item, ItemTitle = view.Application.ItemTitle, IsSynthetic = view.Application.IsSynthetic, BeganOn = promise.Day(view.Application.SubmittedAt!.Value),
                PromiseWorkdays = routes.Find(view.Application.Route) is { } route ? promise.Within(route) : null, PausedWorkdays = promise.Paused(pauses, time.GetUtcNow()),
            }, cancellation);
        return proposed switch
        {
            AwardResult.Refused refused => refused.Problems,
            AwardResult.AlreadyGranted already when already.Award.OriginKey != view.Application.Number => [new Problem("Answer", $"这一项 {view.Application.Period} 年已经兑付或正在兑付，不能再批。")],
            _ => [],
        };
    }

    private async Task TellAsync(Application application, ApplicationView view, ReviewDecision decision, CancellationToken cancellation)
    {
        if (decision.Answer == Answers.Pass) return;
        var accounts = await db.Set<Account>().AsNoTracking().Where(account => account.Organization == application.Subject && account.Role == Role.Enterprise).Select(account => account.Id).ToListAsync(cancellation);
        var what = decision.Answer switch
        {
            Answers.Return => $"要补正 {decision.Corrections.Count} 处",
            Answers.Refuse => "不予支持",
            _ => "已批准，进入兑现",
        };
        foreach (var account in accounts) box.Tell(account, $"申报“{view.Benefit.Title}”{what}", application.Link);
    }

    private async Task<ReviewResult> ChangedAsync(long id, CancellationToken cancellation)
    {
        var last = await db.Set<ReviewAct>().AsNoTracking().Where(act => act.Application == id).OrderByDescending(act => act.At).ThenByDescending(act => act.Id).FirstOrDefaultAsync(cancellation);
        return new ReviewResult.Changed(last is null ? "这份申报刚有变化，请重新看过再办。" : $"{last.Who} 已在 {Fmt.Moment(city.Local(last.At))} {last.Kind.DisplayName()}，这一次没有再办。");
    }

    private static string? ClauseOf(ApplicationView view, string id) => view.Policy.Clauses.FirstOrDefault(clause => clause.Id == id) is { } clause ? $"{view.Policy.Title} {clause.Heading}" : null;
}

/// <summary>The words of a review.</summary>
internal static class ReviewWords
{
    public static string Text(this Answers answer) => answer switch
    {
        Answers.Pass => "通过",
        Answers.Return => "退回补正",
        Answers.Refuse => "不予支持",
        Answers.Approve => "批准兑现",
        _ => "",
    };

    /// <summary>Where what is not registered yet is registered: with its item, where it has one.</summary>
    public static string WhereToCorrect(ApplicationView view) => view.Benefit.Item is { By: ItemBy.Number } item
        ? $"核实后请先在“按项兑付的事项”登记这一{item.Name}（{view.Application.Item}），再批准。" : "核实后请先在企业页更正事实，再批准。";

    public static IEnumerable<string> Of(Answers may) => Each(may).Select(Text);

    public static IEnumerable<Answers> Each(Answers may) => new[] { Answers.Pass, Answers.Approve, Answers.Return, Answers.Refuse }.Where(answer => may.HasFlag(answer));
}
