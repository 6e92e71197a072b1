using Funeng.Engines.Facts;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Regions;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>Number and cost of two versions by county, size, industry and tier.</summary>
public sealed class GroupEnterprises(EnterpriseSizes sizes, RegionTree regions, IndustryTree industries, LibraryCatalogue libraries)
{
    internal async Task<IReadOnlyList<Breakdown>> BreakDownAsync(ComparedVersions compared, DateOnly on, CancellationToken cancellation)
    {
        var (table, size) = (compared.City.Table, await sizes.OfAllAsync(compared.City.Table, on, cancellation));
        string[] counties = [.. compared.City.Places.Select(place => regions.County(place.Region ?? "")?.Name ?? "没有填写所在地")];
        return
        [
            Of("区县", compared, row => counties[compared.City.PlaceOf(row)]),
            Of("规模", compared, row => size[row] ?? "规模待补充"),
            Of("行业", compared, Industries(table)),
            Of("梯次", compared, Tiers(table, on)),
        ];
    }

    private static Breakdown Of(string title, ComparedVersions compared, Func<int, string> group)
    {
        var rows = new Dictionary<string, Sums>(StringComparer.Ordinal);
        foreach (var row in compared.Met)
        {
            var name = group(row);
            if (!rows.TryGetValue(name, out var sums)) rows.Add(name, sums = new Sums());
            sums.Add(compared[row]);
        }

        return new Breakdown(title, [.. rows.Select(pair => pair.Value.Row(pair.Key)).OrderByDescending(row => row.Cost).ThenByDescending(row => row.Count).ThenBy(row => row.Name, StringComparer.Ordinal)]);
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
    private readonly CostSum costBefore = new(), costAfter = new();

    public void Add(in ComparedAnswer one)
    {
        if (one.WasMet) before++;
        if (one.IsMet) after++;
        if (one.WasMet) costBefore.Add(one.Before);
        if (one.IsMet) costAfter.Add(one.After);
    }

    public BreakdownRow Row(string name) => new(name, before, costBefore.Low, after, costAfter.Low) { Open = costAfter.Open };
}

/// <summary>Number and cost by one way of grouping.</summary>
public sealed record Breakdown(string Title, IReadOnlyList<BreakdownRow> Rows);

/// <param name="Cost">What is certain; the low end where an amount is not.</param>
public sealed record BreakdownRow(string Name, int CountBefore, decimal CostBefore, int Count, decimal Cost)
{
    public OpenCost Open { get; init; } = OpenCost.None;
}

/// <summary>What a sum leaves out because facts are missing.</summary>
/// <param name="Count">Of how many the amount is not certain.</param>
/// <param name="More">What they may get above what was added; null where one of them has no upper end.</param>
public sealed record OpenCost(int Count, decimal? More)
{
    public static OpenCost None { get; } = new(0, 0);

    /// <summary>Without a full stop; empty where everything is certain.</summary>
    public string Text => Count == 0 ? "" : $"其中 {Foundation.Ui.Fmt.Number((long)Count)} 家缺数据、金额算不准，按确定能给的加{(More is { } more ? $"，数据补齐后最多再加 {Foundation.Ui.Fmt.Money(more)}" : "，补齐后会更多")}";
}

/// <summary>Adds up answers: what is certain, and what may come to it.</summary>
internal sealed class CostSum
{
    private int open;
    private decimal more;
    private bool hasNoEnd;

    public decimal Low { get; private set; }

    public OpenCost Open => open == 0 ? OpenCost.None : new OpenCost(open, hasNoEnd ? null : more);

    public void Add(in BenefitAnswer answer)
    {
        Low += answer.Low;
        if (answer.Low == answer.High) return;
        open++;
        if (answer.High < 0) hasNoEnd = true;
        else more += answer.High - answer.Low;
    }
}
