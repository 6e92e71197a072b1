using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>
/// Several thresholds with an award each: 首次突破1亿元、5亿元、10亿元的，分别奖励20万元、50万元、100万元. Whoever reaches the lowest is concerned; which
/// of them decides how much.
/// </summary>
/// <param name="Start">Where the thresholds begin in the sentence.</param>
/// <param name="End">Where they end.</param>
/// <param name="Steps">From the lowest: the threshold as written and what is given from it on.</param>
internal sealed partial record Tiers(int Start, int End, IReadOnlyList<TierStep> Steps)
{
    private const string Number = "(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\\.[0-9]+)?|[0-9]+(?:\\.[0-9]+)?|[一二三四五六七八九十百千两]+)";
    private const string Unit = "(?:亿元|万元|元|亿|万|人|名|%|项|件|个)";
    private const string List = Number + Unit + "?(?:[、,，和及]" + Number + Unit + "?)*(?:[、,，和及]" + Number + Unit + ")";

    private bool IsInTurn { get; init; }

    /// <summary>Whether a threshold has to be passed, not only reached.</summary>
    public bool IsAbove { get; private init; }

    /// <summary>The tiers of a sentence; null where the numbers of thresholds and of awards are not the same, or their units differ.</summary>
    public static Tiers? Find(string text)
    {
        if (Form().Match(text) is not { Success: true } match) return InTurn(text);
        var (thresholds, awards) = (Quantities(match.Groups["at"].Value), Quantities(match.Groups["gives"].Value));
        if (thresholds.Count < 2 || thresholds.Count != awards.Count || awards.Exists(award => award.Unit != "元") || thresholds.Exists(one => one.Unit != thresholds[0].Unit)) return null;
        return new Tiers(match.Groups["at"].Index, match.Groups["at"].Index + match.Groups["at"].Length,
            [.. thresholds.Zip(awards, (at, award) => new TierStep(at.Text, at.Limit, at.Unit, award.Limit)).OrderBy(step => step.At.Value)]);
    }

    // 1亿元至5亿元的奖励20万元；5亿元以上的奖励50万元: each threshold with its own award, from the lowest up.
    private static Tiers? InTurn(string text)
    {
        var pairs = Near(text);
        if (pairs.Count < 2) return null;
        var steps = pairs.ConvertAll(Step);
        if (steps.Contains(null) || !IsRising(steps) || !IsOfOneFigure(text, pairs) || !AreJoined(pairs, steps)) return null;
        var start = pairs[0].Groups["at"].Index;
        return new Tiers(start, pairs[^1].Index + pairs[^1].Length, [.. steps.Select(step => step!)]) { IsInTurn = true, IsAbove = pairs.TrueForAll(pair => pair.Groups["above"].Success) };
    }

    /// <summary>
    /// Whether thresholds follow each other with an award each and are no steps all the same: of two figures, with a gap between them, or with an end
    /// above which nothing is said.
    /// </summary>
    public static bool AreUnclear(string text)
    {
        var pairs = Near(text);
        if (pairs.Count < 2) return false;
        var steps = pairs.ConvertAll(Step);
        return !steps.Contains(null) && (!IsOfOneFigure(text, pairs) || (IsRising(steps) && !AreJoined(pairs, steps)));
    }

    // The figure is named once, or again in the same words: 营业收入突破1亿元的奖励20万元，出口额突破2亿元的奖励50万元 are two of them.
    private static bool IsOfOneFigure(string text, List<Match> pairs)
    {
        var named = Around().Replace(text[..pairs[0].Index], "");
        return pairs.Zip(pairs.Skip(1)).All(two => named.EndsWith(Around().Replace(text[(two.First.Index + two.First.Length)..two.Second.Index], ""), StringComparison.Ordinal));
    }

    // Each ends where the next begins, and the last has no end.
    private static bool AreJoined(List<Match> pairs, List<TierStep?> steps) =>
        !pairs[^1].Groups["to"].Success && pairs.Zip(steps.Skip(1)).All(two => !two.First.Groups["to"].Success || Quantities(two.First.Groups["to"].Value) is [var to] && to.Limit.Value == two.Second!.At.Value);

    private static bool IsRising(List<TierStep?> steps) => steps.Zip(steps.Skip(1)).All(two => two.First!.At.Value < two.Second!.At.Value);

    private static List<Match> Near(string text)
    {
        var pairs = Pair().Matches(text).ToList();
        return pairs.Zip(pairs.Skip(1)).Any(two => two.Second.Index - two.First.Index - two.First.Length > 12) ? [] : pairs;
    }

    private static TierStep? Step(Match pair) =>
        Quantities(pair.Groups["at"].Value) is [var at] && Quantities(pair.Groups["gives"].Value) is [var gives] ? new TierStep(at.Text, at.Limit, at.Unit, gives.Limit) : null;

    /// <summary>The sentence with the lowest threshold alone, every sign else at its place.</summary>
    public string Lowest(string text)
    {
        var lowest = Steps[0].Text + (IsInTurn && !IsAbove ? "以上" : "");
        return string.Concat(text.AsSpan(0, Start), lowest, new string('□', End - Start - lowest.Length), text.AsSpan(End));
    }

    /// <summary>The amount over a fact: <c>if x &gt;= 10 then … else if x &gt;= 5 then … else …</c>.</summary>
    public string Feel(string fact, string sign) => string.Concat(Steps.Skip(1).Reverse().Select(step => $"if {fact} {sign} {step.At.Feel(step.Unit)} then {step.Gives.Feel("元")} else ")) + Steps[0].Gives.Feel("元");

    // In 1、5、10亿元 the unit stands once for all.
    private static List<(string Text, Limit Limit, string Unit)> Quantities(string list)
    {
        var found = new List<(string, Limit, string)>();
        var unit = "";
        foreach (var match in Item().Matches(list).Reverse())
        {
            var (number, written) = (match.Groups["n"].Value, match.Groups["u"].Value);
            if (written.Length > 0) unit = written;
            if (ChineseNumber.Parse(number) is not { } value) return [];
            var scale = unit[0] == '亿' ? 100_000_000 : unit[0] == '万' ? 10_000 : 1;
            found.Insert(0, (number + unit, new Limit(value, scale, true), unit is "亿元" or "万元" or "元" or "亿" or "万" ? "元" : unit is "名" ? "人" : unit is "件" or "个" ? "项" : unit));
        }

        return found.Exists(one => one.Item1.Length > list.Length) ? [] : found;
    }

    [GeneratedRegex("(?<at>" + List + ")(?:以上|\\(含\\))?的?[^。；0-9]{0,30}分别(?:[^0-9。；一二三四五六七八九十百]|一次性){0,20}(?<gives>" + List + ")")]
    private static partial Regex Form();

    [GeneratedRegex("(?<above>超过|突破)?(?<at>" + Number + "(?:亿元|万元))(?:\\((?:含|不含)\\))?(?:(?:以上)?[至到—–~-](?<to>" + Number + "(?:亿元|万元))(?:\\((?:含|不含)\\))?(?:之间|以内|以下)?|以上|及以上)?(?:\\((?:含|不含)\\))?的?(?:企业)?[，、]?(?:一次性)?(?:给予|奖励|补助)(?:企业)?(?:一次性)?(?<gives>" + Number + "(?:亿元|万元|元))(?:一次性)?(?:的)?(?:奖励|补助)?")]
    private static partial Regex Pair();

    [GeneratedRegex("[，；、。：:;,()]|对|年度?|企业|首次|其中|达到|达|在|为|的|再|且|并|一次性|给予|奖励|补助|实现|超过|突破|不低于|不少于|元|上(?:一)?年|[一二三四五六七八九]档")]
    private static partial Regex Around();

    [GeneratedRegex("(?<n>" + Number + ")(?<u>" + Unit + ")?")]
    private static partial Regex Item();
}

/// <param name="Text">The threshold as written, with its unit.</param>
internal sealed record TierStep(string Text, Limit At, string Unit, Limit Gives);
