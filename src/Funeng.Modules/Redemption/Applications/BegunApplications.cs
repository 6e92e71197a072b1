using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>Says what an enterprise has begun that counts today: what would be opened again if it were begun now.</summary>
internal sealed class BegunApplications(FunengDb db, ReadApplication read, StartApplication start, PolicyBook policies, CurrentUser user, CityProfile city, TimeProvider clock) : IBenefitApplications
{
    public bool MayBegin(long enterprise) => user.Has(Permission.ApplyForBenefits) && user.Scope.Organization == enterprise;

    public async Task<IReadOnlyList<BegunBenefit>> OfAsync(long enterprise, CancellationToken cancellation)
    {
        var today = city.Today(clock);
        var rows = await read.Visible().AsNoTracking().Where(row => row.Subject == enterprise).ToListAsync(cancellation);
        var nothing = await CameToNothingAsync(rows, cancellation);
        var latest = rows.GroupBy(row => (row.Benefit, row.Item)).Select(group => policies.FindBenefit(group.Key.Benefit) is { } rule ? start.LatestOf(rule.Benefit, group, today) : null).OfType<Application>();
        return [.. latest.Where(row => row.State is not (ApplicationState.Refused or ApplicationState.Withdrawn) && !nothing.Contains(row.Number ?? "")).OrderByDescending(row => row.ChangedAt).Select(Of)];
    }

    public async Task<BeginResult> BeginAsync(string benefit, CancellationToken cancellation) => await start.RunAsync(benefit, cancellation) switch
    {
        StartResult.Started started => new BeginResult.Begun(started.Application.Link),
        StartResult.AsksItem asks => new BeginResult.Begun($"/applications/items/{asks.Rule.Benefit.Id}"),
        StartResult.Refused refused => new BeginResult.Refused(refused.Reason),
        _ => new BeginResult.NotFound(),
    };

    // Approved, and nothing of it is paid after all: it can be begun anew.
    private async Task<HashSet<string>> CameToNothingAsync(List<Application> rows, CancellationToken cancellation)
    {
        var numbers = rows.Where(row => row.State == ApplicationState.Approved).Select(row => row.Number).OfType<string>().ToList();
        var states = await db.Set<Award>().AsNoTracking().Where(award => award.Origin == AwardOrigin.Application && numbers.Contains(award.OriginKey)).Select(award => new { award.OriginKey, award.State }).ToListAsync(cancellation);
        return [.. states.GroupBy(one => one.OriginKey).Where(group => group.All(one => one.State == AwardState.Refused)).Select(group => group.Key)];
    }

    private BegunBenefit Of(Application row) => new(
        row.Benefit, row.ItemTitle,
        row.State switch { ApplicationState.Draft => BegunStep.Draft, ApplicationState.Returned => BegunStep.Returned, ApplicationState.Approved => BegunStep.Approved, _ => BegunStep.InReview },
        row.State.DisplayName(), MayBegin(row.Subject) ? row.Link : $"/reviews/{row.Id}");
}
