using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Schemes.Evaluate;

/// <summary>
/// Reads an enterprise sheet without storing it: a header row with 统一社会信用代码 and 企业名称, optionally 已获认定, and any facts of the
/// catalogue. A cell that is not understood is reported and stays a missing fact.
/// </summary>
internal sealed class EnterpriseRows(FactCatalogue catalogue, DateOnly on)
{
    private const string Code = "统一社会信用代码";
    private const string Name = "企业名称";
    private const string Titles = "已获认定";
    private static readonly char[] Separators = [';', '；', ',', '，', '、', ' ', '\n'];

    private readonly CatalogueHeadings headings = new(catalogue);
    private readonly List<string> notes = [];

    /// <summary>What was ignored or not understood, in Chinese, with its place.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <exception cref="FormatException">The sheet has no header row; the message is Chinese.</exception>
    public IReadOnlyList<EnterpriseRow> Read(Sheet sheet)
    {
        var header = Enumerable.Range(0, Math.Min(20, sheet.Rows.Count)).Cast<int?>().FirstOrDefault(row => sheet.Rows[row!.Value].Any(cell => cell.Text.Trim() == Code))
            ?? throw new FormatException($"找不到表头：需要一行含“{Code}”。");
        var columns = sheet.Rows[header].Select((cell, index) => ReadHeading(cell.Text.Trim(), index)).ToList();
        return [.. sheet.Rows.Skip(header + 1).Select((cells, index) => ReadRow(cells, columns, header + index + 2)).OfType<EnterpriseRow>()];
    }

    private Column ReadHeading(string text, int index)
    {
        if (text is Code or Name or Titles) return new Column(index, text, null);
        var heading = headings.Find(text);
        if (heading is null && text.Length > 0) notes.Add($"第 {index + 1} 列“{text}”不在事实目录中，未使用。");
        if (heading?.Problem is { } problem) notes.Add($"第 {index + 1} 列：{problem}未使用。");
        return new Column(index, text, heading is { Problem: null } ? heading : null);
    }

    private EnterpriseRow? ReadRow(SheetCell[] cells, List<Column> columns, int row)
    {
        if (cells.All(cell => cell.IsEmpty)) return null;
        var builder = new SubjectFacts.Builder(catalogue).TitlesAreKnown(columns.Exists(column => column.Text == Titles));
        string code = "", name = "";
        foreach (var column in columns.Where(column => column.Index < cells.Length))
        {
            var cell = cells[column.Index];
            if (column.Text == Code) code = cell.Text.Trim();
            else if (column.Text == Name) name = cell.Text.Trim();
            else if (column.Text == Titles) AddTitles(builder, cell.Text, row);
            else if (column.Heading is { } heading) AddFact(builder, cell, heading, column.Text, row);
        }

        return new EnterpriseRow(code, name, builder.Build());
    }

    private static void AddTitles(SubjectFacts.Builder builder, string text, int row)
    {
        foreach (var id in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            builder.Add(new TitleGrant(id, "", DateOnly.MinValue, null, new FilingRef(0, "表格", $"第 {row} 行 {Titles}", ""), DateTimeOffset.UnixEpoch));
    }

    private void AddFact(SubjectFacts.Builder builder, SheetCell cell, FactHeading heading, string title, int row)
    {
        var reading = CatalogueCell.Read(cell, heading.Definition, heading.Unit);
        var place = $"第 {row} 行 {title}";
        if (reading.Problem is { } problem) notes.Add($"{place}：{problem}按缺失处理。");
        if (reading.Value is not { } value) return;
        builder.Add(new Fact(heading.Definition, value, heading.Definition.PeriodOn(on), new FilingRef(0, "表格", place, ""), DateTimeOffset.UnixEpoch));
    }

    private sealed record Column(int Index, string Text, FactHeading? Heading);
}

internal sealed record EnterpriseRow(string Code, string Name, SubjectFacts Facts);
