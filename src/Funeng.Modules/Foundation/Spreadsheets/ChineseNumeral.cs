namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>Numbers in Chinese words (三千五百 is 3500, and so is 三千五). Only ever proposed, never taken without being asked.</summary>
internal static class ChineseNumeral
{
    private const string Digits = "〇一二三四五六七八九";
    private const string FormalDigits = "零壹贰叁肆伍陆柒捌玖";

    public static long? Parse(string text)
    {
        if (text.Length is 0 or > 20)
        {
            return null;
        }

        long total = 0;
        long section = 0;
        long digit = 0;
        // What a digit at the end counts: after 百 alone 十, after 百零 one.
        long place = 1;
        foreach (var character in text)
        {
            if (Digit(character) is { } value)
            {
                place = value == 0 ? 1 : place;
                digit = value;
                continue;
            }

            var unit = Multiplier(character);
            if (unit == 0)
            {
                return null;
            }

            if (unit >= 10_000)
            {
                total = (total + section + digit) * unit;
                section = 0;
            }
            else
            {
                section += (digit == 0 ? 1 : digit) * unit;
            }

            digit = 0;
            place = unit / 10;
        }

        return total + section + (digit * place);
    }

    public static int? Digit(char character)
    {
        var index = Math.Max(Digits.IndexOf(character, StringComparison.Ordinal), FormalDigits.IndexOf(character, StringComparison.Ordinal));
        return index >= 0 ? index : character == '两' ? 2 : null;
    }

    private static long Multiplier(char character) => character switch
    {
        '十' or '拾' => 10,
        '百' or '佰' => 100,
        '千' or '仟' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => 0,
    };
}
