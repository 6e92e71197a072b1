using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Registry.Import;

/// <summary>Reads a cell as a value of a fact: type, unit and, for numbers, the domain of the catalogue.</summary>
internal static partial class FactCell
{
    private const int LongestText = 2000;

    public static FactReading Read(SheetCell cell, ColumnMeaning meaning, Unit? moneyUnit)
    {
        var fact = meaning.Fact!;
        var reading = CatalogueCell.Read(cell, fact, meaning.Unit ?? (fact.IsMoney ? moneyUnit : null));
        return fact.Type switch
        {
            FactType.Number or FactType.Integer => WithinDomain(fact, reading),
            FactType.Text when reading.Value is { Kind: FeelKind.String } text && text.AsString().Length > LongestText =>
                Refuse($"内容有 {text.AsString().Length} 个字，最多 {LongestText} 个。请精简。"),
            _ => reading,
        };
    }

    // The numeric domains of the catalogue are bounds: ">= 0", "> 0", "[0..100]".
    private static FactReading WithinDomain(FactDefinition fact, FactReading reading)
    {
        if (reading.Value is not { } value || !value.AsNumber().TryToDecimal(out var number))
        {
            return reading;
        }

        if (Bound().Match(fact.Domain) is { Success: true } bound)
        {
            var limit = decimal.Parse(bound.Groups[2].Value, CultureInfo.InvariantCulture);
            var isWithin = bound.Groups[1].Value switch { ">=" => number >= limit, ">" => number > limit, "<=" => number <= limit, _ => number < limit };
            return isWithin ? reading : Outside(reading, bound.Groups[1].Value switch
            {
                ">=" => $"不能小于 {limit}",
                ">" => $"应大于 {limit}",
                "<=" => $"不能大于 {limit}",
                _ => $"应小于 {limit}",
            });
        }

        if (Interval().Match(fact.Domain) is { Success: true } interval)
        {
            var low = decimal.Parse(interval.Groups[1].Value, CultureInfo.InvariantCulture);
            var high = decimal.Parse(interval.Groups[2].Value, CultureInfo.InvariantCulture);
            return number >= low && number <= high ? reading : Outside(reading, $"应在 {low} 到 {high} 之间");
        }

        return reading;
    }

    private static FactReading Outside(FactReading reading, string rule) => Refuse($"{rule}，现在是 {reading.Understood}。请核对数值和单位。");

    private static FactReading Refuse(string problem) => new(null, "", problem, null);

    [GeneratedRegex(@"^\s*(>=|>|<=|<)\s*(-?\d+(?:\.\d+)?)\s*$")]
    private static partial Regex Bound();

    [GeneratedRegex(@"^\s*[\[(](-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)[\])]\s*$")]
    private static partial Regex Interval();
}
