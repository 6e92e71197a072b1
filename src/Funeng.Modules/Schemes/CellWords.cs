using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Schemes;

/// <summary>The test of a table's cell as officials write it: ≥ 80, 70（含）至 80, 省级; the model keeps the FEEL text.</summary>
internal static partial class CellWords
{
    public static string Of(string test, FactDefinition? fact) => test.Trim() switch
    {
        "-" => "不限",
        "true" => "是",
        "false" => "否",
        "null" => "缺失",
        ['n', 'o', 't', '(', .. var other, ')'] => $"除 {Of(other, fact)} 外",
        var several when !several.Contains('(', StringComparison.Ordinal) && several.Contains(", ", StringComparison.Ordinal) => string.Join("、", several.Split(", ").Select(one => Of(one, fact))),
        ['"', .. var code, '"'] => fact?.Choices.FirstOrDefault(choice => choice.Code == code)?.Label ?? code,
        [var open and ('[' or '(' or ']'), .. var range, var close and (']' or ')' or '[')] when range.Contains("..", StringComparison.Ordinal) => Range(open == '[', range, close == ']'),
        var plain => Digits().Replace(plain.Replace(">=", "≥", StringComparison.Ordinal).Replace("<=", "≤", StringComparison.Ordinal), Grouped),
    };

    private static string Range(bool low, string range, bool high)
    {
        var ends = range.Split("..").Select(end => Digits().Replace(end.Trim(), Grouped)).ToArray();
        return $"{ends[0]}{(low ? "（含）" : "")}至 {ends[1]}{(high ? "（含）" : "")}".Replace("（含）至", "（含）至", StringComparison.Ordinal);
    }

    private static string Grouped(Match match) =>
        decimal.TryParse(match.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && match.Value.Length > 3 ? Fmt.Number(number) : match.Value;

    [GeneratedRegex(@"\d+(?:\.\d+)?")]
    private static partial Regex Digits();
}
