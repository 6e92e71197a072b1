using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Facts;

/// <summary>Reads a cell as a value of a fact, in the fact's own unit. An empty cell is a missing fact, never zero and never no.</summary>
public static class CatalogueCell
{
    /// <summary>The value, or null where the cell is empty; otherwise the problem in Chinese.</summary>
    public static FactReading Read(SheetCell cell, FactDefinition definition, Unit? columnUnit) => definition.Type switch
    {
        FactType.Number => Of(NumberCell.Read(cell, definition.Unit, columnUnit), FeelValue.From),
        FactType.Integer => Of(NumberCell.ReadWhole(cell, definition.Unit, columnUnit), FeelValue.From),
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
        return text.Length == 0 ? new FactReading(null, "", null, null) : new FactReading(FeelValue.From(text), text, null, null);
    }
}

/// <summary>What a cell was understood to say about a fact.</summary>
/// <param name="Value">The value in the fact's unit; null when missing or not understood.</param>
/// <param name="Understood">The value as pages write it.</param>
/// <param name="Problem">Why it is not understood, in Chinese; null when it is.</param>
/// <param name="Proposal">What was perhaps meant.</param>
public sealed record FactReading(FeelValue? Value, string Understood, string? Problem, string? Proposal);
