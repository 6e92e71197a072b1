using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>Says what enterprises have, and what is left beside it by the rules that also decide when it is approved.</summary>
internal sealed class HeldByAwards(FunengDb db, HeldAwards holdings, AwardLimits limits, CurrentUser user, CityProfile city) : IHeldBenefits
{
    public async Task<IHoldings> OfAsync(long enterprise, CancellationToken cancellation)
    {
        var awards = await db.Set<Award>().AsNoTracking().Where(award => award.Subject == enterprise && award.State != AwardState.Refused).OrderByDescending(award => award.Id).ToListAsync(cancellation);
        var claims = await holdings.ClaimsAsync([enterprise], cancellation);
        var held = awards.ConvertAll(award => HeldAwards.Of(award, claims[award.Id]));
        return new Holdings(limits, held, [.. awards.Zip(held, (award, one) => new HeldBenefit(
            award.Id, award.Benefit, award.Title, award.ItemTitle.Length > 0 ? award.ItemTitle : award.Item, award.PeriodText, one.Year, one.Fen / 100m, one.Given / 100m, award.PaidOn, award.State.DisplayName())
        {
            Since = award.PaidOn ?? DateOnly.FromDateTime(city.Local(award.ApprovedAt ?? award.ProposedAt).DateTime), Link = LinkOf(award),
        })]);
    }

    // An enterprise reads its awards on one page, once they are out of the office.
    private string LinkOf(Award award) => user.Has(Permission.ViewRedemption) ? $"/redemption/awards/{award.Id}"
        : user.Has(Permission.ReceiveRedemption) && award.State is not (AwardState.Proposed or AwardState.Confirmed) ? $"/redemption/mine#award-{award.Id}" : "";
}

internal sealed class Holdings(AwardLimits limits, IReadOnlyList<HeldAward> held, IReadOnlyList<HeldBenefit> all) : IHoldings
{
    public IReadOnlyList<HeldBenefit> All => all;

    public BenefitRoom RoomFor(Benefit benefit, string item, DateOnly on, decimal? yuan)
    {
        var room = limits.RoomBeside(benefit, Period(on), item, on, yuan is { } known ? (long)decimal.Floor(known * 100) : AwardLimits.NotKnown, held);
        return new BenefitRoom(room.Fen >= AwardLimits.NotKnown / 2 ? null : room.Fen / 100m, room.Reason, room.Against?.Id) { IsLacking = room.IsLacking, Counted = room.CountedFen / 100m, CountedOf = room.CountedOf };
    }

    public IHoldings With(Benefit benefit, string item, DateOnly on, BenefitRoom room) => new Holdings(
        limits,
        [.. held, new HeldAward(-held.Count - 1, benefit.Id, benefit.Title, Period(on), item, on.Year, (long)((room.Yuan ?? 0) * 100), AwardState.Paid) { CountedFen = (long)(room.Counted * 100), CountedOf = room.CountedOf }],
        all);

    private static string Period(DateOnly on) => on.Year.ToString(CultureInfo.InvariantCulture);
}
