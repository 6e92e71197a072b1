using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Lists;

/// <summary>Writes down the facts a verdict used, as they are today, so that a membership can be read years later. Each fact has one line, however often the rule compares it.</summary>
public static class EvidenceLines
{
    public static List<EvidenceLine> Of(Verdict verdict) =>
        [.. verdict.Findings.SelectMany(finding => finding.Evidence).GroupBy(evidence => (evidence.Definition.Key, evidence.Definition.Label)).Select(compared => Line([.. compared]))];

    public static string Text(FactDefinition definition, FeelValue value) => value.IsNull ? "" : FactText.Of(definition, value);

    /// <summary>The name of a fact for people; of a review item the question that was asked.</summary>
    public static string Label(FactDefinition definition) => definition.Origin is FactOrigin.Review review ? $"评审：{review.Question}" : definition.Label;

    private static EvidenceLine Line(IReadOnlyList<Evidence> compared)
    {
        var (definition, known) = (compared[0].Definition, compared[0].Fact);
        return new EvidenceLine(
            definition.Key, Label(definition), known is null ? "" : Text(definition, known.Value), Bound(definition, compared), known is null ? "" : Source(known),
            known is null || definition.Origin is FactOrigin.SchemeResult ? "" : known.Period.ToString())
        {
            FiledAt = known is { IsComputed: false } ? known.LearnedAt : null,
        };
    }

    // 谋划、在谈或签约; 不是终止、达效; ≥ 1,500 万元，＜ 2,000 万元.
    private static string Bound(FactDefinition definition, IReadOnlyList<Evidence> compared)
    {
        if (definition.Type == FactType.Boolean) return "";
        var bounds = compared.Where(item => item.Threshold is not null).Select(item => (item.Operator, Text: Text(definition, item.Threshold!.Value))).Distinct().ToList();
        List<string> Of(string sign) => [.. bounds.Where(bound => bound.Operator == sign).Select(bound => bound.Text)];
        var (among, not) = (Of("="), Of("!="));
        return string.Join('，', [
            .. among.Count > 1 ? [$"{string.Join('、', among[..^1])}或{among[^1]}"] : among,
            .. not.Count > 0 ? [$"不是{string.Join('、', not)}"] : not,
            .. bounds.Where(bound => bound.Operator is not ("=" or "!=")).Select(bound => $"{VerdictWords.Sign(bound.Operator)} {bound.Text}"),
        ]);
    }

    private static string Source(Fact fact) => fact switch
    {
        { IsComputed: false } => fact.Filing.Place.Length > 0 ? $"{fact.Filing.Source} {fact.Filing.Place}" : fact.Filing.Source,
        { Definition.Origin: FactOrigin.SchemeResult } => "按标准判定",
        { Definition.Origin: FactOrigin.TitleHeld } => "称号登记",
        { Definition.Origin: FactOrigin.Derived } => "由报送的数据算出",
        _ => "平台记录",
    };
}
