using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Policies;

/// <summary>
/// Writes a benefit as a decision model in the criteria profile: one gate for each condition, the conclusion, and the amount with cap and
/// rounding as points in yuan. So benefits are decided, explained, swept and counted by the evaluator of the schemes and by no other.
/// </summary>
internal static class BenefitModel
{
    /// <summary>Key of the decision that says how much.</summary>
    public const string AmountKey = "金额";

    public static string Xml(PolicyDocument policy, Benefit benefit, FactCatalogue facts)
    {
        var gates = benefit.Conditions.Select((_, at) => "c" + (at + 1).ToString(CultureInfo.InvariantCulture)).ToList();
        return CriteriaModel.Write(
            SchemeId(benefit), "urn:funeng:policies:" + SchemeId(benefit), Scheme(policy, benefit),
            [
                .. benefit.Conditions.Select((condition, at) => new ModelDecision(gates[at], condition.Label, "gate", condition.Rule) { Clause = condition.Clause, Confidence = condition.Confidence }),
                new ModelDecision("结论", "可以享受：" + benefit.Title, "conclusion", string.Join(" and ", gates)) { After = gates },
                .. benefit.HasAmount ? [Amount(benefit)] : Array.Empty<ModelDecision>(),
            ],
            facts);
    }

    public static string SchemeId(Benefit benefit) => RulePack.OfBenefits + benefit.Id.Replace('/', '-');

    /// <summary>The amount with cap and rounding, as it is computed.</summary>
    public static string AmountRule(Benefit benefit)
    {
        var rule = benefit.Cap is { } cap ? $"min({Yuan(cap)}, {benefit.Amount})" : benefit.Amount;
        return benefit.RoundTo is not { } step ? $"round down({rule}, 2)" : step == 1 ? $"round down({rule}, 0)" : $"round down(({rule}) / {Yuan(step)}, 0) * {Yuan(step)}";
    }

    private static ModelDecision Amount(Benefit benefit) => new(AmountKey, "金额：" + benefit.Title, "total", AmountRule(benefit))
    {
        Clause = benefit.Clause, IsNumber = true, Most = benefit.Cap is { } cap ? Yuan(cap) : null,
    };

    private static IEnumerable<(string Name, string Value)> Scheme(PolicyDocument policy, Benefit benefit)
    {
        yield return ("kind", "benefit");
        yield return ("title", $"{policy.Title}：{benefit.Title}");
        yield return ("shortName", benefit.Title);
        yield return ("confidence", policy.Confidence);
        yield return ("region", policy.Region);
        yield return ("documentTitle", policy.Title);
        yield return ("documentNumber", policy.Number);
        yield return ("issuer", policy.Issuer);
        if (policy.EffectiveFrom is { } from) yield return ("effectiveFrom", from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (policy.EffectiveTo is { } to) yield return ("effectiveTo", to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static string Yuan(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
