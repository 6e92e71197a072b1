using System.Globalization;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>How a written cell looks. The order is that of the styles in the workbook's style sheet.</summary>
public enum CellStyle
{
    Plain,
    Header,
    Bad,
    Note,
    Title,
    Whole,
    TwoDigits,
    Percent,
    Date,
    Example,
    Doubt,
}

/// <summary>A cell to be written, to .xlsx and .csv alike. Text is always text: it never becomes a formula.</summary>
public readonly record struct SheetValue
{
    private SheetValue(string? text, decimal? number, DateOnly? date, CellStyle style)
    {
        TextValue = text;
        NumberValue = number;
        DateValue = date;
        Style = style;
    }

    public static SheetValue Empty => default;

    public string? TextValue { get; }

    public decimal? NumberValue { get; }

    public DateOnly? DateValue { get; }

    public CellStyle Style { get; }

    public static SheetValue Text(string? text, CellStyle style = CellStyle.Plain) =>
        new(string.IsNullOrEmpty(text) ? null : text, null, null, style);

    public static SheetValue Number(decimal? number, CellStyle style = CellStyle.Plain) => new(null, number, null, style);

    public static SheetValue Date(DateOnly? date, CellStyle style = CellStyle.Date) => new(null, null, date, style);

    /// <summary>A cell read from a file, to be handed back as it was.</summary>
    public static SheetValue Of(SheetCell cell, CellStyle style = CellStyle.Plain) => cell.Kind switch
    {
        CellKind.Number when cell.IsPercent || Math.Abs(cell.Number) > 1e20 => Text(cell.Text, style),
        CellKind.Number => Number(decimal.Parse(cell.Text, NumberStyles.Float, CultureInfo.InvariantCulture), style),
        _ => Text(cell.Text, style),
    };

    /// <summary>The text of the cell as a .csv shows it, formatted as the workbook would.</summary>
    public string ShownText() => (NumberValue, DateValue) switch
    {
        ({ } number, _) => Style switch
        {
            CellStyle.Whole => number.ToString("#,0", CultureInfo.InvariantCulture),
            CellStyle.TwoDigits => number.ToString("#,0.00", CultureInfo.InvariantCulture),
            CellStyle.Percent => number.ToString("0.0", CultureInfo.InvariantCulture) + "%",
            _ => number.ToString(CultureInfo.InvariantCulture),
        },
        (_, { } date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => TextValue ?? "",
    };
}

/// <summary>A list of choices offered in a column.</summary>
/// <param name="Column">Column, from zero.</param>
/// <param name="FirstRow">First row offered in, from zero.</param>
/// <param name="LastRow">Last row offered in, from zero.</param>
/// <param name="Choices">What may be chosen.</param>
public sealed record DropDown(int Column, int FirstRow, int LastRow, IReadOnlyList<string> Choices);

public sealed record SheetLayout(string Name, IReadOnlyList<double> Widths)
{
    public int FrozenRows { get; init; } = 1;

    public int FrozenColumns { get; init; }

    public bool IsHidden { get; init; }

    public IReadOnlyList<DropDown> DropDowns { get; init; } = [];
}
