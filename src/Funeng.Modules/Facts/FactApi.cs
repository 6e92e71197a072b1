using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Facts;

/// <summary>One fact as other systems read it.</summary>
/// <param name="Key">Key in the catalogue.</param>
/// <param name="Label">The Chinese text of sheets and pages.</param>
/// <param name="Value">A number in <paramref name="Unit"/>, true or false, or text; a date as 2026-11-20.</param>
/// <param name="Unit">Of the number: 元, 人, %; empty for what is no number.</param>
/// <param name="Year">The year it speaks of; null for a state that holds until the next filing.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Place">Where in the source it stands.</param>
/// <param name="Reporter">Who reported it.</param>
/// <param name="LearnedAt">When it was learned.</param>
/// <param name="IsComputed">It follows from other facts by a formula.</param>
public sealed record FactItem(
    string Key, string Label, object? Value, string Unit, int? Year, string Source, string Place, string Reporter, DateTimeOffset? LearnedAt, bool IsComputed)
{
    public static FactItem Of(Fact fact) => new(
        fact.Definition.Key, fact.Definition.Label, ValueOf(fact.Value), fact.Definition.Unit, YearOf(fact.Period), fact.IsComputed ? FactText.Source(fact) : fact.Filing.Source,
        fact.Filing.Place, fact.Filing.Reporter, fact.IsComputed ? null : fact.LearnedAt, fact.IsComputed);

    public static int? YearOf(Period period) => period.IsState ? null : period.Year;

    /// <summary>A value as JSON has it. A number beyond what JSON readers keep exact is given as text.</summary>
    public static object? ValueOf(FeelValue value) => value.Kind switch
    {
        FeelKind.Null => null,
        FeelKind.Boolean => value.IsTrue,
        FeelKind.Number => value.AsNumber().TryToDecimal(out var number) ? number : value.AsNumber().ToString(),
        FeelKind.String => value.AsString(),
        FeelKind.Date when value.AsDate().TryToDateOnly(out var date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}

/// <summary>What one filing said about a fact, and how that stands today.</summary>
public sealed record FactHistoryItem(
    object? Value, int? Year, string Source, string Place, string Reporter, DateTimeOffset LearnedAt, EntryStanding Standing,
    DateTimeOffset? WithdrawnAt, string? WithdrawnBy, string? WithdrawalReason)
{
    public static FactHistoryItem Of(FactEntry entry) => new(
        FactItem.ValueOf(entry.Value), FactItem.YearOf(entry.Period), entry.Source.Name, entry.Place, entry.Reporter, entry.LearnedAt, entry.Standing,
        entry.WithdrawnAt, entry.WithdrawnBy, entry.WithdrawalReason);
}
