using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Registry.Import;

/// <summary>
/// Reads the rows of an enterprise sheet by its plan. A bad cell becomes a problem beside the cell; rows of totals and empty rows are
/// passed over. Nothing here touches a database.
/// </summary>
public sealed class EnterpriseSheet(HeadingBook book, RegionTree regions, IndustryTree industries, SchemeFolders folders)
{
    private readonly IReadOnlySet<string> schemes = folders.Ids;

    private const int LongestName = 100;
    private static readonly string[] TotalWords = ["合计", "总计", "小计", "共计", "总 计", "合 计", "小 计", "平均"];

    public HeadingBook Book => book;

    /// <summary>Reads every row below the head.</summary>
    /// <param name="plan">How the sheet was understood.</param>
    /// <param name="on">The application date: 上年度 is the year before its year.</param>
    /// <param name="edits">Corrected cells, by row and column.</param>
    public IReadOnlyList<EnterpriseRow> Read(SheetPlan plan, DateOnly on, IReadOnlyDictionary<(int Row, int Column), string>? edits = null)
    {
        var rows = new List<EnterpriseRow>();
        var seen = new Dictionary<string, int>();
        var readers = plan.Columns.Where(column => column.Meaning.Kind is not (ColumnKind.Unknown or ColumnKind.Ignored)).ToList();
        var filed = readers.Where(column => column.Meaning.Fact is not null)
            .ToDictionary(column => column.Index, column => column.Meaning.FiledAs(on));
        for (var row = plan.FirstRow; row < plan.Sheet.Rows.Count; row++)
        {
            if (IsPassedOver(plan, readers, row))
            {
                continue;
            }

            var reading = new RowReading(plan, row, edits);
            foreach (var column in readers)
            {
                ReadCell(reading, column, filed);
            }

            rows.Add(Finish(reading, plan, seen));
        }

        return rows;
    }

    private EnterpriseRow Finish(RowReading reading, SheetPlan plan, Dictionary<string, int> seen)
    {
        var codeColumn = plan.Find(ColumnKind.Code);
        if (reading.Code.Length > 0 && !seen.TryAdd(reading.Code, reading.Row))
        {
            reading.Report(codeColumn!, $"与第 {seen[reading.Code] + 1} 行的统一社会信用代码重复，同一企业只能有一行。请删去其中一行。", null);
        }

        var nameColumn = plan.Find(ColumnKind.Name);
        if (reading.Name.Length == 0 && nameColumn is not null)
        {
            reading.Report(nameColumn, "没有填写企业名称。请按营业执照填写全称。", null);
        }

        return reading.ToRow(regions);
    }

    private void ReadCell(RowReading reading, SheetColumn column, Dictionary<int, (string Key, Period Period)> filed)
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
            case ColumnKind.Industry:
                ReadIndustry(reading, column, cell);
                break;
            case ColumnKind.Titles:
                ReadTitles(reading, column, cell);
                break;
            case ColumnKind.Fact:
                ReadFact(reading, column, cell, filed[column.Index]);
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
        }
        else
        {
            // The code says whose facts these are: a guess is shown, never filled in.
            reading.Report(column, code.Proposal is { } guess ? $"{code.Problem}也许是 {guess}，请对照营业执照。" : code.Problem!, null);
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
            reading.Zone = place.Code;
        }
        else if (reading.Region is null || place.Code.Length > reading.Region.Length)
        {
            reading.Region = place.Code;
        }
    }

    private void ReadIndustry(RowReading reading, SheetColumn column, SheetCell cell)
    {
        if (cell.IsEmpty || book.Catalogue.Find("industryCode") is not { } fact)
        {
            return;
        }

        // 0111 stored as the number 111.
        var text = cell.Kind == CellKind.Number && cell.Text.Length is 1 or 3 ? "0" + cell.Text : cell.Text;
        if (industries.Resolve(text) is { Parent: not null } industry)
        {
            reading.Facts.Add(new RowFact(fact.Key, Period.State, FeelValue.From(industry.Code), column.Index));
        }
        else
        {
            reading.Report(column, $"“{cell.Text}”不是国民经济行业分类（GB/T 4754-2017）的大类、中类或小类。请填代码或名称，例如 3073 或 特种陶瓷制品制造。", null);
        }
    }

    private void ReadTitles(RowReading reading, SheetColumn column, SheetCell cell)
    {
        var text = ChineseText.HalfWidth(cell.Text);
        reading.Titles ??= [];
        if (text is "" or "无" or "-" or "/")
        {
            return;
        }

        foreach (var title in text.Split([';', ',', ' ', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var scheme = schemes.FirstOrDefault(known => known.Equals(title, StringComparison.OrdinalIgnoreCase))
                ?? (book.Catalogue.All.FirstOrDefault(fact => fact.Origin is FactOrigin.TitleHeld
                    && (fact.Name == title || fact.Name == "持有" + title || fact.Label == title))?.Origin as FactOrigin.TitleHeld)?.Scheme;
            if (scheme is null)
            {
                reading.Report(column, $"“{title}”不是已知的认定。可填：{string.Join("、", schemes.Order().Take(8))} 等，多个用分号隔开。", null);
            }
            else
            {
                reading.Titles.Add(scheme);
            }
        }
    }

    private static void ReadFact(RowReading reading, SheetColumn column, SheetCell cell, (string Key, Period Period) filed)
    {
        var value = FactCell.Read(cell, column.Meaning, reading.Plan.MoneyUnit);
        if (value.Problem is { } problem)
        {
            reading.Report(column, problem, value.Proposal);
        }
        else if (value.Value is { } known)
        {
            reading.Facts.Add(new RowFact(filed.Key, filed.Period, known, column.Index));
        }
    }

    private static bool IsPassedOver(SheetPlan plan, List<SheetColumn> readers, int row)
    {
        if (readers.TrueForAll(column => plan.Sheet[row, column.Index].IsEmpty))
        {
            return true;
        }

        var code = plan.Find(ColumnKind.Code);
        if (code is not null && !plan.Sheet[row, code.Index].IsEmpty && !IsTotal(plan.Sheet[row, code.Index].Text))
        {
            return IsRepeatedHead(plan, row, code) || plan.Sheet[row, code.Index].Text.StartsWith(ImportTemplate.ExampleMark, StringComparison.Ordinal);
        }

        return plan.Sheet.Rows[row].Take(4).Any(cell => IsTotal(cell.Text));
    }

    // A head printed again on every page of the sheet.
    private static bool IsRepeatedHead(SheetPlan plan, int row, SheetColumn code) =>
        plan.Sheet[row, code.Index].Text.Trim() == plan.Sheet[plan.FirstRow - 1, code.Index].Text.Trim();

    private static bool IsTotal(string text) =>
        text.Length is > 0 and < 12 && TotalWords.Any(word => text.Trim().StartsWith(word, StringComparison.Ordinal));
}
