using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>Where an enterprise must be registered: 在淄博市行政区域内注册, 注册地在本市.</summary>
internal static partial class PlaceAtoms
{
    /// <summary>The fact that holds the place: the names of province, city and county one behind the other.</summary>
    public const string Fact = "注册地";

    public static IEnumerable<Atom> Find(string text, string? own)
    {
        var end = 0;
        var matches = new[] { RegisteredIn(), RegistrationIn(), OwnRegistered(), Outside() }.SelectMany(pattern => pattern.Matches(text)).OrderBy(match => match.Index).ThenByDescending(match => match.Length);
        foreach (var match in matches)
        {
            if (match.Index < end) continue;
            var isOutside = match.Groups["out"].Success;
            if ((isOutside ? Conditions($"本{match.Groups["out"].Value.First(letter => letter is '市' or '省' or '区' or '县')}", own) : Conditions(match.Groups["place"].Value, own)) is not { } condition) continue;
            end = match.Index + match.Length;
            // 注册地在市外的, 不在本市注册的.
            var isDenied = isOutside || match.Index > 0 && text[match.Index - 1] is '不' or '未' || match.Groups["not"].Success;
            yield return new Atom(match.Index, end, isDenied ? condition.Not() : condition, AtomKind.Place);
        }
    }

    /// <summary>The place a notice speaks of as 本市, out of its issuer or title.</summary>
    public static string? Of(string? text) => text is not null && Named().Match(text) is { Success: true } match ? match.Value : null;

    private static Condition? Conditions(string places, string? own)
    {
        var parts = places.Split('、', '和', '或', '及').Select(place => Resolve(place, own)).ToList();
        return parts.Contains(null) ? null : Condition.AnyOf(parts.Select(place => (Condition)new Condition.One($"contains({Fact}, \"{place}\")")));
    }

    // 本省 of a city's notice cannot be told from the city's name.
    private static string? Resolve(string place, string? own)
    {
        if (!(place[0] is '本' or '我' or '全' or '该')) return place;
        if (own is null) return null;
        var level = place[^1];
        var names = Levels().Matches(own).Select(match => match.Value).ToList();
        return level == '市' ? names.LastOrDefault(name => name.EndsWith('市')) : names.LastOrDefault(name => name.EndsWith(level));
    }

    private const string Place = @"(?:[本我全该][省市区县]|(?:(?!行政区)[\p{IsCJKUnifiedIdeographs}-[在的于、和或及为是由企业本我全该内外]]{2,7}?(?:自治区|省|市|区|县))+)";
    private const string Beside = "(?:(?:、|和|与|及|以及)(?:实际)?(?:税务登记地?|税收户管地|税收征管(?:关系|地)|税收解缴(?:关系|地)|纳税(?:地|关系|登记地)|(?:主要)?(?:生产)?经营(?:地址?|场所)|统计关系))*";
    private const string Area = @"(?:行政区域|行政区划|行政辖区|辖区|区域|范围|境|市域|区划)?(?:范围)?(?:之)?内?";

    [GeneratedRegex(@"(?:在|于)(?<place>" + Place + @"(?:[、和或及]" + Place + @")*)" + Area + @"(?:依法|合法|进行|办理|完成|工商|市场监管部门|市场监督管理部门|税务|登记|已|从事生产经营|、|和|并|注册)*(?:注册(?:登记|成立)?|工商登记)")]
    private static partial Regex RegisteredIn();

    [GeneratedRegex(@"(?:注册地(?:址)?|工商注册地|工商(?:注册)?登记地?|税务登记地?|注册登记地?|登记注册地?|注册住所|住所地?|税收(?:解缴|征管)关系|纳税(?:地|关系))" + Beside + @"(?:均|都|须|应|应当|必须)?(?<not>不)?(?:在|位于|为|属于|隶属)(?<place>" + Place + @"(?:[、和或及]" + Place + @")*)" + Area)]
    private static partial Regex RegistrationIn();

    [GeneratedRegex(@"(?<place>" + Place + @")" + Area + @"(?:依法)?(?:登记)?注册(?:登记)?(?:成立)?(?:的|、|且|，|并|满|经营|纳税|，|$)")]
    private static partial Regex OwnRegistered();

    [GeneratedRegex(@"(?:注册(?:登记)?地?(?:址)?|登记注册地?|住所地?|工商登记)(?:均|都)?(?:在|位于|为)(?<out>[市省区县](?:以|之)?外|[本我全][市省区县](?:范围|行政区域)?(?:以|之)?外)|(?<out>[市省区县]外|[本我][市省区县](?:以|之)外)(?:登记)?注册的?")]
    private static partial Regex Outside();

    [GeneratedRegex(@"[\p{IsCJKUnifiedIdeographs}]{2,6}?(?:省|自治区|市)(?:[\p{IsCJKUnifiedIdeographs}-[人民政府关于印发的]]{1,5}?[市区县])?")]
    private static partial Regex Named();

    [GeneratedRegex(@".+?(?:省|自治区|市|区|县)")]
    private static partial Regex Levels();
}
