using System.Globalization;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>
/// What enterprises have of their awards: what was granted, less what came back of it. A sum that is claimed and has not come is still with them, and
/// so is the rest that was given up; while a claim is open nobody knows which of both it will be.
/// </summary>
public sealed class HeldAwards(FunengDb db)
{
    private const int AtOnce = 500;

    /// <summary>The awards of enterprises that were not refused, by enterprise.</summary>
    public async Task<Dictionary<long, List<HeldAward>>> OfAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        var held = new Dictionary<long, List<HeldAward>>();
        foreach (var chunk in subjects.Distinct().Chunk(AtOnce))
        {
            var awards = await db.Set<Award>().AsNoTracking().Where(award => chunk.Contains(award.Subject) && award.State != AwardState.Refused).OrderBy(award => award.Id).ToListAsync(cancellation);
            var claims = await ClaimsAsync(chunk, cancellation);
            foreach (var award in awards) (held.TryGetValue(award.Subject, out var own) ? own : held[award.Subject] = []).Add(Of(award, claims[award.Id]));
        }

        return held;
    }

    /// <summary>The claims on awards of enterprises, by award.</summary>
    public async Task<ILookup<long, Claim>> ClaimsAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation) =>
        (await (from claim in db.Set<Claim>() join award in db.Set<Award>() on claim.Award equals award.Id where subjects.Contains(award.Subject) select claim).AsNoTracking().ToListAsync(cancellation)).ToLookup(claim => claim.Award);

    /// <param name="claims">Those on this award.</param>
    public static HeldAward Of(Award award, IEnumerable<Claim> claims)
    {
        var (back, owed, claimed) = (0L, 0L, 0L);
        foreach (var claim in claims) (back, owed, claimed) = (back + claim.ReceivedFen, owed + claim.OpenFen, claimed + claim.AmountFen);
        return new HeldAward(award.Id, award.Benefit, award.Title, award.Period, award.Item, award.DecidedOn.Year, (award.State == AwardState.ClawedBack ? claimed : award.AmountFen) - back, award.State)
        {
            OwedFen = owed, CountedFen = award.CountedFen, CountedOf = CountedOf(award.CountedOf),
        };
    }

    /// <summary>Ids of the awards that were counted into one.</summary>
    internal static IReadOnlyList<long> CountedOf(string stored) => [.. stored.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one => long.Parse(one, CultureInfo.InvariantCulture))];
}
