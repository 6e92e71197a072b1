using Funeng.Modules.Foundation.Search;

namespace Funeng.Modules.Registry;

/// <summary>Pinyin initials in upper case, each character looked up once: comparing by collation is too slow for every name of a city.</summary>
public static class Initials
{
    private const char First = '\u4e00';
    private const char Last = '\u9fff';
    private static readonly char[] Known = new char[Last - First + 1];

    public static string Of(string name) => string.Create(name.Length, name, (target, source) =>
    {
        for (var index = 0; index < source.Length; index++)
        {
            target[index] = Of(source[index]);
        }
    });

    private static char Of(char character)
    {
        if (character is < First or > Last)
        {
            return char.ToUpperInvariant(character);
        }

        ref var known = ref Known[character - First];
        if (known == '\0')
        {
            known = char.ToUpperInvariant(PinyinInitials.Of(character.ToString())[0]);
        }

        return known;
    }
}
