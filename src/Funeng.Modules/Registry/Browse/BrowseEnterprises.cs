using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Browse;

/// <summary>One page of the list with what the whole result amounts to.</summary>
public sealed record EnterpriseList(
    IReadOnlyList<Organization> Rows, long Total, decimal Revenue, long Employees, int Page,
    IReadOnlyList<IEnterpriseColumn> Columns, IReadOnlyDictionary<string, IReadOnlyDictionary<long, EnterpriseCell>> Cells);

/// <summary>The enterprises a user may see, by the conditions of an address. Everything is decided in the query.</summary>
public sealed class BrowseEnterprises(
    FunengDb db,
    OrganizationDirectory directory,
    SubjectConditions conditions,
    EnterpriseIndex index,
    RegionTree regions,
    IndustryTree industries,
    IEnumerable<IEnterpriseColumn> columns,
    IEnumerable<IEnterpriseFilter> filters,
    IEnumerable<IEnterpriseView> views,
    CurrentUser user,
    CityProfile city,
    TimeProvider clock)
{
    private const int MostIds = 2000;

    public IReadOnlyList<IEnterpriseColumn> Columns { get; } = [.. columns.OrderBy(column => column.Order)];

    public IReadOnlyList<IEnterpriseFilter> Filters { get; } = [.. filters.OrderBy(filter => filter.Order)];

    public IReadOnlyList<IEnterpriseView> Views { get; } = [.. views.OrderBy(view => view.Order)];

    public async Task<EnterpriseList> RunAsync(EnterpriseQuery query, CancellationToken cancellation)
    {
        var rows = await FilterAsync(query, cancellation);
        // In doubles, which the database adds by itself; whole fen are exact up to 90 trillion yuan.
        var groups = await rows.GroupBy(row => 1)
            .Select(group => new { Total = group.LongCount(), Revenue = group.Sum(row => (double?)row.RevenueFen), Employees = group.Sum(row => row.Employees) })
            .ToListAsync(cancellation);
        var sums = groups is [var all] ? all : null;
        var total = sums?.Total ?? 0;
        var page = (int)Math.Min(query.Page, Math.Max(1, (total + query.Size - 1) / query.Size));
        var shown = await rows.By(query.Sort, db.Database).Skip((page - 1) * query.Size).Take(query.Size).ToListAsync(cancellation);
        return new EnterpriseList(shown, total, (decimal)(sums?.Revenue ?? 0) / 100m, sums?.Employees ?? 0, page, Columns, await CellsAsync(shown, cancellation));
    }

    /// <summary>How many enterprises each tab holds; the one without a key is the whole scope.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountTabsAsync(CancellationToken cancellation)
    {
        var counts = new Dictionary<string, long> { [""] = await directory.Within(user.Scope).LongCountAsync(cancellation) };
        foreach (var view in Views)
        {
            var subjects = view.Subjects(user.Scope);
            counts[view.Key] = await directory.Within(user.Scope).LongCountAsync(row => subjects.Contains(row.Id), cancellation);
        }

        return counts;
    }

    /// <summary>How many enterprises a query finds.</summary>
    public async Task<long> CountAsync(EnterpriseQuery query, CancellationToken cancellation) =>
        await (await FilterAsync(query, cancellation)).LongCountAsync(cancellation);

    /// <summary>Every row of the result in its order, page after page, for exports.</summary>
    public async IAsyncEnumerable<EnterpriseList> AllAsync(
        EnterpriseQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        const int chunk = 1000;
        var rows = (await FilterAsync(query, cancellation)).By(query.Sort, db.Database);
        for (var skip = 0; ; skip += chunk)
        {
            var part = await rows.Skip(skip).Take(chunk).ToListAsync(cancellation);
            if (part.Count > 0)
            {
                yield return new EnterpriseList(part, 0, 0, 0, 1, Columns, await CellsAsync(part, cancellation));
            }

            if (part.Count < chunk)
            {
                yield break;
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<long, EnterpriseCell>>> CellsAsync(
        IReadOnlyList<Organization> rows, CancellationToken cancellation)
    {
        var cells = new Dictionary<string, IReadOnlyDictionary<long, EnterpriseCell>>();
        long[] ids = [.. rows.Select(row => row.Id)];
        foreach (var column in Columns)
        {
            cells[column.Key] = await column.ReadAsync(ids, cancellation);
        }

        return cells;
    }

    private async Task<IQueryable<Organization>> FilterAsync(EnterpriseQuery query, CancellationToken cancellation)
    {
        var rows = directory.Within(user.Scope);
        if ((query.Township.Length > 0 ? query.Township : query.County) is { Length: > 0 } region)
        {
            rows = rows.Where(row => row.Region!.StartsWith(region));
        }

        if (query.Zone.Length > 0)
        {
            var zones = regions.WithInner(query.Zone);
            rows = rows.Where(row => zones.Contains(row.Zone));
        }

        rows = InIndustry(rows, query.Industry);
        if (query.Title.Length > 0)
        {
            var holders = conditions.HoldingTitle(query.Title, city.Today(clock));
            rows = rows.Where(row => holders.Contains(row.Id));
        }

        if (query.Source.Length > 0)
        {
            var reported = conditions.ReportedBy(query.Source);
            rows = rows.Where(row => reported.Contains(row.Id));
        }

        if (query.Picked.Count > 0)
        {
            rows = rows.Where(row => query.Picked.Contains(row.Code));
        }

        return await NamedAsync(OfOthers(rows, query), query.Text, cancellation);
    }

    private IQueryable<Organization> OfOthers(IQueryable<Organization> rows, EnterpriseQuery query)
    {
        foreach (var filter in Filters)
        {
            if (query.More.TryGetValue(filter.Key, out var value) && filter.Subjects(value, user.Scope) is { } subjects)
            {
                rows = rows.Where(row => subjects.Contains(row.Id));
            }
        }

        if (Views.FirstOrDefault(view => view.Key == query.View)?.Subjects(user.Scope) is { } ofView)
        {
            rows = rows.Where(row => ofView.Contains(row.Id));
        }

        return rows;
    }

    private IQueryable<Organization> InIndustry(IQueryable<Organization> rows, string industry)
    {
        if (industry is not [>= 'A' and <= 'Z'])
        {
            return industry.Length == 0 ? rows : rows.Where(row => row.Industry!.StartsWith(industry));
        }

        // A section is a run of divisions: C is 13 to 43.
        var divisions = industries.Prefixes(industry);
        return divisions.Count == 0 ? rows : rows.Where(row => divisions.Contains(row.Industry!.Substring(0, 2)));
    }

    private async Task<IQueryable<Organization>> NamedAsync(IQueryable<Organization> rows, string text, CancellationToken cancellation)
    {
        if (text.Length == 0)
        {
            return rows;
        }

        if (await index.FindIdsAsync(text, user.Scope, MostIds, cancellation) is { } ids)
        {
            return rows.Where(row => ids.Contains(row.Id));
        }

        // So many that the database may look for itself.
        return rows.Where(row => row.Name.Contains(text));
    }
}
