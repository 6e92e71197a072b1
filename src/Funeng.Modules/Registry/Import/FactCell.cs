using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Registry.Import;

/// <summary>Reads a cell as a value of a fact: type, unit and domain of the catalogue.</summary>
internal static partial class FactCell
{
    private const int LongestText = 2000;

    public static CellReading<FeelValue> Read(SheetCell cell, ColumnMeaning meaning, Unit? moneyUnit)
    {
        var fact = meaning.Fact!;
        var unit = meaning.Unit ?? (fact.IsMoney ? moneyUnit : null);
        return fact.Type switch
        {
            FactType.Number => WithinDomain(fact, Map(NumberCell.Read(cell, fact.Unit, unit), FeelValue.From)),
            FactType.Integer => WithinDomain(fact, Map(NumberCell.ReadWhole(cell, fact.Unit, unit), FeelValue.From)),
            FactType.Boolean => Map(ChoiceCell.ReadBoolean(cell), FeelValue.From),
            FactType.Date => Map(DateCell.Read(cell), FeelValue.From),
            _ when fact.Choices.Count > 0 => Map(
                ChoiceCell.ReadChoice(cell, [.. fact.Choices.Select(choice => (choice.Code, choice.Label))]),
                index => FeelValue.From(fact.Choices[index].Code)),
            _ => ReadText(cell),
        };
    }

    private static CellReading<FeelValue> ReadText(SheetCell cell)
    {
        var text = cell.Text.Trim();
        return text.Length switch
        {
            0 => CellReading<FeelValue>.Nothing,
            > LongestText => CellReading<FeelValue>.Refuse($"内容有 {text.Length} 个字，最多 {LongestText} 个。请精简。"),
            _ => CellReading<FeelValue>.Of(FeelValue.From(text), text),
        };
    }

    // The numeric domains of the catalogue are bounds: ">= 0", "> 0", "[0..100]".
    private static CellReading<FeelValue> WithinDomain(FactDefinition fact, CellReading<FeelValue> reading)
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

    private static CellReading<FeelValue> Outside(CellReading<FeelValue> reading, string rule) =>
        CellReading<FeelValue>.Refuse($"{rule}，现在是 {reading.Understood}。请核对数值和单位。");

    private static CellReading<FeelValue> Map<T>(CellReading<T> reading, Func<T, FeelValue> value)
        where T : struct
    {
        if (reading.Value is { } known)
        {
            return CellReading<FeelValue>.Of(value(known), reading.Understood);
        }

        return reading.Problem is { } problem ? CellReading<FeelValue>.Refuse(problem, reading.Proposal) : CellReading<FeelValue>.Nothing;
    }

    [GeneratedRegex(@"^\s*(>=|>|<=|<)\s*(-?\d+(?:\.\d+)?)\s*$")]
    private static partial Regex Bound();

    [GeneratedRegex(@"^\s*[\[(](-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)[\])]\s*$")]
    private static partial Regex Interval();
}
