using Funeng.Modules.Foundation.Regions;

namespace Funeng.Modules.Lists;

/// <summary>The places a list can be narrowed to, and how the place of a row is written. Districts and zones are two breakdowns, never added.</summary>
public sealed class Places(RegionTree regions)
{
    public IReadOnlyList<(string Value, string Text)> Choices { get; } =
        [.. regions.Counties.Concat(regions.Zones).Select(region => (region.Code, region.Kind == RegionKind.Zone ? $"{region.ShortName}（功能区）" : region.Name))];

    /// <summary>张店区 马尚街道 · 高新区.</summary>
    public string Of(string? region, string? zone)
    {
        var place = regions.Name(region);
        return string.IsNullOrEmpty(zone) ? place : $"{place} · {regions.Find(zone)?.ShortName ?? zone}";
    }

    public string NameOf(string area) => regions.Name(area);
}
