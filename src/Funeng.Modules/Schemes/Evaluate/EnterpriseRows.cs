using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Schemes.Evaluate;

/// <summary>
/// Reads an enterprise sheet without storing it, as the import reads it: head, units, years, titles and cells alike. A cell that is not
/// understood is reported and stays a missing fact.
/// </summary>
internal sealed class EnterpriseRows(SheetFacts sheets, DateOnly on)
{
    private const int CodeLength = 18;

    private readonly List<string> notes = [];

    /// <summary>What was ignored or not understood, in Chinese, with its place.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <exception cref="FormatException">No sheet has a header row; the message is Chinese.</exception>
    public IReadOnlyList<EnterpriseRow> Read(IReadOnlyList<Sheet> found)
    {
        if (SheetPlan.Find(found, sheets.Book) is not { Identifies: true } plan)
        {
            throw new FormatException("找不到表头：需要一行含“统一社会信用代码”，以及“企业名称”和各项指标的名称。");
        }

        foreach (var column in plan.Columns.Where(column => column.Meaning.Kind == ColumnKind.Unknown && column.Heading.Length > 0))
        {
            notes.Add($"{column.Letters} 列“{column.Heading}”{(column.Meaning.Problem is { } problem ? $"：{problem}" : "不在事实目录中，")}未使用。");
        }

        var listsTitles = sheets.ListsTitles(plan, (row, column) => plan.Sheet[row, column], on);
        if (plan.Find(ColumnKind.Titles) is { } titles && plan.Rows().Any(row => plan.Sheet[row, titles.Index].IsEmpty))
        {
            notes.Add(listsTitles ? $"{titles.Letters} 列“{titles.Heading}”：空着的按没有认定判定。" : $"{titles.Letters} 列“{titles.Heading}”没有一格写明认定或“无”，空着的按缺失处理；确实没有的请填“无”。");
        }

        return [.. Join([.. plan.Rows().Select(row => ReadRow(plan, row))]).Select(rows => Build(rows, listsTitles))];
    }

    /// <summary>Rows of one enterprise that name different years are one enterprise, the newest row first; any other row stands for itself.</summary>
    private IEnumerable<IReadOnlyList<ReadRow>> Join(List<ReadRow> rows)
    {
        foreach (var group in rows.GroupBy(row => row.Code.Length == 0 ? $"row {row.Row}" : row.Code))
        {
            var several = group.ToList();
            if (several.TrueForAll(row => row.Year is not null) && several.DistinctBy(row => row.Year).Count() == several.Count)
            {
                yield return [.. several.OrderByDescending(row => row.Year)];
                continue;
            }

            foreach (var row in several)
            {
                if (row != several[0]) notes.Add($"第 {row.Row + 1} 行：与第 {several[0].Row + 1} 行是同一家企业，没有年份或年份相同，各行分别判定。");
                yield return [row];
            }
        }
    }

    // What a newer row says of the same period, or of the present, stands; older rows add what it does not say.
    private EnterpriseRow Build(IReadOnlyList<ReadRow> rows, bool listsTitles)
    {
        // A title that was not understood may be any of them.
        var builder = new SubjectFacts.Builder(sheets.Book.Catalogue).TitlesAreKnown(listsTitles && !rows.Any(row => row.HasUnknownTitle));
        foreach (var fact in rows.SelectMany(row => row.Facts).DistinctBy(fact => (fact.Definition.Key, fact.Period))) builder.Add(fact);

        var speaking = rows.FirstOrDefault(row => row.Titles.Count > 0);
        foreach (var grant in rows.SelectMany(row => row.Titles.Where(grant => !grant.IsUndated || row == speaking)).DistinctBy(grant => (grant.Scheme, grant.From, grant.To)))
        {
            builder.Add(grant);
        }

        return new EnterpriseRow(rows[0].Code, rows[0].Name, builder.Build());
    }

    private ReadRow ReadRow(SheetPlan plan, int row)
    {
        var facts = new List<Fact>();
        string code = "", name = "";
        var hasUnknownTitle = false;
        var held = new List<HeldTitle>();
        DateOnly? from = null, to = null;
        var year = RowYear.Read(plan, index => plan.Sheet[row, index], on);
        if (year is { Problem: { } wrong, Column: { } yearColumn })
        {
            notes.Add($"第 {row + 1} 行 {yearColumn.Heading}：{wrong}{(year.Year is null ? "各年的数按缺失处理。" : "与之不符的数按缺失处理。")}");
        }

        foreach (var column in plan.Read)
        {
            var cell = plan.Sheet[row, column.Index];
            switch (column.Meaning.Kind)
            {
                case ColumnKind.Code:
                    code = cell.Text.Trim();
                    break;
                case ColumnKind.Name:
                    name = cell.Text.Trim();
                    break;
                default:
                    var read = sheets.Read(plan, column, cell, on, year);
                    Add(facts, read, $"第 {row + 1} 行 {column.Heading}");
                    held.AddRange(read.Titles ?? []);
                    hasUnknownTitle |= read is { Titles: not null, Problem: not null };
                    from = column.Meaning.Kind == ColumnKind.TitleFrom ? read.TitleDay : from;
                    to = column.Meaning.Kind == ColumnKind.TitleTo ? read.TitleDay : to;
                    break;
            }
        }

        if (SheetFacts.Date(held, from, to, on) is { } problem)
        {
            notes.Add($"第 {row + 1} 行：{problem}日期按没有填处理。");
        }

        var grants = held.Select(title => new TitleGrant(
            title.Scheme, "", title.From ?? DateOnly.MinValue, title.To, new FilingRef(0, "表格", $"第 {row + 1} 行", ""), DateTimeOffset.UnixEpoch) { IsUndated = title.From is null });
        if (code.Length != CodeLength)
        {
            notes.Add($"第 {row + 1} 行：统一社会信用代码应为 {CodeLength} 位，{(code.Length == 0 ? "没有填写" : $"现在是 {code.Length} 位")}。仍按表中的数据判定。");
        }

        return new ReadRow(row, code, name, year.Year, facts, [.. grants]) { HasUnknownTitle = hasUnknownTitle };
    }

    private void Add(List<Fact> facts, CellFacts cell, string place)
    {
        if (cell.Problem is { } problem)
        {
            notes.Add($"{place}：{problem}按缺失处理。");
        }

        var filing = new FilingRef(0, "表格", place, "");
        if (cell.Fact is { } fact)
        {
            facts.Add(new Fact(sheets.Book.Catalogue.Get(fact.Key), fact.Value, fact.Period, filing, DateTimeOffset.UnixEpoch));
        }
    }
}

/// <summary>A row as read, before the rows of one enterprise are put together.</summary>
internal sealed record ReadRow(int Row, string Code, string Name, int? Year, IReadOnlyList<Fact> Facts, IReadOnlyList<TitleGrant> Titles)
{
    /// <summary>A word among its titles is none that is known.</summary>
    public bool HasUnknownTitle { get; init; }
}

internal sealed record EnterpriseRow(string Code, string Name, SubjectFacts Facts);
