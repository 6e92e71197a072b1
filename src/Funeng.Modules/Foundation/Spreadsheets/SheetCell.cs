using System.Globalization;

namespace Funeng.Modules.Foundation.Spreadsheets;

public enum CellKind : byte
{
    Empty,
    Text,
    Number,
    Date,
    Boolean,
    Error,
}

/// <summary>One cell as the file holds it. A number keeps its number format, because 0.03 shown as 3% means 3 per cent.</summary>
public readonly record struct SheetCell
{
    private readonly string? text;
    private readonly double number;

    private SheetCell(CellKind kind, string? text, double number)
    {
        Kind = kind;
        this.text = text;
        this.number = number;
    }

    public static SheetCell Empty => default;

    public CellKind Kind { get; }

    public bool IsEmpty => Kind == CellKind.Empty;

    public double Number => number;

    public DateTime Date => Kind == CellKind.Date ? DateTime.FromOADate(number) : throw new InvalidOperationException("Not a date cell.");

    public bool Boolean => number != 0;

    /// <summary>The Excel number format of a number cell, or null when it has none.</summary>
    public string? Format => Kind == CellKind.Number ? text : null;

    public bool IsPercent => Kind == CellKind.Number && text is not null && text.Contains('%', StringComparison.Ordinal);

    /// <summary>What a person would type to get this cell again.</summary>
    public string Text => Kind switch
    {
        CellKind.Text or CellKind.Error => text ?? "",
        CellKind.Number when IsPercent => PlainNumber(number * 100) + "%",
        CellKind.Number => PlainNumber(number),
        CellKind.Date => DateText(Date),
        CellKind.Boolean => Boolean ? "是" : "否",
        _ => "",
    };

    public static SheetCell OfText(string text) => ChineseText.WithoutStray(text) is { Length: > 0 } sound ? new(CellKind.Text, sound, 0) : default;

    public static SheetCell OfNumber(double number, string? format = null) => new(CellKind.Number, format, number);

    public static SheetCell OfDate(DateTime date) => new(CellKind.Date, null, date.ToOADate());

    public static SheetCell OfBoolean(bool value) => new(CellKind.Boolean, null, value ? 1 : 0);

    public static SheetCell OfError(string text) => new(CellKind.Error, text, 0);

    public override string ToString() => Text;

    private static string PlainNumber(double value)
    {
        // Fifteen digits are what Excel itself keeps: 0.07 * 100 must read 7, not 7.000000000000001.
        var rounded = double.Parse(value.ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Math.Abs(rounded) is < 1e27 and > 1e-20 || rounded == 0
            ? ((decimal)rounded).ToString("0.####################", CultureInfo.InvariantCulture)
            : rounded.ToString("R", CultureInfo.InvariantCulture);
    }

    private static string DateText(DateTime date) =>
        date.TimeOfDay == TimeSpan.Zero
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : date.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
