using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>Titles, industries and sizes, where the sentence asks for them; a title that is only spoken of is no condition.</summary>
internal sealed partial class KindAtoms
{
    private readonly List<(Condition Condition, Regex Pattern, KindWords Kind)> entries;

    public KindAtoms(IReadOnlyList<KindWords> kinds) => entries =
        [.. kinds.SelectMany(kind => kind.Patterns.Select(pattern => (Condition.Of(kind.Feel), new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), kind)))];

    public IEnumerable<Atom> Find(string text)
    {
        var named = Named(text);
        var accepted = named.Select(item => Accepts(text, item.Start, item.End, item.Kind)).ToList();
        for (var i = 0; i < named.Count; i++)
        {
            // In an enumeration one accepted name speaks for its neighbours.
            var inList = i > 0 && accepted[i - 1] == true && IsList(text[named[i - 1].End..named[i].Start])
                || i + 1 < named.Count && accepted[i + 1] == true && IsList(text[named[i].End..named[i + 1].Start]);
            if (accepted[i] == null || accepted[i] == false && (!inList || named[i].Kind.IsSize)) continue;
            accepted[i] = true;
            var item = named[i];
            yield return new Atom(item.Start, item.End, IsDenied(text, item.Start, item.End) ? item.Condition.Not() : item.Condition, AtomKind.Kind);
        }
    }

    /// <summary>Titles that are only planned: 拟上市企业 is none that is listed. They are named, for the catalogue knows what is held.</summary>
    public IEnumerable<string> Planned(string text)
    {
        foreach (var item in Named(text))
        {
            var before = text[..item.Start];
            if (item.Kind.IsTitle && Plans().Match(before) is { Success: true } plan) yield return text[plan.Index..item.End] + "（还没有取得，事实目录里没有）";
            else if (item.Kind.IsTitle && NewlyHeld().Match(before) is { Success: true } held) yield return text[held.Index..item.End] + "（哪一年新取得没有写进条件）";
            else if (!item.Kind.IsTitle && !item.Kind.IsSize && Fresh().Match(before) is { Success: true } fresh) yield return text[fresh.Index..item.End] + "（哪一年新增请人按首次升规纳统日期写）";
        }
    }

    private List<(int Start, int End, Condition Condition, KindWords Kind)> Named(string text)
    {
        var kept = new List<(int Start, int End, Condition Condition, KindWords Kind)>();
        var all = entries.SelectMany(entry => entry.Pattern.Matches(text).Select(match => (Start: match.Index, End: match.Index + match.Length, entry.Condition, entry.Kind)));
        foreach (var item in all.OrderByDescending(item => item.End - item.Start))
        {
            if (!kept.Exists(other => item.Start < other.End && item.End > other.Start)) kept.Add(item);
        }

        return [.. kept.OrderBy(item => item.Start)];
    }

    // Null where the words around rule it out altogether.
    private static bool? Accepts(string text, int start, int end, KindWords kind)
    {
        var before = text[Math.Max(0, start - 14)..start];
        // 批发企业 names the enterprises itself: 企业 is what follows the trade.
        if (!kind.IsTitle && !kind.IsSize && text[..end].EndsWith("企业", StringComparison.Ordinal)) end -= 2;
        var behind = text[end..Math.Min(text.Length, end + 12)];
        var isListed = Heads().IsMatch(before);
        before = before[(before.LastIndexOfAny(['，', '；', '。', '：']) + 1)..];
        if (kind.IsSize) return SizeOf().IsMatch(behind) && !Helped().IsMatch(before) && !Wanted().IsMatch(before) && !Other().IsMatch(before);
        if (!kind.IsTitle && Fresh().IsMatch(before)) return null;
        if (!kind.IsTitle) return Business().IsMatch(before) || Members().IsMatch(behind) && !Helped().IsMatch(before);
        if (Wanted().IsMatch(before) || Plans().IsMatch(before) || Administered().IsMatch(behind)) return null;
        return isListed || Held().IsMatch(before) || Conferred().IsMatch(behind) || before.EndsWith('的') && (behind.Length == 0 || behind[0] is '，' or '。' or '；');
    }

    private static bool IsDenied(string text, int start, int end)
    {
        var before = text[Math.Max(0, start - 9)..start];
        before = before[(before.LastIndexOfAny(['，', '；', '。', '：', '、']) + 1)..];
        return Denied().IsMatch(before) || Except().IsMatch(text[end..Math.Min(text.Length, end + 10)]);
    }

    private static bool IsList(string between) => between.Length <= 8 && Listing().IsMatch(between);

    [GeneratedRegex("从事|属于|属|行业为|主营业务为|主营")]
    private static partial Regex Business();

    [GeneratedRegex("^(?:类|行业|领域|产业)?(?:的)?(?:规模以上|规上|中小|大中型|中型|大型|小型|民营)?(?:企业|法人|单位|市场主体)(?:的)?(?:[，。；、()]|$|给予|一次性|除外|上一?年|20[0-9]{2}年|年(?:营业|销售|主营))")]
    private static partial Regex Members();

    // 资质之一：A、B: what stands behind such a heading is asked for.
    [GeneratedRegex("(?:之一|条件|资质|称号|资格|荣誉)：$")]
    private static partial Regex Heads();

    [GeneratedRegex("(?:新增(?:入库)?|新纳入|首次纳入|新入库|首次入库|新培育|新认定)(?:的|为)?$")]
    private static partial Regex Fresh();

    [GeneratedRegex("(?:新|首次)(?:被)?(?:获得|获评|获|认定|评定|评为|评价|通过|取得|入选|入库)(?:为|的|国家级?|省级?|市级?)*$")]
    private static partial Regex NewlyHeld();

    [GeneratedRegex("^(?:的)?(?:[，。；、()]|$|给予|一次性|上一?年|20[0-9]{2}年|须|应|在|均|可|且)")]
    private static partial Regex SizeOf();

    // 大型企业、中小企业协会; 面向中小企业.
    [GeneratedRegex("面向|针对|为|向|与|大型(?:企业)?[、和及]$|服务|每|家|户|(?:以上|以下)$")]
    private static partial Regex Other();

    [GeneratedRegex("帮助|支持|指导|协助|本地|其他|引导|鼓励|服务|全市|全省|全区|介绍|提供|除")]
    private static partial Regex Helped();

    [GeneratedRegex("(?:申报|申请)(?!企业|单位|主体|机构|人|对象|者|时|前|当年|的(?:企业|单位))|推荐|培育|争创|组织|鼓励|引导|推动|促进|发展|加快|开展|负责|指导|打造")]
    private static partial Regex Wanted();

    [GeneratedRegex("(?:拟|辅导期?|后备|储备|筹备|计划)(?:在[^，。；：]{1,8})?$")]
    private static partial Regex Plans();

    [GeneratedRegex("^(?:的)?(?:■|(?:须|应当?|需|必须)?(?:同时)?(?:符合|满足|具备)|认定管理|认定工作|认定条件|认定标准|认定办法|培育|申报|标准|条件|跟踪|服务|税收|所得税|减免|优惠|发展|高质量|梯度|工作|数量|总数|占比|产品|创新能力|库|奖励标准|补助标准)")]
    private static partial Regex Administered();

    [GeneratedRegex("获得|取得|获评|获|入选|认定|评为|评定|拥有|具有|具备|持有|属于|是|为|系|列入|通过|对|新增|首次|有效期|已|经|成为|晋升|升级|非|未|除")]
    private static partial Regex Held();

    [GeneratedRegex("^(?:\\([^)]*\\))?(?:(?:证书|资格)?(?:须|应|应当|需)?在有效期|称号|资格|资质|证书|认定|荣誉|名单|的[^，]{0,4}企业|的，|的$|，(?:一次性|分别|每家|给予|按|或)|给予|一次性|等称号|(?:及其[^，。；()]{0,8}|的)?除外|不得|不予)")]
    private static partial Regex Conferred();

    [GeneratedRegex("非$|未$|不属于[^，]{0,4}$|不是[^，]{0,3}$|未(?:被)?(?:认定|获得|取得|获评|评|列入|入选)[^，]{0,5}$|尚未[^，]{0,5}$|不含$|除$")]
    private static partial Regex Denied();

    [GeneratedRegex("^(?:及其[^，。；()]{0,8})?(?:企业)?(?:的)?(?:企业)?除外|^(?:企业)?不(?:得|予|享受)")]
    private static partial Regex Except();

    [GeneratedRegex("^(?:[、和或及与，/]|或者|以及|和/或|企业|称号|认定|省级|市级|国家级|的|\\([^)]*\\))*$")]
    private static partial Regex Listing();
}
