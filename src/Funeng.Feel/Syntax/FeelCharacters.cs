using System.Text;

namespace Funeng.Feel.Syntax;

/// <summary>The classes of characters of the FEEL grammar (DMN 1.5, 10.3.1.2, rules 27 to 30 and 61 to 65).</summary>
internal static class FeelCharacters
{
    private const int FullWidthOffset = 0xFEE0;

    public static bool IsWhiteSpace(char character) => (int)character switch
    {
        0x20 => true,
        >= 0x09 and <= 0x0D or 0x85 or 0xA0 or 0x1680 or 0x180E or >= 0x2000 and <= 0x200B => true,
        0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000 or 0xFEFF => true,
        _ => false,
    };

    public static bool IsDigit(char character) => character is >= '0' and <= '9';

    public static bool IsNameStart(Rune rune) => rune.Value switch
    {
        >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_' or '?' => true,
        < 0xC0 => false,
        >= 0xC0 and <= 0xD6 or >= 0xD8 and <= 0xF6 or >= 0xF8 and <= 0x2FF => true,
        >= 0x370 and <= 0x37D or >= 0x37F and <= 0x1FFF => rune.Value is not (0x1680 or 0x180E),
        >= 0x200C and <= 0x200D or >= 0x2070 and <= 0x218F or >= 0x2C00 and <= 0x2FEF => true,
        >= 0x3001 and <= 0xD7FF or >= 0xF900 and <= 0xFDCF or >= 0xFDF0 and <= 0xFFFD => rune.Value != 0xFEFF,
        >= 0x10000 and <= 0xEFFFF => true,
        _ => false,
    };

    public static bool IsNamePart(Rune rune) =>
        IsNameStart(rune) || rune.Value is >= '0' and <= '9' or 0xB7 or >= 0x300 and <= 0x36F or >= 0x203F and <= 0x2040;

    /// <summary>The half-width sign that a person meant by a full-width one; 0 where the sign is an ordinary letter of a name.</summary>
    public static char HalfWidth(char character) => character switch
    {
        >= '\uFF01' and <= '\uFF5E' when !char.IsAsciiLetter((char)(character - FullWidthOffset)) => (char)(character - FullWidthOffset),
        '、' => ',',
        '。' => '.',
        '【' => '[',
        '】' => ']',
        '“' or '”' => '"',
        '≥' or '≤' or '≠' or '×' or '÷' or '−' => Mathematical(character),
        _ => '\0',
    };

    private static char Mathematical(char character) => character switch
    {
        '≥' => '>',
        '≤' => '<',
        '≠' => '!',
        '×' => '*',
        '÷' => '/',
        _ => '-',
    };
}
