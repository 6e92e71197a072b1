namespace Funeng.Modules.Registry;

/// <summary>
/// The codes that were meant if one slip of the pen explains what was typed, the likeliest slip first: two neighbours swapped, a sign taken for one that looks
/// like it, one sign wrong, one left out, one too many. Which of them are anybody's, the register says.
/// </summary>
internal static class CodeSlips
{
    // Pairs that are read for one another, by eye or by a scanner.
    private static readonly string[] Alike = ["8B", "0D", "0Q", "DQ", "UY", "UW", "5S", "2Z", "1I", "0O", "1L", "1T", "7T", "EF", "PR", "MN", "6G", "CG", "4A", "HN", "KX"];

    /// <summary>Whether a text has the look of a code typed wrong: letters and digits only, nearly as many as a code has.</summary>
    public static bool IsCodeLike(string cleaned) =>
        cleaned.Length is >= UnifiedSocialCreditCode.Length - 1 and <= UnifiedSocialCreditCode.Length + 1 && cleaned.All(char.IsAsciiLetterOrDigit);

    /// <returns>Never what was typed.</returns>
    public static IEnumerable<string> Of(string cleaned) => !IsCodeLike(cleaned) ? [] : cleaned.Length switch
    {
        UnifiedSocialCreditCode.Length => Legible(cleaned).Concat(Swapped(cleaned)).Concat(Misread(cleaned)).Concat(Wrong(cleaned)).Where(code => code != cleaned).Distinct(),
        < UnifiedSocialCreditCode.Length => Longer(cleaned).Distinct(),
        _ => Shorter(cleaned).Distinct(),
    };

    public static IEnumerable<string> Swapped(string code)
    {
        for (var index = 0; index + 1 < code.Length; index++)
        {
            if (code[index] != code[index + 1]) yield return code[..index] + code[index + 1] + code[index] + code[(index + 2)..];
        }
    }

    public static IEnumerable<string> Misread(string code)
    {
        for (var index = 0; index < code.Length; index++)
        {
            foreach (var pair in Alike)
            {
                if (pair.IndexOf(code[index], StringComparison.Ordinal) is var place and >= 0) yield return With(code, index, pair[1 - place]);
            }
        }
    }

    // Letters the standard leaves out, all at once: who writes O for 0 does so each time.
    private static IEnumerable<string> Legible(string code) => [code.Replace('I', '1').Replace('O', '0').Replace('Z', '2').Replace('S', '5')];

    private static IEnumerable<string> Wrong(string code) =>
        Enumerable.Range(0, code.Length).SelectMany(index => UnifiedSocialCreditCode.Alphabet.Where(sign => sign != code[index]).Select(sign => With(code, index, sign)));

    private static IEnumerable<string> Longer(string code) =>
        Enumerable.Range(0, code.Length + 1).SelectMany(index => UnifiedSocialCreditCode.Alphabet.Select(sign => $"{code[..index]}{sign}{code[index..]}"));

    private static IEnumerable<string> Shorter(string code) => Enumerable.Range(0, code.Length).Select(index => code.Remove(index, 1));

    private static string With(string code, int index, char sign) => $"{code[..index]}{sign}{code[(index + 1)..]}";
}
