using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Registry;

/// <summary>A unified social credit code (GB 32100-2015): 18 characters whose last one checks the others.</summary>
public readonly record struct UnifiedSocialCreditCode
{
    public const int Length = 18;

    internal const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private const string WrongCheck = "最后一位校验码不符";

    // Letters the standard leaves out, and the digits they are mistaken for. V has no such digit.
    private const string LeftOut = "IOZSV";
    private static readonly Dictionary<char, char> Mistaken = new() { ['I'] = '1', ['O'] = '0', ['Z'] = '2', ['S'] = '5' };

    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    private static readonly Dictionary<char, string> Authorities = new()
    {
        ['1'] = "机构编制", ['2'] = "外交", ['3'] = "司法行政", ['4'] = "文化", ['5'] = "民政", ['6'] = "旅游", ['7'] = "宗教",
        ['8'] = "工会", ['9'] = "市场监管", ['A'] = "中央军委改革和编制办公室", ['N'] = "农业农村", ['Y'] = "其他",
    };

    private static readonly Dictionary<string, string> Categories = new()
    {
        ["91"] = "企业", ["92"] = "个体工商户", ["93"] = "农民专业合作社", ["11"] = "机关", ["12"] = "事业单位",
        ["13"] = "编办直接管理机构编制的群众团体", ["19"] = "其他", ["51"] = "社会团体", ["52"] = "民办非企业单位", ["53"] = "基金会", ["59"] = "其他",
    };

    // 10 stands for bodies registered with the state itself.
    private static readonly HashSet<string> Provinces =
    [
        "10", "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46",
        "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "66", "71", "81", "82",
    ];

    private readonly string? text;

    private UnifiedSocialCreditCode(string text) => this.text = text;

    public string Text => text ?? "";

    /// <summary>Who registers it: 市场监管, 民政 …</summary>
    public string Authority => Authorities[Text[0]];

    /// <summary>What it is: 企业, 事业单位 …; empty where the standard names no category.</summary>
    public string Category => Categories.GetValueOrDefault(Text[..2], "");

    /// <summary>The six digits of the region it was registered in, which is not always where it is.</summary>
    public string RegionCode => Text[2..8];

    /// <summary>Reads a code as typed; every refusal has its own reason, and a proposal where one slip explains the code.</summary>
    public static CellReading<UnifiedSocialCreditCode> Read(string typed)
    {
        var code = Clean(typed);
        return Refusal(code) is { } refusal
            ? CellReading<UnifiedSocialCreditCode>.Refuse(refusal, Proposal(code))
            : CellReading<UnifiedSocialCreditCode>.Of(new UnifiedSocialCreditCode(code), code);
    }

    /// <summary>What was typed without blanks, hyphens and quotes, in half-width capitals.</summary>
    public static string Clean(string typed) =>
        string.Concat(ChineseText.HalfWidth(typed).Where(character => character is not (' ' or '-' or '\'' or '"'))).ToUpperInvariant();

    /// <summary>
    /// A refusal for where the right code stands beside it: which last character would fit the wrong ones is left out, since whoever put that in would have a code
    /// of nobody.
    /// </summary>
    public static string Shorter(string refusal) => refusal.StartsWith(WrongCheck, StringComparison.Ordinal) ? "校验码不符，代码中有抄错的字符。" : refusal;

    public static bool IsValid(string code) => Refusal(code) is null;

    /// <summary>The check character of the first 17 characters.</summary>
    public static char CheckCharacter(ReadOnlySpan<char> code)
    {
        var sum = 0;
        for (var index = 0; index < Weights.Length; index++)
        {
            sum += Alphabet.IndexOf(code[index], StringComparison.Ordinal) * Weights[index];
        }

        return Alphabet[(31 - (sum % 31)) % 31];
    }

    public override string ToString() => Text;

    private static string? Refusal(string code)
    {
        if (code.Length == 0)
        {
            return "没有填写统一社会信用代码。营业执照上有 18 位代码。";
        }

        if (code.Length != Length)
        {
            return $"统一社会信用代码应为 {Length} 位，现在是 {code.Length} 位{Hint(code.Length)}。";
        }

        for (var index = 0; index < Length; index++)
        {
            if (!Alphabet.Contains(code[index], StringComparison.Ordinal))
            {
                return Strange(code[index], index);
            }
        }

        if (!Authorities.ContainsKey(code[0]))
        {
            return $"第 1 位“{code[0]}”不是登记管理部门代码（企业为 9，事业单位为 1，社会组织为 5）。";
        }

        if (code[0] is '1' or '5' or '9' && !Categories.ContainsKey(code[..2]))
        {
            return $"前两位“{code[..2]}”不是机构类别（企业为 91，个体工商户为 92，事业单位为 12）。";
        }

        var region = code[2..8];
        if (region.Any(character => !char.IsAsciiDigit(character)) || !Provinces.Contains(region[..2]))
        {
            return $"第 3 至 8 位“{region}”不是行政区划代码。";
        }

        var check = CheckCharacter(code);
        return code[^1] == check ? null : $"{WrongCheck}：按前 17 位算应为“{check}”，现在是“{code[^1]}”，代码中有抄错的字符，请核对。";
    }

    private static string Hint(int length) => length switch
    {
        15 => "（15 位的是旧版工商注册号）",
        9 or 10 => "（9 位的是组织机构代码）",
        < Length => $"，少 {Length - length} 位",
        _ => $"，多 {length - Length} 位",
    };

    private static string Strange(char character, int index) => LeftOut.Contains(character, StringComparison.Ordinal)
        ? $"第 {index + 1} 位是字母 {character}，代码中不使用字母 I、O、S、V、Z"
            + (Mistaken.TryGetValue(character, out var digit) ? $"，可能是数字 {digit}。" : "，请核对。")
        : $"第 {index + 1} 位“{character}”不是代码中的字符（只用数字和大写字母）。";

    private static string? Proposal(string code)
    {
        if (code.Length != Length)
        {
            return null;
        }

        var digits = string.Concat(code.Select(character => Mistaken.GetValueOrDefault(character, character)));
        if (digits != code)
        {
            return Refusal(digits) is null ? digits : null;
        }

        // Of several explanations none is proposed. Who knows the register asks it first (CodeSlips): a right code may still be nobody's.
        var candidates = CodeSlips.Swapped(code).Concat(CodeSlips.Misread(code)).Where(candidate => Refusal(candidate) is null).Distinct().Take(2).ToList();
        return candidates.Count == 1 ? candidates[0] : null;
    }
}
