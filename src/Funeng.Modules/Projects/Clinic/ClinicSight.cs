using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>
/// Which cases an account sees, as a condition of the query: those of its scope (an enterprise its own), those its body was asked about or has a measure
/// of, those it reported, those it leads. And what it may do to one.
/// </summary>
public sealed class ClinicSight(FunengDb db, CurrentUser user, Callers callers, CityProfile city, TimeProvider clock)
{
    /// <summary>The role of the leader a case was taken to.</summary>
    public const string Leader = "clinic-leader";

    public async Task<IQueryable<ClinicCase>> VisibleAsync(CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewProjects)) return db.Set<ClinicCase>().Where(row => false);
        var caller = await callers.MeAsync(cancellation);
        var (account, bodies) = (user.Id, caller.Bodies);
        var inScope = user.Scope.Filter(db.Set<ClinicCase>(), row => row.Region, row => row.Zone, row => row.Owner ?? 0).Select(row => row.Id);
        var asked = db.Set<Consultation>().Where(row => bodies.Contains(row.Office)).Select(row => row.ClinicCase);
        var acting = db.Set<PrescriptionStep>().Where(row => bodies.Contains(row.Office)).Select(row => row.ClinicCase);
        var led = await LedAsync(caller, cancellation);
        return db.Set<ClinicCase>().Where(row => inScope.Contains(row.Id) || asked.Contains(row.Id) || acting.Contains(row.Id)
            || (row.Lead != null && bodies.Contains(row.Lead ?? 0)) || (account != null && row.Reporter == account) || led.Contains(row.Id));
    }

    /// <summary>Null when there is none or it is not for this account: the two look the same.</summary>
    public async Task<ClinicCase?> FindAsync(long id, CancellationToken cancellation) =>
        await (await VisibleAsync(cancellation)).SingleOrDefaultAsync(row => row.Id == id, cancellation);

    /// <summary>The open cases of rows of the problem lists, as far as this account sees them.</summary>
    public async Task<IReadOnlyDictionary<long, ClinicCase>> OpenOfAsync(IReadOnlyCollection<long> problems, CancellationToken cancellation) => problems.Count == 0 ? new Dictionary<long, ClinicCase>()
        : (await ClinicCase.Open((await VisibleAsync(cancellation)).AsNoTracking().Where(row => row.Problem != null && problems.Contains(row.Problem ?? 0))).ToListAsync(cancellation))
            .GroupBy(row => row.Problem!.Value).ToDictionary(group => group.Key, group => group.First());

    public async Task<ClinicRights> RightsAsync(ClinicCase it, CancellationToken cancellation)
    {
        var caller = await callers.MeAsync(cancellation);
        var covers = user.Scope.Covers(it.Region, it.Zone, -1);
        var runs = user.Has(Permission.ManageProjects) && covers;
        var isAsker = user.Role == Role.Enterprise ? user.Scope.Organization is { } own && own == it.Owner : user.Id is { } account && it.Reporter == account;
        var works = await WorksAsync(it, caller, cancellation);
        var leads = (await LedAsync(caller, cancellation)).Contains(it.Id);
        // Whoever had a part in solving a problem does not say himself whether the asker is content.
        var isApart = !works && !leads && !await HasActedAsync(it, cancellation);
        var mayCall = (user.Has(Permission.OverseeTasks) && user.Has(Permission.OpenTasks)) || runs || user.Role == Role.ServiceOfficer;
        return new ClinicRights(runs, leads, isAsker && !runs && (user.Role == Role.Enterprise || isApart), isApart && covers && mayCall, works, caller.Bodies);
    }

    /// <summary>Whether a body of the account leads the case, was asked about it or has a measure.</summary>
    private async Task<bool> WorksAsync(ClinicCase it, Caller caller, CancellationToken cancellation)
    {
        var bodies = caller.Bodies;
        if (bodies.Count == 0) return false;
        return (it.Lead is { } lead && bodies.Contains(lead))
            || await db.Set<PrescriptionStep>().AnyAsync(row => row.ClinicCase == it.Id && bodies.Contains(row.Office), cancellation)
            || await db.Set<Consultation>().AnyAsync(row => row.ClinicCase == it.Id && bodies.Contains(row.Office), cancellation);
    }

    /// <summary>Whether the account itself did something to the case other than report it, rate it or have it taken up again.</summary>
    private async Task<bool> HasActedAsync(ClinicCase it, CancellationToken cancellation) => user.Id is { } account
        && await db.Set<ClinicEntry>().AnyAsync(
            row => row.ClinicCase == it.Id && row.Account == account && row.Kind != ClinicEntryKind.Reported && row.Kind != ClinicEntryKind.Rated && row.Kind != ClinicEntryKind.Reopened && row.Kind != ClinicEntryKind.Closed,
            cancellation);

    /// <summary>Those that were taken to this leader; they are few.</summary>
    private async Task<IReadOnlyList<long>> LedAsync(Caller caller, CancellationToken cancellation)
    {
        var keys = await DutyBook.HeldBy(db, caller, city.Today(clock)).Where(duty => duty.SourceKind == ClinicCase.SourceKind).Select(duty => duty.SourceKey).ToListAsync(cancellation);
        return keys.ConvertAll(key => long.Parse(key, CultureInfo.InvariantCulture));
    }
}

/// <param name="Runs">Triages, prescribes, confirms, revisits, closes.</param>
/// <param name="Leads">The leader it was taken to: decides, which is to prescribe.</param>
/// <param name="Asks">Rates, and may have it taken up again.</param>
/// <param name="CallsBack">Asks the asker by telephone and writes down the rating; nobody who worked on it.</param>
/// <param name="Works">A body of the account leads it, was asked about it or has a measure.</param>
/// <param name="Bodies">The bodies of the account: those of them that were asked may answer.</param>
public sealed record ClinicRights(bool Runs, bool Leads, bool Asks, bool CallsBack, bool Works, IReadOnlyList<long> Bodies)
{
    public bool AddsPhotos => Runs || Leads || Asks || Works;

    public bool SeesContact => Runs || Leads || Asks || CallsBack || Works;
}
