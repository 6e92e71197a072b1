using System.Globalization;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Registry.Browse;

/// <summary>The columns of the list as the page and the exports show them: one definition, so that they cannot differ.</summary>
public sealed class EnterpriseTable(RegionTree regions, IndustryTree industries, CityProfile city)
{
    /// <summary>The columns chosen, or the usual ones; what stands below another column comes with it.</summary>
    public IReadOnlyList<TableColumn> Columns(IReadOnlyList<IEnterpriseColumn> added, IReadOnlyList<string> chosen)
    {
        var all = Columns(added);
        bool IsShown(TableColumn column) => chosen.Count == 0 ? column.IsUsual : column.Key == "name" || chosen.Contains(column.Key);
        return [.. all.Where(column => IsShown(all.FirstOrDefault(other => other.Key == column.Below) ?? column))];
    }

    public IReadOnlyList<TableColumn> Columns(IReadOnlyList<IEnterpriseColumn> added) =>
    [
        new("name", "企业名称", false, row => SheetValue.Text(row.Name)) { Sort = "name", Width = 34 },
        new("code", "统一社会信用代码", false, row => SheetValue.Text(row.Code)) { Width = 22, Below = "name" },
        new("region", "所在地", false, row => SheetValue.Text(regions.Name(row.Region))) { Sort = "region", Width = 18 },
        new("zone", "功能区", false, row => SheetValue.Text(regions.Find(row.Zone)?.ShortName)) { Width = 10, Below = "region" },
        new("industry", "行业", false, row => SheetValue.Text(industries.Name(row.Industry))) { Sort = "industry", Width = 24, IsMinor = true, IsCut = true },
        new("revenue", "营业收入（万元）", true, row => SheetValue.Number(row.Revenue is { } yuan ? decimal.Round(yuan / 10_000m, 2) : null, CellStyle.TwoDigits))
            { Sort = "revenue", Width = 16 },
        new("revenueYear", "收入年度", true, row => SheetValue.Number(row.RevenueYear)) { Width = 10, Below = "revenue", BelowFormat = "{0} 年" },
        new("employees", "职工（人）", true, row => SheetValue.Number(row.Employees, CellStyle.Whole)) { Sort = "employees", Width = 11 },
        .. added.Select(column => new TableColumn(column.Key, column.Title, column.IsNumber, _ => SheetValue.Empty) { Added = column, Width = 18, IsCut = !column.IsNumber }),
        new("founded", "成立日期", false, row => SheetValue.Date(row.FoundedOn)) { Sort = "founded", Width = 12, IsMinor = true, IsUsual = false },
        new("changed", "更新", false, row => SheetValue.Date(DateOnly.FromDateTime(city.Local(row.ChangedAt).DateTime))) { Sort = "changed", Width = 12, IsMinor = true },
    ];

    /// <summary>The text of a cell on the page; what is missing is "—".</summary>
    public static string Shown(TableColumn column, Organization row, EnterpriseList list)
    {
        var text = Value(column, row, list).ShownText();
        return text.Length == 0 ? Fmt.Missing : text;
    }

    public static SheetValue Value(TableColumn column, Organization row, EnterpriseList list)
    {
        if (column.Added is not { } added)
        {
            return column.Read(row);
        }

        if (!list.Cells[added.Key].TryGetValue(row.Id, out var cell))
        {
            return SheetValue.Empty;
        }

        return cell.Number is { } number ? SheetValue.Number(number) : SheetValue.Text(cell.Text);
    }

    public static string FileName(DateOnly today, string ending) => string.Create(CultureInfo.InvariantCulture, $"企业名录-{today:yyyyMMdd}.{ending}");
}

/// <summary>One column of the list.</summary>
public sealed record TableColumn(string Key, string Title, bool IsNumber, Func<Organization, SheetValue> Read)
{
    public string? Sort { get; init; }

    public double Width { get; init; } = 14;

    /// <summary>Hidden on phones.</summary>
    public bool IsMinor { get; init; }

    /// <summary>Shown in small below that column instead of in one of its own; the exports have it as a column.</summary>
    public string? Below { get; init; }

    public string BelowFormat { get; init; } = "{0}";

    /// <summary>Shown when the user has not chosen columns.</summary>
    public bool IsUsual { get; init; } = true;

    /// <summary>Words that may be long: cut off with an ellipsis on a desk, whole in a hint and in the exports.</summary>
    public bool IsCut { get; init; }

    public IEnterpriseColumn? Added { get; init; }
}
