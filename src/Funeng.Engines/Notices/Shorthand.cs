using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>Writes in full what a notice writes short, so that the readers behind need to know one form: 5000万元≤营业收入＜2亿元, 1月1日至12月31日 of one year, 突破亿元大关.</summary>
internal static partial class Shorthand
{
    private const string Sum = "[0-9]+(?:\\.[0-9]+)?(?:亿元|万元|元|%|人|项|件)";

    public static string InFull(string plain)
    {
        var text = Between().Replace(plain, match => $"{match.Groups["what"].Value}{(match.Groups["low"].Value is "<" ? ">" : "≥")}{match.Groups["from"].Value}、{match.Groups["high"].Value}{match.Groups["to"].Value}");
        text = SameYear().Replace(text, match => $"{match.Groups["first"].Value}{match.Groups["to"].Value}{match.Groups["year"].Value}年{match.Groups["last"].Value}");
        text = OfStaff().Replace(text, "");
        return Round().Replace(text, match => $"{match.Groups["verb"].Value}1{match.Groups["unit"].Value}");
    }

    [GeneratedRegex("(?<from>" + Sum + ")(?<low>≤|<=|≦|<)(?<what>[^，。；：、0-9≤<]{2,20})(?<high>≤|<=|≦|<)(?<to>" + Sum + ")")]
    private static partial Regex Between();

    [GeneratedRegex("(?<first>(?<year>20[0-9][0-9])年[0-9]{1,2}月[0-9]{1,2}日)(?<to>至|到|-|—|–|~|～)(?<last>[0-9]{1,2}月[0-9]{1,2}日)")]
    private static partial Regex SameYear();

    // 裁员率不高于参保职工总数的20%: of whom the rate is.
    [GeneratedRegex("(?<=率(?:不高于|不超过|低于|不低于|不少于|高于))(?:企业)?(?:参保)?(?:职工|员工)(?:总人?数|人数)的?(?=[0-9])")]
    private static partial Regex OfStaff();

    [GeneratedRegex("(?<verb>突破|超过|达到|跨过|超)(?<unit>亿元)(?:大关)?")]
    private static partial Regex Round();
}
