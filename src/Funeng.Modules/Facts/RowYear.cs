using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Facts;

/// <summary>
/// The year a row speaks of, where the sheet has a column of years (年份) beside yearly figures. Without it such a figure would be filed
/// under a year nobody named.
/// </summary>
/// <param name="IsAsked">Whether the sheet has such a column.</param>
/// <param name="Year">The year; null when the cell is empty or no year.</param>
public readonly partial record struct RowYear(bool IsAsked, int? Year)
{
    private const int Earliest = 1990;

    // The application date.
    private DateOnly On { get; init; }

    /// <summary>The column whose cell is not understood, or does not go with the others of its row.</summary>
    public SheetColumn? Column { get; private init; }

    /// <summary>What is wrong with it and how to put it right, in Chinese.</summary>
    public string? Problem { get; private init; }

    /// <param name="plan">How the sheet was understood.</param>
    /// <param name="cell">The cell of a column of this row, perhaps corrected.</param>
    /// <param name="on">The application date: no figure is of a year after it.</param>
    public static RowYear Read(SheetPlan plan, Func<int, SheetCell> cell, DateOnly on)
    {
        if (plan.Find(ColumnKind.Year) is not { } column)
        {
            return default;
        }

        var named = plan.Columns.Where(other => other.Meaning.Kind == ColumnKind.Year && !cell(other.Index).IsEmpty).ToList();
        var years = named.Select(other => Parse(cell(other.Index).Text, on)).Distinct().ToList();
        var year = years is [var only] ? only : null;
        return new RowYear(true, year) { On = on, Column = named.FirstOrDefault() ?? column, Problem = Refuse(plan, named, cell, year, on) };
    }

    /// <summary>
    /// The meaning of a column in this row, with the row's year where the heading names none; null when that year is not known, or the
    /// heading speaks of another one.
    /// </summary>
    public ColumnMeaning? Date(ColumnMeaning meaning) =>
        !IsAsked ? meaning
        : !meaning.IsDatedByRow ? Year is { } asked && IsContradicted(meaning, asked, On) ? null : meaning
        : Year is { } year ? meaning with { Year = year } : null;

    private static string? Refuse(SheetPlan plan, List<SheetColumn> named, Func<int, SheetCell> cell, int? year, DateOnly on)
    {
        var filled = plan.Read.Where(column => !cell(column.Index).IsEmpty);
        if (year is { } known)
        {
            // 上年度营业收入 beside 2022: both say of which year it is, and not the same.
            return filled.FirstOrDefault(column => IsContradicted(column.Meaning, known, on)) is { } relative
                ? $"这一行是 {known} 年的，“{relative.Heading}”按申请日期却是 {relative.Meaning.FiledAs(on).Period} 年的。请在表头写明年份，或改用不带“上年度”等字样的表头。"
                : null;
        }

        return filled.FirstOrDefault(column => column.Meaning.IsDatedByRow) is not { } dated ? null
            : named.Count == 0 ? $"没有填年份，不知道“{dated.Heading}”是哪一年的。请填四位年份，例如 {on.Year - 1}。"
            : named.Count > 1 ? "这一行的几个年份列不一致，不知道是哪一年的数据。请只留一个年份列，其余设为“不导入”。"
            : $"“{cell(named[0].Index).Text.Trim()}”不是 {Earliest} 至 {on.Year} 之间的年份。请填四位年份，例如 {on.Year - 1}。";
    }

    // A row of the year of the application itself may well hold figures of last year.
    private static bool IsContradicted(ColumnMeaning meaning, int year, DateOnly on) => year != on.Year && IsOfAnotherYear(meaning, year, on);

    private static bool IsOfAnotherYear(ColumnMeaning meaning, int year, DateOnly on) =>
        meaning is { Year: null, Fact.Origin: FactOrigin.View } && meaning.FiledAs(on).Period != new Period(year);

    private static int? Parse(string text, DateOnly on) =>
        YearText().Match(ChineseText.HalfWidth(text).Trim()) is { Success: true } match
            && int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) is var year && year >= Earliest && year <= on.Year ? year : null;

    [GeneratedRegex(@"^([0-9]{4})(?:\.0+)?\s*(?:年|年度|年末)?$")]
    private static partial Regex YearText();
}
