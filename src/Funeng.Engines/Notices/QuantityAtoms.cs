using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>Pairs each number with the quantity it bounds.</summary>
internal sealed partial class QuantityAtoms(MetricBook metrics)
{
    /// <summary>The quantity of all who work in an enterprise, of whom notices often mean some only.</summary>
    public const string Staff = "职工总数";

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
            var paired = Before(text, mentions, bound, last) ?? Unnamed(text, mentions, bound, last, year) ?? Behind(text, mentions, bound);
            if (paired is null || IsIncrease(text, paired, bound) || IsSomeOfStaff(text, paired)) continue;
            var start = Math.Min(paired.Mention.Start, bound.Start);
            var time = paired.IsAgain || last is not null && ReferenceEquals(last.Mention, paired.Mention) ? paired.Time : TimeOf(text, paired.Mention, bound, last, year);
            last = paired = paired with { Time = time, Metric = paired.Mention.In(bound.Unit, time) ?? paired.Metric };
            if (paired.IsAgain) start = bound.Start;
            if (paired.Metric.Keep(Falls().IsMatch(text[paired.Mention.Start..paired.Mention.End]) ? bound.OfFall() : bound, time) is { } condition)
                yield return new Atom(start, Math.Max(bound.End, paired.IsAgain ? 0 : paired.Mention.End), condition, AtomKind.Quantity, IsOpen(time, paired.Metric));
        }

        foreach (var mention in mentions.Where(mention => PlainGrowth().IsMatch(text[mention.Start..mention.End]) && !Numbered().IsMatch(text[mention.End..])))
        {
            if (mention.In("%") is { } metric && metric.Keep(new Bound(0, 0, new Limit(0, 1, false), null, "%"), TimeOf(text, mention, new Bound(mention.End, mention.End, null, null, "%"), null, year)) is { } grows)
                yield return new Atom(mention.Start, mention.End, grows, AtomKind.Quantity);
        }
    }

    // 新增研发投入不少于300万元 is what came in addition, of which no fact is kept.
    private static bool IsIncrease(string text, Paired paired, Bound bound) =>
        paired.Metric.Unit is "元" or "人" or "项" && (!paired.Metric.Base.StartsWith('新') && (Increase().IsMatch(WordsBefore(text, paired.Mention.Start)) || Increase().IsMatch(WordsBefore(text, Math.Min(bound.Start, paired.Mention.Start))))
        || paired.Mention.End < bound.Start && Increased().IsMatch(text[paired.Mention.End..bound.Start]));

    // 女职工20人以上, 新招用员工5人以上 say nothing of all who work there; 职工 alone does where nothing stands before it.
    private static bool IsSomeOfStaff(string text, Paired paired)
    {
        if (paired.Metric.Base != Staff || paired.IsAgain) return false;
        var before = text[Math.Max(0, paired.Mention.Start - 6)..paired.Mention.Start];
        return SomePeople().IsMatch(before) || text[paired.Mention.Start..paired.Mention.End] is "职工" or "员工" && !Alone().IsMatch(before);
    }

    private static string WordsBefore(string text, int at) => text[Math.Max(0, at - 4)..at];

    // 近3年累计营业收入不少于1.5亿元，其中上一年度不少于6000万元: the second time speaks of the same quantity.
    private static Paired? Unnamed(string text, List<Mention> mentions, Bound bound, Paired? last, int? year)
    {
        if (last is null || last.Metric.Unit != bound.Unit) return null;
        var begin = Math.Max(last.End, bound.Start == 0 ? 0 : text.LastIndexOfAny(['，', '；', '。'], bound.Start - 1) + 1);
        if (begin >= bound.Start || mentions.Exists(mention => mention.Start >= last.End && mention.Start < bound.Start)) return null;
        var piece = text[begin..bound.Start];
        return OnlyTime().IsMatch(piece) && TimeWord.Read(piece, piece, year) is { } time && time != TimeWord.Unsaid ? last with { End = bound.End, Time = time, IsAgain = true } : null;
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
                return text[last.End..bound.Start] is { Length: <= 6 } between && Again().IsMatch(between) ? last with { End = bound.End, IsAgain = false } : null;
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
        var around = text[Math.Min(piece, mention.Start)..Math.Max(mention.End, bound.End)];
        var time = TimeWord.Read(text[from..mention.Start], around, year);
        // 利润总额连续两年均在1000万元以上: the time may stand behind the quantity as well.
        if (time == TimeWord.Unsaid && mention.End < bound.Start && !ComparedWith().IsMatch(text[mention.End..bound.Start])) time = TimeWord.Read(text[mention.End..bound.Start], around, year);
        // 近两年营业收入均…，研发费用占比均…: the second 均 speaks of the same years.
        return time == TimeWord.Unsaid && last is { Time: { Years: > 1, Sum: Sum.Each } } && Every().IsMatch(around) ? last.Time : time;
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

    /// <param name="IsAgain">Whether the quantity was named before and only another time is said.</param>
    private sealed record Paired(Mention Mention, Metric Metric, int End, TimeWord Time, bool IsAgain = false);

    [GeneratedRegex("(?:有所|正|保持|实现)增长$")]
    private static partial Regex PlainGrowth();

    [GeneratedRegex("^[^，。；、]{0,8}[0-9百]")]
    private static partial Regex Numbered();

    [GeneratedRegex("(?:新增|新增加|增加|净增)的?$")]
    private static partial Regex Increase();

    // 营业收入较上年增加500万元以上.
    [GeneratedRegex("增加|净增|新增|增量|增长|增幅|减少|下降|提高")]
    private static partial Regex Increased();

    // The year that something is compared with is not the year it is of.
    [GeneratedRegex("(?:较|比|与|同)(?:上|去|前|同|20[0-9][0-9])")]
    private static partial Regex ComparedWith();

    [GeneratedRegex("(?:新增|新增加|增加|净增|招用|新招|招聘|录用|吸纳|安置|引进|女|男|残疾|退役|退役军人|户籍|本地|外地|本市|外籍|困难|下岗|失业|转岗|离职|退休|返聘|临时|兼职|派遣|毕业生|学历|职称|技术|技能|生产|管理|销售|一线|党员|参保|参训|培训)的?$")]
    private static partial Regex SomePeople();

    [GeneratedRegex("(?:^|[，；、：。)□.]|有|企业|单位|公司|且|或|并)$")]
    private static partial Regex Alone();

    [GeneratedRegex("^(?:[，、]|其中|并且|且|而|但|同时|并)*(?:的)?(?:(?:最近|近|前|上|连续|当|本)?[一1两二三四五2-5]?个?(?:会计|纳税)?年(?:度|末)?|20[0-9][0-9]年(?:度)?|去年)?(?:的)?(?:累计|合计|平均|均|每年|连续)?(?:应|须|也)?(?:达到|为|在)?$")]
    private static partial Regex OnlyTime();

    [GeneratedRegex("均|都")]
    private static partial Regex Every();

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
