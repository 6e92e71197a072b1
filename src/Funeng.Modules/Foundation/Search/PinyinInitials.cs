using System.Globalization;

namespace Funeng.Modules.Foundation.Search;

/// <summary>
/// The first letters of the pinyin of a text: 氢能产业链 is "qncyl". Found by where a character falls in the Chinese collation, which sorts by
/// pinyin; a character with several readings gets its commonest one.
/// </summary>
public static class PinyinInitials
{
    // The first character of each letter in the collation; no syllable begins with i, u or v.
    private const string Firsts = "阿八嚓咑妸发旮哈丌咔垃呣拏噢妑七呥仨他屲夕丫帀";
    private const string Letters = "abcdefghjklmnopqrstwxyz";
    private static readonly CompareInfo Chinese = CultureInfo.GetCultureInfo("zh-CN").CompareInfo;

    public static string Of(string text) => string.Concat(text.Select(Initial));

    private static char Initial(char letter)
    {
        if (letter is < '\u4e00' or > '\u9fff')
            return char.ToLowerInvariant(letter);
        for (var index = Firsts.Length - 1; index >= 0; index--)
            if (Chinese.Compare(letter.ToString(), Firsts[index].ToString()) >= 0)
                return Letters[index];
        return 'a';
    }
}
