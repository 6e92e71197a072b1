using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Registry.Import;

/// <summary>
/// Reads the rows of an enterprise sheet by its plan. A bad cell becomes a problem beside the cell; rows of totals and empty rows are
/// passed over. Nothing here touches a database.
/// </summary>
public sealed class EnterpriseSheet(SheetFacts facts, RegionTree regions)
{
    private const int LongestName = 100;

    public HeadingBook Book => facts.Book;

    /// <summary>Reads every row below the head.</summary>
    /// <param name="plan">How the sheet was understood.</param>
    /// <param name="on">The application date: 上年度 is the year before its year.</param>
    /// <param name="edits">Corrected cells, by row and column.</param>
    public IReadOnlyList<EnterpriseRow> Read(SheetPlan plan, DateOnly on, IReadOnlyDictionary<(int Row, int Column), string>? edits = null)
    {
        var rows = new List<EnterpriseRow>();
        foreach (var row in plan.Rows())
        {
            var reading = new RowReading(plan, row, edits);
            var year = RowYear.Read(plan, reading.Cell, on);
            if (year is { Problem: { } problem, Column: { } yearColumn })
            {
                reading.Report(yearColumn, problem, null);
            }

            foreach (var column in plan.Read)
            {
                ReadCell(reading, column, on, year);
            }

            rows.Add(Finish(reading, plan, on) with { Year = year.Year });
        }

        var joined = YearlyRows.Join(rows, plan);
        return facts.ListsTitles(plan, (row, column) => edits is not null && edits.TryGetValue((row, column), out var text) ? SheetCell.OfText(text) : plan.Sheet[row, column], on)
            ? SilentTitles.Fill(joined, plan.Find(ColumnKind.Titles)!)
            : joined;
    }

    private EnterpriseRow Finish(RowReading reading, SheetPlan plan, DateOnly on)
    {
        var nameColumn = plan.Find(ColumnKind.Name);
        if (reading.Name.Length == 0 && nameColumn is not null)
        {
            reading.Report(nameColumn, "没有填写企业名称。请按营业执照填写全称。", null);
        }

        return reading.ToRow(facts, regions, on);
    }

    private void ReadCell(RowReading reading, SheetColumn column, DateOnly on, RowYear year)
    {
        var cell = reading.Cell(column.Index);
        switch (column.Meaning.Kind)
        {
            case ColumnKind.Code:
                ReadCode(reading, column, cell);
                break;
            case ColumnKind.Name:
                ReadName(reading, column, cell);
                break;
            case ColumnKind.FormerName:
                reading.FormerName = cell.Text.Trim();
                break;
            case ColumnKind.ShortName:
                reading.ShortName = cell.Text.Trim();
                break;
            case ColumnKind.Region or ColumnKind.Township or ColumnKind.Zone:
                ReadPlace(reading, column, cell);
                break;
            case ColumnKind.Industry or ColumnKind.Titles or ColumnKind.TitleFrom or ColumnKind.TitleTo or ColumnKind.Fact:
                ReadFact(reading, column, cell, on, year);
                break;
            default:
                break;
        }
    }

    private static void ReadCode(RowReading reading, SheetColumn column, SheetCell cell)
    {
        // A number with 18 digits has lost its last ones in the spreadsheet program.
        if (cell.Kind == CellKind.Number && cell.Number > 1e15)
        {
            reading.Report(column, "信用代码被存成了数字，末几位已丢失。请把这一列设为“文本”格式后重填。", null);
            return;
        }

        var code = UnifiedSocialCreditCode.Read(cell.Text);
        if (code.Value is { } value)
        {
            reading.Code = value.Text;
            reading.Understand(column.Index, value.Text);
        }
        else
        {
            // What it may have been, whoever knows the register says: CodeGuesses.
            reading.Report(column, code.Problem!, null);
        }
    }

    private static void ReadName(RowReading reading, SheetColumn column, SheetCell cell)
    {
        var name = string.Concat(cell.Text.Where(character => !char.IsControl(character))).Trim();
        if (name.Length > LongestName)
        {
            reading.Report(column, $"企业名称有 {name.Length} 个字，最多 {LongestName} 个。请核对是否混入了其他内容。", null);
        }
        else if (name.Length > 0 && name.All(character => char.IsAsciiDigit(character) || character is '.' or ','))
        {
            reading.Report(column, $"“{name}”不像企业名称。请按营业执照填写全称。", null);
        }
        else
        {
            reading.Name = name;
            reading.Understand(column.Index, name);
        }
    }

    private void ReadPlace(RowReading reading, SheetColumn column, SheetCell cell)
    {
        var text = cell.Text.Trim();
        if (text.Length == 0 || text is "-" or "—" or "无" or "/")
        {
            return;
        }

        var kind = column.Meaning.Kind;
        var place = kind == ColumnKind.Zone ? regions.Resolve(text, RegionKind.Zone) : regions.Resolve(text) ?? regions.Resolve(text, RegionKind.Township);
        if (place is null && kind == ColumnKind.Township)
        {
            // 城关镇 stands in several districts; the row's district decides, whichever column comes first.
            reading.OpenTownship = (text, column);
            return;
        }

        if (place is null)
        {
            var known = kind == ColumnKind.Zone ? regions.Zones : regions.Counties;
            reading.Report(column, $"“{text}”不在本市的{(kind == ColumnKind.Zone ? "功能区" : "区县和镇街")}名单中。可填：{string.Join("、", known.Select(region => region.ShortName))}。",
                known.FirstOrDefault(region => text.Contains(region.ShortName, StringComparison.Ordinal))?.Name);
        }
        else if (place.Kind == RegionKind.Zone)
        {
            reading.Understand(column.Index, place.Name);
            reading.Zone = place.Code;
        }
        else if (reading.Region is null || place.Code.Length > reading.Region.Length)
        {
            reading.Region = place.Code;
            reading.Understand(column.Index, place.Kind == RegionKind.Township ? regions.Find(place.Parent)?.Name + place.Name : place.Name);
        }
    }

    private void ReadFact(RowReading reading, SheetColumn column, SheetCell cell, DateOnly on, RowYear year)
    {
        // It would be the latest figure of the enterprise for years.
        if (column.Meaning.Year > on.Year && !cell.IsEmpty)
        {
            reading.Report(column, $"表头写的是 {column.Meaning.Year} 年，晚于数据截止日 {on:yyyy-MM-dd}。请改正表头的年份后重新上传；不需要的列请在“各列的理解”中选“不导入”。", null);
            return;
        }

        var value = facts.Read(reading.Plan, column, cell, on, year);
        if (value.Titles is { } titles)
        {
            (reading.Titles ??= []).AddRange(titles);
        }

        reading.TitleFrom = column.Meaning.Kind == ColumnKind.TitleFrom ? value.TitleDay : reading.TitleFrom;
        reading.TitleTo = column.Meaning.Kind == ColumnKind.TitleTo ? value.TitleDay : reading.TitleTo;
        if (value.Problem is { } problem)
        {
            reading.Report(column, problem, value.Proposal);
        }
        else if (value.Fact is { } fact)
        {
            reading.Facts.Add(fact);
        }

        reading.Understand(column.Index, value.Understood);
    }
}
