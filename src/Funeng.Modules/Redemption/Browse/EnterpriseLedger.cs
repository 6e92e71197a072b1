using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Aftercare;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Browse;

/// <summary>What one enterprise was promised, paid and had to give back.</summary>
public sealed record LedgerOf(Subject Enterprise, IReadOnlyList<Award> Awards, IReadOnlyList<BudgetEntry> Entries, IReadOnlyList<ClaimView> Claims)
{
    public decimal Promised => Awards.Where(award => award.State is AwardState.Approved or AwardState.Ordered).Sum(award => award.Amount);

    public decimal Paid => Sum(EntryKind.Paid);

    /// <summary>What banks have paid, outside our budgets: in no other sum.</summary>
    public decimal ByBank => Awards.Where(award => award is { Origin: AwardOrigin.Bank, State: AwardState.Paid }).Sum(award => award.Amount);

    public decimal Claimed => Sum(EntryKind.ClawedBack);

    public decimal Recovered => Sum(EntryKind.Recovered);

    public decimal Kept => Paid - Recovered;

    private decimal Sum(EntryKind kind) => Entries.Where(entry => entry.Kind == kind).Sum(entry => entry.AmountFen) / 100m;
}

/// <summary>The ledger of an enterprise: its awards and every movement of money for them, for officials whose scope covers them.</summary>
public sealed class EnterpriseLedger(FunengDb db, SubjectDirectory subjects, RedemptionSight sight, ReadClaims claims, CurrentUser user)
{
    public async Task<LedgerOf?> RunAsync(string code, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewRedemption) || await subjects.Within(user.EnterpriseScope, Subject.Enterprise).AsNoTracking().SingleOrDefaultAsync(subject => subject.Code == code, cancellation) is not { } enterprise) return null;
        var awards = await sight.Awards().AsNoTracking().Where(award => award.Subject == enterprise.Id).OrderByDescending(award => award.Id).ToListAsync(cancellation);
        var ids = awards.ConvertAll(award => (long?)award.Id);
        return new LedgerOf(
            enterprise, awards, await db.Set<BudgetEntry>().AsNoTracking().Where(entry => ids.Contains(entry.Award)).OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id).ToListAsync(cancellation),
            await claims.ReadAsync(enterprise.Id, cancellation));
    }
}
