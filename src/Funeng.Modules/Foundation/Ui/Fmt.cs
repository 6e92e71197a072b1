using System.Globalization;

namespace Funeng.Modules.Foundation.Ui;

/// <summary>How numbers, amounts and dates are written on pages. What is missing is "—", never 0.</summary>
public static class Fmt
{
    public const string Missing = "—";

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>12,345.6: as many digits as the number has, six at most.</summary>
    public static string Number(decimal? number) => number?.ToString("#,0.######", Culture) ?? Missing;

    public static string Number(long? number) => number?.ToString("#,0", Culture) ?? Missing;

    public static string Number(double? number, int digits) => number?.ToString("N" + digits.ToString(Culture), Culture) ?? Missing;

    public static string Number(decimal? number, int digits) => number?.ToString("N" + digits.ToString(Culture), Culture) ?? Missing;

    /// <summary>Yuan as 亿元 with two digits, without the unit (for columns that name it).</summary>
    public static string Yi(decimal? yuan) => Number(yuan / 100_000_000m, 2);

    /// <summary>Yuan as 万元 with up to two digits, without the unit.</summary>
    public static string Wan(decimal? yuan) => yuan is null ? Missing : (yuan.Value / 10_000m).ToString("#,0.##", Culture);

    /// <summary>Yuan with the unit that suits its size: 1.23 亿元, 456.7 万元, 890 元.</summary>
    public static string Money(decimal? yuan) => yuan switch
    {
        null => Missing,
        { } amount when Math.Abs(amount) >= 100_000_000m => Yi(amount) + " 亿元",
        { } amount when Math.Abs(amount) >= 10_000m => Wan(amount) + " 万元",
        { } amount => Number(amount) + " 元",
    };

    /// <summary>Percentage points as 12.3%.</summary>
    public static string Percent(decimal? points) => points is null ? Missing : points.Value.ToString("#,0.0", Culture) + "%";

    /// <summary>Growth in percentage points as ▲ 3.2% or ▼ 1.0%.</summary>
    public static string Growth(decimal? points) => points switch
    {
        null => Missing,
        > 0 => "▲ " + Percent(points),
        < 0 => "▼ " + Percent(-points),
        _ => "持平",
    };

    /// <summary>2026-11-20, for tables.</summary>
    public static string Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", Culture) ?? Missing;

    /// <summary>2026-11-20 08:00 on the clock the instant is given in.</summary>
    public static string Moment(DateTimeOffset? instant) => instant?.ToString("yyyy-MM-dd HH:mm", Culture) ?? Missing;

    /// <summary>11 月 20 日, for sentences.</summary>
    public static string Day(DateOnly date) => date.ToString("M 月 d 日", Culture);

    public static string Weekday(DateOnly date) => "星期" + "日一二三四五六"[(int)date.DayOfWeek];

    /// <summary>How a due date stands today: 超期 6 天, 今天到期, 3 天后.</summary>
    public static string Due(DateOnly due, DateOnly today) => (due.DayNumber - today.DayNumber) switch
    {
        < 0 and var days => $"超期 {-days} 天",
        0 => "今天到期",
        var days => $"{days} 天后",
    };

    /// <summary>The size of a file: 3.2 MB, 120 KB. A MB is 1,048,576 bytes wherever the product speaks of one.</summary>
    public static string Size(long bytes) => bytes >= 1 << 20 ? $"{Number(bytes / 1048576m, 1)} MB" : $"{Number(Math.Max(1L, bytes >> 10))} KB";

    /// <summary>An element id from any text: letters and digits stay, the rest becomes a hyphen.</summary>
    public static string Slug(string text) => string.Concat(text.Select(letter => char.IsLetterOrDigit(letter) ? letter : '-'));

    /// <summary>A coordinate or a length in an SVG or a style: always with a point.</summary>
    public static string Svg(double value) => value.ToString("0.##", Culture);
}
