using System.Globalization;
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
    KeepInitials initials,
    RegionTree regions,
    IndustryTree industries,
    IEnumerable<IEnterpriseColumn> columns,
    IEnumerable<IEnterpriseFilter> filters,
    IEnumerable<IEnterpriseView> views,
    CurrentUser user,
    CityProfile city,
    TimeProvider clock)
{
    public IReadOnlyList<IEnterpriseColumn> Columns { get; } = [.. columns.OrderBy(column => column.Order)];

    public IReadOnlyList<IEnterpriseFilter> Filters { get; } = [.. filters.OrderBy(filter => filter.Order)];

    public IReadOnlyList<IEnterpriseView> Views { get; } = [.. views.OrderBy(view => view.Order)];

    /// <summary>A longer list of ids is slower than looking through all names.</summary>
    internal int MostIds { get; set; } = 20_000;

    public async Task<EnterpriseList> RunAsync(EnterpriseQuery query, CancellationToken cancellation)
    {
        var rows = await FilterAsync(query, cancellation);
        var (total, revenue, employees) = await SumAsync(rows, cancellation);
        var page = (int)Math.Min(query.Page, Math.Max(1, (total + query.Size - 1) / query.Size));
        var shown = await rows.By(query.Sort, db.Database).Skip((page - 1) * query.Size).Take(query.Size).ToListAsync(cancellation);
        return new EnterpriseList(shown, total, revenue, employees, page, Columns, await CellsAsync(shown, cancellation));
    }

    /// <summary>
    /// The head of the list in one pass over one index; grouped by EF Core the database would sort every row first. Yuan and
    /// fen are added apart, in whole numbers, so that the figure is exactly that of the rows behind it.
    /// </summary>
    private async Task<(long Total, decimal Revenue, long Employees)> SumAsync(IQueryable<Organization> rows, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = rows.Select(row => new { R = row.RevenueFen, E = row.Employees }).CreateDbCommand();
            command.CommandText = $"""select count(*), sum(x."R" / 100), sum(x."R" % 100), sum(x."E") from ({command.CommandText}) x""";
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            await reader.ReadAsync(cancellation);
            decimal Sum(int column) => reader.IsDBNull(column) ? 0 : Convert.ToDecimal(reader.GetValue(column), CultureInfo.InvariantCulture);
            return (reader.GetInt64(0), Sum(1) + (Sum(2) / 100m), (long)Sum(3));
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
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

    /// <summary>
    /// Every row of the result for exports, each once, in the order at the beginning: figures that change on the way move nobody over the
    /// border of a page.
    /// </summary>
    public async IAsyncEnumerable<EnterpriseList> AllAsync(
        EnterpriseQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        const int chunk = 1000;
        var ordered = await (await FilterAsync(query, cancellation)).By(query.Sort, db.Database).Select(row => row.Id).ToListAsync(cancellation);
        foreach (var ids in ordered.Chunk(chunk))
        {
            // Whoever has gone or moved out of the scope since is left out.
            var found = await directory.Within(user.Scope).Where(row => EF.Parameter(ids).Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellation);
            List<Organization> rows = [.. ids.Where(found.ContainsKey).Select(id => found[id])];
            yield return new EnterpriseList(rows, 0, 0, 0, 1, Columns, await CellsAsync(rows, cancellation));
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

        var ids = await index.FindIdsAsync(text, user.Scope, MostIds, cancellation);
        if (ids is null && NameTable.PlainWords(text) is { } words && (initials.AreKept || !words.Any(NameTable.IsSpelt)))
        {
            return words.Aggregate(rows, WithWord);
        }

        // Only the index knows width, signs and mixed words, however many it finds.
        ids ??= await index.FindIdsAsync(text, user.Scope, int.MaxValue, cancellation);
        return rows.Where(row => EF.Parameter(ids!).Contains(row.Id));
    }

    private IQueryable<Organization> WithWord(IQueryable<Organization> rows, string word)
    {
        if (NameTable.IsSpelt(word))
        {
#pragma warning disable CA1304, CA1311, CA1862 // The database does it: letters are compared in upper case there.
            var spelt = db.Set<OrganizationName>().Where(name => name.Name.ToUpper().Contains(word)).Select(name => name.Organization);
#pragma warning restore CA1304, CA1311, CA1862
            return rows.Where(row => row.NameInitials!.Contains(word) || row.Code.Contains(word) || spelt.Contains(row.Id));
        }

        var others = db.Set<OrganizationName>().Where(name => name.Name.Contains(word)).Select(name => name.Organization);
        return rows.Where(row => row.Name.Contains(word) || row.Code.Contains(word) || others.Contains(row.Id));
    }
}
