using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>Phrases that are conditions by themselves, and what must not have happened.</summary>
internal sealed partial class PhraseAtoms
{
    private const int FarthestNegation = 24;

    private readonly List<(Condition Condition, IReadOnlyList<Regex> Patterns, IReadOnlyList<Regex> Events, int Years)> entries;

    public PhraseAtoms(IReadOnlyList<PhraseWords> phrases) =>
        entries = [.. phrases.Select(phrase => (Condition.Of(phrase.Feel), Compile(phrase.Patterns), Compile(phrase.Events), phrase.Years))];

    public List<Atom> Find(string text, bool shutsOut)
    {
        var found = new List<Atom>();
        foreach (var (condition, patterns, events, years) in entries)
        {
            foreach (var match in patterns.SelectMany(pattern => pattern.Matches(text)).Where(match => !IsOfOtherYears(text, match))) Add(found, new Atom(match.Index, match.Index + match.Length, condition, AtomKind.Statement));
            foreach (var match in events.SelectMany(pattern => pattern.Matches(text)))
            {
                if (Happened(text, match, years, shutsOut) is { } atom) Add(found, atom with { Condition = condition });
            }
        }

        return found;
    }

    // 净利润为正 and 实现盈利 alone are those of the year before; 近五年净利润为正, 扣除非经常性损益后净利润为正, 投产后实现盈利 and 子公司实现盈利 are not.
    private static bool IsOfOtherYears(string text, Match match)
    {
        var isProfit = match.Value.StartsWith("实现盈利", StringComparison.Ordinal);
        if (!isProfit && !match.Value.StartsWith("净利润为正", StringComparison.Ordinal)) return false;
        if (isProfit && Ability().IsMatch(text[(match.Index + match.Length)..])) return true;
        var begin = match.Index == 0 ? 0 : text.LastIndexOfAny(['，', '；', '。', '：', '、'], match.Index - 1) + 1;
        return !(Nobody().IsMatch(text[begin..match.Index]) || isProfit && JoinedToABound().IsMatch(text[begin..match.Index])) || YearEnds().IsMatch(text[..begin]);
    }

    private static Atom? Happened(string text, Match match, int years, bool shutsOut)
    {
        var begin = text.LastIndexOfAny(['，', '；', '。', '：'], Math.Max(0, match.Index - 1)) + 1;
        var before = text[Math.Max(begin, match.Index - FarthestNegation)..match.Index];
        var negation = Negation().Matches(before).LastOrDefault();
        var behind = text[(match.Index + match.Length)..];
        var isLeftOut = Excepted().IsMatch(behind) || Beside().IsMatch(behind) && BesideBegins().IsMatch(before);
        if (negation is null && !shutsOut && !isLeftOut) return null;
        var said = YearsOf(text[..match.Index]);
        if (years > 0 && (said == 0 ? 3 : said) != years) return null;
        return new Atom(match.Index, match.Index + match.Length, new Condition.One(""), AtomKind.Phrase, years > 0 && said == 0);
    }

    private static int YearsOf(string before) => Stretch().Matches(before) is [.., var last]
        ? last.Groups["n"].Success ? (int)ChineseNumber.Parse(last.Groups["n"].Value)!.Value : 1
        : 0;

    private static void Add(List<Atom> found, Atom atom)
    {
        var overlapping = found.FindIndex(other => atom.Start < other.End && atom.End > other.Start);
        if (overlapping < 0) found.Add(atom);
        else if (Condition.Print(found[overlapping].Condition) == Condition.Print(atom.Condition))
            found[overlapping] = atom with { Start = Math.Min(atom.Start, found[overlapping].Start), End = Math.Max(atom.End, found[overlapping].End) };
        else if (atom.End - atom.Start > found[overlapping].End - found[overlapping].Start) found[overlapping] = atom;
    }

    private static Regex[] Compile(IReadOnlyList<string> patterns) =>
        [.. patterns.Select(pattern => new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant))];

    [GeneratedRegex("未|无|没有|不存在|不得有|不得存在|不在|不属于|不含|非")]
    private static partial Regex Negation();

    [GeneratedRegex("^(?:□|[(（]?[0-9一二三四五六七八九十①-⑳]{1,2}[)）.．]?|第[一二三四五六七八九十0-9]+条|申报|企业|公司|单位|主体|且|并|同时|其|应|须|的| )*$")]
    private static partial Regex Nobody();

    [GeneratedRegex("(?:年度?[中内末]?|扣除[^，]*|扣非[^，]*)[，、]$")]
    private static partial Regex YearEnds();

    [GeneratedRegex("^(?:能力|模式|水平|增长|预期|目标)")]
    private static partial Regex Ability();

    // 年营业收入2亿元以上且实现盈利.
    [GeneratedRegex("(?:以上|元|人|家|%)(?:且|并|并且|同时)(?:应|须)?$")]
    private static partial Regex JoinedToABound();

    [GeneratedRegex("^[^，。；：]{0,8}除外")]
    private static partial Regex Excepted();

    // 除列入严重失信名单的企业外，均可申报.
    [GeneratedRegex("^[^，。；：]{0,8}外(?:，|$)")]
    private static partial Regex Beside();

    [GeneratedRegex("除了?[^，。；：]{0,14}$")]
    private static partial Regex BesideBegins();

    [GeneratedRegex("(?:近|前|最近|过去|连续)(?<n>[1-5一二两三四五])个?(?:会计|自然)?年|上年|上一年|申请前一年|前一年|一年内")]
    private static partial Regex Stretch();
}
