using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Projects.Import;

/// <summary>Plans and what was done of them, by year and by month: they have to add up.</summary>
internal sealed partial class LedgerRowReader
{
    private void CheckPlan(decimal? plan, Dictionary<int, decimal> targets, int year)
    {
        if (plan is { } whole && targets.Count == 12 && targets.Values.Sum() != whole)
            problems.Add($"12 个月的计划合计 {Fmt.Wan(targets.Values.Sum())} 万元，与年度计划 {Fmt.Wan(whole)} 万元不等。");
        if (targets.Count is > 0 and < 12 && plan is null)
            problems.Add($"只有 {targets.Count} 个月的计划，也没有年度计划。请填年度计划，或补齐 12 个月。");
        if (targets.Count < 12 && plan < targets.Values.Sum())
            problems.Add($"{targets.Count} 个月的计划合计 {Fmt.Wan(targets.Values.Sum())} 万元，超过年度计划 {Fmt.Wan(plan)} 万元。");
        if (plan is null && targets.Count == 12)
            facts.Add((ProjectFacts.Plan, new Period(year), FeelValue.From(targets.Values.Sum())));
    }

    private decimal? Amount(string field, string key, int year)
    {
        if (columns.FirstOrDefault(column => column.Field == field) is not { } column || Yuan(column) is not { } yuan) return null;
        facts.Add((key, new Period(year), FeelValue.From(yuan)));
        return yuan;
    }

    private Dictionary<int, decimal> Months(string field)
    {
        var months = new Dictionary<int, decimal>();
        foreach (var column in columns.Where(column => column.Field == field))
        {
            if (Yuan(column) is { } yuan) months[column.Month] = yuan;
        }

        return months;
    }

    /// <summary>What was done month by month must be over and add up to what was done in the year so far; without that sum it is the sum.</summary>
    private Dictionary<int, decimal> DoneByMonth(int year)
    {
        var months = Months(LedgerColumn.MonthDone);
        var said = Amount("done", ProjectFacts.Done, year);
        if (months.Count == 0) return months;
        var (last, sum) = (months.Keys.Max(), months.Values.Sum());
        if (new DateOnly(year, last, 1) > today) problems.Add($"{last} 月还没有到，不能有完成额。");
        else if (months.Count < last) problems.Add($"1 至 {last} 月里只有 {months.Count} 个月的完成额。没有完成的月份请填 0。");
        else if (said is { } whole && whole != sum) problems.Add($"各月完成额合计 {Fmt.Wan(sum)} 万元，与本年完成投资 {Fmt.Wan(whole)} 万元不等。");
        else if (said is null) facts.Add((ProjectFacts.Done, new Period(year), FeelValue.From(sum)));
        return months;
    }

    private decimal? Yuan(LedgerColumn column)
    {
        var cell = sheet[row, column.Index];
        if (column.Unit is null && IsBareNumber(cell))
        {
            problems.Add($"“{column.Heading}”没有写明单位。请在表头写万元或亿元。");
            return null;
        }

        var reading = NumberCell.Read(cell, "元", column.Unit);
        if (reading.Problem is { } problem) problems.Add($"{column.Heading}：{problem}");
        else if (reading.Value is < 0 or > 1e13m) problems.Add($"{column.Heading}：应在 0 到 10 万亿元之间。");
        return reading.Problem is null ? reading.Value : null;
    }

    // In a .csv every cell is text: what counts is whether it says 万元 or 亿 itself.
    private static bool IsBareNumber(SheetCell cell) => cell.Kind == CellKind.Number || (cell.Kind == CellKind.Text && cell.Text.IndexOfAny(['元', '万', '亿']) < 0 && cell.Text.Any(char.IsDigit));
}
