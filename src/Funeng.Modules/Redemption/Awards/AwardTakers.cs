using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>Who has an award of a benefit, and who was paid; what was refused or clawed back counts for nothing.</summary>
internal sealed class AwardTakers(FunengDb db, PolicyBook book) : IBenefitTakers
{
    public async Task<IReadOnlyList<BenefitTaker>> OfAsync(string benefit, int year, CancellationToken cancellation)
    {
        var first = new DateOnly(year, 1, 1);
        // Who had what is given once does not miss it in a later year.
        var isOnce = book.FindBenefit(benefit)?.Benefit.Period.Contains(RedemptionPeriod.Once, StringComparison.Ordinal) == true;
        var known = await db.Set<Award>().AsNoTracking()
            .Where(award => award.Benefit == benefit && (isOnce || (award.DecidedOn >= first && award.DecidedOn < first.AddYears(1))) && award.State != AwardState.Refused && award.State != AwardState.ClawedBack)
            .Select(award => new { award.Subject, award.Item, IsPaid = award.State == AwardState.Paid }).ToListAsync(cancellation);
        return [.. known.Select(award => new BenefitTaker(award.Subject, award.IsPaid ? TakeStep.Paid : TakeStep.Awarded, award.Item))];
    }
}
