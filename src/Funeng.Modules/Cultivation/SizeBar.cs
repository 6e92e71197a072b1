using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation;

/// <summary>
/// Tiers of small and middling enterprises are not for large ones, also where the standard itself asks only for a title got when the enterprise was smaller.
/// Whoever is certainly large is told so first: there is nothing to do, and nothing is near.
/// </summary>
public sealed class SizeBar(LibraryCatalogue libraries, RuleBook rules)
{
    private const string IsSme = "isSme";

    private static readonly CriteriaEvaluator Evaluator = new();

    /// <summary>Whether an enterprise is certainly too large for a tier. Where figures are missing nobody says so.</summary>
    public bool IsTooLarge(LibraryDefinition library, FactView view) =>
        library.IsForSmes && rules.Catalogue.Find(IsSme) is { } definition && view.Find(definition) is { Value.IsFalse: true };

    /// <summary>The figures by which an enterprise is too large for what a scheme grants; null when it is not, or the scheme is for all sizes.</summary>
    public IReadOnlyList<Evidence>? WhyTooLarge(string scheme, FactView view) =>
        libraries.Libraries.FirstOrDefault(library => library.Schemes.Contains(scheme)) is { } library && IsTooLarge(library, view) ? Deciding(view) : null;

    private IReadOnlyList<Evidence> Deciding(FactView view) => rules.InForce(ScaleColumn.Scheme, view.On) is { } classes ? DecidingEvidence(Evaluator.Decide(classes, view)) : [];

    /// <summary>The figures a verdict was decided by, each once.</summary>
    internal static IReadOnlyList<Evidence> DecidingEvidence(Verdict verdict) =>
        [.. verdict.Blocking.SelectMany(item => item.Finding.Evidence).Where(line => line is { Fact: not null, Threshold: not null }).DistinctBy(line => line.Definition.Key)];
}
