using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Batches;
using Funeng.Modules.Redemption.Review;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Items;

/// <summary>
/// Says afterwards which item an award or an application is for that was made before its benefit was given item by item. Until then it stands in the
/// way of every item, because it may have been any of them; once it is said, it stands for this one and the others are free. What was said wrongly is said
/// again, with the reason, and once money is out for it with the agreement of a second person; an item that decided what is paid is not changed behind it.
/// </summary>
public sealed class NameItem(
    FunengDb db, PolicyBook book, AwardBook awards, WholeStep whole, ItemFacts items, ReadApplication read, TakeReviewStep review, RedemptionSight sight, FactCatalogue catalogue, NotificationBox box, AuditTrail audit, CurrentUser user, TimeProvider time)
{
    private const string Collided = "同时有人在办这家企业的兑付，什么都没有改。请看一眼再试。", Moved = "这一笔刚有变化，请看一眼再写。";

    /// <summary>Whether an award waits for somebody to say which item it is for.</summary>
    public static bool IsUnnamed(Award award, Benefit? benefit) => benefit is { Item: not null } && award.Item.Length == 0 && award.State != AwardState.Refused;

    /// <summary>Whether an office said which item it is for, and can say it again: as long as the award counts.</summary>
    public static bool IsNamed(Award award, Benefit? benefit) => benefit is { Item: not null } && award.ItemNamedAt is not null && award.State is not (AwardState.Refused or AwardState.ClawedBack);

    /// <summary>The same of an application, while it is reviewed.</summary>
    public static bool IsNamed(Application application) => application is { ItemNamedAt: not null, State: ApplicationState.InReview };

    public bool MayName(Award award) => user.Has(Permission.PrepareRedemption) && book.FindBenefit(award.Benefit) is { } rule && (IsUnnamed(award, rule.Benefit) || IsNamed(award, rule.Benefit)) && sight.ActsFor(CollectAwards.RegionOf(rule.Policy));

    /// <summary>The awards nobody has named yet, within what the user sees.</summary>
    public async Task<IReadOnlyList<Award>> UnnamedAsync(CancellationToken cancellation)
    {
        var benefits = book.Benefits.Where(rule => rule.Benefit.Item is not null).Select(rule => rule.Benefit.Id).Distinct().ToList();
        return await sight.Awards().AsNoTracking().Where(award => benefits.Contains(award.Benefit) && award.Item == "" && award.State != AwardState.Refused).OrderBy(award => award.Id).Take(KeepItems.Size).ToListAsync(cancellation);
    }

    public async Task<StepResult> AwardAsync(long award, NamedItem named, string reason, CancellationToken cancellation)
    {
        if (await sight.Awards().AsNoTracking().SingleOrDefaultAsync(row => row.Id == award, cancellation) is not { } found || !MayName(found)) return new StepResult.NotFound();
        var benefit = book.FindBenefit(found.Benefit)!.Benefit;
        if (Read(benefit, named, reason) is not ({ } item, _)) return Read(benefit, named, reason).Problem!;
        if ((item.Item, item.Title) == (found.Item, found.ItemTitle)) return StepResult.Because("与现在写的一样，没有改。", "Item");
        var key = Award.ItemKeyOf(benefit, found.Subject, item.Item);
        return await whole.RunAsync(
            async () =>
            {
                await awards.TouchAsync([found.Subject], cancellation);
                if (await WhyNotAsync(found, benefit, item.Item, key, cancellation) is { } why) return StepResult.Because(why, "Item");
                if (TakesTwo(found)) return await AskAsync(found, item, reason.Trim(), cancellation);
                audit.Record(found.Item.Length == 0 ? "写明兑付事项" : "更正兑付事项的名目", $"award:{award}", reason.Trim(), found.Item.Length == 0 ? null : new { found.Item, found.ItemTitle }, new { found.Benefit, item.Item, item.Title });
                await TellAsync(found.Subject, $"兑付“{found.Title}”由主管部门{(found.Item.Length == 0 ? "写明是" : "更正为")}“{item.Title}”：{reason.Trim()}", "/redemption/mine", cancellation);
                return await SetAsync(found, item, key, cancellation);
            },
            cancellation, Collided);
    }

    /// <summary>A second person agrees to another item of a paid award, or does not.</summary>
    public async Task<StepResult> DecideAsync(long award, bool agrees, string reason, CancellationToken cancellation)
    {
        if (await sight.Awards().AsNoTracking().SingleOrDefaultAsync(row => row.Id == award, cancellation) is not { Change: { } change } found || !MayDecide(found)) return new StepResult.NotFound();
        if (user.Id is not null && user.Id == change.Account) return StepResult.Because("更正是您本人提出的，要由另一位负责人决定。");
        if (reason.Trim().Length is 0 or > ConfirmLines.LongestReason) return StepResult.Because($"请写明依据，最多 {ConfirmLines.LongestReason} 个字。", "Reason");
        var benefit = book.FindBenefit(found.Benefit)!.Benefit;
        var key = Award.ItemKeyOf(benefit, found.Subject, change.Item);
        return await whole.RunAsync(
            async () =>
            {
                await awards.TouchAsync([found.Subject], cancellation);
                // What has come since it was asked for counts as well.
                if (agrees && await WhyNotAsync(found, benefit, change.Item, key, cancellation) is { } why) return StepResult.Because(why);
                audit.Record(agrees ? "更正兑付事项的名目" : "不同意更正兑付事项的名目", $"award:{award}", $"{change.Reason}（{change.Who}提出）；{reason.Trim()}", new { found.Item, found.ItemTitle }, new { found.Benefit, change.Item, change.Title });
                if (!agrees) return await StoreAsync(found, null, cancellation);
                await TellAsync(found.Subject, $"兑付“{found.Title}”由主管部门更正为“{change.Title}”：{change.Reason}", "/redemption/mine", cancellation);
                return await SetAsync(found, (change.Item, change.Title), key, cancellation);
            },
            cancellation, Collided);
    }

    /// <summary>What waits for this user to agree: what others have asked for.</summary>
    public async Task<IReadOnlyList<Award>> AskedAsync(CancellationToken cancellation) => user.Has(Permission.ApproveRedemption)
        ? (await sight.Awards().AsNoTracking().Where(award => award.ItemChange != null).OrderBy(award => award.Id).Take(KeepItems.Size).ToListAsync(cancellation)).FindAll(award => MayDecide(award) && award.Change!.Account != user.Id) : [];

    /// <summary>Money is out for it, or on its way: whoever says alone that it was for something else would free the item for a second payment.</summary>
    public static bool TakesTwo(Award award) => award.Item.Length > 0 && award.State is AwardState.Ordered or AwardState.Paid;

    public bool MayDecide(Award award) => user.Has(Permission.ApproveRedemption) && award.ItemChange is not null && book.FindBenefit(award.Benefit) is { } rule && IsNamed(award, rule.Benefit) && sight.ActsFor(CollectAwards.RegionOf(rule.Policy));

    private async Task<StepResult> AskAsync(Award found, (string Item, string Title) item, string reason, CancellationToken cancellation)
    {
        audit.Record("提出更正兑付事项的名目", $"award:{found.Id}", reason, new { found.Item, found.ItemTitle }, new { found.Benefit, item.Item, item.Title });
        return await StoreAsync(found, Award.Pack(new ItemChange(item.Item, item.Title, reason, user.Name, user.Id, time.GetUtcNow())), cancellation);
    }

    private async Task<StepResult> StoreAsync(Award found, string? change, CancellationToken cancellation)
    {
        await db.SaveChangesAsync(cancellation);
        return await Unchanged(found).ExecuteUpdateAsync(row => row.SetProperty(known => known.ItemChange, change).SetProperty(known => known.Version, known => known.Version + 1), cancellation) == 0 ? StepResult.Because(Moved) : new StepResult.Done(1, found.Id);
    }

    private async Task<StepResult> SetAsync(Award found, (string Item, string Title) item, string? key, CancellationToken cancellation)
    {
        await db.SaveChangesAsync(cancellation);
        DateTimeOffset? now = time.GetUtcNow();
        return await Unchanged(found).ExecuteUpdateAsync(
            row => row.SetProperty(known => known.Item, item.Item).SetProperty(known => known.ItemTitle, item.Title).SetProperty(known => known.ItemKey, key).SetProperty(known => known.ItemNamedAt, now)
                .SetProperty(known => known.ItemChange, (string?)null).SetProperty(known => known.Version, known => known.Version + 1), cancellation) == 0 ? StepResult.Because(Moved) : new StepResult.Done(1, found.Id);
    }

    private IQueryable<Award> Unchanged(Award found) => db.Set<Award>().Where(row => row.Id == found.Id && row.Version == found.Version && row.State == found.State && row.Item == found.Item);

    // A number has one owner in the whole city: what is said once of the wrong one shuts the right one out.
    private async Task<string?> WhyNotAsync(Award award, Benefit benefit, string item, string? key, CancellationToken cancellation)
    {
        if (benefit.Item is { By: ItemBy.Number } of && await awards.RegisteredElsewhereAsync(benefit.Id, award.Subject, item, cancellation)) return ItemWords.Elsewhere(of, item);
        if (await db.Set<Award>().AnyAsync(row => row.Id != award.Id && row.Benefit == award.Benefit && row.State != AwardState.Refused
            && ((key != null && row.ItemKey == key) || (row.Subject == award.Subject && row.Period == award.Period && row.Item == item)), cancellation))
            return $"{benefit.Item!.Name}“{item}”已另有一笔兑付，每项只给一次，请核对是哪一项。";
        // A half of the year beside the whole of it, a fourth of three years: what would not be granted for this item is not said of it either.
        return await awards.AsItemAsync(award, benefit, item, cancellation) is { Fen: 0, Against: { } other } room && other.Benefit == benefit.Id ? $"{room.Reason}。请核对是哪一项。" : null;
    }

    /// <summary>The same for an application under review, by whoever has it before him.</summary>
    public async Task<StepResult> ApplicationAsync(long application, NamedItem named, string reason, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ReviewApplications) || await read.Visible().SingleOrDefaultAsync(row => row.Id == application, cancellation) is not { } found
            || book.FindBenefit(found.Benefit) is not { Benefit.Item: not null } rule || (found.Item.Length > 0 && !IsNamed(found))) return new StepResult.NotFound();
        if (await review.WhyNotAsync(found, cancellation) is { } why) return StepResult.Because(why);
        if (Read(rule.Benefit, named, reason) is not ({ } item, _)) return Read(rule.Benefit, named, reason).Problem!;
        if ((item.Item, item.Title) == (found.Item, found.ItemTitle)) return StepResult.Because("与现在写的一样，没有改。", "Item");
        var before = found.Item.Length == 0 ? null : new { found.Item, found.ItemTitle };
        if (await items.TakenAsync(rule.Benefit, found.Subject, item.Item, cancellation) is { } taken) return StepResult.Because(taken, "Item");
        var others = await db.Set<Application>().AsNoTracking().Where(row => row.Benefit == found.Benefit && row.Id != found.Id && row.Subject == found.Subject && row.Period == found.Period && row.Item == item.Item).ToListAsync(cancellation);
        if (others.Find(row => row.State is not (ApplicationState.Refused or ApplicationState.Withdrawn)) is { } other)
            return StepResult.Because($"这一{rule.Benefit.Item.Name}已另有一份申报（{other.Number ?? "还没有交"}，{Foundation.Ui.NavRegistration.DisplayName(other.State)}）。", "Item");
        (found.Round, found.ChangedAt, found.ItemNamedAt) = (others.Count == 0 ? 1 : others.Max(row => row.Round) + 1, time.GetUtcNow(), time.GetUtcNow());
        (found.Item, found.ItemTitle) = (item.Item, item.Title);
        found.Version++;
        audit.Record(before is null ? "写明申报事项" : "更正申报事项的名目", $"application:{found.Id}", reason.Trim(), before, new { found.Benefit, found.Item, found.ItemTitle });
        await TellAsync(found.Subject, $"申报“{rule.Benefit.Title}”由审核部门{(before is null ? "写明是" : "更正为")}“{item.Title}”：{reason.Trim()}", found.Link, cancellation);
        return await SaveAsync(found.Id, cancellation);
    }

    private async Task TellAsync(long enterprise, string message, string link, CancellationToken cancellation)
    {
        foreach (var account in await db.Set<Account>().AsNoTracking().Where(account => account.Organization == enterprise && account.Role == Role.Enterprise).Select(account => account.Id).ToListAsync(cancellation))
            box.Tell(account, message, link);
    }

    private async Task<StepResult> SaveAsync(long id, CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
            return new StepResult.Done(1, id);
        }
        catch (Exception problem) when (WriteCollision.Is(problem))
        {
            return StepResult.Because("这份申报刚有变化，请重新看过再写。");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private ((string Item, string Title)? Item, StepResult? Problem) Read(Benefit benefit, NamedItem named, string reason)
    {
        var of = benefit.Item!;
        if (reason.Trim().Length is 0 or > ConfirmLines.LongestReason) return (null, StepResult.Because($"请写明依据，最多 {ConfirmLines.LongestReason} 个字。", "Reason"));
        if (named.Title.Trim().Length > KeepItems.LongestTitle) return (null, StepResult.Because($"{of.Name}名称最多 {KeepItems.LongestTitle} 个字。", "ItemTitle"));
        return of.Named(named.Number, named.Title, catalogue) is { } item ? (item, null) : (null, StepResult.Because(of.By switch
        {
            ItemBy.Number => $"请写{of.Number}，2 到 {PolicyItem.LongestNumber} 个字。",
            ItemBy.Year => "请写年份，如 2024。",
            ItemBy.Title => "请写有效期的第一天，如 2024-11-06。",
            _ => $"请选择{of.Name}。",
        }, "Item"));
    }
}
