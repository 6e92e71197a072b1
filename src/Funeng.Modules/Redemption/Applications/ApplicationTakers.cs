using System.Globalization;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>Who began an application in a year, and who handed it in; one that was withdrawn counts as begun.</summary>
internal sealed class ApplicationTakers(FunengDb db, CityProfile city) : IBenefitTakers
{
    public async Task<IReadOnlyList<BenefitTaker>> OfAsync(string benefit, int? year, CancellationToken cancellation)
    {
        var known = await Of(db, city, benefit, year)
            .Select(application => new { application.Subject, application.Item, IsIn = application.SubmittedAt != null && application.State != ApplicationState.Withdrawn }).ToListAsync(cancellation);
        return [.. known.Select(application => new BenefitTaker(application.Subject, application.IsIn ? TakeStep.Applied : TakeStep.Started, application.Item))];
    }

    public async Task<IReadOnlyList<(string Benefit, long Subject)>> EverAsync(Scope scope, CancellationToken cancellation)
    {
        var seen = scope.Filter(db.Set<Subject>().AsNoTracking(), one => one.Region, one => one.Zone, one => one.Id);
        var known = await db.Set<Application>().AsNoTracking().Where(row => seen.Any(one => one.Id == row.Subject))
            .Select(row => new { row.Benefit, row.Subject }).Distinct().ToListAsync(cancellation);
        return [.. known.Select(row => (row.Benefit, row.Subject))];
    }

    /// <summary>Those that were begun in a year; of all years for null.</summary>
    internal static IQueryable<Application> Of(FunengDb db, CityProfile city, string benefit, int? year)
    {
        var all = db.Set<Application>().AsNoTracking().Where(application => application.Benefit == benefit);
        if (year is null) return all;
        var first = city.StartOf(string.Create(CultureInfo.InvariantCulture, $"{year}-01-01"))!.Value;
        return all.Where(application => application.CreatedAt >= first && application.CreatedAt < first.AddYears(1));
    }
}
