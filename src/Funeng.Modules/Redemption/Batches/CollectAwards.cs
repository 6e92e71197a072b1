using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Batches;

/// <summary>Awards of one policy and period that no batch has taken up.</summary>
public sealed record WaitingAwards(PolicyDocument Policy, string Period, int Count, decimal Amount);

/// <summary>Puts the awards that came of applications and wait into a batch of their own.</summary>
public sealed class CollectAwards(
    FunengDb db, PolicyBook book, RedemptionSight sight, WholeStep whole, BatchNumbers numbers, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    private const string Gone = "没有等待组成批次的兑付事项了，可能刚被别人组成了批次。";

    public async Task<IReadOnlyList<WaitingAwards>> WaitingAsync(CancellationToken cancellation)
    {
        if (!user.Has(Permission.PrepareRedemption)) return [];
        var waiting = await sight.Awards().Where(award => award.Batch == null && award.State == AwardState.Proposed).GroupBy(award => new { award.Policy, award.Period })
            .Select(group => new { group.Key.Policy, group.Key.Period, Count = group.Count(), Fen = group.Sum(award => award.AmountFen) }).ToListAsync(cancellation);
        return [.. waiting.Where(group => book.Find(group.Policy) is { } policy && sight.ActsFor(RegionOf(policy))).OrderBy(group => group.Policy).ThenBy(group => group.Period)
            .Select(group => new WaitingAwards(book.Find(group.Policy)!, group.Period, group.Count, group.Fen / 100m))];
    }

    public async Task<StepResult> RunAsync(string policy, string period, CancellationToken cancellation)
    {
        if (!user.Has(Permission.PrepareRedemption) || book.Find(policy) is not { } document || !sight.ActsFor(RegionOf(document))) return new StepResult.NotFound();
        return await whole.RunAsync(() => CollectAsync(document, period, cancellation), cancellation, "同时有人在组成批次，请再试一次。");
    }

    private async Task<StepResult> CollectAsync(PolicyDocument document, string period, CancellationToken cancellation)
    {
        var (policy, today) = (document.Id, city.Today(time));
        // One batch draws on the money of one year, and does not mix what is made up with what is not: the oldest say which.
        if (await db.Set<Award>().AsNoTracking().Where(award => award.Policy == policy && award.Period == period && award.Batch == null && award.State == AwardState.Proposed)
            .OrderBy(award => award.DecidedOn).ThenBy(award => award.Id).FirstOrDefaultAsync(cancellation) is not { } oldest) return StepResult.Because(Gone);
        var (first, isSynthetic) = (new DateOnly(oldest.DecidedOn.Year, 1, 1), oldest.IsSynthetic);
        var batch = new RedemptionBatch
        {
            Id = ids.Next(), Number = await numbers.NextAsync(today.Year, cancellation), Policy = policy, Title = $"{document.Title}（{period}，企业申报）", Period = period,
            Origin = AwardOrigin.Application, Region = RegionOf(document), DecidedOn = today, MadeBy = user.Id, MadeByName = user.Name, MadeAt = time.GetUtcNow(), IsSynthetic = isSynthetic,
        };
        db.Add(batch);
        await db.SaveChangesAsync(cancellation);
        var taken = await db.Set<Award>().Where(award => award.Policy == policy && award.Period == period && award.Batch == null && award.State == AwardState.Proposed
                && award.DecidedOn >= first && award.DecidedOn < first.AddYears(1) && award.IsSynthetic == isSynthetic)
            .ExecuteUpdateAsync(row => row.SetProperty(award => award.Batch, batch.Id).SetProperty(award => award.Version, award => award.Version + 1), cancellation);
        if (taken == 0) return StepResult.Because(Gone);
        audit.Record("组成兑付批次", $"redemption:{batch.Id}", "", null, new { batch.Number, policy, period, Lines = taken });
        return new StepResult.Done(taken, batch.Id);
    }

    internal static string? RegionOf(PolicyDocument policy) => policy.Region.Length == 0 ? null : policy.Region;
}
