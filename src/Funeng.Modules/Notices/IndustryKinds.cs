using System.Text.RegularExpressions;
using Funeng.Engines.Notices;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Notices;

/// <summary>Industries as notices name them: sections, divisions and groups whose name ends with 业, as conditions on the industry code.</summary>
internal static class IndustryKinds
{
    private const string Fact = "国民经济行业代码";

    public static IEnumerable<KindWords> Of(IndustryTree tree)
    {
        var divisions = tree.All.Where(industry => industry.Parent is { Length: 1 } && industry.Code.Length == 2).ToLookup(industry => industry.Parent!, industry => industry.Code);
        foreach (var industry in tree.All.Where(industry => industry.Code.Length <= 3 && industry.Name.EndsWith('业') && industry.Name.Length > 2))
        {
            var codes = industry.Code.Length == 1 && char.IsLetter(industry.Code[0]) ? [.. divisions[industry.Code]] : (string[])[industry.Code];
            if (codes.Length == 0) continue;
            yield return new KindWords($"matches({Fact}, \"^{Pattern(codes)}\")", [Regex.Escape(industry.Name)], IsTitle: false);
        }
    }

    // 13, 14, 20 → (1[34]|20)
    private static string Pattern(string[] codes)
    {
        if (codes.Length == 1) return codes[0];
        var tens = codes.Order(StringComparer.Ordinal).GroupBy(code => code[0]).Select(group => group.Count() == 1 ? group.First() : $"{group.Key}[{Digits([.. group.Select(code => code[1])])}]");
        var all = tens.ToList();
        return all.Count == 1 ? all[0] : $"({string.Join('|', all)})";
    }

    private static string Digits(char[] digits) => digits.Length > 2 && digits[^1] - digits[0] == digits.Length - 1 ? $"{digits[0]}-{digits[^1]}" : new string(digits);
}
