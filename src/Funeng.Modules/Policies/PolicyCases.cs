using Funeng.Engines.Criteria;
using Funeng.Modules.Policies.Check;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Policies;

/// <summary>Runs the cases of a policy: each says of one situation what a benefit must give.</summary>
internal static class PolicyCases
{
    /// <returns>How many came out as written, and what did not.</returns>
    public static (int Passed, IReadOnlyList<PolicyFinding> Findings) Run(PolicyFile file, RuleBook rules, Func<string, BenefitRule?> find)
    {
        var findings = new List<PolicyFinding>();
        foreach (var benefit in file.Policy.Benefits.Where(benefit => file.Policy.Cases.All(one => one.Benefit != benefit.Id)))
            findings.Add(new PolicyFinding(benefit.Id, "It has no case."));
        try
        {
            var situations = RuleCases.Parse(file.Text, rules.Catalogue).Written;
            var failures = file.Policy.Cases.Zip(situations).Select(pair => Failures(pair.First, pair.Second, rules, find).ToList()).ToList();
            findings.AddRange(failures.SelectMany(failure => failure).Select(message => new PolicyFinding(file.Policy.Id, message)));
            return (failures.Count(failure => failure.Count == 0), findings);
        }
        catch (FormatException fault)
        {
            return (0, [.. findings, new PolicyFinding(file.Policy.Id, fault.Message)]);
        }
    }

    private static IEnumerable<string> Failures(PolicyCase stated, RuleCase situation, RuleBook rules, Func<string, BenefitRule?> find)
    {
        if (find(stated.Benefit) is not { } rule)
        {
            yield return $"'{stated.Name}' speaks of '{stated.Benefit}', which is no benefit.";
            yield break;
        }

        var verdict = rules.Survey(rule.Pack, rules.View(situation.ToSubject(rules.Catalogue), situation.On));
        foreach (var expected in situation.Expected)
        {
            var actual = verdict.Find(expected.Criterion) is { } finding ? Say(finding) : "no such criterion";
            if (actual != expected.Text) yield return $"'{situation.Name}': {expected.Criterion} is {actual}, expected {expected.Text}.";
        }

        if (rule.Benefit.HasAmount && verdict.Outcome == Outcome.Met && situation.Expected.All(expected => expected.Criterion != BenefitModel.AmountKey))
            yield return $"'{situation.Name}' is met and does not say the amount.";
    }

    internal static string Say(Finding finding) =>
        finding.Outcome is { } outcome ? VerdictSummary.Say(outcome) : finding.Score?.ToString() ?? "unknown";
}

