using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Schemes.Evaluate;

/// <summary>
/// Reads an enterprise sheet without storing it: a header row with 统一社会信用代码 and 企业名称, optionally 已获认定, and any facts of the
/// catalogue, understood as the import understands them. A cell that is not understood is reported and stays a missing fact.
/// </summary>
internal sealed class EnterpriseRows(HeadingBook book, DateOnly on)
{
    private const int RowsLookedAt = 20;
    private static readonly char[] Separators = [';', '；', ',', '，', '、', ' ', '\n'];

    private readonly List<string> notes = [];

    /// <summary>What was ignored or not understood, in Chinese, with its place.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <exception cref="FormatException">The sheet has no header row; the message is Chinese.</exception>
    public IReadOnlyList<EnterpriseRow> Read(Sheet sheet)
    {
        var header = Enumerable.Range(0, Math.Min(RowsLookedAt, sheet.Rows.Count)).Cast<int?>()
            .FirstOrDefault(row => sheet.Rows[row!.Value].Any(cell => book.Find([cell.Text.Trim()]).Kind == ColumnKind.Code))
            ?? throw new FormatException("找不到表头：需要一行含“统一社会信用代码”。");
        var columns = sheet.Rows[header].Select((cell, index) => ReadHeading(cell.Text.Trim(), index)).ToList();
        return [.. sheet.Rows.Skip(header + 1).Select((cells, index) => ReadRow(cells, columns, header + index + 2)).OfType<EnterpriseRow>()];
    }

    private SheetColumn ReadHeading(string text, int index)
    {
        var meaning = text.Length == 0 ? ColumnMeaning.Unknown : book.Find([text]);
        if (meaning.Problem is { } problem) notes.Add($"第 {index + 1} 列：{problem}未使用。");
        else if (meaning.Kind == ColumnKind.Unknown && text.Length > 0) notes.Add($"第 {index + 1} 列“{text}”不在事实目录中，未使用。");
        return new SheetColumn(index, text, meaning);
    }

    private EnterpriseRow? ReadRow(SheetCell[] cells, List<SheetColumn> columns, int row)
    {
        if (cells.All(cell => cell.IsEmpty)) return null;
        var builder = new SubjectFacts.Builder(book.Catalogue).TitlesAreKnown(columns.Exists(column => column.Meaning.Kind == ColumnKind.Titles));
        string code = "", name = "";
        foreach (var column in columns.Where(column => column.Index < cells.Length))
        {
            var cell = cells[column.Index];
            switch (column.Meaning.Kind)
            {
                case ColumnKind.Code: code = cell.Text.Trim(); break;
                case ColumnKind.Name: name = cell.Text.Trim(); break;
                case ColumnKind.Titles: AddTitles(builder, cell.Text, row, column.Heading); break;
                case ColumnKind.Fact: AddFact(builder, cell, column, row); break;
                default: break;
            }
        }

        return new EnterpriseRow(code, name, builder.Build());
    }

    private static void AddTitles(SubjectFacts.Builder builder, string text, int row, string heading)
    {
        foreach (var id in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            builder.Add(new TitleGrant(id, "", DateOnly.MinValue, null, new FilingRef(0, "表格", $"第 {row} 行 {heading}", ""), DateTimeOffset.UnixEpoch));
    }

    private void AddFact(SubjectFacts.Builder builder, SheetCell cell, SheetColumn column, int row)
    {
        var reading = CatalogueCell.Read(cell, column.Meaning.Fact!, column.Meaning.Unit);
        var place = $"第 {row} 行 {column.Heading}";
        if (reading.Problem is { } problem) notes.Add($"{place}：{problem}按缺失处理。");
        if (reading.Value is not { } value) return;
        var (key, period) = column.Meaning.FiledAs(on);
        builder.Add(new Fact(book.Catalogue.Get(key), value, period, new FilingRef(0, "表格", place, ""), DateTimeOffset.UnixEpoch));
    }
}

internal sealed record EnterpriseRow(string Code, string Name, SubjectFacts Facts);
