using System.Text;
using System.Text.RegularExpressions;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Schemes;

/// <summary>
/// A rule's expression as officials read it: 上年度营业收入 ≥ 1,500 万元 或 …, with the names of conditions in place of their ids. For reading
/// only; what decides is the text of the model, which pages show beside it.
/// </summary>
public sealed partial class RuleWords(FactCatalogue catalogue, Scheme? scheme = null)
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["and"] = "且", ["or"] = "或", ["not"] = "并非", ["if"] = "如果", ["then"] = "，则", ["else"] = "，否则", ["in"] = "属于", ["between"] = "介于", ["true"] = "是", ["false"] = "否",
        ["min"] = "取最小", ["max"] = "取最大", ["sum"] = "合计", ["count"] = "个数", ["floor"] = "向下取整", ["ceiling"] = "向上取整", ["abs"] = "绝对值", ["all"] = "全部满足", ["any"] = "任一满足",
        [">="] = "≥", ["<="] = "≤", ["!="] = "≠", ["="] = "为", ["*"] = "×", ["/"] = "÷", ["-"] = "−", ["["] = "", ["]"] = "", [","] = "、", [".."] = " 至 ", ["("] = "（", [")"] = "）",
    };

    private static readonly HashSet<string> Signs = [">=", "<=", ">", "<", "=", "!="];
    private static readonly HashSet<string> Tight = ["（", "）", "、", "，则", "，否则", ""];

    /// <summary>The expression in words; conditions joined by 且 or 或 each on a line of their own when there are several.</summary>
    public string Of(string expression)
    {
        var tokens = Token().Matches(expression).Select(match => match.Value).ToList();
        var text = new StringBuilder();
        var joins = TopJoins(tokens);
        for (var (index, depth) = (0, 0); index < tokens.Count; index++)
        {
            depth += tokens[index] is "(" or "[" ? 1 : tokens[index] is ")" or "]" ? -1 : 0;
            if (depth == 0 && joins > 1 && tokens[index] is "and" or "or" && depth == 0 && joins > 1) text.AppendLine();
            Append(text, Word(tokens, ref index));
        }

        return text.ToString().ReplaceLineEndings("\n").Replace(" \n", "\n", StringComparison.Ordinal).Trim();
    }

    private static int TopJoins(List<string> tokens)
    {
        var (depth, joins) = (0, 0);
        foreach (var token in tokens)
        {
            depth += token is "(" or "[" ? 1 : token is ")" or "]" ? -1 : 0;
            if (depth == 0 && token is "and" or "or") joins += depth == 0 ? 1 : 0;
        }

        return joins;
    }

    private string Word(List<string> tokens, ref int index)
    {
        var token = tokens[index];
        if (token[0] == '"') return Choice(token.Trim('"'), tokens, index);
        if (char.IsDigit(token[0])) return Number(tokens, ref index);
        if (Called(tokens, ref index) is { } called) return called;
        if (Words.TryGetValue(token, out var word)) return word;
        if (catalogue.FindByName(token) is { } fact) return FactText.Label(fact);
        var criterion = scheme?.Criteria.FirstOrDefault(candidate => candidate.Id == token);
        return criterion is { Label.Length: > 0 } ? $"“{criterion.Label}”" : token;
    }

    // contains(注册地, "淄博市"), matches(国民经济行业代码, "^26"), date("2024-01-01"): said as a sentence.
    private static string? Called(List<string> tokens, ref int index)
    {
        var (name, at) = (tokens[index], index);
        if (name == "date" && At(tokens, at + 1) == "(" && At(tokens, at + 3) == ")" && DateOnly.TryParse(At(tokens, at + 2).Trim('"'), System.Globalization.CultureInfo.InvariantCulture, out var day))
        {
            index += 3;
            return Foundation.Ui.Fmt.Date(day);
        }

        if (name is not ("contains" or "matches" or "starts") || At(tokens, at + 1) != "(" || At(tokens, at + 3) != "," || At(tokens, at + 5) != ")") return null;
        index += 5;
        var (what, of) = (tokens[at + 2], tokens[at + 4].Trim('"'));
        return name == "contains" ? $"{what} 包含“{of}”" : $"{what} 以 {Codes(of)} 开头";
    }

    private static string At(List<string> tokens, int index) => index < tokens.Count ? tokens[index] : "";

    // ^(1[3-9]|2[0-9]|35) are the codes 13 to 19, 20 to 29 and 35.
    private static string Codes(string pattern) => string.Join("、", pattern.TrimStart('^').Trim('(', ')').Split('|').Select(code => CodeRange().Replace(code, "${ten}${from} 至 ${ten}${to}")));

    [GeneratedRegex("^(?<ten>[0-9])\\[(?<from>[0-9])-(?<to>[0-9])\\]$")]
    private static partial Regex CodeRange();

    // 1500 * 万元 is one amount; a bare number has the unit of the fact it is compared with.
    private string Number(List<string> tokens, ref int index)
    {
        if (!FeelNumber.TryParse(tokens[index], out var number) || !number.TryToDecimal(out var value)) return tokens[index];
        var place = index;
        if (index + 2 < tokens.Count && tokens[index + 1] == "*" && tokens[index + 2] is "万元" or "亿元" && tokens[index + 1] == "*")
        {
            index += 2;
            return $"{Foundation.Ui.Fmt.Number(value)} {tokens[index]}";
        }

        var compared = place >= 2 && Signs.Contains(tokens[place - 1]) ? catalogue.FindByName(tokens[place - 2]) : null;
        return compared is null ? Foundation.Ui.Fmt.Number(value) : FactText.Of(compared, FeelValue.From(number));
    }

    private string Choice(string code, List<string> tokens, int index)
    {
        var fact = index >= 2 ? catalogue.FindByName(tokens[index - 2]) : null;
        return fact?.Choices.FirstOrDefault(choice => choice.Code == code)?.Label ?? code;
    }

    private static void Append(StringBuilder text, string word)
    {
        var isTight = Tight.Contains(word) || text.Length == 0 || text[^1] is '（' or '、' or '\n' or '，';
        if (!isTight) text.Append(' ');
        text.Append(word);
    }

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|\\d+(?:\\.\\d+)?(?!\\p{L})|[\\p{L}_\\u2160-\\u217F][\\p{L}\\p{N}_\\u2160-\\u217F]*|>=|<=|!=|\\.\\.|[^\\s\\p{L}\\p{N}]")]
    private static partial Regex Token();
}
