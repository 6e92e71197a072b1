using System.Globalization;
using Funeng.Engines.Planning.Factors;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Factors;

/// <summary>A factor of a district: what there is, was promised, has got, and is still asked for.</summary>
/// <param name="Stock">Null where no quota was entered: then nothing can be said of what is left.</param>
public sealed record FactorStanding(Region County, Factor Factor, FactorStock? Stock, decimal Promised, decimal Delivered, decimal Open, IReadOnlyList<FactorRow> Projects)
{
    public decimal? Left => Stock is null ? null : Stock.Amount - Promised;

    public bool IsOvercommitted => Left < 0;

    /// <summary>What is asked for does not fit into what is left.</summary>
    public bool IsShort => Left is { } left && left >= 0 && Open > left;
}

public sealed record FactorRow(Project Project, FactorNeed Need);

/// <summary>The ledger of factors over the projects an account sees. Districts are shown where its scope covers the whole of them: half a balance would mislead.</summary>
public sealed class FactorBook(FunengDb db, ProjectDirectory projects, RegionTree regions, CurrentUser user, CityProfile city, TimeProvider clock)
{
    // A project that has left gives back what it was promised.
    public const string Left = "终止";

    /// <summary>How many years before this one are shown.</summary>
    public const int YearsBack = 5;

    public int Year => city.Today(clock).Year;

    /// <summary>The years that can be looked at; of them this and the next can be written to.</summary>
    public IReadOnlyList<int> Years => [.. Enumerable.Range(Year - YearsBack, YearsBack + 2).Reverse()];

    public int YearOf(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && Years.Contains(year) ? year : Year;

    public bool IsOpen(int year) => year == Year || year == Year + 1;

    public IReadOnlyList<Region> Counties => [.. regions.Counties.Where(county => user.Scope.Covers(county.Code, null, -1))];

    public async Task<IReadOnlyList<FactorRow>> RowsAsync(int year, CancellationToken cancellation)
    {
        // Read apart and joined here: a project is read once, not once for each of its factors.
        var within = projects.Within(user).Where(project => project.Stage == null || project.Stage != Left);
        var all = await within.AsNoTracking().ToDictionaryAsync(project => project.Id, cancellation);
        var needs = await db.Set<FactorNeed>().AsNoTracking().Where(need => need.Year == year).ToListAsync(cancellation);
        return
        [
            .. needs.Where(need => all.ContainsKey(need.Project)).Select(need => new FactorRow(all[need.Project], need))
                .OrderBy(row => row.Project.Code, StringComparer.Ordinal).ThenBy(row => row.Need.Factor),
        ];
    }

    public async Task<IReadOnlyList<FactorStanding>> StandingsAsync(IReadOnlyList<FactorRow> rows, int year, CancellationToken cancellation)
    {
        var counties = Counties;
        var codes = counties.Select(county => county.Code).ToList();
        var stocks = (await db.Set<FactorStock>().AsNoTracking().Where(stock => stock.Year == year && codes.Contains(stock.Region)).ToListAsync(cancellation)).ToDictionary(stock => Key(stock.Region, stock.Factor));
        var byKey = rows.Where(row => regions.County(row.Project.Region) is not null).ToLookup(row => Key(regions.County(row.Project.Region)!.Code, row.Need.Factor));
        var balances = FactorLedger.Balance(
            [.. stocks.Select(pair => new FactorQuota(pair.Key, pair.Value.Amount))],
            [.. byKey.SelectMany(group => group.Select(row => new FactorCommitment(row.Project.Code, group.Key, row.Need.Promised)))]).ToDictionary(balance => balance.Quota.Id);
        return
        [
            .. from county in counties
               from factor in FactorUnits.Scarce
               let key = Key(county.Code, factor)
               let own = byKey[key].OrderByDescending(row => row.Need.Promised).ThenBy(row => row.Project.Code, StringComparer.Ordinal).ToList()
               where own.Count > 0 || stocks.ContainsKey(key)
               select new FactorStanding(county, factor, stocks.GetValueOrDefault(key), balances.TryGetValue(key, out var balance) ? balance.Committed : 0, own.Sum(row => row.Need.Delivered), own.Sum(row => row.Need.Open), own),
        ];
    }

    public static string Key(string region, Factor factor) => string.Create(CultureInfo.InvariantCulture, $"{region}/{factor}");
}
