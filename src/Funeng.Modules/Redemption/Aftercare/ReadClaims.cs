using Funeng.Engines.Benefits;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Aftercare;

/// <summary>A claim with its award and what came.</summary>
/// <param name="InterestOwedFen">By the rate of the rules, to today; 0 where there is none.</param>
public sealed record ClaimView(Claim Claim, Award Award, IReadOnlyList<Receipt> Receipts, long InterestOwedFen)
{
    public long InterestOpenFen => Math.Max(0, InterestOwedFen - Claim.InterestFen);
}

/// <summary>Claims with what came of them and what interest is owed, for those whose awards somebody sees.</summary>
public sealed class ReadClaims(FunengDb db, RedemptionSight sight, RedemptionRules rules, CurrentUser user, CityProfile city, TimeProvider time)
{
    /// <summary>How many are shown at most; one more is read, so that the page can say where there are more.</summary>
    internal const int Most = 2000;

    /// <summary>The claims the user sees, those that are open first; an enterprise sees its own.</summary>
    /// <param name="subject">Of one enterprise; null for all.</param>
    public async Task<IReadOnlyList<ClaimView>> ReadAsync(long? subject, CancellationToken cancellation)
    {
        var rows = await (from claim in db.Set<Claim>() join award in sight.Awards() on claim.Award equals award.Id where subject == null || award.Subject == subject
            orderby claim.State == ClaimState.Open descending, claim.DueOn select new { claim, award }).AsNoTracking().Take(Most + 1).ToListAsync(cancellation);
        var keys = rows.ConvertAll(row => row.claim.Id);
        var receipts = (await db.Set<Receipt>().AsNoTracking().Where(receipt => keys.Contains(receipt.Claim)).OrderBy(receipt => receipt.Id).ToListAsync(cancellation)).ToLookup(receipt => receipt.Claim);
        return rows.ConvertAll(row => View(row.claim, row.award, [.. receipts[row.claim.Id]]));
    }

    public async Task<ClaimView?> FindAsync(long id, CancellationToken cancellation)
    {
        var row = await (from claim in db.Set<Claim>() join award in sight.Awards() on claim.Award equals award.Id where claim.Id == id select new { claim, award }).AsNoTracking().SingleOrDefaultAsync(cancellation);
        return row is null ? null : View(row.claim, row.award, await db.Set<Receipt>().AsNoTracking().Where(receipt => receipt.Claim == id).OrderBy(receipt => receipt.Id).ToListAsync(cancellation));
    }

    /// <summary>Whether the user may act on the batch a claim comes from.</summary>
    public async Task<bool> MayAsync(long id, Permission permission, CancellationToken cancellation)
    {
        if (!user.Has(permission)) return false;
        var batch = await (from claim in db.Set<Claim>() join award in sight.Awards() on claim.Award equals award.Id join one in db.Set<RedemptionBatch>() on award.Batch equals one.Id where claim.Id == id select one).AsNoTracking().SingleOrDefaultAsync(cancellation);
        return batch is not null && sight.MayActOn(batch, permission);
    }

    internal ClaimView View(Claim claim, Award award, IReadOnlyList<Receipt> receipts)
    {
        var until = claim.ClosedOn ?? city.Today(time);
        var owed = rules.LatePercentPerYear is { } rate && claim.State != ClaimState.WrittenOff
            ? Clawback.LateInterest(claim.AmountFen, claim.DueOn, [.. receipts.Select(receipt => new ClaimReceipt(receipt.ReceivedOn, receipt.PrincipalFen))], until, rate) : 0;
        return new ClaimView(claim, award, receipts, owed);
    }
}
