using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Policies.Library;

/// <summary>
/// The cases that go into the library with a policy made of a notice: one step below, on and one step above every threshold, every condition that is
/// a yes or no both ways, and an enterprise of which nothing is known. They are run whenever the library is checked, so that a later change of rule,
/// catalogue or engine is seen.
/// </summary>
internal sealed partial class AdmittedCases(RuleBook rules, DateOnly on)
{
    /// <summary>A case for each situation, with what the rule gives now: that a person has looked at, on the page of the draft.</summary>
    public List<CaseYaml> Of(BenefitRule rule)
    {
        var own = rule.Benefit.Id[(rule.Benefit.Id.IndexOf('/', StringComparison.Ordinal) + 1)..];
        List<CaseYaml> cases = [Case(rule, own, "没有任何数据", [], "结论")];
        foreach (var bound in BoundaryCases.Of(rule.Scheme, on))
            cases.Add(Case(rule, own, $"{bound.Fact.Name} {bound.Facts[0].Value} {Side(bound.Side)}", bound.Facts, bound.Criterion.Key));
        foreach (var (gate, fact) in Answers(rule))
        {
            foreach (var answer in new[] { FeelValue.True, FeelValue.False })
                cases.Add(Case(rule, own, $"{fact.Name} {(answer.IsTrue ? "是" : "否")}", [new(fact, answer)], gate));
        }

        return [.. cases.DistinctBy(one => one.Case)];
    }

    /// <summary>
    /// How many of the small changes somebody might make by mistake the cases notice: each threshold one step lower and one step higher, each
    /// operator taken for its neighbour, each condition left out.
    /// </summary>
    public MutationScore Mutate(PolicyFile file, BenefitRule rule, BenefitCompiler compiler)
    {
        var (made, caught) = (0, 0);
        foreach (var changed in Mutants(rule))
        {
            if (compiler.Compile(file.Policy, changed, file.Text).Rule is not { } mutant) continue;
            made++;
            var single = file with { Policy = file.Policy with { Benefits = [changed] } };
            if (PolicyCases.Run(single, rules, id => id == rule.Benefit.Id ? mutant : null).Findings.Any(finding => finding.Message.Contains(" is ", StringComparison.Ordinal))) caught++;
        }

        return new MutationScore(made, caught);
    }

    private IEnumerable<Benefit> Mutants(BenefitRule rule)
    {
        var bounds = SchemeBounds.Of(rule.Scheme).Where(bound => bound.Place is not null).ToList();
        foreach (var near in BoundaryCases.Of(rule.Scheme, on).Where(near => near.Side != 0))
        {
            foreach (var bound in bounds.Where(bound => bound.Fact.Key == near.Fact.Key && bound.Value.Equals(near.Threshold)))
            {
                if (With(rule.Benefit, bound.Place!.Decision, bound.Place.With($"({near.Facts[0].Value})")) is { } moved) yield return moved;
            }
        }

        for (var at = 0; at < rule.Benefit.Conditions.Count; at++)
        {
            yield return With(rule.Benefit, $"c{at + 1}", "true")!;
            foreach (var slip in Slips(rule.Benefit.Conditions[at].Rule)) yield return With(rule.Benefit, $"c{at + 1}", slip)!;
        }
    }

    // One operator taken for its neighbour: 以上 that no longer includes the number, 且 for 或. What stands in quotation marks is a value.
    private static IEnumerable<string> Slips(string rule)
    {
        foreach (var sign in Operator().Matches(rule).Where(sign => rule[..sign.Index].Count(letter => letter == '"') % 2 == 0))
        {
            var other = sign.Value switch { ">=" => ">", "<=" => "<", ">" => ">=", "<" => "<=", " and " => " or ", _ => " and " };
            yield return string.Concat(rule.AsSpan(0, sign.Index), other, rule.AsSpan(sign.Index + sign.Length));
        }
    }

    [GeneratedRegex(">=|<=|>|<| and | or ")]
    private static partial Regex Operator();

    private static Benefit? With(Benefit benefit, string decision, string text)
    {
        if (!decision.StartsWith('c') || !int.TryParse(decision.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > benefit.Conditions.Count) return null;
        var conditions = benefit.Conditions.ToArray();
        conditions[number - 1] = conditions[number - 1] with { Rule = text };
        return benefit with { Conditions = conditions };
    }

    private static IEnumerable<(string Gate, FactDefinition Fact)> Answers(BenefitRule rule) =>
        from gate in Enumerable.Range(1, rule.Benefit.Conditions.Count).Select(number => string.Create(CultureInfo.InvariantCulture, $"c{number}"))
        from fact in rule.Scheme.FactsOf(gate)
        where fact.Type == FactType.Boolean && fact.Origin is not FactOrigin.Derived
        orderby gate, fact.Key
        select (gate, fact);

    private CaseYaml Case(BenefitRule rule, string benefit, string name, IReadOnlyList<KeyValuePair<FactDefinition, FeelValue>> facts, string criterion)
    {
        var situation = new RuleCase(name, on, [.. facts.Select(fact => new CaseFact(fact.Key, fact.Value))], []);
        var verdict = rules.Survey(rule.Pack, rules.View(situation.ToSubject(rules.Catalogue), on));
        var expected = new Dictionary<string, string> { [criterion] = verdict.Find(criterion) is { } finding ? PolicyCases.Say(finding) : "unknown" };
        if (verdict.Outcome == Outcome.Met && rule.Benefit.HasAmount && verdict.Find(BenefitModel.AmountKey) is { } amount) expected[BenefitModel.AmountKey] = PolicyCases.Say(amount);
        return new CaseYaml
        {
            Case = $"{benefit} {name}", Benefit = benefit, On = on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Expect = expected,
            Facts = facts.Count == 0 ? null : facts.ToDictionary(fact => fact.Key.Name, fact => fact.Value.Kind == FeelKind.Boolean ? (fact.Value.IsTrue ? "true" : "false") : fact.Value.ToString()),
        };
    }

    private static string Side(int side) => side < 0 ? "前一步" : side == 0 ? "恰好" : "后一步";
}
