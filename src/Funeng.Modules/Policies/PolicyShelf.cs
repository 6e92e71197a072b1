using Funeng.Engines.Benefits;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Policies;

/// <summary>The library at one moment; never changed. A change puts another in its place.</summary>
internal sealed class PolicyShelf
{
    private readonly Dictionary<string, PolicyFile> byId;
    private readonly Lazy<CompiledPolicies> compiled;

    /// <param name="files">What stands in the library.</param>
    /// <param name="gone">What stood in it once: found by its id, listed nowhere, in force on no day.</param>
    /// <param name="known">Rules compiled already, taken over where the text is the same.</param>
    public PolicyShelf(RuleBook rules, IReadOnlyList<PolicyFile> files, IReadOnlyList<PolicyFile> gone, IReadOnlyList<PolicyCeiling> ceilings, CompiledPolicies? known)
    {
        (Files, Gone) = ([.. files.OrderBy(file => file.Policy.Level).ThenBy(file => file.Policy.Id, StringComparer.Ordinal)], gone);
        Policies = [.. Files.Select(file => file.Policy)];
        byId = Files.Concat(gone).ToDictionary(file => file.Policy.Id);
        compiled = new Lazy<CompiledPolicies>(() => CompiledPolicies.Of(rules, Files, gone, known));
        Ceilings = [.. ceilings.Concat(Policies.Where(policy => policy.Withdrawn.Length == 0).SelectMany(policy => policy.Ceilings)).Select(ceiling => ceiling with { Benefits = [.. ceiling.Benefits.Union(Policies.SelectMany(policy => policy.Benefits).Where(benefit => benefit.Ceiling == ceiling.Id).Select(benefit => benefit.Id))] })];
        Relations = new BenefitRelations(
            [.. Policies.SelectMany(policy => policy.Benefits).SelectMany(benefit => benefit.Relations)],
            [.. Ceilings.Select(ceiling => new BenefitCeiling(ceiling.Id, ceiling.Most, ceiling.Benefits) { During = ceiling.During })]);
    }

    public IReadOnlyList<PolicyFile> Files { get; }

    public IReadOnlyList<PolicyFile> Gone { get; }

    public IReadOnlyList<PolicyDocument> Policies { get; }

    /// <summary>With the benefits that joined them.</summary>
    public IReadOnlyList<PolicyCeiling> Ceilings { get; }

    public BenefitRelations Relations { get; }

    public CompiledPolicies Compiled => compiled.Value;

    public CompiledPolicies? Known => compiled.IsValueCreated ? compiled.Value : null;

    public PolicyFile? Find(string id) => byId.GetValueOrDefault(id);
}
