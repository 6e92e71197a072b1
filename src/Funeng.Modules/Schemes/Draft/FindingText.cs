using System.Text.RegularExpressions;

namespace Funeng.Modules.Schemes.Draft;

/// <summary>What the engine and the checker say in English, as officials read it. What is not in the list is shown as it is.</summary>
internal static partial class FindingText
{
    private static readonly (Regex Pattern, string Chinese)[] Sentences =
    [
        (Place(), "第 $1 行：$2"),
        (FullWidth(), "“$1”是全角符号，规则里会被当成名称的一部分；请改用半角“$2”。"),
        (NotInCatalogue(), "“$1”不在事实目录里$2。"),
        (Requires(), "判定“$1”用到了 $2，却没有把它列为输入（requiredInput 或 requiredDecision）。"),
        (Idle(), "判定“$1”列了输入 $2，却没有用到。"),
        (NoLogic(), "判定“$1”没有规则内容。"),
        (NoScheme(), "模型缺少标准信息（fn:scheme）。"),
        (NoDecision(), "模型缺少判定“$1”。"),
        (Unknown(), "判定“$1”里的“$2”既不是事实目录里的事实，也不是本标准的判定。"),
        (Unbounded(), "判定“$1”用了“$2”：有事实缺失时无法给出可靠的范围，请改用比较、and、or、判定表等写法。"),
    ];

    public static string Chinese(string finding)
    {
        foreach (var (pattern, chinese) in Sentences)
        {
            if (!pattern.IsMatch(finding)) continue;
            var place = pattern.Match(finding);
            if (ReferenceEquals(chinese, Sentences[0].Chinese)) return $"第 {place.Groups[1].Value} 行：{Chinese(place.Groups[2].Value)}";
            return pattern.Replace(finding, chinese).Replace("; it has ", "；相近的有 ", StringComparison.Ordinal);
        }

        return finding;
    }

    [GeneratedRegex(@"^Line (\d+): (.+)$")]
    private static partial Regex Place();

    [GeneratedRegex(@"^'(.)' is full-width punctuation, which FEEL reads as part of a name; write '(.+)'\.$")]
    private static partial Regex FullWidth();

    [GeneratedRegex(@"^'([^']+)' is not in the catalogue(; it has .+)?\.$")]
    private static partial Regex NotInCatalogue();

    [GeneratedRegex(@"^Decision '([^']+)' uses (\S+) without requiring it\.$")]
    private static partial Regex Requires();

    [GeneratedRegex(@"^Decision '([^']+)' requires (\S+) without using it\.$")]
    private static partial Regex Idle();

    [GeneratedRegex(@"^.*The decision '([^']+)' has no logic\.$")]
    private static partial Regex NoLogic();

    [GeneratedRegex(@"^The model has no fn:scheme extension element\.$")]
    private static partial Regex NoScheme();

    [GeneratedRegex(@"^The model has no decision '([^']+)'\.$")]
    private static partial Regex NoDecision();

    [GeneratedRegex(@"^([^:]+): '([^']+)' .*is neither a fact of the catalogue nor a decision of the scheme\.$")]
    private static partial Regex Unknown();

    [GeneratedRegex(@"^.*[Dd]ecision '([^']+)' (?:calls|uses a|iterates with) '?([^',]+)'?, which cannot be bounded.*$")]
    private static partial Regex Unbounded();
}
