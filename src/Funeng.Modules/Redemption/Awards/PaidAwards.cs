using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>Who was paid a benefit, out of the awards; what was clawed back does not count.</summary>
internal sealed class PaidAwards(FunengDb db) : IPaidBenefits
{
    public async Task<IReadOnlyList<PaidBenefit>> ReadAsync(string benefit, CancellationToken cancellation) => await db.Set<Award>().AsNoTracking()
        .Where(award => award.Benefit == benefit && award.State == AwardState.Paid && award.PaidOn != null)
        .Select(award => new PaidBenefit(award.Subject, award.PaidOn!.Value)).ToListAsync(cancellation);
}
