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
    private const string IsSme = "isSme", Large = "大型", Unclassed = "未划型";

    private static readonly CriteriaEvaluator Evaluator = new();

    /// <summary>Whether an enterprise is certainly too large for a tier. Where figures are missing nobody says so.</summary>
    public bool IsTooLarge(LibraryDefinition library, FactView view) => library.IsForSmes && IsOf(Large, view);

    public bool IsTooLarge(string scheme, FactView view) => LibraryOf(scheme) is { } library && IsTooLarge(library, view);

    /// <summary>Whether it is of an industry the classification says nothing of (railways, finance, education, health): no small one by it, and no large one either.</summary>
    public bool IsUnclassed(string scheme, FactView view) => LibraryOf(scheme) is { IsForSmes: true } && IsOf(Unclassed, view);

    /// <summary>The figures by which an enterprise is too large for what a scheme grants; null when it is not, or the scheme is for all sizes.</summary>
    public IReadOnlyList<Evidence>? WhyTooLarge(string scheme, FactView view) =>
        IsTooLarge(scheme, view) ? Deciding(view) : null;

    private LibraryDefinition? LibraryOf(string scheme) => libraries.Libraries.FirstOrDefault(library => library.Schemes.Contains(scheme));

    // Not a small or middling one may also mean: of no class. Only the class says which.
    private bool IsOf(string size, FactView view) => rules.Catalogue.Find(IsSme) is { } definition && view.Find(definition) is { Value.IsFalse: true }
        && rules.Find(ScaleColumn.Scheme, view.On) is { } pack
        && rules.Survey(pack, view).Findings.FirstOrDefault(finding => finding.Criterion.Kind == CriterionKind.Class)?.Class == size;

    private IReadOnlyList<Evidence> Deciding(FactView view) => rules.InForce(ScaleColumn.Scheme, view.On) is { } classes ? DecidingEvidence(Evaluator.Decide(classes, view)) : [];

    /// <summary>The figures a verdict was decided by, each once.</summary>
    internal static IReadOnlyList<Evidence> DecidingEvidence(Verdict verdict) =>
        [.. verdict.Blocking.SelectMany(item => item.Finding.Evidence).Where(line => line is { Fact: not null, Threshold: not null }).DistinctBy(line => line.Definition.Key)];
}
