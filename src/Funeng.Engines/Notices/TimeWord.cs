using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>The years a condition speaks of: 上年度, 近两年平均, 连续三年.</summary>
/// <param name="Offset">One year, counted from the application year: −1 is 上年度; null where none is named.</param>
/// <param name="Years">Length of a stretch of years up to 上年度; 0 or 1 for a single year.</param>
/// <param name="Sum">How the years become one figure.</param>
internal sealed partial record TimeWord(int? Offset, int Years, Sum Sum)
{
    public static readonly TimeWord Unsaid = new(null, 0, Sum.None);

    /// <summary>Whether a stretch of years was named without saying how it is summed up.</summary>
    public bool IsOpen => Years > 1 && Sum == Sum.None;

    /// <summary>Reads the words around a quantity.</summary>
    /// <param name="before">The sentence up to the quantity.</param>
    /// <param name="around">The piece with quantity and number, for 均 and 合计.</param>
    /// <param name="year">Year of the notice; null when unknown.</param>
    public static TimeWord Read(string before, string around, int? year)
    {
        // 近两年盈利，且上年度净利润…: of several the one nearest to the quantity; of those that end together the longer one.
        return Said(before, around, year).OrderByDescending(said => said.End).Select(said => said.Time).FirstOrDefault() ?? Unsaid;
    }

    private static IEnumerable<(int End, TimeWord Time)> Said(string before, string around, int? year)
    {
        if (YearList().Matches(before) is [.., var list]) yield return (EndOf(list), OfList(list, around, year));
        if (Stretch().Matches(before) is [.., var stretch]) yield return (EndOf(stretch), new TimeWord(null, (int)ChineseNumber.Parse(stretch.Groups["n"].Value)!.Value, SumOf(around)));
        if (NamedYear().Matches(before) is [.., var named])
            yield return (EndOf(named), year is { } own && own - Number(named.Groups["y"].Value) is >= 0 and <= 3 and var back ? new TimeWord(-back, 1, Sum.None) : new TimeWord(-99, 1, Sum.None));
        if (YearBefore().Matches(before) is [.., var second]) yield return (EndOf(second), new TimeWord(-2, 1, Sum.None));
        if (LastYear().Matches(before) is [.., var last]) yield return (EndOf(last), new TimeWord(-1, 1, Sum.None));
        if (ThisYear().Matches(before) is [.., var current]) yield return (EndOf(current), new TimeWord(0, 1, Sum.None));
        // 次年 of a year named before is none that the catalogue can say.
        if (Following().Matches(before) is [.., var next]) yield return (EndOf(next), new TimeWord(-99, 1, Sum.None));
    }

    private static int EndOf(Match match) => match.Index + match.Length;

    // 2022—2024年 and 2024年度和2023年度: a stretch that ends with the year before the notice; any other the catalogue cannot say.
    private static TimeWord OfList(Match list, string around, int? year)
    {
        var (one, other) = (Number(list.Groups["a"].Value), Number(list.Groups["b"].Value));
        var (first, last) = (Math.Min(one, other), Math.Max(one, other));
        return last == year - 1 && last - first is >= 1 and <= 3 ? new TimeWord(null, last - first + 1, SumOf(around)) : new TimeWord(-99, 1, Sum.None);
    }

    private static int Number(string digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);

    // The word that stands last decides: 均为正且累计不低于. 总额 is part of many names and decides only where nothing else does.
    private static Sum SumOf(string around) => Summing().Matches(around) is [.., var last]
        ? last.Groups["each"].Success ? Sum.Each : last.Groups["average"].Success ? Sum.Average : Sum.Total
        : around.Contains("总额", StringComparison.Ordinal) ? Sum.Total : Sum.None;

    [GeneratedRegex("(?:最近|近|前|连续|过去|之前|上)(?<n>[2-5二两三四五])个?(?:完整)?(?:会计|纳税|自然)?年度?")]
    private static partial Regex Stretch();

    [GeneratedRegex("(?<y>20[0-9][0-9])年度?(?![0-9]{0,2}月)")]
    private static partial Regex NamedYear();

    [GeneratedRegex("(?<a>20[0-9][0-9])(?:年度?)?(?:-|－|—|–|~|～|至|到|和|、|及|与)(?<b>20[0-9][0-9])年度?(?![0-9]{0,2}月)")]
    private static partial Regex YearList();

    [GeneratedRegex("次年|第二年|下一年|翌年|后一年")]
    private static partial Regex Following();

    [GeneratedRegex("前年|上上年")]
    private static partial Regex YearBefore();

    [GeneratedRegex("上年|上一年|上一(?:个)?(?:完整)?(?:会计|纳税|自然)?年度|去年|前一年|前1年|最近一(?:个)?(?:完整)?(?:会计|纳税)?年|最近1(?:个)?(?:会计)?年|近一年|近1年")]
    private static partial Regex LastYear();

    [GeneratedRegex("本年度|当年|今年|本年")]
    private static partial Regex ThisYear();

    [GeneratedRegex("(?<average>平均值?|(?<![一二两三四五六1-6个])年均|均值)|(?<total>累计|合计|总和|之和|总计)|(?<each>每年|(?<!亩|人|户)均|各年|每个|逐年|连续|分别|都)")]
    private static partial Regex Summing();
}
