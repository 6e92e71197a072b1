using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Place;

/// <summary>
/// Files where the register says enterprises are registered as the fact 注册地, under a source of its own, so that rules that name a place decide
/// from it. A move files the new place; who is nowhere any more has it taken back. What an office or the tax says goes before it.
/// </summary>
public sealed class FilePlaces(FunengDb db, FactStore facts, RegionTree regions)
{
    /// <summary>Key of the fact.</summary>
    public const string Fact = "registeredPlace";

    /// <summary>Id of the source in <c>rules/sources.yaml</c>.</summary>
    public const string Source = "register";

    private const int AtOnce = 500;

    /// <summary>Files every place that is not what was last filed.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var filed = 0;
        for (var count = AtOnce; count == AtOnce; filed += count) count = await SomeAsync(cancellation);
        return filed;
    }

    /// <summary>山东省淄博市张店区, with the zone behind it; null where the register says no county.</summary>
    public string? Name(string? region, string? zone)
    {
        if (regions.County(region) is not { Kind: RegionKind.County } county) return null;
        var names = new List<string>();
        for (var at = county; at is not null; at = regions.Find(at.Parent)) names.Insert(0, at.Name);
        return string.Concat(names) + (regions.Find(zone) is { Kind: RegionKind.Zone } inside ? inside.Name : "");
    }

    private async Task<int> SomeAsync(CancellationToken cancellation)
    {
        var changed = await (
            from organization in db.Set<Organization>().Where(row => row.Kind == OrganizationKind.Enterprise)
            from known in db.Set<RegisterPlace>().Where(row => row.Organization == organization.Id).DefaultIfEmpty()
            // What the generator made says its place itself, until somebody moves it.
            where known == null ? organization.Region != null && (!organization.IsSynthetic || organization.ChangedAt > organization.CreatedAt) : known.Region != organization.Region || known.Zone != organization.Zone
            orderby organization.Id
            select new { organization.Id, organization.Region, organization.Zone, Known = known }).Take(AtOnce).ToListAsync(cancellation);
        foreach (var row in changed)
        {
            var (before, now) = (row.Known is null ? null : Name(row.Known.Region, row.Known.Zone), Name(row.Region, row.Zone));
            if (before != now) await facts.RecordAsync(new NewFiling(row.Id, Period.State, Source, [new FiledValue(Fact, now is null ? FeelValue.Null : FeelValue.From(now))]) { Place = "企业登记所在地", Reporter = "企业登记" }, cancellation);
            if (row.Known is null) db.Add(new RegisterPlace { Organization = row.Id, Region = row.Region, Zone = row.Zone });
            else (row.Known.Region, row.Known.Zone) = (row.Region, row.Zone);
        }

        if (changed.Count > 0) await facts.PublishAsync(cancellation);
        db.ChangeTracker.Clear();
        return changed.Count;
    }
}
