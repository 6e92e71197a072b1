namespace Funeng.Engines.Notices;

/// <summary>Numbers as notices write them: 5000, 12,450.5, 五千, 两, 一亿, 二〇二四.</summary>
internal static class ChineseNumber
{
    private const string Digits = "〇一二三四五六七八九";

    public static decimal? Parse(string text)
    {
        if (text.Length is 0 or > 20) return null;
        if (char.IsAsciiDigit(text[0]))
        {
            var plain = text.Replace(",", "", StringComparison.Ordinal);
            return decimal.TryParse(plain, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : null;
        }

        return text == "半" ? 0.5m : ParseWords(text);
    }

    private static decimal? ParseWords(string text)
    {
        if (text.Length > 1 && text.All(letter => DigitOf(letter) >= 0)) return text.Aggregate(0m, (sum, letter) => sum * 10 + DigitOf(letter));
        decimal total = 0, section = 0, digit = 0;
        foreach (var letter in text)
        {
            switch (letter)
            {
                case '十': section += (digit == 0 ? 1 : digit) * 10; digit = 0; break;
                case '百': section += digit * 100; digit = 0; break;
                case '千': section += digit * 1000; digit = 0; break;
                case '万': total = (total + section + digit) * 10_000; section = digit = 0; break;
                case '亿': total = (total + section + digit) * 100_000_000; section = digit = 0; break;
                default:
                    if (DigitOf(letter) is not (>= 0 and var one)) return null;
                    digit = one;
                    break;
            }
        }

        return total + section + digit;
    }

    private static int DigitOf(char letter) => letter switch
    {
        '零' or '○' => 0,
        '两' => 2,
        _ => Digits.IndexOf(letter, StringComparison.Ordinal),
    };
}
