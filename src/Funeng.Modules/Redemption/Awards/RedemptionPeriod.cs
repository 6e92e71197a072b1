using System.Text.RegularExpressions;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Policies;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>
/// 所属期, in the one form there is of it: a year, or a half or quarter of one. It is part of what makes an award unique, so that "2026年" and
/// full-width digits must not be other periods than 2026.
/// </summary>
public static partial class RedemptionPeriod
{
    public const string Hint = "所属期写年份，或年份加上半年、下半年、第一季度到第四季度，如 2026、2026上半年";

    /// <summary>The period of what is given once and belongs to no year.</summary>
    public const string Once = "一次";

    /// <returns>The one form; null when it is no period of this benefit.</returns>
    public static string? Read(string text, Benefit benefit)
    {
        var plain = string.Concat(ChineseText.HalfWidth(text).Where(letter => !char.IsWhiteSpace(letter)));
        if (plain == Once) return benefit.IsOnce || benefit.EveryYears is not null ? Once : null;
        var match = Form().Match(plain);
        return match.Success ? match.Groups[1].Value + match.Groups[2].Value : null;
    }

    /// <summary>Whether two awards are for the same time: what is given once belongs to none.</summary>
    public static bool IsSame(string one, string other) => one == other && one != Once;

    /// <summary>Whether two different periods have days in common.</summary>
    public static bool Overlap(string one, string other)
    {
        var ((year, from, to), (otherYear, otherFrom, otherTo)) = (Months(one), Months(other));
        return year == otherYear && from <= otherTo && otherFrom <= to;
    }

    private static (string Year, int From, int To) Months(string period) => period.Length <= 4 ? (period, 1, 12) : period[4..] switch
    {
        "上半年" => (period[..4], 1, 6),
        "下半年" => (period[..4], 7, 12),
        "第一季度" => (period[..4], 1, 3),
        "第二季度" => (period[..4], 4, 6),
        "第三季度" => (period[..4], 7, 9),
        "第四季度" => (period[..4], 10, 12),
        _ => (period[..4], 1, 12),
    };

    [GeneratedRegex("^(20[0-9]{2})年?度?(上半年|下半年|第[一二三四]季度)?$")]
    private static partial Regex Form();
}
