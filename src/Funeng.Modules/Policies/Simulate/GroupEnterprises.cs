using Funeng.Engines.Facts;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Schemes;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>Number and cost of two versions by county, size, industry and tier.</summary>
public sealed class GroupEnterprises(VerdictStore verdicts, RegionTree regions, IndustryTree industries, LibraryCatalogue libraries, CurrentUser user)
{
    private const string SizeScheme = "enterprise-size-2017";
    private const int ChunkSize = 500, MostById = 5_000;

    internal async Task<IReadOnlyList<Breakdown>> BreakDownAsync(IReadOnlyList<ComparedAnswer> met, FactTable table, DateOnly on, CancellationToken cancellation)
    {
        var sizes = await SizesAsync([.. met.Select(one => one.Place.Id)], cancellation);
        var (county, industry, tier) = (Remembered(code => regions.County(code)?.Name ?? "没有填写所在地"), Industries(table), Tiers(table, on));
        return
        [
            Of("区县", met, one => county(one.Place.Region ?? "")),
            Of("规模", met, one => sizes.GetValueOrDefault(one.Place.Id, "规模待补充")),
            Of("行业", met, one => industry(table.FindRow(one.Place.Id))),
            Of("梯次", met, one => tier(table.FindRow(one.Place.Id))),
        ];
    }

    private static Breakdown Of(string title, IReadOnlyList<ComparedAnswer> met, Func<ComparedAnswer, string> group)
    {
        var rows = new Dictionary<string, Sums>(StringComparer.Ordinal);
        foreach (var one in met)
        {
            var name = group(one);
            if (!rows.TryGetValue(name, out var row)) rows.Add(name, row = new Sums());
            row.Add(one);
        }

        return new Breakdown(title, [.. rows.Select(pair => pair.Value.Row(pair.Key)).OrderByDescending(row => row.Cost).ThenByDescending(row => row.Count).ThenBy(row => row.Name, StringComparer.Ordinal)]);
    }

    private async Task<Dictionary<long, string>> SizesAsync(List<long> ids, CancellationToken cancellation)
    {
        var (sizes, names) = (new Dictionary<long, string>(ids.Count), new Dictionary<string, string>(StringComparer.Ordinal));
        var known = verdicts.Within(user.EnterpriseScope).AsNoTracking().Where(verdict => verdict.Scheme == SizeScheme && verdict.Class != null);
        foreach (var chunk in ids.Count > MostById ? [[]] : ids.Chunk(ChunkSize))
        {
            var asked = ids.Count > MostById ? known : known.Where(verdict => chunk.Contains(verdict.Subject));
            await asked.Select(verdict => new { verdict.Subject, verdict.Class }).ReadRowsAsync(
                row =>
                {
                    var name = row.GetString(1);
                    if (!names.TryGetValue(name, out var same)) names.Add(name, same = name);
                    sizes[row.GetInt64(0)] = same;
                }, cancellation);
        }

        return sizes;
    }

    // The code of the latest filing holds.
    private Func<int, string> Industries(FactTable table)
    {
        var code = table.Catalogue.Get("industryCode");
        var columns = table.Columns.Where(column => column.Definition.Number == code.Number).OrderByDescending(column => column.Period).ToList();
        var name = Remembered(text => text.Length >= 2 ? industries.Find(text[..2])?.Name ?? text : "行业未填");
        return row => columns.Find(column => column.Has(row)) is { } column ? name(column[row].AsString()) : "行业未填";
    }

    // The highest title on the first ladder that has one.
    private Func<int, string> Tiers(FactTable table, DateOnly on)
    {
        var tiers = libraries.Libraries.Where(library => library.Tier is null).OrderBy(library => library.Ladder.Order).ThenByDescending(library => library.Rank)
            .Select(library => (library.ShortName, Schemes: library.Schemes.ToHashSet())).ToList();
        return row =>
        {
            var held = table.Titles(row).Where(grant => grant.IsValidOn(on)).Select(grant => grant.Scheme).ToList();
            return held.Count == 0 ? "没有称号" : tiers.Find(tier => held.Exists(tier.Schemes.Contains)).ShortName ?? "没有称号";
        };
    }

    private static Func<string, string> Remembered(Func<string, string> name)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        return code => known.TryGetValue(code, out var text) ? text : known[code] = name(code);
    }
}

/// <summary>What a group adds up to, while it is counted.</summary>
internal sealed class Sums
{
    private int before, after;
    private decimal costBefore, costAfter;

    public void Add(in ComparedAnswer one)
    {
        if (one.WasMet) before++;
        if (one.IsMet) after++;
        costBefore += one.Before.Paid ?? 0;
        costAfter += one.After.Paid ?? 0;
    }

    public BreakdownRow Row(string name) => new(name, before, costBefore, after, costAfter);
}

/// <summary>Number and cost by one way of grouping.</summary>
public sealed record Breakdown(string Title, IReadOnlyList<BreakdownRow> Rows);

public sealed record BreakdownRow(string Name, int CountBefore, decimal CostBefore, int Count, decimal Cost);
