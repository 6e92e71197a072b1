using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>Days by which, since when or between which something happened: 2023年1月1日以后成立, 2024年新升规, 截至2024年12月31日成立满三年.</summary>
internal sealed partial class DateAtoms(IReadOnlyList<DateWords> dates)
{
    private const string Date = "20[0-9][0-9]年[0-9]{1,2}月[0-9]{1,2}日";
    private const string Side = @"(?<side>\(含\)以前|\(含\)之前|\(含\)前|及以前|以前|之前|前|(?:\(含\))?(?:及?以后|之后|后|以来|起))";

    // 2024年设立院士工作站 founds no enterprise: behind the word stands the enterprise, or nothing more.
    private const string Whom = "$|[，。；、：()]|的?(?:工业|制造业|服务业|规上|规模以上|小微|中小|科技型?)*(?:企业|公司|法人|单位|市场主体)|的(?![^，。；]{0,10}(?:子公司|分公司|站|室|院|器|基地|组织|支部|资金|基金|机构|中心|平台|商标|小组|协会|联盟))|且|并|满|给予|一次性";

    private readonly List<(string Fact, Regex[] Forms)> entries =
        [.. dates.Select(date => (date.Fact, Forms($"(?:{string.Join('|', date.Patterns)})")))];

    private readonly List<Regex> others =
        [.. dates.Select(date => Of($"20[0-9][0-9]年(?:度|内|期间|[0-9]{{1,2}}月[0-9]{{1,2}}日{Side})?(?>{string.Join('|', date.Patterns)})(?!{Whom})(?![^，。；]{{0,8}}(?:资金|基金|机构|中心|平台|商标|小组))[^，。；、：()的]{{1,12}}"))];

    /// <summary>Where something else was founded on such a day: named, for the catalogue knows the days of the enterprise only.</summary>
    public IEnumerable<string> Others(string text) => others.SelectMany(other => other.Matches(text)).Select(match => match.Value + "（不是企业自己的日期，事实目录里没有）");

    public IEnumerable<Atom> Find(string text)
    {
        foreach (var (fact, forms) in entries)
        {
            var end = 0;
            foreach (var match in forms.SelectMany(form => form.Matches(text)).OrderBy(match => match.Index).ThenByDescending(match => match.Length))
            {
                if (match.Index < end || Read(fact, match) is not { } condition) continue;
                end = match.Index + match.Length;
                yield return new Atom(match.Index, end, condition, AtomKind.Quantity);
            }
        }
    }

    private static Condition? Read(string fact, Match match)
    {
        var days = NoticeDates.All(match.Value).Select(NoticeDates.Of).ToList();
        if (days.Contains(null)) return null;
        if (match.Groups["since"].Success && Number(match.Groups["since"].Value) is { } since) return One(fact, ">=", new DateOnly(since, 1, 1));
        if (match.Groups["year"].Success && Number(match.Groups["year"].Value) is { } year) return Between(fact, new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        if (match.Groups["years"].Success)
            return days is [{ } until] && ChineseNumber.Parse(match.Groups["years"].Value) is { } years and >= 1 and <= 50 && years == Math.Floor(years) ? One(fact, "<=", until.AddYears(-(int)years)) : null;
        if (days is [{ } first, { } last]) return first <= last ? Between(fact, first, last) : null;
        return days is [{ } day] ? One(fact, SignOf(match), day) : null;
    }

    private static string SignOf(Match match) => match.Groups["not"].Success ? match.Groups["not"].Value[^1] == '早' ? ">=" : "<=" : match.Groups["side"].Value switch
    {
        "前" or "之前" => "<",
        "以前" or "及以前" or "(含)以前" or "(含)前" or "(含)之前" => "<=",
        "后" or "之后" => ">",
        _ => ">=",
    };

    private static Condition Between(string fact, DateOnly first, DateOnly last) => Condition.AllOf([One(fact, ">=", first), One(fact, "<=", last)]);

    private static Condition.One One(string fact, string sign, DateOnly day) => new($"{fact} {sign} date(\"{day:yyyy-MM-dd}\")");

    private static int? Number(string digits) => int.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    // The word stands before or behind the day; a day without it is another date.
    private static Regex[] Forms(string words) =>
    [
        Of($"{words}(?:日期|时间)?(?:在|于|为|应在|须在)?{Date}{Side}"),
        Of($"{words}(?:日期|时间)?(?:应|须)?不(?:早|晚|迟)于{Date}".Replace("不(?:早|晚|迟)", "(?<not>不早|不晚|不迟)", StringComparison.Ordinal)),
        Of($"{Date}{Side}(?:新|依法|登记|在[^，。；]{{2,12}}?)*{words}(?={Whom})"),
        Of($"{Date}(?:至|到|-|—|–|~)(?:20[0-9][0-9]年)[0-9]{{1,2}}月[0-9]{{1,2}}日(?:期间|之间)?(?:内|，)?(?:新|依法|登记|在[^，。；]{{2,12}}?)*{words}(?={Whom})"),
        Of($"(?<since>20[0-9][0-9])年(?:以来|起|及以后|及之后)，?(?:新|依法|登记|首次|在[^，。；]{{2,12}}?)*{words}(?={Whom})"),
        Of($"(?<year>20[0-9][0-9])年度?(?:内|期间)?{words}(?={Whom})"),
        Of($"截[至止]{Date}，?{words}(?:时间)?(?:已)?满(?<years>[0-9]{{1,2}}|[一二两三四五六七八九十])个?年"),
    ];

    private static Regex Of(string pattern) => new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
