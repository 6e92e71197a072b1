using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>Reads dates as people write them: <c>2026.5.18</c>, <c>20260518</c>, <c>2026年5月18日</c>, and Excel's day numbers.</summary>
public static partial class DateCell
{
    private const int LongestDate = 60;
    private const int FirstYear = 1900;
    private const int LastYear = 2100;

    public static CellReading<DateOnly> Read(SheetCell cell) => cell.Kind switch
    {
        CellKind.Empty => CellReading<DateOnly>.Nothing,
        CellKind.Date => Understood(DateOnly.FromDateTime(cell.Date)),
        CellKind.Number => ReadNumber(cell.Number, cell.Text),
        CellKind.Boolean or CellKind.Error => Refuse(cell.Text),
        _ => ReadText(cell.Text),
    };

    private static CellReading<DateOnly> ReadText(string raw)
    {
        if (raw.Length > LongestDate)
        {
            return Refuse(raw[..20] + "…");
        }

        var text = ChineseText.HalfWidth(raw).TrimStart('\'').Trim();
        if (MissingMarks.IsMissing(text))
        {
            return CellReading<DateOnly>.Nothing;
        }

        var arabic = WithArabicDigits(text);
        if (YearMonthDay().Match(arabic) is { Success: true } full)
        {
            return OfParts(raw, full);
        }

        if (Compact().Match(arabic) is { Success: true } compact)
        {
            return OfParts(raw, compact);
        }

        if (YearMonth().Match(arabic) is { Success: true } month)
        {
            return OfMonth(raw, month);
        }

        if (ShortYear().Match(arabic) is { Success: true } shortYear)
        {
            var year = int.Parse(shortYear.Groups[1].Value, CultureInfo.InvariantCulture);
            return CellReading<DateOnly>.Refuse(
                $"“{raw}”的年份只有两位。请写四位年份。", Proposal((year < 50 ? 2000 : 1900) + year, Part(shortYear, 2), Part(shortYear, 3)));
        }

        if (DayMonthYear().Match(arabic) is { Success: true } foreign)
        {
            return CellReading<DateOnly>.Refuse(
                $"“{raw}”分不清哪个是月、哪个是日。请按 2026-05-18 的写法填。", Proposal(Part(foreign, 3), Part(foreign, 1), Part(foreign, 2)));
        }

        return double.TryParse(arabic, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? ReadNumber(number, raw)
            : Refuse(raw);
    }

    private static CellReading<DateOnly> ReadNumber(double number, string raw)
    {
        if (number is >= 19000101 and <= 21001231 && number == Math.Floor(number))
        {
            return OfParts(raw, Compact().Match(number.ToString("0", CultureInfo.InvariantCulture)));
        }

        if (number is >= FirstYear and <= LastYear && number == Math.Floor(number))
        {
            return CellReading<DateOnly>.Refuse($"“{raw}”只有年份。请填到日，例如 {number:0}-05-18。");
        }

        // Day numbers from 1930 to 2100; smaller ones are more likely counts than dates.
        return number is > 10_959 and < 73_415
            ? Understood(DateOnly.FromDateTime(DateTime.FromOADate(number)))
            : Refuse(raw);
    }

    private static CellReading<DateOnly> OfParts(string raw, Match match)
    {
        var (year, month, day) = (Part(match, 1), Part(match, 2), Part(match, 3));
        if (year is < FirstYear or > LastYear)
        {
            return CellReading<DateOnly>.Refuse($"“{raw}”的年份是 {year}，应在 {FirstYear} 到 {LastYear} 之间。请核对。");
        }

        if (month is < 1 or > 12)
        {
            return CellReading<DateOnly>.Refuse($"“{raw}”的月份是 {month}，应为 1 到 12。请核对。", Proposal(year, day, month));
        }

        var days = DateTime.DaysInMonth(year, month);
        return day < 1 || day > days
            ? CellReading<DateOnly>.Refuse($"“{raw}”不存在：{year} 年 {month} 月只有 {days} 天。请核对。", Proposal(year, month, days))
            : Understood(new DateOnly(year, month, day));
    }

    private static CellReading<DateOnly> OfMonth(string raw, Match match) =>
        CellReading<DateOnly>.Refuse($"“{raw}”只到月份。请填到日。", Proposal(Part(match, 1), Part(match, 2), 1));

    private static CellReading<DateOnly> Understood(DateOnly date) =>
        CellReading<DateOnly>.Of(date, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static CellReading<DateOnly> Refuse(string raw) =>
        CellReading<DateOnly>.Refuse($"“{raw}”不是日期。请按 2026-05-18 的写法填。");

    private static string? Proposal(int year, int month, int day) =>
        year is >= FirstYear and <= LastYear && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;

    private static int Part(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    // 二〇二六年五月十八日: years are digit by digit, months and days may use 十.
    private static string WithArabicDigits(string text)
    {
        if (!text.Contains('年', StringComparison.Ordinal) || !text.Any(character => ChineseNumeral.Digit(character) is not null || character == '十'))
        {
            return text;
        }

        var result = new StringBuilder();
        foreach (Match run in ChineseRun().Matches(text))
        {
            result.Append(run.Groups[1].Value.Length switch
            {
                0 => "",
                4 => string.Concat(run.Groups[1].Value.Select(character => ChineseNumeral.Digit(character) ?? 0)),
                _ => ChineseNumeral.Parse(run.Groups[1].Value)?.ToString(CultureInfo.InvariantCulture) ?? "",
            });
            result.Append(run.Groups[2].Value);
        }

        return result.ToString();
    }

    [GeneratedRegex(@"^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$")]
    private static partial Regex YearMonthDay();

    [GeneratedRegex(@"^(\d{4})(\d{2})(\d{2})$")]
    private static partial Regex Compact();

    [GeneratedRegex(@"^(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?$")]
    private static partial Regex YearMonth();

    [GeneratedRegex(@"^(\d{2})[-./年](\d{1,2})[-./月](\d{1,2})日?$")]
    private static partial Regex ShortYear();

    [GeneratedRegex(@"^(\d{1,2})[-./](\d{1,2})[-./](\d{4})$")]
    private static partial Regex DayMonthYear();

    [GeneratedRegex(@"([〇零一二三四五六七八九十两]*)([^〇零一二三四五六七八九十两]*)")]
    private static partial Regex ChineseRun();
}
