using System.Globalization;
using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>Reads what a sentence gives: a sum, a share of a figure, a sum for each, by steps, and the most.</summary>
internal sealed partial class AwardReader(MetricBook metrics)
{
    private const string Number = "(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\\.[0-9]+)?|[0-9]+(?:\\.[0-9]+)?|[一二三四五六七八九十百千两]+)";
    private const string Money = "(?<n>" + Number + ")(?<u>亿元|万元|元)";

    public NoticeAward? Read(string text, int? year) =>
        // A most that is spoken of and was not read would be paid without it.
        Uncapped(text, year) is { } award ? award is { Feel: not null, Most: null } && Capped().Match(text) is { Success: true } cap ? award with { Feel = null, Left = $"“{cap.Value}”没有读出是多少，请人写" } : award : null;

    private NoticeAward? Uncapped(string text, int? year)
    {
        if (Once().Match(text) is not { Success: true } once) return Given(text, year);
        return Given(text.Remove(once.Index, once.Length), year) is { } given ? given with { Left = given.Left.Length > 0 ? given.Left : $"“{once.Value.Trim('，', '；', '。')}”请在多久一次里选" } : null;
    }

    private NoticeAward? Given(string text, int? year)
    {
        if (!Gives().IsMatch(text) || Lends().IsMatch(text)) return null;
        if (CapOfEach().Match(text) is { Success: true } cap) return Left(text, cap, Most(text.Remove(cap.Index, cap.Length)), $"“{cap.Value}”是每一份的上限，有几份请人写");
        var most = Most(text);
        if (Difference().Match(text) is { Success: true } difference) return Left(text, difference, most, "按差额给，已经给过多少请人写");
        if (TwoCeilings(text)) return Left(text, Highest().Match(text), most, "项目、企业两个上限，各管什么请人写");
        if (Tiers.AreUnclear(text)) return new NoticeAward(text, null, most, "几档不是同一个指标，或档与档不相连、最高一档封了口，请人写");
        if (Tiers.Find(text) is { } tiers) return Stepped(text, tiers, year, most);
        if (Slices.Find(text) is { } slices) return Sliced(text, slices, year, most);
        if (Highest().Matches(text).Select(match => Limit(match).Value).Distinct().Count() > 1 && !OwnHighest().IsMatch(text)) return Left(text, Highest().Match(text), null, "上限分几种情形，各管什么请人写");
        if (ForEachMore().Match(text) is { Success: true } more) return Left(text, more, most, "按每增加多少给多少，请人写");
        if (Least().Match(text) is { Success: true } least) return Left(text, least, most, "有最低额，请人写");
        if (Shares().Count(text) > 1) return Left(text, Shares().Match(text), most, "几个比例，各按什么算请人写");
        if (Share().Match(text) is { Success: true } share) return Shared(text, share, year, most);
        if (Stepwise().Match(text) is { Success: true } stepwise) return Left(text, stepwise, most, "分档给，按什么分档请人写");
        if (Whole().Match(text) is { Success: true } whole && metrics.Find(text).LastOrDefault(one => one.End <= whole.Index && one.In("元") is not null) is { } paid) return InFull(text, whole, paid, year, most);
        if (Each().Match(text) is { Success: true } each && !OfItself().IsMatch(each.Value)) return PerEach(text, each, year, most);
        if (EachOther().Match(text) is { Success: true } other) return Left(text, other, most, "按每一份给，有几份请人写");
        if (ByLevel().Count(text) > 1) return Left(text, ByLevel().Match(text), most, "按级别给，哪一级请人写");
        if (Fixed().Matches(text).Select(sum => Limit(sum).Value).Distinct().Count() > 1) return Left(text, Fixed().Match(text), most, "几种情形各给多少，请人写");
        if (Fixed().Match(text) is { Success: true } sum) return new NoticeAward(Words(text, sum), Limit(sum).Feel("元"), null, "");
        return most is null ? null : Left(text, Highest().Match(text), most, "只写了最高额，怎么算要看细则");
    }

    private static NoticeAward Left(string text, Match at, decimal? most, string why) => new(Words(text, at), null, most, why);

    // 500万元以下的部分按5%、以上的部分按8%.
    private NoticeAward Sliced(string text, Slices slices, int? year, decimal? most)
    {
        var fact = metrics.Find(text).LastOrDefault(mention => mention.End <= slices.Start && mention.In("元") is not null) is { } mention ? FactOf(text, mention, "元", year) : null;
        return new NoticeAward(text, fact is null ? null : slices.Feel(fact), most, fact is null ? "分段按什么算，事实目录里没有" : "");
    }

    private NoticeAward Stepped(string text, Tiers tiers, int? year, decimal? most)
    {
        var fact = metrics.Find(text).LastOrDefault(mention => mention.End <= tiers.Start && mention.In(tiers.Steps[0].Unit) is not null) is { } mention
            ? FactOf(text, mention, tiers.Steps[0].Unit, year) : null;
        var sign = More().IsMatch(text[..tiers.Start]) || tiers.IsAbove ? ">" : ">=";
        return new NoticeAward(text, fact is null ? null : tiers.Feel(fact, sign), most, fact is null ? "分档按什么算，事实目录里没有" : "");
    }

    // 按研发费用的10%, 给予贷款利息50%的贴息, 对超过500万元部分按5%.
    private NoticeAward Shared(string text, Match share, int? year, decimal? most)
    {
        var percent = ChineseNumber.Parse(share.Groups["p"].Value);
        var from = Math.Max(0, text.LastIndexOfAny(['。', '；'], Math.Max(0, share.Index - 1)) + 1);
        var mention = metrics.Find(text).LastOrDefault(one => one.Start >= from && one.End <= share.Groups["p"].Index && one.In("元") is not null);
        var words = Words(text, share);
        if (percent is not { } rate || mention is null || FactOf(text, mention, "元", year) is not { } fact)
            return new NoticeAward(words, null, most, $"按“{share.Groups["base"].Value}”的 {share.Groups["p"].Value}% 算，事实目录里没有这一项");
        var between = text[mention.End..share.Groups["p"].Index];
        if (OverIt().IsMatch(between) && !Excess().IsMatch(between) && Threshold().Count(between) != 1) return Left(text, share, most, "按超出部分算，超出多少请人写");
        var over = Excess().Match(between) is { Success: true } excess ? excess : OverIt().IsMatch(between) ? Threshold().Match(between) : null;
        var based = over is not null ? $"max(0, {fact} - {Limit(over).Feel("元")})" : fact;
        if (Increase().IsMatch(between))
        {
            if (mention.In("元")!.FactOf(new TimeWord(-1, 1, Sum.None)) is not { } last || mention.In("元")!.FactOf(new TimeWord(-2, 1, Sum.None)) is not { } before)
                return Left(text, share, most, "按增量算，事实目录里没有前一年的数");
            based = $"max(0, {last} - {before})";
        }

        return new NoticeAward(words, $"{based} * {rate.ToString("0.####", CultureInfo.InvariantCulture)} / 100", most, YearRemark(text, mention, "元", year));
    }

    // 营业收入2000万元以上的企业，检测费据实补助: what is paid in full stands right before, and is not what the enterprise has to reach.
    private static NoticeAward InFull(string text, Match whole, Mention paid, int? year, decimal? most) =>
        PaidOf().IsMatch(text[paid.End..whole.Index]) && FactOf(text, paid, "元", year) is { } all
            ? new NoticeAward(Words(text, whole), all, most, YearRemark(text, paid, "元", year))
            : Left(text, whole, most, "全额补什么请人写");

    // 每新增1人给予2000元: of what is counted there has to be a fact.
    private NoticeAward PerEach(string text, Match each, int? year, decimal? most)
    {
        var unit = each.Groups["of"].Value switch { "人" or "名" or "位" => "人", "吨标准煤" or "吨标煤" => "吨标准煤", _ => "项" };
        // 每引进1名博士 speaks of 引进博士: the one that is counted stands in the way of the words.
        var (before, words) = (Counted().Replace(text[..each.Groups["n"].Index], ""), Words(text, each));
        var mention = metrics.Find(before).LastOrDefault(one => one.In(unit) is not null);
        if (each.Value.Contains("增加", StringComparison.Ordinal)) return new NoticeAward(words, null, most, $"按增加的每{each.Groups["of"].Value}算，比哪一年增加请人写");
        if (mention is not null && IsOfOther(text, each, before, mention)) return new NoticeAward(words, null, most, $"按每{each.Groups["of"].Value}算，前面的数是门槛，数的是什么请人写");
        // 按每件1万元的标准奖励授权发明专利: what is counted may stand behind.
        var behind = mention is null ? metrics.Find(text).FirstOrDefault(one => one.Start >= each.Index + each.Length && one.In(unit) is not null) : null;
        // 每新招用1名职工: those who came, not all who are there.
        if ((mention ?? behind)?.In(unit)?.Base == QuantityAtoms.Staff) return new NoticeAward(words, null, most, $"按每{each.Groups["of"].Value}算，数的是哪些人请人写");
        if (behind is not null)
            return new NoticeAward(words, FactOf(text, behind, unit, year) is { } counted ? $"{counted} * {Limit(each).Feel("元")}" : null, most, YearRemark(text, behind, unit, year));
        return mention is not null && FactOf(before, mention, unit, year) is { } fact
            ? new NoticeAward(words, $"{fact} * {Limit(each).Feel("元")}", most, YearRemark(before, mention, unit, year))
            : new NoticeAward(words, null, most, $"按每{each.Groups["of"].Value}算，数量没有对应的事实");
    }

    // 有效发明专利10件以上的企业，每项技改项目奖励: what was counted before is what has to be reached, or another thing than the one that is paid for.
    private static bool IsOfOther(string text, Match each, string before, Mention mention)
    {
        var at = before.LastIndexOf('每');
        if (mention.End > at) return false;
        var thing = Verbs().Replace(text[(each.Groups["of"].Index + each.Groups["of"].Length)..each.Groups["n"].Index], "");
        return thing.Length > 1 && !before[mention.Start..mention.End].Contains(thing, StringComparison.Ordinal) || ManyAsked().IsMatch(before[Math.Max(0, mention.Start - 12)..at]);
    }

    private static string? FactOf(string text, Mention mention, string unit, int? year) => mention.In(unit)!.FactOf(TimeOf(text, mention, year));

    private static TimeWord TimeOf(string text, Mention mention, int? year)
    {
        var from = text.LastIndexOfAny(['。', '；'], Math.Max(0, mention.Start - 1)) + 1;
        return TimeWord.Read(text[from..mention.Start], text[mention.Start..mention.End], year);
    }

    // What is filed for whole years only is paid by the year before, and a person is told so.
    private static string YearRemark(string text, Mention mention, string unit, int? year) =>
        TimeOf(text, mention, year).Offset == 0 && !mention.In(unit)!.Years.ContainsKey(0) && mention.In(unit)!.Years.ContainsKey(-1) ? "原文写的是当年，这里按上年度算，请核对" : "";

    // Of two ceilings that for one enterprise counts; where the other is for one project, the smaller until a person has said which holds for what.
    private static decimal? Most(string text)
    {
        if (TwoCeilings(text)) return Math.Min(Limit(OwnHighest().Match(text)).Value, Limit(OfProject().Match(text)).Value);
        return (OwnHighest().Match(text) is { Success: true } own ? own : Highest().Match(text)) is { Success: true } match ? Limit(match).Value : null;
    }

    // 单个项目最高300万元，同一企业累计不超过800万元.
    private static bool TwoCeilings(string text) =>
        OwnHighest().Match(text) is { Success: true } own && OfProject().Match(text) is { Success: true } project && Limit(own).Value != Limit(project).Value;

    private static Limit Limit(Match match) =>
        new(ChineseNumber.Parse(match.Groups["n"].Value) ?? 0, match.Groups["u"].Value[0] switch { '亿' => 100_000_000, '万' => 10_000, _ => 1 }, true);

    // From the comma before to the one behind.
    private static string Words(string text, Match match)
    {
        var begin = text.LastIndexOfAny(['，', '；', '。', '：'], Math.Max(0, match.Index - 1)) + 1;
        var end = text.IndexOfAny(['；', '。'], match.Index + match.Length);
        return text[begin..(end < 0 ? text.Length : end)].Replace("□", "", StringComparison.Ordinal);
    }

    // 给予最高100万元的信用贷款支持 gives no money.
    [GeneratedRegex("(?:亿元|万元|元)(?:的|以内)*(?:信用|优惠|低息|免担保)*(?:贷款|授信|融资)(?:支持|额度|担保|$)")]
    private static partial Regex Lends();

    // 租金全额补贴.
    [GeneratedRegex("(?:全额|据实|足额)(?:的|给予|予以)*(?:补贴|补助|奖励|返还|贴息|资助)")]
    private static partial Regex Whole();

    [GeneratedRegex("^(?:的|给予|予以|按|实际|实行|进行)*$")]
    private static partial Regex PaidOf();

    // 超过500万元的企业，按超出部分的5%: the amount was said before.
    [GeneratedRegex("(?:超出|超过)的?部分")]
    private static partial Regex OverIt();

    [GeneratedRegex("(?:超过|超出|突破|高于|大于)" + Money + "的")]
    private static partial Regex Threshold();

    // 每家企业只能享受一次, 每人限补贴一次: how often, and no money for each.
    [GeneratedRegex("(?:(?<=^|[，；。])(?:同一|每一?)[^，；。0-9]{1,10}(?:只|仅|限|最多)(?:能|可|限)?(?:享受|奖励|补助|补贴|申报|资助|支持|发放|申领|领取)?[^，；。0-9]{0,6}[一1]次(?!性)(?:奖励|补助|补贴|奖补|资助|支持|政策|资金)?(?:[，；。]|$))")]
    private static partial Regex Once();

    // 每人每年最高1万元, 每平方米每月不超过15元: the most for one, not for the enterprise.
    [GeneratedRegex("每(?:人|名|位|平方米|平米|亩|台|套|辆|吨|张|次|千瓦时?)(?:每?[年月天日]|每?季度)?[^，；。0-9]{0,6}(?:最高|不超过?|不高于|封顶|上限|限额)[^0-9，。；]{0,10}" + Money)]
    private static partial Regex CapOfEach();

    [GeneratedRegex("差额")]
    private static partial Regex Difference();

    // 每家企业给予10万元: the enterprise itself.
    [GeneratedRegex("^每一?[家户个](?:获得认定的|新?认定的|入选的?|符合条件的)?(?:企业|单位)")]
    private static partial Regex OfItself();

    // 每辆货车补贴2万元: of what nobody counts; 每年, 每家企业 is the enterprise itself.
    [GeneratedRegex("每(?!(?:个|一)?(?:自然|会计)?年|[月季天日]|一?(?:家|户|个)?企业|[家户](?:给予|予以|奖励|补助|补贴|最高|一次性))(?:(?!最高|不超|不高于|封顶|上限|限额)[^，。；]){1,24}?，?(?:(?!最高|不超|不高于|封顶|上限|限额)[^，。；0-9]){0,12}?" + Money)]
    private static partial Regex EachOther();

    [GeneratedRegex("给予|予以|奖励|奖补|补助|补贴|资助|一次性|按照?|标准|企业|每[年月天]|再|发放|经费|资金|就业|[，、的]")]
    private static partial Regex Verbs();

    [GeneratedRegex("(?:[2-9]|[0-9]{2,}|[二两三四五六七八九十百]+)(?:人|名|位|项|件|个|家|台|套)")]
    private static partial Regex ManyAsked();

    [GeneratedRegex("给予|予以|奖励|奖补|补助|补贴|资助|贴息|拨付|兑现|返还|扶持")]
    private static partial Regex Gives();

    [GeneratedRegex("(?:按照?|给予|予以|补助|补贴|给与|(?:奖励|补助|补贴|奖补|资助|返还)(?:金额|额度|比例|标准)?(?:为|按))(?:其|该|企业|项目|不超过|不高于|最高|实际)*(?<base>[^，。；%]{0,40}?)的?(?:不超过?|不高于|最高|百分之)*(?<p>" + Number + ")%?(?<=%|百分之" + Number + ")(?:的?(?:比例|标准|额度))?")]
    private static partial Regex Share();

    [GeneratedRegex("(?:超过|超出)" + Money + "的?部分")]
    private static partial Regex Excess();

    [GeneratedRegex("每(?:新增|节约|节能|实现节能|新招用|新认定|招用|吸纳|引进|获得|培育|认定|新获|制定|主导制定|授权)*[^，。；0-9]{0,8}?[一1]?(?<of>人|名|位|项|件|个|家|台|套|吨标准煤|吨标煤)(?:[^，。；0-9]{0,16}?，?(?:奖励|补助|补贴|给予|资助|按|一次性)[^，。；0-9最]{0,10}|[^，。；0-9]{0,2})" + Money)]
    private static partial Regex Each();

    [GeneratedRegex("(?:给予|奖励|奖补|补助|补贴|资助|予以)(?![^，。；0-9]{0,12}(?:最高|不超|不高于|上限))[^0-9，。；百分每]{0,14}?" + Money)]
    private static partial Regex Fixed();

    [GeneratedRegex("(?:国家级?|省级?|市级?|区县级?|[一二三]等奖?|[一二三四]类|特等奖?)(?:的)?[^，；。、0-9]{0,8}" + Money)]
    private static partial Regex ByLevel();

    [GeneratedRegex("[一1](?:人|名|位|项|件|个|家|台|套|吨标准煤|吨标煤)")]
    private static partial Regex Counted();

    [GeneratedRegex("分别(?:[^，。；]{0,16}(?:给予|奖励|补助|补贴|资助)|按)")]
    private static partial Regex Stepwise();

    [GeneratedRegex("(?:最高|不超过?|不高于|封顶|上限|限额)[^0-9，。；一二三四五六七八九十百千两]{0,10}" + Money + "|控制在" + Money + "(?:以内|之内|内)")]
    private static partial Regex Highest();

    [GeneratedRegex("[^，。；]{0,6}(?:最高|封顶|上限|限额|不超过?|控制在)[^，。；]{0,14}(?:元|万|亿)[^，。；]{0,4}|(?:万|亿|元)以内")]
    private static partial Regex Capped();

    [GeneratedRegex("(?:同一|单个|单一|每家|每户|每个)(?:企业|单位|申报主体|户)[^，。；0-9]{0,10}(?:最高|不超过?|不高于|封顶|上限|限额)[^0-9，。；一二三四五六七八九十百千两]{0,10}" + Money)]
    private static partial Regex OwnHighest();

    [GeneratedRegex("(?:同一|单个|单一|单项|每个|每一)(?:[^，。；0-9]{0,6}(?:项目|产品|平台|设备|事项|专利|标准|活动|展会))?[^，。；0-9企户]{0,10}(?:最高|不超过?|不高于|封顶|上限|限额)[^0-9，。；一二三四五六七八九十百千两]{0,10}" + Money)]
    private static partial Regex OfProject();

    [GeneratedRegex("每(?:增加|新增|增长|增|超过|超)(?:[^，。；0-9人名位项件个家台套]{0,6})[0-9]+(?:\\.[0-9]+)?(?:亿|万|元|%|个百分点)")]
    private static partial Regex ForEachMore();

    [GeneratedRegex("(?:奖励|补助|补贴|资助|奖补|支持)?(?:额度?|金额)(?:最低|不低于|不少于)[^，。；0-9]{0,4}[0-9]")]
    private static partial Regex Least();

    [GeneratedRegex("(?:按照?|给予|予以)[^，。；、%]{0,30}[0-9.]+%(?:[^，。；、]{0,8}(?:补助|补贴|奖励|贴息|计算|标准|比例|返还)|[，；、])")]
    private static partial Regex Shares();

    [GeneratedRegex("增量|增加额|新增额|增长额|增加部分|新增部分|增长部分")]
    private static partial Regex Increase();

    [GeneratedRegex("(?:超过|突破|高于|大于|多于)[^，。；]{0,2}$")]
    private static partial Regex More();
}
