using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Items;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>Every way a start can end.</summary>
public abstract record StartResult
{
    private StartResult()
    {
    }

    /// <param name="IsNew">False when there was one under way already.</param>
    public sealed record Started(Application Application, bool IsNew) : StartResult;

    public sealed record Refused(string Reason) : StartResult;

    /// <summary>It is applied for item by item, and no item was named.</summary>
    public sealed record AsksItem(BenefitRule Rule) : StartResult;

    /// <summary>No such benefit, or nobody who may apply.</summary>
    public sealed record NotFound : StartResult;
}

/// <summary>The item an application is for, as typed.</summary>
public sealed record NamedItem(string Number, string Title);

/// <summary>Opens the application of the user's own enterprise for a benefit, or for one item of it; one that is under way or was approved is opened again, never doubled.</summary>
public sealed class StartApplication(
    FunengDb db, PolicyBook policies, FactReader facts, ItemFacts items, SubjectDirectory subjects, AwardBook awards, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public async Task<StartResult> RunAsync(string benefit, CancellationToken cancellation, bool isSynthetic = false, NamedItem? named = null)
    {
        if (!user.Has(Permission.ApplyForBenefits) || user.Scope.Organization is not { } own || policies.FindBenefit(benefit) is not { } rule
            || await subjects.Within(user.Scope, Subject.Enterprise).AsNoTracking().SingleOrDefaultAsync(subject => subject.Id == own, cancellation) is not { } enterprise)
            return new StartResult.NotFound();
        var today = city.Today(clock);
        var known = await facts.LoadSubjectAsync(own, null, cancellation);
        var (item, problem) = ItemOf(rule.Benefit, named, policies.Rules.View(known, today));
        if (problem is not null) return problem.Length == 0 ? new StartResult.AsksItem(rule) : new StartResult.Refused(problem);
        var latest = await LatestAsync(rule.Benefit, own, item.Number, today, cancellation);
        if (latest is { State: not (ApplicationState.Refused or ApplicationState.Withdrawn) } && !await CameToNothingAsync(latest, cancellation)) return new StartResult.Started(latest, IsNew: false);
        if (rule.Benefit.Item is not null && await UnnamedAsync(rule.Benefit, own, cancellation) is { } unnamed && (unnamed.SubmittedAt is not null || Closed(rule, today) is null)) return await NameAsync(unnamed, rule, item, (latest?.Round ?? 0) + 1, cancellation);
        if (await RefusalAsync(rule, enterprise, item.Number, known, today, cancellation) is { } reason) return new StartResult.Refused(reason);
        return await OpenAsync(rule, enterprise, item, today, (latest?.Round ?? 0) + 1, isSynthetic, cancellation);
    }

    // Approved, and what came of it was not paid after all: an objection was upheld, or it was stopped. It can be applied for anew.
    private async Task<bool> CameToNothingAsync(Application application, CancellationToken cancellation) => application is { State: ApplicationState.Approved, Number: { } number }
        && await db.Set<Award>().AsNoTracking().Where(award => award.Origin == AwardOrigin.Application && award.OriginKey == number).Select(award => award.State).ToListAsync(cancellation) is { Count: > 0 } states && states.TrueForAll(state => state == AwardState.Refused);

    /// <returns>The item in its one form, and what is wrong with it: empty where it was not named at all.</returns>
    private static (NamedItem Item, string? Problem) ItemOf(Benefit benefit, NamedItem? named, FactView view)
    {
        var none = new NamedItem("", "");
        if (benefit.Item is not { } of) return (none, null);
        if (of.By != ItemBy.Number) return of.Read(view) is { } read ? (new NamedItem(read.Item, read.Title), null) : (none, $"还不知道是哪一个{of.Name}，请先联系主管部门登记。");
        if (named is null) return (none, "");
        if (IdentityNumber.IsIn(named.Number) || IdentityNumber.IsIn(named.Title)) return (none, IdentityNumber.Refusal);
        if (PolicyItem.Canonical(named.Number) is not { } number) return (none, $"请写{of.Number}，2 到 {PolicyItem.LongestNumber} 个字。");
        var title = named.Title.Trim();
        return title.Length > KeepItems.LongestTitle ? (none, $"{of.Name}名称最多 {KeepItems.LongestTitle} 个字。") : (new NamedItem(number, title.Length > 0 ? title : number), null);
    }

    /// <summary>Why nobody can apply for a benefit on a day; null when it is open.</summary>
    public static string? Closed(BenefitRule rule, DateOnly today) =>
        !rule.Benefit.IsAppliedFor ? $"这一项不用申报：{rule.Benefit.Mode.Text()}。"
        : !rule.Benefit.IsForEnterprise ? $"这一项由{rule.Benefit.Payee}申请，不由企业申报。"
        : PolicyBook.Closed(rule, today) is { } shut ? shut
        : rule.Benefit.Deadline is { } last && last < today ? $"申报已于 {Foundation.Ui.Fmt.Date(last)} 截止。"
        : null;

    // Whoever certainly does not meet the conditions is told so before the work, not after it; what is open can be filled in.
    private async Task<string?> RefusalAsync(BenefitRule rule, Subject enterprise, string item, SubjectFacts known, DateOnly today, CancellationToken cancellation)
    {
        if (Closed(rule, today) is { } closed) return closed;
        if (item.Length > 0 && await items.TakenAsync(rule.Benefit, enterprise.Id, item, cancellation) is { } taken) return taken;
        var standing = DecideBenefits.Of(rule, policies.Rules.View(await items.OfAsync(rule.Benefit, enterprise.Id, item, known, today, cancellation), today), enterprise.Region);
        if (standing.IsHere == false) return "这份政策只适用于其他地区。";
        var (id, had) = (rule.Benefit.Id, 0);
        // 三年一次 goes by the year an award was decided for, which may be later than the one it was applied for in.
        if (rule.Benefit.EveryYears is not null && await awards.RoomAsync(rule.Benefit, enterprise.Id, PeriodOf(rule.Benefit, today), item, today, null, null, cancellation) is { Fen: 0, Against: { } earlier } room && earlier.Benefit == id) return room.Reason + "。";
        if (rule.Benefit.MostYears is { } most && (had = await db.Set<Application>().CountAsync(row => row.Benefit == id && row.Subject == enterprise.Id && row.State == ApplicationState.Approved
                && !db.Set<Award>().Any(award => award.Origin == AwardOrigin.Application && award.OriginKey == row.Number && award.State == AwardState.Refused), cancellation)) >= most)
            return $"这一项{rule.Benefit.Period}，已经批准过 {had} 年。";
        return null;
    }

    // Begun before the benefit was given item by item, and not decided yet.
    private Task<Application?> UnnamedAsync(Benefit benefit, long subject, CancellationToken cancellation) => db.Set<Application>()
        .Where(row => row.Benefit == benefit.Id && row.Subject == subject && row.Item == "" && (row.State == ApplicationState.Draft || row.State == ApplicationState.Returned || row.State == ApplicationState.InReview))
        .OrderBy(row => row.Id).FirstOrDefaultAsync(cancellation);

    // What is written in it counts: it is given the item it is for, and no other is opened beside it.
    private async Task<StartResult> NameAsync(Application unnamed, BenefitRule rule, NamedItem item, int round, CancellationToken cancellation)
    {
        if (!unnamed.IsOpen) return new StartResult.Refused($"已有一份在审核（{unnamed.Number}），是这一项按{rule.Benefit.Item!.Name}申报以前交的，没有写是哪一项。不用另报一份：由审核部门在审核时写明，或者退回给您写明。");
        if (await items.TakenAsync(rule.Benefit, unnamed.Subject, item.Number, cancellation) is { } taken) return new StartResult.Refused(taken);
        (unnamed.Item, unnamed.ItemTitle, unnamed.Round, unnamed.ChangedAt) = (item.Number, item.Title, round, clock.GetUtcNow());
        unnamed.Version++;
        audit.Record("写明申报事项", $"application:{unnamed.Id}", "", null, new { unnamed.Benefit, unnamed.Item });
        try
        {
            await db.SaveChangesAsync(cancellation);
            return new StartResult.Started(unnamed, IsNew: false);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return new StartResult.Refused("这份申报刚有变化，请再点一次。");
        }
    }

    // The round follows from what was read at the beginning: whoever comes a moment later collides with it instead of opening the next.
    private async Task<StartResult> OpenAsync(BenefitRule rule, Subject enterprise, NamedItem item, DateOnly today, int round, bool isSynthetic, CancellationToken cancellation)
    {
        var (benefit, now) = (rule.Benefit.Id, clock.GetUtcNow());
        var application = new Application
        {
            Id = ids.Next(), Benefit = benefit, Subject = enterprise.Id, Period = PeriodOf(rule.Benefit, today), Item = item.Number, ItemTitle = item.Title, Round = round, State = ApplicationState.Draft, Version = 1,
            CreatedAt = now, CreatedBy = user.Name, ChangedAt = now, IsSynthetic = isSynthetic,
        };
        db.Add(application);
        audit.Record("开始申报", $"application:{application.Id}", "", null, new { Benefit = benefit, application.Period, application.Item });
        try
        {
            await db.SaveChangesAsync(cancellation);
            return new StartResult.Started(application, IsNew: true);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // A colleague began at the same moment: both work on the same one.
            db.ChangeTracker.Clear();
            return await LatestAsync(rule.Benefit, enterprise.Id, item.Number, today, cancellation) is { } theirs ? new StartResult.Started(theirs, IsNew: false) : throw new InvalidOperationException("A collision without another row.", problem);
        }
    }

    private async Task<Application?> LatestAsync(Benefit benefit, long subject, string item, DateOnly today, CancellationToken cancellation)
    {
        var id = benefit.Id;
        return LatestOf(benefit, await db.Set<Application>().Where(row => row.Benefit == id && row.Subject == subject && row.Item == item).ToListAsync(cancellation), today);
    }

    /// <summary>The one that counts on a day; null when another can be begun beside them.</summary>
    /// <param name="rows">All of one enterprise, benefit and item.</param>
    internal Application? LatestOf(Benefit benefit, IEnumerable<Application> rows, DateOnly today)
    {
        var period = PeriodOf(benefit, today);
        // 三年一次: one of the years before counts until they are over, under whatever period it was begun; what was begun in one of them and never handed in is that year's, and cannot be any more.
        if (benefit.EveryYears is { } every && city.StartOf(string.Create(CultureInfo.InvariantCulture, $"{today.Year + 1 - every}-01-01")) is { } since)
            return rows.Where(row => row.CreatedAt >= since && (row.SubmittedAt is not null || row.Period == period)).MaxBy(row => row.CreatedAt);
        return rows.Where(row => row.Period == period).MaxBy(row => row.Round);
    }

    // Only what the policy calls yearly is applied for every year; 一次, 每项一次, 每个项目一次 are once, for the enterprise or for each item.
    private static string PeriodOf(Benefit benefit, DateOnly day) => benefit.IsYearly || benefit.EveryYears is not null ? day.Year.ToString(CultureInfo.InvariantCulture) : "一次";
}
