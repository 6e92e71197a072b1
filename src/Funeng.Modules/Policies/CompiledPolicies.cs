using Funeng.Modules.Schemes;

namespace Funeng.Modules.Policies;

/// <summary>The benefits of a library as schemes, with what could not be read.</summary>
/// <param name="Rules">Of what stands in the library.</param>
/// <param name="ById">Of those, and of what once stood in it.</param>
internal sealed record CompiledPolicies(IReadOnlyList<BenefitRule> Rules, IReadOnlyDictionary<string, BenefitRule> ById, IReadOnlyList<RuleProblem> Problems)
{
    /// <param name="known">Rules compiled already: one of the same policy, word for word, is taken over.</param>
    public static CompiledPolicies Of(RuleBook rules, IReadOnlyList<PolicyFile> files, IReadOnlyList<PolicyFile> gone, CompiledPolicies? known)
    {
        var compiler = new BenefitCompiler(rules);
        (BenefitRule? Rule, IReadOnlyList<RuleProblem> Problems) Compile(PolicyFile file, Benefit benefit) =>
            known?.ById.GetValueOrDefault(benefit.Id) is { } there && ReferenceEquals(there.Benefit, benefit) ? (there, []) : compiler.Compile(file.Policy, benefit, file.Text);
        // A loop, whose caller goes on alone where all other threads wait for this very compilation; a parallel query would wait for them.
        List<(BenefitRule? Rule, IReadOnlyList<RuleProblem> Problems)> All(IReadOnlyList<PolicyFile> from)
        {
            var of = new List<(BenefitRule?, IReadOnlyList<RuleProblem>)>[from.Count];
            Parallel.For(0, from.Count, at => of[at] = from[at].Policy.Benefits.Select(benefit => Compile(from[at], benefit)).ToList());
            return [.. of.SelectMany(one => one)];
        }

        var standing = All(files);
        List<BenefitRule> compiled = [.. standing.Select(one => one.Rule).OfType<BenefitRule>()];
        // A rule that speaks of facts nobody keeps any more is read no longer: that is no fault of the library.
        var past = All(gone).Select(one => one.Rule).OfType<BenefitRule>();
        return new CompiledPolicies(compiled, compiled.Concat(past).DistinctBy(rule => rule.Benefit.Id).ToDictionary(rule => rule.Benefit.Id), [.. standing.SelectMany(one => one.Problems)]);
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
        return (new BenefitRule(policy, benefit, SchemeClosure.Sign(new RulePack(scheme, new PackText(model, text, catalogue, units), Notice.Empty, ""), rules.Packs)), found);
    }
}
