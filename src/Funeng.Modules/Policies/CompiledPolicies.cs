using Funeng.Modules.Schemes;

namespace Funeng.Modules.Policies;

/// <summary>The benefits of a book as schemes, with what could not be read.</summary>
internal sealed record CompiledPolicies(IReadOnlyList<BenefitRule> Rules, IReadOnlyList<RuleProblem> Problems)
{
    public IReadOnlyDictionary<string, BenefitRule> ById { get; } = Rules.DistinctBy(rule => rule.Benefit.Id).ToDictionary(rule => rule.Benefit.Id);

    public static CompiledPolicies Of(PolicyBook book)
    {
        var compiler = new BenefitCompiler(book.Rules);
        var compiled = book.Files.AsParallel().AsOrdered().SelectMany(file => file.Policy.Benefits.Select(benefit => compiler.Compile(file.Policy, benefit, file.Text))).ToList();
        return new CompiledPolicies([.. compiled.Select(one => one.Rule).OfType<BenefitRule>()], [.. compiled.SelectMany(one => one.Problems)]);
    }
}

/// <summary>Makes a benefit a scheme, with the facts and units of the rules.</summary>
internal sealed class BenefitCompiler(RuleBook rules)
{
    private readonly string catalogue = PolicyBook.TextOf(rules.Folder, "facts.yaml"), units = PolicyBook.TextOf(rules.Folder, "units.dmn");
    private readonly SchemeCompiler compiler = new(rules.Catalogue, PolicyBook.TextOf(rules.Folder, "units.dmn"));

    /// <returns>The rule; null with the reasons when it cannot be read.</returns>
    public (BenefitRule? Rule, IReadOnlyList<RuleProblem> Problems) Compile(PolicyDocument policy, Benefit benefit, string text)
    {
        var model = BenefitModel.Xml(policy, benefit, rules.Catalogue);
        var (scheme, problems) = compiler.Compile(model);
        var found = problems.Select(problem => new RuleProblem(benefit.Id, problem)).ToList();
        if (scheme is null || found.Count > 0) return (null, found);
        return (new BenefitRule(policy, benefit, new RulePack(scheme, new PackText(model, text, catalogue, units), Notice.Empty, "")), found);
    }
}
