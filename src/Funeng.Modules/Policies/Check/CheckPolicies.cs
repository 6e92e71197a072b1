using System.Globalization;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Policies.Check;

/// <summary>
/// Checks every policy of a rules folder: its text, names, clauses and their plain words, where its figures come from, how its benefits stand to each other, and
/// every case. Findings are complete: one fault never hides the next.
/// </summary>
public static class CheckPolicies
{
    public static PolicyCheck Run(RuleBook rules) => Run(rules, new RulePart(rules.Folder, rules.Folder));

    /// <param name="rules">The rules of the whole folder.</param>
    /// <param name="part">What of the policies is checked.</param>
    public static PolicyCheck Run(RuleBook rules, RulePart part)
    {
        var book = PolicyBook.Load(rules);
        bool IsAsked(string place) => part.Holds(Path.Combine(rules.Folder, "policies", place.Split('/')[0]));
        var findings = book.Problems.Select(problem => new PolicyFinding(problem.Place, problem.Message)).ToList();
        findings.AddRange(book.Files.SelectMany(file => PolicyText.Check(file.Policy, rules.Catalogue).Select(message => new PolicyFinding(file.Policy.Id, message))));
        findings.AddRange(book.Files.SelectMany(file => PlainWords.Check(file.Policy).Select(message => new PolicyFinding(file.Policy.Id, message))));
        findings.AddRange(book.Relations.Check([.. book.Benefits.Select(rule => rule.Benefit.Id)]).Select(problem => new PolicyFinding(problem.Benefit, problem.Message)));
        var asked = book.Files.Where(file => IsAsked(file.Policy.Id)).ToList();
        var cases = asked.Select(file => PolicyCases.Run(file, rules, book.FindBenefit)).ToList();
        findings.AddRange(cases.SelectMany(one => one.Findings));
        findings.RemoveAll(finding => !IsAsked(finding.Place));
        return new PolicyCheck(asked.Count, asked.Sum(file => file.Policy.Benefits.Count), cases.Sum(one => one.Passed), findings);
    }
}

public sealed record PolicyFinding(string Place, string Message)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Place}: {Message}");
}

public sealed record PolicyCheck(int Policies, int Benefits, int CasesPassed, IReadOnlyList<PolicyFinding> Findings)
{
    /// <summary>Cases that came out as written, and policies about which nothing was found.</summary>
    public int Passed => CasesPassed + Math.Max(0, Policies - Findings.Select(finding => finding.Place.Split('/')[0]).Distinct().Count());

    public int Failed => Findings.Count;
}
