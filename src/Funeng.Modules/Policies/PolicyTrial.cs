using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies.Check;
using Funeng.Modules.Policies.Library;

namespace Funeng.Modules.Policies;

/// <summary>A policy tried before it enters the library: read, compiled, checked, its cases made and run. Nothing is stored.</summary>
/// <param name="File">With its cases; null when it cannot be read.</param>
/// <param name="Problems">Everything wrong, by field: <c>Amount2</c> is the amount of the second benefit.</param>
internal sealed record PolicyTrial(PolicyFile? File, int Cases, MutationScore Mutations, IReadOnlyList<Problem> Problems)
{
    private static readonly MutationScore None = new(0, 0);

    /// <summary>Read and compiled as it stands, without its figures being checked and without cases: what the laboratory needs.</summary>
    /// <returns>The file, null when it cannot be read; those of its benefits that compile; what is wrong with the others, by field.</returns>
    public static (PolicyFile? File, IReadOnlyList<BenefitRule> Rules, IReadOnlyList<Problem> Problems) Compile(PolicyYaml yaml, PolicyBook book)
    {
        try
        {
            var (file, compiler) = (Read(yaml), new BenefitCompiler(book.Rules));
            var compiled = file.Policy.Benefits.Select((benefit, at) => (At: at, Result: compiler.Compile(file.Policy, benefit, file.Text))).ToList();
            return (file, [.. compiled.Select(one => one.Result.Rule).OfType<BenefitRule>()],
                [.. compiled.SelectMany(one => one.Result.Problems.Select(problem => new Problem(Field(problem.Message, one.At), "读不通：" + problem.Message))).DistinctBy(problem => problem.Field)]);
        }
        catch (FormatException fault)
        {
            return (null, [], [new Problem("", "读不通：" + fault.Message)]);
        }
    }

    /// <summary>The same check as of the plain words of the files; a clause of a notice may do without.</summary>
    private static IEnumerable<Problem> Plain(PolicyDocument policy) => policy.Clauses.Select((clause, at) => (Clause: clause, Field: $"Plain{at}")).Where(one => one.Clause.Plain.Length > 0).SelectMany(one =>
        PlainWords.IsText(one.Clause) ? [new Problem(one.Field, "“说白了”和原文一样。请换成企业听得懂的话，或留空。")]
        : PlainWords.Unstated(policy, one.Clause).Select(number => new Problem(one.Field, $"“说白了”里的 {number.ToString(System.Globalization.CultureInfo.InvariantCulture)}，这一句原文和它的条件、金额里都没有。请改成原文里的数，或删去。")));

    public static PolicyTrial Of(PolicyYaml yaml, PolicyBook book, DateOnly today)
    {
        var (read, rules, faults) = Compile(yaml, book);
        if (read is not { } file) return new PolicyTrial(null, 0, None, faults);
        List<Problem> problems = [.. faults, .. PolicyText.Check(file.Policy, book.Rules.Catalogue).Select(message => new Problem("", message)), .. Plain(file.Policy)];
        if (problems.Count > 0) return new PolicyTrial(null, 0, None, [.. problems.DistinctBy(problem => problem.Field.Length > 0 ? problem.Field : problem.Message)]);

        var compiler = new BenefitCompiler(book.Rules);
        var cases = new AdmittedCases(book.Rules, file.Policy.EffectiveFrom ?? today);
        yaml.Cases = [.. rules.SelectMany(cases.Of)];
        file = Read(yaml);
        var (passed, findings) = PolicyCases.Run(file, book.Rules, id => rules.FirstOrDefault(rule => rule.Benefit.Id == id));
        return new PolicyTrial(
            file, passed, rules.Select(rule => cases.Mutate(file, rule, compiler)).Aggregate(None, (sum, one) => sum + one),
            [.. findings.Select(finding => new Problem("", "边界情形没有通过：" + finding.Message))]);
    }

    private static PolicyFile Read(PolicyYaml yaml)
    {
        var text = PolicyWriter.Write(yaml);
        return new PolicyFile(PolicyReader.Read(yaml.Id!, text), text);
    }

    private static string Field(string message, int at) => (message.Contains(BenefitModel.AmountKey, StringComparison.Ordinal) ? "Amount" : "Title") + (at + 1);
}
