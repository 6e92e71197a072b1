using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Schemes;

/// <summary>Why a fact is missing and what to do about it, in words of whoever keeps the books.</summary>
public static class MissingWords
{
    /// <param name="missing">A fact that could still change a verdict.</param>
    /// <param name="view">The facts it is missing among.</param>
    public static string Why(MissingFact missing, FactView view) =>
        Because(missing.Definition, view) + (missing.DecidesAlone ? "；有的取值单凭此项就能得出结论" : $"；涉及 {missing.CriteriaTouched} 项条件");

    public static string Because(FactDefinition definition, FactView view)
    {
        var reason = view.WhyMissing(definition);
        return reason?.Kind switch
        {
            MissingKind.InputMissing => "计算所需的" + string.Join("、", reason.Needed.Select(needed => needed.Label)) + "缺失",
            MissingKind.NoResult => NoResult(definition, view),
            MissingKind.SchemeOpen => "所依据的标准尚无结论",
            _ => definition.Origin switch
            {
                FactOrigin.Review => "待评审",
                FactOrigin.TitleHeld => "还没有核对过：有证书就登记证书；没有，就在导入表的“已获认定”里填“无”",
                _ => "没有报送",
            },
        };
    }

    // A formula without a result divides by, or compares with, a figure of zero or less: that figure is what has to be looked at.
    private static string NoResult(FactDefinition definition, FactView view)
    {
        var inputs = InputsOf(definition, view.Catalogue).Select(view.Find).OfType<Fact>().ToList();
        var bases = inputs.Where(input => input.Value.Kind == FeelKind.Number && input.Value.AsNumber().Sign <= 0).ToList();
        return bases.Count > 0
            ? $"{string.Join("、", bases.Select(input => $"{input.Definition.Label}是 {FactText.Of(input.Definition, input.Value)}"))}，不能作基数，算不出来；报送有误请更正"
            : $"按报送的数算不出来，请核对{string.Join("、", inputs.Select(input => input.Definition.Label))}";
    }

    private static IEnumerable<FactDefinition> InputsOf(FactDefinition definition, FactCatalogue catalogue)
    {
        if (definition.Origin is not FactOrigin.Derived { Formula: var formula }) yield break;
        // The longest names first: 上年度营业收入 is meant, not the 营业收入 inside it.
        foreach (var other in catalogue.All.OrderByDescending(other => other.Name.Length))
        {
            if (!formula.Contains(other.Name, StringComparison.Ordinal)) continue;
            formula = formula.Replace(other.Name, " ", StringComparison.Ordinal);
            yield return other;
        }
    }
}
