using System.Globalization;
using System.Text.RegularExpressions;

namespace Funeng.Modules.Policies;

/// <summary>
/// Finds the number of an identity card in what somebody typed, so that it is refused and not stored: a person is known here by a number the talent
/// office gave. Eighteen characters with a day of birth and the check character of GB 11643; a credit code has letters or another check.
/// </summary>
internal static partial class IdentityNumber
{
    public const string Refusal = "请不要填身份证号，本平台不保存；填主管部门给的编号。";

    private const string Checks = "10X98765432";

    public static bool IsIn(string typed) => Candidate().Matches(string.Concat(Foundation.Spreadsheets.ChineseText.HalfWidth(typed).Where(letter => !char.IsWhiteSpace(letter) && letter != '-')))
        .Any(match => IsOne(match.Groups[1].Value.ToUpperInvariant()));

    private static bool IsOne(string number)
    {
        if (!DateOnly.TryParseExact(number[6..14], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) || born.Year is < 1900 or > 2100) return false;
        var weight = 1;
        var sum = 0;
        // The weight of a place is a power of two modulo eleven, counted from the right.
        for (var at = 16; at >= 0; at--)
        {
            weight = weight * 2 % 11;
            sum += (number[at] - '0') * weight;
        }

        return Checks[sum % 11] == number[17];
    }

    // Looked for at every place: a number that stands within a longer one is found as well.
    [GeneratedRegex("(?=([0-9]{17}[0-9Xx]))")]
    private static partial Regex Candidate();
}
