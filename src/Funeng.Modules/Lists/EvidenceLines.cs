using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Lists;

/// <summary>Writes down the facts a verdict used, as they are today, so that a membership can be read years later.</summary>
public static class EvidenceLines
{
    public static List<EvidenceLine> Of(Verdict verdict) =>
        [.. verdict.Findings.SelectMany(finding => finding.Evidence).Select(Line).Distinct()];

    public static string Text(FactDefinition definition, FeelValue value) => value.IsNull ? "" : FactText.Of(definition, value);

    /// <summary>The name of a fact for people; of a review item the question that was asked.</summary>
    public static string Label(FactDefinition definition) => definition.Origin is FactOrigin.Review review ? $"评审：{review.Question}" : definition.Label;

    private static EvidenceLine Line(Evidence evidence) => new(
        evidence.Definition.Key,
        Label(evidence.Definition),
        evidence.Fact is { } fact ? Text(evidence.Definition, fact.Value) : "",
        evidence.Threshold is { } threshold && evidence.Definition.Type != FactType.Boolean
            ? $"{VerdictWords.Sign(evidence.Operator)} {Text(evidence.Definition, threshold)}" : "",
        evidence.Fact is { IsComputed: false } filed ? Source(filed.Filing) : "",
        evidence.Fact?.Period.ToString() ?? "");

    private static string Source(FilingRef filing) => filing.Place.Length > 0 ? $"{filing.Source} {filing.Place}" : filing.Source;
}
