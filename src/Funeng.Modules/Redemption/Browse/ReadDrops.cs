using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Review;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Browse;

/// <summary>By the latest application of an enterprise in the year and what came of it: not handed in, returned, refused, withdrawn, or not paid after all.</summary>
internal sealed class ReadDrops(FunengDb db, CurrentUser user, CityProfile city) : IBenefitDrops
{
    public async Task<IReadOnlyList<BenefitDrop>> OfAsync(string benefit, int? year, CancellationToken cancellation)
    {
        var rows = ApplicationTakers.Of(db, city, benefit, year);
        var latest = (await rows.Select(row => new { row.Id, row.Subject, row.State }).ToListAsync(cancellation)).GroupBy(row => row.Subject).ToDictionary(group => group.Key, group => group.MaxBy(row => row.Id)!);
        var said = (await (from act in db.Set<ReviewAct>() join row in rows on act.Application equals row.Id
            where act.Kind == ReviewActKind.Returned || act.Kind == ReviewActKind.Refused || act.Kind == ReviewActKind.Withdrawn select new { act.Application, act.At, act.Reason }).ToListAsync(cancellation))
            .GroupBy(act => act.Application).ToDictionary(group => group.Key, group => group.MaxBy(act => act.At)!.Reason);
        var (from, to) = year is { } one ? (new DateOnly(one, 1, 1), new DateOnly(one, 12, 31)) : (DateOnly.MinValue, DateOnly.MaxValue);
        var awards = (await db.Set<Award>().AsNoTracking().Where(award => award.Benefit == benefit && award.DecidedOn >= from && award.DecidedOn <= to).OrderBy(award => award.Id)
            .Select(award => new { award.Subject, award.State, award.Reason }).ToListAsync(cancellation)).GroupBy(award => award.Subject).ToDictionary(group => group.Key, group => group.ToList());
        var drops = new Dictionary<long, BenefitDrop>();
        foreach (var row in latest.Values.Where(row => row.State is not (ApplicationState.InReview or ApplicationState.Approved)))
            drops[row.Subject] = new BenefitDrop(row.Subject, row.State == ApplicationState.Draft ? "填了没有交" : row.State.DisplayName(), row.State == ApplicationState.Draft ? "" : Shown(said.GetValueOrDefault(row.Id, "")));
        foreach (var (subject, own) in awards)
        {
            if (own.Exists(award => award.State != AwardState.Refused)) drops.Remove(subject);
            else if (latest.GetValueOrDefault(subject) is null or { State: ApplicationState.Approved }) drops[subject] = new BenefitDrop(subject, AwardState.Refused.DisplayName(), Shown(own[^1].Reason));
        }

        return [.. drops.Values];
    }

    // What a reviewer wrote is read by those who read reviews.
    private string Shown(string reason) => user.Has(Permission.ViewRedemption) || user.Has(Permission.ReviewApplications) ? reason : "";
}
