using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>
/// Finds numbers that bound something: 不低于5000万元, 3%以上, 1亿元（含）至5亿元. By the Civil Code (民法典第一千二百五十九条) 以上, 以下, 以内 and 届满
/// include the number, 不满, 超过 and 以外 do not; a bracket 不含 or 含 says otherwise.
/// </summary>
internal static partial class BoundScanner
{
    private const string Number = @"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|[零〇○一二两三四五六七八九十百千]+|半)";
    private const string Unit = @"(?:亿美元|万美元|美元|亿元|千万元|百万元|万元|千元|亿|万|元|%|成(?![员立果本交熟])|个百分点|人|名|位|周年|年|个完整会计年度|个会计年度|个月|个日历天|个自然日|项|件|个|分|平方米|日历天|天|日|级|次|倍|股|吨标准煤|吨标煤)";
    private const string Mark = @"(?:\((?:不)?含(?:[本该此]数|[0-9零一二两三四五六七八九十百千万亿.]+[^)，,、]{0,4})?\)|\((?:不)?含[^)，,、]{1,8}[，,、](?:不)?含[^)]{1,8}\)|含本数)";

    public static List<Bound> Find(string text)
    {
        var found = new List<Bound>();
        foreach (Match match in Range().Matches(text))
        {
            if (Between(match) is { } bound) found.Add(bound);
        }

        foreach (Match match in Single().Matches(text))
        {
            if (!found.Exists(known => match.Index < known.End && match.Index + match.Length > known.Start) && OneSided(match) is { } bound) found.Add(bound);
        }

        return [.. found.OrderBy(bound => bound.Start)];
    }

    private static Bound? Between(Match match)
    {
        var unit = match.Groups["u2"].Value;
        var first = match.Groups["u1"].Success ? match.Groups["u1"].Value : unit;
        if (Quantity(match.Groups["a"].Value, first) is not { } low || Quantity(match.Groups["b"].Value, unit) is not { } high || low.Value > high.Value) return null;
        var post = match.Groups["post"].Value;
        // Behind 之间 a bracket speaks of both ends, elsewhere of the number it follows.
        var (both, behind) = (post is "之间" or "的区间", match.Groups["m3"].Value.Contains('不'));
        if (EachEnd().Match(match.Groups["m2"].Value + match.Groups["m3"].Value) is { Success: true } ends)
            return new Bound(match.Index, match.Index + match.Length, low with { IsIncluded = !ends.Groups["low"].Success }, high with { IsIncluded = !ends.Groups["high"].Success }, UnitOf(unit));
        return new Bound(match.Index, match.Index + match.Length,
            low with { IsIncluded = !match.Groups["m1"].Value.Contains('不') && !(both && behind) },
            high with { IsIncluded = !match.Groups["m2"].Value.Contains('不') && !behind && post != "之下" }, UnitOf(unit));
    }

    private static Bound? OneSided(Match match)
    {
        var percent = match.Groups["pct"].Success;
        if (Quantity(percent ? match.Groups["p"].Value : match.Groups["n"].Value, percent ? "%" : match.Groups["u"].Value) is not { } limit) return null;
        var (pre, post, mark) = (match.Groups["pre"].Value, match.Groups["post"].Value, match.Groups["mark"].Value + match.Groups["mark2"].Value);
        var side = SideOf(pre, post);
        if (side == 0) return null;
        var included = mark.StartsWith("(不含", StringComparison.Ordinal) ? false : mark.Contains('含') || Math.Abs(side) == 1;
        limit = limit with { IsIncluded = included };
        var unit = percent ? "%" : UnitOf(match.Groups["u"].Value);
        return new Bound(match.Index, match.Index + match.Length, side > 0 ? limit : null, side < 0 ? limit : null, unit);
    }

    // 1: at least, 2: more than, −1: at most, −2: less than, 0: no bound.
    private static int SideOf(string pre, string post) => (pre, post) switch
    {
        _ when NotLess().IsMatch(pre) => 1,
        _ when Less().IsMatch(pre) => -2,
        _ when AtMost().IsMatch(pre) => -1,
        _ when AtLeast().IsMatch(pre) => 1,
        _ when More().IsMatch(pre) => 2,
        _ when post.EndsWith("以上", StringComparison.Ordinal) || post is "之上" or "起" => 1,
        _ when post.EndsWith("以下", StringComparison.Ordinal) || post.EndsWith('内') => -1,
        _ => 0,
    };

    private static Limit? Quantity(string number, string unit) =>
        ChineseNumber.Parse(number) is { } value ? new Limit(value, ScaleOf(unit), true) : null;

    private static decimal ScaleOf(string unit) => unit is "千万元" ? 10_000_000 : unit is "成" ? 10 : unit[0] switch
    {
        '亿' => 100_000_000,
        '万' => 10_000,
        '千' => 1000,
        '百' => 1_000_000,
        _ => 1,
    };

    private static string UnitOf(string unit) => unit switch
    {
        "亿元" or "千万元" or "万元" or "千元" or "百万元" or "亿" or "万" or "元" => "元",
        // No fact is kept in dollars: such a bound finds no quantity and is named as not read.
        "亿美元" or "万美元" or "美元" => "美元",
        "成" => "%",
        "名" or "位" => "人",
        "件" or "个" => "项",
        "周年" => "年",
        "个月" => "月",
        "个完整会计年度" or "个会计年度" => "会计年度",
        "日" or "个日历天" or "个自然日" or "日历天" => "天",
        "个百分点" => "%",
        "吨标煤" => "吨标准煤",
        _ => unit,
    };

    [GeneratedRegex(@"(?:在|为|介于)?(?<a>" + Number + @")(?<u1>" + Unit + @")?(?:以上|之上)?(?<m1>" + Mark + @")?(?:至|到|-|－|—|–|~|～|和|与)(?<b>" + Number + @")(?<u2>" + Unit + @")(?<m2>" + Mark + @")?(?<post>之间|以内|以下|之下|的区间)?(?<m3>" + Mark + @")?")]
    private static partial Regex Range();

    [GeneratedRegex(@"(?<pre>(?:应|须|需|要|必须|应当|均|都|已|已经|原则上|一般)*(?:不得低于|不得少于|不低于|不少于|不小于|不应低于|不能低于|大于等于|大于或等于|高于或等于|≥|>=|≧|至少(?:达到|达|有|为|拥有)?|最低(?:为|达到)?|达到或超过|达到|达|已满|届满|满|不(?:得|能|应|可|宜)?超过?|未超过?|没有超过?|超过|超出|超|大于|高于|多于|突破|>|不高于|不大于|不多于|不得高于|不得多于|不得大于|小于等于|小于或等于|低于或等于|≤|<=|≦|最多|低于|小于|少于|不足|不到|不满|未满|未达到|未达|<))?\s*(?:人民币)?(?:(?<pct>百分之)(?<p>[零〇○一二两三四五六七八九十百]+)|(?<n>" + Number + @")\s*(?<u>" + Unit + @"))(?<mark>" + Mark + @")?(?:人民币)?(?<post>及以上|或以上|及其以上|以上|之上|及以下|或以下|以下|以内|之内|内|起)?(?<mark2>" + Mark + @")?")]
    private static partial Regex Single();

    // (含2亿元，不含10亿元): each end by itself.
    [GeneratedRegex("^\\((?<low>不)?含[^)，,、]{1,8}[，,、](?<high>不)?含[^)]{1,8}\\)")]
    private static partial Regex EachEnd();

    [GeneratedRegex("(?:不低于|不小于|不少于|不得低于|不得少于|不应低于|不能低于)$")]
    private static partial Regex NotLess();

    [GeneratedRegex("(?:低于|小于|少于|不足|不到|不满|未满|未达到?|<)$")]
    private static partial Regex Less();

    [GeneratedRegex("(?:(?:不(?:得|能|应|可|宜)?|未|没有)超过?|不高于|不大于|不多于|不得高于|不得多于|不得大于|小于等于|小于或等于|低于或等于|≤|<=|≦|最多)$")]
    private static partial Regex AtMost();

    [GeneratedRegex("(?:大于等于|大于或等于|高于或等于|≥|>=|≧|至少(?:达到|达|有|为|拥有)?|最低(?:为|达到)?|达到或超过|达到|达|满)$")]
    private static partial Regex AtLeast();

    [GeneratedRegex("(?:超过|超出|超|大于|高于|多于|突破|>)$")]
    private static partial Regex More();
}
