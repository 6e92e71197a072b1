using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>Who has an award of a benefit, and who was paid; what was refused or clawed back counts for nothing.</summary>
internal sealed class AwardTakers(FunengDb db, PolicyBook book) : IBenefitTakers
{
    public async Task<IReadOnlyList<BenefitTaker>> OfAsync(string benefit, int? year, CancellationToken cancellation)
    {
        var rule = book.FindBenefit(benefit)?.Benefit;
        // Who had what is given once does not miss it in a later year; nor, of what is given once in three years, before these are over.
        var isOnce = year is null || rule?.IsOnce == true;
        var end = new DateOnly(year ?? 1, 12, 31);
        var since = isOnce ? end : end.AddYears(-(rule?.EveryYears ?? 1));
        var known = await db.Set<Award>().AsNoTracking()
            .Where(award => award.Benefit == benefit && (isOnce || (award.DecidedOn > since && award.DecidedOn <= end)) && award.State != AwardState.Refused && award.State != AwardState.ClawedBack)
            .Select(award => new { award.Subject, award.Item, IsPaid = award.State == AwardState.Paid }).ToListAsync(cancellation);
        return [.. known.Select(award => new BenefitTaker(award.Subject, award.IsPaid ? TakeStep.Paid : TakeStep.Awarded, award.Item))];
    }

    public async Task<IReadOnlyList<(string Benefit, long Subject)>> EverAsync(Scope scope, CancellationToken cancellation)
    {
        var seen = scope.Filter(db.Set<Subject>().AsNoTracking(), one => one.Region, one => one.Zone, one => one.Id);
        var known = await db.Set<Award>().AsNoTracking().Where(row => row.State != AwardState.Refused && row.State != AwardState.ClawedBack && seen.Any(one => one.Id == row.Subject))
            .Select(row => new { row.Benefit, row.Subject }).Distinct().ToListAsync(cancellation);
        return [.. known.Select(row => (row.Benefit, row.Subject))];
    }
}
