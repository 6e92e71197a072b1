using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>Dates as notices and pages write them: 2024年3月14日, 2024-03-14, 2024.3.14, 二〇二四年三月十四日.</summary>
public static partial class NoticeDates
{
    /// <summary>The first date in a text.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The date, or null where there is none or it does not exist.</returns>
    public static DateOnly? Find(string text) => Match(text) is { } match ? Of(match) : null;

    internal static Match? Match(string text) => Day().Match(text) is { Success: true } match ? match : null;

    internal static IEnumerable<Match> All(string text) => Day().Matches(text);

    internal static DateOnly? Of(Match match)
    {
        var year = ChineseNumber.Parse(match.Groups["y"].Value);
        var month = ChineseNumber.Parse(match.Groups["m"].Value);
        var day = ChineseNumber.Parse(match.Groups["d"].Value);
        if (year is not (>= 1949 and <= 2100) || month is not (>= 1 and <= 12) || day is not >= 1) return null;
        return day <= DateTime.DaysInMonth((int)year, (int)month) ? new DateOnly((int)year, (int)month, (int)day) : null;
    }

    [GeneratedRegex(@"(?<y>(?:19|20)[0-9][0-9]|[一二][九〇零○][〇零○一二三四五六七八九]{2})\s*[年\-./]\s*(?<m>[0-9]{1,2}|[一二三四五六七八九十]{1,2})\s*[月\-./]\s*(?<d>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*日?")]
    private static partial Regex Day();
}
