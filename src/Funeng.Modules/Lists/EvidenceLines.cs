using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Lists;

/// <summary>Writes down the facts a verdict used, as they are today, so that a membership can be read years later.</summary>
public static class EvidenceLines
{
    // A ratio has 34 digits; nobody reads more than a few.
    private const int Digits = 6;

    public static List<EvidenceLine> Of(Verdict verdict) =>
        [.. verdict.Findings.SelectMany(finding => finding.Evidence).Select(Line).Distinct()];

    public static string Text(FactDefinition definition, FeelValue value) => value.Kind switch
    {
        FeelKind.Null => "",
        FeelKind.Boolean => value.IsTrue ? "是" : "否",
        FeelKind.Number when value.AsNumber().Round(Digits, FeelRounding.HalfUp).TryToDecimal(out var number) => definition.IsMoney ? Fmt.Money(number) : WithUnit(number, definition.Unit),
        FeelKind.String => definition.Choices.FirstOrDefault(choice => choice.Code == value.AsString())?.Label ?? value.AsString(),
        _ => value.ToString().Trim('"'),
    };

    /// <summary>The name of a fact for people; of a review item the question that was asked.</summary>
    public static string Label(FactDefinition definition) => definition.Origin is FactOrigin.Review review ? $"评审：{review.Question}" : definition.Label;

    private static EvidenceLine Line(Evidence evidence) => new(
        evidence.Definition.Key,
        Label(evidence.Definition),
        evidence.Fact is { } fact ? Text(evidence.Definition, fact.Value) : "",
        evidence.Threshold is { } threshold && evidence.Definition.Type != FactType.Boolean
            ? $"{Sign(evidence.Operator)} {Text(evidence.Definition, threshold)}" : "",
        evidence.Fact is { IsComputed: false } filed ? Source(filed.Filing) : "",
        evidence.Fact?.Period.ToString() ?? "");

    private static string Source(FilingRef filing) => filing.Place.Length > 0 ? $"{filing.Source} {filing.Place}" : filing.Source;

    private static string Sign(string operation) => operation switch { ">=" => "≥", "<=" => "≤", "!=" => "≠", var other => other };

    private static string WithUnit(decimal number, string unit) => unit switch
    {
        "" => Fmt.Number(Math.Round(number, 2)),
        "%" => Fmt.Number(Math.Round(number, 2)) + "%",
        _ => $"{Fmt.Number(Math.Round(number, 2))} {unit}",
    };
}
