using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Facts;

/// <summary>
/// Reads a cell as a value of a fact, in the fact's own unit and within its domain. An empty cell is a missing fact, never zero and never no.
/// </summary>
public static partial class CatalogueCell
{
    private const int LongestText = 2000;

    // A thousand trillion: more than the yuan of the country's yearly product, and what lists can still count in fen.
    private const decimal Beyond = 1e15m;

    /// <summary>The value, or null where the cell is empty; otherwise the problem in Chinese.</summary>
    public static FactReading Read(SheetCell cell, FactDefinition definition, Unit? columnUnit) => definition.Type switch
    {
        FactType.Number => WithinDomain(definition, Of(NumberCell.Read(cell, definition.Unit, columnUnit), FeelValue.From)),
        FactType.Integer => WithinDomain(definition, Of(NumberCell.ReadWhole(cell, definition.Unit, columnUnit), FeelValue.From)),
        FactType.Boolean => Of(ChoiceCell.ReadBoolean(cell), FeelValue.From),
        FactType.Date => Of(DateCell.Read(cell), FeelValue.From),
        _ when definition.Choices.Count > 0 => Of(ReadChoice(cell, definition), index => FeelValue.From(definition.Choices[index].Code)),
        _ => ReadText(cell),
    };

    private static CellReading<int> ReadChoice(SheetCell cell, FactDefinition definition) =>
        ChoiceCell.ReadChoice(cell, [.. definition.Choices.Select(choice => (choice.Code, choice.Label))]);

    private static FactReading Of<T>(CellReading<T> reading, Func<T, FeelValue> convert)
        where T : struct
    {
        if (reading.Problem is { } problem) return new FactReading(null, "", problem, reading.Proposal);
        return reading.Value is { } value ? new FactReading(convert(value), reading.Understood, null, null) : new FactReading(null, "", null, null);
    }

    private static FactReading ReadText(SheetCell cell)
    {
        var text = cell.Text.Trim();
        return text.Length switch
        {
            0 => new FactReading(null, "", null, null),
            > LongestText => Refuse($"内容有 {text.Length} 个字，最多 {LongestText} 个。请精简。"),
            _ => new FactReading(FeelValue.From(text), text, null, null),
        };
    }

    // The numeric domains of the catalogue are bounds: ">= 0", "> 0", "[0..100]".
    private static FactReading WithinDomain(FactDefinition fact, FactReading reading)
    {
        if (reading.Value is not { } value || !value.AsNumber().TryToDecimal(out var number))
        {
            return reading;
        }

        if (Math.Abs(number) >= Beyond)
        {
            return Refuse($"现在是 {reading.Understood}，大得不合常理。请核对位数和单位。");
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

/// <summary>What a cell was understood to say about a fact.</summary>
/// <param name="Value">The value in the fact's unit; null when missing or not understood.</param>
/// <param name="Understood">The value as pages write it.</param>
/// <param name="Problem">Why it is not understood, in Chinese; null when it is.</param>
/// <param name="Proposal">What was perhaps meant.</param>
public sealed record FactReading(FeelValue? Value, string Understood, string? Problem, string? Proposal);
