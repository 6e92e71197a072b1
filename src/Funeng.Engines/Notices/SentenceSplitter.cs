using System.Text;
using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>Cuts paragraphs into sentences and writes them in one kind of signs, so that patterns need to know one form.</summary>
internal static partial class SentenceSplitter
{
    /// <summary>The sentences of a paragraph: at 。！？, and at ； or ： before a numbered item.</summary>
    public static IEnumerable<string> Split(string paragraph)
    {
        var start = 0;
        var depth = 0;
        for (var i = 0; i < paragraph.Length; i++)
        {
            depth += paragraph[i] switch { '“' or '《' or '（' or '(' => 1, '”' or '》' or '）' or ')' => -1, _ => 0 };
            if (depth < 0) depth = 0;
            var isEnd = paragraph[i] is '。' or '！' or '？' && depth == 0
                || paragraph[i] is '；' or ';' or '：' or ':' && Item().IsMatch(paragraph[(i + 1)..Math.Min(paragraph.Length, i + 8)]);
            if (!isEnd) continue;
            if (paragraph[start..(i + 1)].Trim() is { Length: > 0 } sentence) yield return sentence;
            start = i + 1;
            depth = 0;
        }

        if (paragraph[start..].Trim() is { Length: > 0 } rest) yield return rest;
    }

    /// <summary>The sentence without blanks, in half-width digits, brackets and signs and full-width commas. A table's cell that begins with a bound belongs to the cell before it.</summary>
    public static string Plain(string sentence)
    {
        var plain = new StringBuilder(sentence.Length);
        foreach (var letter in BoundCell().Replace(sentence, ""))
        {
            if (char.IsWhiteSpace(letter)) { if (letter == '\t') plain.Append('，'); continue; }
            plain.Append(letter switch
            {
                >= '！' and <= '～' and not ('，' or '；' or '：' or '！' or '？') => (char)(letter - 0xFEE0),
                ';' => '；',
                ':' => '：',
                '〔' or '[' or '【' => '〔',
                '〕' or ']' or '】' => '〕',
                _ => letter,
            });
        }

        return BankNumber().Replace(LooseComma().Replace(plain.ToString(), "，"), match => string.Concat(match.Value.Select(letter => Bank.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? Common[at] : letter)));
    }

    private const string Bank = "壹贰叁肆伍陆柒捌玖拾佰仟圆", Common = "一二三四五六七八九十百千元";

    // 叁佰万元: numerals as on cheques, before a unit of money only, for 陆 and 伍 are names, too.
    [GeneratedRegex("[壹贰叁肆伍陆柒捌玖拾佰仟零]+[万亿]?[元圆]")]
    private static partial Regex BankNumber();

    [GeneratedRegex(@"^\s*(?:[（(][一二三四五六七八九十0-9]{1,3}[)）]|[①-⑳]|[0-9]{1,2}[.．、])")]
    private static partial Regex Item();

    [GeneratedRegex(@"(?<=[^\t0-9%元人项件])\t+(?=[ ]*(?:≥|≤|>|<|＞|＜|≧|≦|不低于|不少于|不高于|不超过|超过|大于|小于|高于|低于|达到|[0-9]))")]
    private static partial Regex BoundCell();

    [GeneratedRegex(@"(?<![0-9]),|,(?![0-9])")]
    private static partial Regex LooseComma();
}
