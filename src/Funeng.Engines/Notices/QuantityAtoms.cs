using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>Pairs each number with the quantity it bounds.</summary>
internal sealed partial class QuantityAtoms(MetricBook metrics)
{
    private const int FarthestBefore = 32;
    private const int FarthestBehind = 14;

    public IEnumerable<Atom> Find(string text, int? year)
    {
        var mentions = metrics.Find(text);
        if (mentions.Count == 0) yield break;
        Paired? last = null;
        var days = NoticeDates.All(text).Select(match => (match.Index, End: match.Index + match.Length)).ToList();
        foreach (var bound in BoundScanner.Find(text))
        {
            if (IsBenefit(text, bound) || days.Exists(day => bound.Start < day.End && bound.End > day.Index)) continue;
            var paired = Before(text, mentions, bound, last) ?? Behind(text, mentions, bound);
            if (paired is null) continue;
            var start = Math.Min(paired.Mention.Start, bound.Start);
            var time = last is not null && ReferenceEquals(last.Mention, paired.Mention) ? last.Time : TimeOf(text, paired.Mention, bound, last, year);
            last = paired with { Time = time };
            if (paired.Metric.Keep(Falls().IsMatch(text[paired.Mention.Start..paired.Mention.End]) ? bound.OfFall() : bound, time) is { } condition)
                yield return new Atom(start, Math.Max(bound.End, paired.Mention.End), condition, AtomKind.Quantity, IsOpen(time, paired.Metric));
        }
    }

    /// <summary>Numbers with a side that no condition took up, with the words before them.</summary>
    public static IEnumerable<string> Unread(string text, List<Atom> atoms)
    {
        foreach (var bound in BoundScanner.Find(text))
        {
            if (bound.Unit is "天" || IsBenefit(text, bound) || atoms.Exists(atom => bound.Start < atom.End && bound.End > atom.Start)) continue;
            var begin = bound.Start == 0 ? 0 : text.LastIndexOfAny(['，', '；', '。', '：', '、', '□'], bound.Start - 1) + 1;
            if (atoms.Exists(atom => atom.Start < bound.End && atom.End > begin)) yield return text[Math.Max(begin, bound.Start - 8)..bound.End];
        }
    }

    private static bool IsOpen(TimeWord time, Metric metric) =>
        time.IsOpen && metric.Years.Count > 0 && !metric.Windows.ContainsKey(time.Years) || time.Offset == 0 && metric.Years.Count > 0 && !metric.Years.ContainsKey(0);

    private static Paired? Before(string text, List<Mention> mentions, Bound bound, Paired? last)
    {
        for (var i = mentions.Count - 1; i >= 0; i--)
        {
            var mention = mentions[i];
            if (mention.End > bound.Start || mention.In(bound.Unit) is not { } metric) continue;
            // A second bound of the same quantity: 超过1亿元，但不超过5亿元.
            if (last is not null && ReferenceEquals(last.Mention, mention))
                return text[last.End..bound.Start] is { Length: <= 6 } between && Again().IsMatch(between) ? new Paired(mention, metric, bound.End, last.Time) : null;
            var gap = text[mention.End..bound.Start];
            return gap.Length <= FarthestBefore && !Stop().IsMatch(gap) && !gap.Contains('，') ? new Paired(mention, metric, bound.End, TimeWord.Unsaid) : null;
        }

        return null;
    }

    // 拥有2项以上发明专利: the number stands first.
    private static Paired? Behind(string text, List<Mention> mentions, Bound bound)
    {
        foreach (var mention in mentions)
        {
            if (mention.Start < bound.End || mention.In(bound.Unit) is not { } metric) continue;
            var gap = text[bound.End..mention.Start];
            return gap.Length <= FarthestBehind && !Punctuation().IsMatch(gap) ? new Paired(mention, metric, Math.Max(bound.End, mention.End), TimeWord.Unsaid) : null;
        }

        return null;
    }

    private static TimeWord TimeOf(string text, Mention mention, Bound bound, Paired? last, int? year)
    {
        var from = last is null || last.End > mention.Start ? 0 : last.End;
        var cut = text.LastIndexOfAny(['。', '；', '：'], Math.Max(0, mention.Start - 1));
        if (cut >= from) from = cut + 1;
        var piece = Math.Max(from, text.LastIndexOfAny(['，', '、', '且', '但', '或'], Math.Max(0, mention.Start - 1)) + 1);
        return TimeWord.Read(text[from..mention.Start], text[Math.Min(piece, mention.Start)..Math.Max(mention.End, bound.End)], year);
    }

    // Numbers of what is given, not of who gets it: 给予最高100万元补助, 超过500万元部分.
    private static bool IsBenefit(string text, Bound bound)
    {
        var behind = text[bound.End..Math.Min(text.Length, bound.End + 8)];
        if (Part().IsMatch(behind)) return true;
        var begin = text.LastIndexOfAny(['，', '；', '。', '：'], Math.Max(0, bound.Start - 1)) + 1;
        var end = text.IndexOfAny(['，', '；', '。'], bound.End);
        if (Recipient().IsMatch(text[bound.End..(end < 0 ? text.Length : end)])) return false;
        return Given().IsMatch(text[begin..bound.Start]);
    }

    private sealed record Paired(Mention Mention, Metric Metric, int End, TimeWord Time);

    // Between two bounds of one quantity stand only words that join: 超过1亿元，但不超过5亿元.
    [GeneratedRegex(@"^(?:[、，]|但|且|并|又|同时|或者?|以及|而|及|和|应|须|也|在|于|为|的|企业|达到|可|\(含\))*$")]
    private static partial Regex Again();

    [GeneratedRegex("下降|下滑|降幅|减少")]
    private static partial Regex Falls();

    [GeneratedRegex("给予|奖励|补助|补贴|资助|贴息|按照?[^，]{0,20}标准|[。；■]")]
    private static partial Regex Stop();

    [GeneratedRegex("[，。；、]")]
    private static partial Regex Punctuation();

    [GeneratedRegex("^(?:的?部分|的(?:奖励|补助|补贴|资助|奖补|一次性|资金|标准|比例|罚款)|奖励|补助|补贴|资助|奖补|罚款|资金|扶持|支持)")]
    private static partial Regex Part();

    [GeneratedRegex("^的?(?:企业|单位|法人|市场主体|机构|，|$)")]
    private static partial Regex Recipient();

    [GeneratedRegex("给予|予以|奖励|奖补|补贴|补助|资助|贴息|最高|封顶|按照?[^，]{0,24}的|每家|每户|单个|不超过实际|额度|限额")]
    private static partial Regex Given();
}
