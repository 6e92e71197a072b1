using Funeng.Modules.Foundation.Access;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Regions;

/// <summary>How many enterprises lie in a place, and their revenue.</summary>
public sealed record PlaceCount(long Enterprises, decimal Revenue)
{
    public static PlaceCount None { get; } = new(0, 0);

    public static PlaceCount operator +(PlaceCount left, PlaceCount right) => new(left.Enterprises + right.Enterprises, left.Revenue + right.Revenue);
}

/// <summary>The two breakdowns of a user's enterprises. They are never added: an enterprise in a zone is also in a township.</summary>
public sealed record RegionCounts(IReadOnlyDictionary<string, PlaceCount> Regions, IReadOnlyDictionary<string, PlaceCount> Zones, PlaceCount All)
{
    /// <summary>A place with everything below it.</summary>
    public PlaceCount Below(string code) =>
        Regions.Where(pair => pair.Key.StartsWith(code, StringComparison.Ordinal)).Aggregate(PlaceCount.None, (sum, pair) => sum + pair.Value);

    public PlaceCount InZones(IEnumerable<string> zones) => zones.Aggregate(PlaceCount.None, (sum, zone) => sum + Zones.GetValueOrDefault(zone, PlaceCount.None));
}

public sealed class CountByRegion(OrganizationDirectory directory, CurrentUser user)
{
    public async Task<RegionCounts> RunAsync(CancellationToken cancellation)
    {
        var rows = directory.Within(user.Scope);
        var byRegion = await rows.GroupBy(row => row.Region)
            .Select(group => new { group.Key, Count = group.LongCount(), Revenue = group.Sum(row => (double?)row.RevenueFen) }).ToListAsync(cancellation);
        var byZone = await rows.Where(row => row.Zone != null).GroupBy(row => row.Zone)
            .Select(group => new { group.Key, Count = group.LongCount(), Revenue = group.Sum(row => (double?)row.RevenueFen) }).ToListAsync(cancellation);
        var regions = byRegion.ToDictionary(row => row.Key ?? "", row => new PlaceCount(row.Count, (decimal)(row.Revenue ?? 0) / 100m));
        return new RegionCounts(
            regions, byZone.ToDictionary(row => row.Key!, row => new PlaceCount(row.Count, (decimal)(row.Revenue ?? 0) / 100m)),
            regions.Values.Aggregate(PlaceCount.None, (sum, place) => sum + place));
    }
}
