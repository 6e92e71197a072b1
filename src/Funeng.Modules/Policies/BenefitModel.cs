using System.Globalization;
using System.Xml.Linq;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Policies;

/// <summary>
/// Writes a benefit as a decision model in the criteria profile: one gate for each condition, the conclusion, and the amount with cap and
/// rounding as points in yuan. So benefits are decided, explained, swept and counted by the evaluator of the schemes and by no other.
/// </summary>
internal static class BenefitModel
{
    /// <summary>Key of the decision that says how much.</summary>
    public const string AmountKey = "金额";

    private static readonly XNamespace Dmn = "https://www.omg.org/spec/DMN/20230324/MODEL/";
    private static readonly XNamespace Funeng = "urn:funeng:criteria:1";

    private static readonly (string Name, string Id)[] Units = [("万元", "tenThousandYuan"), ("亿元", "hundredMillionYuan")];

    public static string Xml(PolicyDocument policy, Benefit benefit, FactCatalogue facts)
    {
        var id = SchemeId(benefit);
        return new XElement(Dmn + "definitions",
            new XAttribute(XNamespace.Xmlns + "fn", Funeng.NamespaceName),
            new XAttribute("id", id), new XAttribute("name", id), new XAttribute("namespace", "urn:funeng:policies:" + id),
            new XElement(Dmn + "extensionElements", Scheme(policy, benefit)),
            Import("urn:funeng:facts"),
            Import("urn:funeng:units"),
            benefit.Conditions.Select((condition, at) => Gate(condition, at, facts)),
            Conclusion(benefit),
            benefit.HasAmount ? Amount(benefit, facts) : null).ToString();
    }

    public static string SchemeId(Benefit benefit) => "benefit-" + benefit.Id.Replace('/', '-');

    /// <summary>The amount with cap and rounding, as it is computed.</summary>
    public static string AmountRule(Benefit benefit)
    {
        var rule = benefit.Cap is { } cap ? $"min({Yuan(cap)}, {benefit.Amount})" : benefit.Amount;
        return benefit.RoundTo is not { } step ? $"round down({rule}, 2)" : step == 1 ? $"round down({rule}, 0)" : $"round down(({rule}) / {Yuan(step)}, 0) * {Yuan(step)}";
    }

    private static XElement Scheme(PolicyDocument policy, Benefit benefit)
    {
        var scheme = new XElement(Funeng + "scheme",
            new XAttribute("version", "1"), new XAttribute("kind", "benefit"), new XAttribute("title", $"{policy.Title}：{benefit.Title}"),
            new XAttribute("shortName", benefit.Title), new XAttribute("confidence", policy.Confidence), new XAttribute("region", policy.Region),
            new XAttribute("documentTitle", policy.Title), new XAttribute("documentNumber", policy.Number), new XAttribute("issuer", policy.Issuer));
        if (policy.EffectiveFrom is { } from) scheme.Add(new XAttribute("effectiveFrom", from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        if (policy.EffectiveTo is { } to) scheme.Add(new XAttribute("effectiveTo", to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        return scheme;
    }

    private static XElement Gate(BenefitCondition condition, int at, FactCatalogue facts) =>
        Decision(GateName(at), condition.Label, "gate", condition.Clause, condition.Confidence, "boolean", Needed(condition.Rule, facts), condition.Rule);

    private static XElement Conclusion(Benefit benefit) =>
        Decision("结论", "可以享受：" + benefit.Title, "conclusion", "", "", "boolean",
            benefit.Conditions.Select((_, at) => Requires("requiredDecision", "#" + GateName(at))),
            string.Join(" and ", benefit.Conditions.Select((_, at) => GateName(at))));

    private static XElement Amount(Benefit benefit, FactCatalogue facts)
    {
        var decision = Decision(AmountKey, "金额：" + benefit.Title, "total", benefit.Clause, "", "number", Needed(benefit.Amount, facts), AmountRule(benefit));
        if (benefit.Cap is { } cap) decision.Descendants(Funeng + "criterion").Single().Add(new XAttribute("max", Yuan(cap)));
        return decision;
    }

    private static XElement Decision(
        string name, string label, string kind, string clause, string confidence, string type, IEnumerable<XElement> requirements, string rule) =>
        new(Dmn + "decision",
            new XAttribute("id", name), new XAttribute("name", name), new XAttribute("label", label),
            new XElement(Dmn + "extensionElements",
                new XElement(Funeng + "criterion",
                    new XAttribute("kind", kind), new XAttribute("key", name), new XAttribute("clause", clause), new XAttribute("confidence", confidence))),
            new XElement(Dmn + "variable", new XAttribute("name", name), new XAttribute("typeRef", type)),
            requirements,
            new XElement(Dmn + "literalExpression", new XElement(Dmn + "text", rule)));

    // Every name that occurs in the text becomes an input; one that occurs only inside a longer name does no harm.
    private static IEnumerable<XElement> Needed(string rule, FactCatalogue facts) =>
    [
        .. facts.All.Where(fact => rule.Contains(fact.Name, StringComparison.Ordinal)).Select(fact => Requires("requiredInput", "urn:funeng:facts#" + fact.Key)),
        .. rule.Contains("申请日期", StringComparison.Ordinal) ? [Requires("requiredInput", "urn:funeng:facts#applicationDate")] : Array.Empty<XElement>(),
        .. Units.Where(unit => rule.Contains(unit.Name, StringComparison.Ordinal)).Select(unit => Requires("requiredDecision", "urn:funeng:units#" + unit.Id)),
    ];

    private static string GateName(int at) => "c" + (at + 1).ToString(CultureInfo.InvariantCulture);

    private static string Yuan(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    private static XElement Import(string name) =>
        new(Dmn + "import", new XAttribute("name", ""), new XAttribute("namespace", name),
            new XAttribute("importType", "https://www.omg.org/spec/DMN/20230324/MODEL/"));

    private static XElement Requires(string what, string href) =>
        new(Dmn + "informationRequirement", new XElement(Dmn + what, new XAttribute("href", href)));
}
