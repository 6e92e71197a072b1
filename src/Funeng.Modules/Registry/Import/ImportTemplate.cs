using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Registry.Import;

/// <summary>The workbook people fill in: frozen head with notes, choices, one example row, and a hidden sheet with its version.</summary>
public sealed class ImportTemplate(FactCatalogue catalogue, RegionTree regions, HeadingBook book)
{
    private const string VersionSheet = "模板版本";
    private const int LastRow = 2000;

    /// <summary>Changes with the fact catalogue.</summary>
    public string Version { get; } = "1." + (catalogue.Sha256 is { Length: >= 8 } hash ? hash[..8] : "0");

    /// <summary>The version a filled-in template says it has; null when the workbook is no template.</summary>
    public static string? VersionOf(IReadOnlyList<Sheet> sheets) =>
        sheets.FirstOrDefault(sheet => sheet.IsHidden && sheet.Name == VersionSheet)?[0, 0].Text;

    public void Write(Stream output)
    {
        var columns = Columns().ToList();
        using var workbook = new XlsxWriter(output);
        var sheet = workbook.AddSheet(new SheetLayout("企业填报", [.. columns.Select(column => column.Width)])
        {
            FrozenColumns = 2,
            DropDowns = [.. columns.Select((column, index) => (column, index)).Where(pair => pair.column.Choices.Count > 0)
                .Select(pair => new DropDown(pair.index, 1, LastRow, pair.column.Choices))],
        });
        sheet.WriteRow(columns.Select(column => SheetValue.Text(column.Heading, CellStyle.Header)));
        sheet.WriteRow(columns.Select(column => SheetValue.Text(column.Example, CellStyle.Example)));
        for (var index = 0; index < columns.Count; index++)
        {
            if (columns[index].Note.Length > 0)
            {
                sheet.Comment(0, index, columns[index].Note);
            }
        }

        WriteHelp(workbook.AddSheet(new SheetLayout("填写说明", [80]) { FrozenRows = 0 }));
        workbook.AddSheet(new SheetLayout(VersionSheet, []) { FrozenRows = 0, IsHidden = true }).WriteRow([SheetValue.Text(Version)]);
    }

    private static void WriteHelp(SheetWriter sheet)
    {
        string[] lines =
        [
            "一家企业一行，从第 3 行开始填；第 2 行是示例，导入时会跳过。",
            "统一社会信用代码和企业名称必填；其余不知道就留空，不要填 0。留空表示没有数据，不表示没有。",
            "金额默认按表头括号里的单位；也可以在格子里写明单位，例如 1.2亿元。",
            "日期写 2026-05-18；是否类填 是 或 否；有下拉列表的从列表中选。",
            "可以删去不用的列，也可以调换列的次序；表头的文字不要改。",
            "已获认定填认定的名称或认定标准的编号，多个用分号隔开；没有的填“无”。这一列只要有企业填了，空着的就按没有认定处理；都不清楚的请整列留空。",
        ];
        sheet.WriteRow([SheetValue.Text("填写说明", CellStyle.Title)]);
        foreach (var line in lines)
        {
            sheet.WriteRow([SheetValue.Text(line)]);
        }
    }

    private IEnumerable<TemplateColumn> Columns()
    {
        yield return new("统一社会信用代码", SheetPlan.ExampleMark + " 91350100M000100Y43", "营业执照上的 18 位代码，必填。", 24, []);
        yield return new("企业名称", "示例制造有限公司", "营业执照上的全称，必填。", 32, []);
        yield return new("镇街", regions.All.FirstOrDefault(region => region.Kind == RegionKind.Township) is { } first ? Full(first) : "", "企业所在的镇街，连同区县。", 22,
            [.. regions.All.Where(region => region.Kind == RegionKind.Township).Select(Full)]);
        yield return new("功能区", "", "在功能区统计范围内的填；不在的留空。", 14, [.. regions.Zones.Select(zone => zone.ShortName)]);
        yield return new("所属行业", "3073", "国民经济行业分类（GB/T 4754-2017）的代码或名称。", 14, []);
        yield return new("已获认定", "", "认定的名称或认定标准的编号，多个用分号隔开；没有的填“无”。", 24, []);
        foreach (var fact in catalogue.All.Where(IsFilledIn))
        {
            yield return Column(fact);
        }
    }

    private string Full(Region township) => regions.Find(township.Parent)?.Name + township.Name;

    // Yearly figures are asked for by their views (上年度营业收入), which say which year is meant; what has no view is asked for itself.
    private bool IsFilledIn(FactDefinition fact) => fact.Subject == Subject.Enterprise && book.Find([fact.Label]).Kind == ColumnKind.Fact && fact.Origin switch
    {
        FactOrigin.View => true,
        FactOrigin.Filed { PerYear: true } => !catalogue.All.Any(other => other.Origin is FactOrigin.View view && view.Of == fact.Key),
        FactOrigin.Filed => true,
        _ => false,
    };

    private TemplateColumn Column(FactDefinition fact)
    {
        var filed = fact.Origin is FactOrigin.View view ? catalogue.Find(view.Of) ?? fact : fact;
        var unit = fact.Unit.Length > 0 ? fact.Unit : filed.Unit;
        var heading = unit.Length == 0 ? fact.Label : $"{fact.Label}({(unit == "元" ? "万元" : unit)})";
        var choices = fact.Type == FactType.Boolean ? ["是", "否"] : filed.Choices.Select(choice => choice.Label).ToArray();
        return new TemplateColumn(heading, Example(fact, unit, choices), filed.Meaning, Math.Clamp(heading.Length * 1.6, 12, 30), choices);
    }

    private static string Example(FactDefinition fact, string unit, IReadOnlyList<string> choices) => fact.Type switch
    {
        FactType.Boolean => "是",
        FactType.Date => "2015-05-18",
        FactType.Number or FactType.Integer => unit switch { "元" => "12450", "%" => "3.5", _ => "12" },
        _ => choices.Count > 0 ? choices[0] : "",
    };

    private sealed record TemplateColumn(string Heading, string Example, string Note, double Width, IReadOnlyList<string> Choices);
}
