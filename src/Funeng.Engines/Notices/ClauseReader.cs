using System.Text.RegularExpressions;
using Funeng.Engines.Facts;

namespace Funeng.Engines.Notices;

/// <summary>Reads the conditions of one sentence.</summary>
internal sealed partial class ClauseReader
{
    private const int MaxLength = 1500;

    private readonly QuantityAtoms quantities;
    private readonly AwardReader awards;
    private readonly PhraseAtoms phrases;
    private readonly KindAtoms kinds;
    private readonly DateAtoms dates;
    private readonly bool knowsPlaces;
    private readonly List<Regex> others;

    public ClauseReader(FactCatalogue catalogue, NoticeWords words)
    {
        var metrics = new MetricBook(catalogue, words);
        (quantities, awards, dates) = (new QuantityAtoms(metrics), new AwardReader(metrics), new DateAtoms(words.Dates));
        (phrases, kinds) = (new PhraseAtoms(words.Phrases), new KindAtoms(words.Kinds));
        others = [.. words.Others.Select(pattern => new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant))];
        knowsPlaces = catalogue.FindByName(PlaceAtoms.Fact) is not null;
    }

    /// <summary>What a sentence gives; null for nothing.</summary>
    public NoticeAward? ReadAward(string sentence, int? year) => sentence.Length > MaxLength ? null : awards.Read(Mask(Shorthand.InFull(SentenceSplitter.Plain(sentence))), year);

    /// <summary>The draft of a sentence.</summary>
    /// <param name="sentence">As it stands in the notice.</param>
    /// <param name="around">What the rest of the notice says about it.</param>
    public ClauseDraft Read(string sentence, ClauseContext around)
    {
        if (sentence.Length > MaxLength) return ClauseDraft.Nothing;
        List<string> unknown = [];
        var plain = WithoutOthers(Shorthand.InFull(SentenceSplitter.Plain(sentence)), unknown);
        var text = Mask(plain);
        if (Tiers.AreUnclear(text)) return ClauseDraft.Nothing with { Left = ["几档不是同一个指标，或档与档不相连、最高一档封了口，请人写"] };
        if (Tiers.Find(text) is { } tiers) text = tiers.Lowest(text);
        if (SomeOf().Match(text) is { Success: true } some) return ClauseDraft.Nothing with { Left = [$"“{some.Value}”要数满足了几项，请人写"] };
        if (Apart().Match(text) is { Success: true } apart) return ClauseDraft.Nothing with { Left = [$"“{apart.Value}”请人写"] };
        var preferred = "";
        if (Preferred().IsMatch(text))
        {
            if (text.Length != plain.Length || PreferredLast().Match(text) is not { Success: true } last || Preferred().IsMatch(last.Groups["rest"].Value)) return ClauseDraft.Nothing with { Left = ["优先支持不是条件，没有读成规则"] };
            (preferred, text, plain) = (last.Groups["cut"].Value, last.Groups["rest"].Value, plain[..last.Groups["rest"].Length]);
        }

        if (NotGrown().Match(text) is { Success: true } fallen) return ClauseDraft.Nothing with { Left = [$"“{fallen.Value}”请人写"] };
        if (text.Contains("不适用", StringComparison.Ordinal) && !NotForThem().IsMatch(text)) return ClauseDraft.Nothing with { Left = ["“不适用”的是哪一条，对谁不适用，请人写"] };
        if (Goal().IsMatch(text)) return ClauseDraft.Nothing;
        if (Banded().IsMatch(text)) return ClauseDraft.Nothing with { Left = ["门槛因企业而异，请人写成 if … then … else"] };
        var shutsOut = around.ShutsOut || ShutsOut().IsMatch(WithoutDenials(plain, text));
        var atoms = new AtomSet();
        // What lies inside a piece read before is dropped: a place or a listing day holds the words of other readers.
        if (knowsPlaces) atoms.AddRange(PlaceAtoms.Find(text, around.Place));
        atoms.AddRange(dates.Find(text));
        // Phrases may name a catalogue or a standard by its title.
        atoms.AddRange(phrases.Find(plain, shutsOut));
        atoms.AddRange(quantities.Find(text, around.Year));
        atoms.AddRange(kinds.Find(text));
        List<string> persons = [.. PersonConditions.Find(text), .. dates.Others(text), .. kinds.Planned(text)];
        if (preferred.Length > 0) persons.Add($"{preferred}（优先支持不是条件，没有读成规则）");
        if (atoms.InOrder is []) return ClauseDraft.Nothing with { Left = [.. persons, .. unknown] };
        if (shutsOut && atoms.InOrder.Find(atom => IsUnclearDenial(text, atom)) is { } unclear)
            return ClauseDraft.Nothing with { Left = [$"“{text[unclear.Start..unclear.End]}”是不是不予支持的情形，请人写", .. persons, .. unknown] };
        var draft = Draft(text, atoms.InOrder, shutsOut);
        if (unknown.Count > 0) draft = draft with { Left = [.. draft.Left.Where(left => !left.Contains('■')), .. unknown] };
        return persons.Count == 0 ? draft : draft with { Left = [.. draft.Left.Except(persons.Select(Bare)), .. persons] };
    }

    // 同一项目不得重复申报 is a condition of its own and shuts out nobody for what else the sentence says.
    private string WithoutDenials(string plain, string text)
    {
        var rest = text.ToCharArray();
        foreach (var atom in phrases.Find(plain, shutsOut: false).Where(IsDenial)) Array.Fill(rest, '□', atom.Start, atom.End - atom.Start);
        return new string(rest);
    }

    private static bool IsDenial(Atom atom) => atom.Kind == AtomKind.Statement && Condition.Print(atom.Condition).StartsWith("not(", StringComparison.Ordinal);

    // What the words call another thing is blotted out, so that nothing is read into it; it is named where a number or a demand stands beside it.
    private string WithoutOthers(string text, List<string> unknown)
    {
        foreach (var pattern in others)
        {
            text = pattern.Replace(text, match =>
            {
                if (Demanded().IsMatch(text[match.Index..Math.Min(text.Length, match.Index + match.Length + 12)])) unknown.Add($"{match.Value}（事实目录里没有）");
                return new string('■', match.Length);
            });
        }

        return text;
    }

    private static string Bare(string person) => person[..person.LastIndexOf('（')];

    private static ClauseDraft Draft(string text, List<Atom> atoms, bool shutsOut)
    {
        var condition = shutsOut ? ShutOut(text, atoms) : Connectives.Join(text, atoms);
        var left = Leftovers.Find(text, atoms).Concat(QuantityAtoms.Unread(text, atoms)).Concat(atoms.Where(atom => atom.IsOpen).Select(atom => text[atom.Start..atom.End] + "（年度口径待定）")).ToList();
        // Of one or the other only the one was understood: half of it would shut out who meets the other half.
        return left.Exists(rest => Otherwise().IsMatch(rest)) || atoms.Exists(atom => IsOtherHalf(text, atom, atoms)) ? ClauseDraft.Nothing with { Left = [.. left, "“或”的一边没有读懂，整句请人写"] } : new ClauseDraft(condition, left);
    }

    // 上年度未裁员或裁员率低于5.5%: nothing was read of what stands before 或.
    private static bool IsOtherHalf(string text, Atom atom, List<Atom> atoms)
    {
        var begin = atom.Start == 0 ? 0 : text.LastIndexOfAny(['，', '；', '。', '：'], atom.Start - 1) + 1;
        // 省级某某企业，或者…: of the first half nothing at all was read.
        if (OrFirst().IsMatch(text[begin..atom.Start]) && !atoms.Exists(other => other != atom && other.Start < atom.Start)) return begin > 0;
        return HalfBefore().IsMatch(text[begin..atom.Start]) && !atoms.Exists(other => other != atom && other.Start < atom.Start && other.End > begin);
    }

    [GeneratedRegex("[^，；。：]{3,}(?<!实施|申报|享受|企业|法人|单位|收入|投入|费用|主导|牵头)或者?(?:上一?年度?|近[两三]年|年度?)?$")]
    private static partial Regex HalfBefore();

    [GeneratedRegex("^或者?")]
    private static partial Regex OrFirst();

    [GeneratedRegex("^(?:，|、)?或")]
    private static partial Regex Otherwise();

    // A phrase of what happened already says that it must not have; the rest is turned round here.
    private static Condition ShutOut(string text, List<Atom> atoms) => atoms.Exists(atom => SaysSo(text, atom))
        ? Condition.AllOf(atoms.Select(atom => SaysSo(text, atom) ? atom.Condition : atom.Condition.Not()))
        : Connectives.Join(text, atoms).Not();

    private static bool SaysSo(string text, Atom atom) => atom.Kind == AtomKind.Phrase || IsDenial(atom) && Forbids().IsMatch(text[atom.Start..atom.End]);

    // 未上市的企业不予支持 shuts out whoever is not listed; 企业未上市，申报不实的不予支持 does not.
    private static bool IsUnclearDenial(string text, Atom atom) =>
        IsDenial(atom) && !Forbids().IsMatch(text[atom.Start..atom.End]) && ShutsOut().Match(text) is { Success: true } first
        && !(ShutsOut().Match(text, atom.End) is { Success: true } next && next.Index == first.Index && ToShutOut().IsMatch(text[atom.End..next.Index]));

    // A cited document's name says nothing about the enterprise; its place is kept so that positions stay true.
    private static string Mask(string text)
    {
        var masked = Remark().Replace(Cited().Replace(text, match => new string('□', match.Length)), match => new string('□', match.Length));
        return Enumerator().Replace(masked, match => new string('□', match.Length), 1);
    }

    [GeneratedRegex("《[^》]*》(?:\\([^)]*号\\))?")]
    private static partial Regex Cited();

    [GeneratedRegex("\\([^)]*(?:计算|下同|简称|是指)[^)]*\\)")]
    private static partial Regex Remark();

    [GeneratedRegex(@"^(?:第[一二三四五六七八九十百零0-9]+[条章节款项][，、:：]?|\([一二三四五六七八九十0-9]{1,3}\)|[一二三四五六七八九十]{1,3}[、.．，]|[0-9]{1,2}[.．、)](?![0-9])|[①-⑳])")]
    private static partial Regex Enumerator();

    [GeneratedRegex("[0-9]|增长|达到|不低于|不少于|以上|符合")]
    private static partial Regex Demanded();

    [GeneratedRegex("^(?:鼓励|支持|引导)(?:各|有条件)|力争|到20[0-9][0-9]年|发展目标|工作目标|总体目标|实现.{0,12}(?:翻番|倍增)|(?:达到|新增|培育|突破)[0-9]+家")]
    private static partial Regex Goal();

    // 营业收入小于5000万元的不低于5%, 其他企业3%以上: who has to reach what depends on who it is.
    [GeneratedRegex("(?:小于|低于|不足|超过|高于)[0-9.]+(?:亿元|万元|人)的(?:企业)?，?不(?:低于|少于)|其[他它余](?:类型|行业)?(?:企业|单位)[^，。；]{0,8}(?:[0-9.]+%?(?:以上|以下)|不(?:低于|少于|超过)[0-9])|[0-9](?:亿元|万元|人)(?:以下|以上|以内)(?:的|企业)+，[^。；]{0,24}；(?:[^。；，]{0,10}[0-9](?:亿元|万元|人)(?:以下|以上)(?:的|企业)+，|[^。；]{0,6}其[他它余])|[0-9](?:亿元|万元|人)(?:以下|以上|以内)的企业，(?:比例|占比|比重|标准)(?:不|达|为|应)")]
    private static partial Regex Banded();

    // The prohibition itself: 不得重复申报.
    [GeneratedRegex("不得|不能|不可|不予|不再|不(?:予以)?重复")]
    private static partial Regex Forbids();

    [GeneratedRegex("^的?(?:企业|公司|单位|主体|项目|申报)*的?，?(?:一律|均|原则上|暂时?|也|则|应|将)*$")]
    private static partial Regex ToShutOut();

    // 未实现增长: whether it is asked for or shut out depends on the rest of the sentence.
    [GeneratedRegex("(?:未|没有|没能|无法|不要求|不再要求|不能)[^，。；、且并0-9千万亿]{0,14}(?<!负)增长")]
    private static partial Regex NotGrown();

    // 不适用本办法 shuts out; 不适用上述营业收入不低于2000万元的要求 spares the enterprise a demand.
    [GeneratedRegex("不适用于?(?:本|该|此)(?:条款|条|办法|政策|细则|措施|意见)(?:政策)?(?:[，。；]|$)|(?:本|该|此)(?:条款|条|办法|政策|细则|措施|意见)不适用于?[^，。；]{1,30}(?:企业|公司|单位|主体|机构)(?:[，。；]|$)")]
    private static partial Regex NotForThem();

    // …不低于3%，同等条件下优先支持专精特新企业: the demands before it stand by themselves.
    [GeneratedRegex("^(?<rest>.+?(?:[0-9]|%|元|人|项|件|年|以上|以下|以内))，(?<cut>(?:在?同等条件下，?|并|且|同时|其中)*优先(?:予以|给予)?(?:支持|推荐|安排|考虑|扶持|受理|纳入)(?!其|申)[^，。；]{3,}|(?:并|且|同时)?(?:优先|重点)?[向对](?:其中)?[^，。；]{2,20}(?:给予|予以)?(?:适当|重点|一定)?(?:倾斜|侧重))[。；]?$")]
    private static partial Regex PreferredLast();

    // Two quantities with a number each in turn, if … then, for all but some, and months of a year, of which no figures are kept.
    [GeneratedRegex("(?:和|与|及|、)[^，。；和与]{2,14}分别(?:应|须|要|均)*(?:不低于|不少于|不小于|达到|达|超过|为|≥|>)|^(?:如果?|若)[^。；]{4,60}，则?应?[^。；]{0,40}则|^(?:如果?|若)[^。；]{4,60}，则|除[^，。；]{2,20}(?:以)?外，?(?:其他[^，。；]{0,6})?(?:均|都|应)|[0-9]{1,2}月?(?:至|-|－|—|–|~|～)[0-9]{1,2}月(?![0-9]{1,2}日)|上半年|下半年|[一二三四1-4]季度")]
    private static partial Regex Apart();

    [GeneratedRegex("优先(?:予以|给予)?(?:支持|推荐|安排|考虑|扶持|申报|受理|纳入)|倾斜|(?:的|者)，?优先(?=[，。；]|$)|优先[。；]?$")]
    private static partial Regex Preferred();

    // 满足以下任意两项: so many of a list is neither all of it nor one of it.
    [GeneratedRegex("(?:任意|任选|其中|至少|以下|下列|满足|符合|具备)[^，。；：0-9]{0,4}[两二三四2-4](?:项|条|个)(?:及?以上)?(?:条件|要求|标准|指标|情形|的?[：，]|即可)|(?:条件|要求|标准|指标|情形)中的?(?:任意|任)?[两二三四2-4](?:项|条|个)|至少(?:符合|满足|具备)[^，。；：0-9]{0,4}[两二三四2-4](?:项|条|个)")]
    private static partial Regex SomeOf();

    [GeneratedRegex("一票否决|不适用|不享受(?:本|该|此|以上|上述|相关|奖|补)|不在[^，。；]{0,4}(?:支持|奖励|补助|扶持)?范围|(?:不得|不能|不予|不可|不再|不纳入|取消|不属于|不给予|停止|暂停)(?:申报|申请|享受|支持|受理|推荐|认定|参与|列入|纳入|其|本|给予|兑现|扶持|奖励|补助|资格|参加|参评)")]
    private static partial Regex ShutsOut();
}

/// <summary>What the rest of a notice says about a sentence.</summary>
/// <param name="Place">The place that 本市 stands for; null when unknown.</param>
/// <param name="Year">The year in which the notice was made; null when unknown.</param>
/// <param name="ShutsOut">True for an item of a list of those who may not apply.</param>
internal sealed record ClauseContext(string? Place, int? Year, bool ShutsOut = false);

/// <summary>The condition of a sentence and what was left of it.</summary>
internal sealed record ClauseDraft(Condition? Condition, IReadOnlyList<string> Left)
{
    public static readonly ClauseDraft Nothing = new(null, []);
}
