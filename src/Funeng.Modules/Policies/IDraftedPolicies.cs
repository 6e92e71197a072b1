using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Policies;

/// <summary>A policy that is drafted and does not stand in the library, as far as it can be read today.</summary>
/// <param name="Draft">Id of the draft it is made of.</param>
/// <param name="Text">As it would stand in the library, word for word; empty where it cannot be written yet.</param>
/// <param name="Rules">Those of its benefits that can be decided.</param>
/// <param name="Problems">Why the others cannot.</param>
/// <param name="Admit">Where what is lacking is typed; null where the reader may not, or it became a policy.</param>
public sealed record DraftedPolicy(long Draft, string Title, string Text, IReadOnlyList<BenefitRule> Rules, IReadOnlyList<Problem> Problems, string? Admit);

/// <summary>Whoever keeps drafts of policies lets the laboratory try them before they are published.</summary>
public interface IDraftedPolicies
{
    /// <summary>Null when there is no such draft, or not for this user.</summary>
    Task<DraftedPolicy?> FindAsync(long draft, CancellationToken cancellation);

    /// <summary>The drafts of which no policy was made yet, the latest first.</summary>
    Task<IReadOnlyList<(long Draft, string Title, bool IsSigned)>> OpenAsync(int most, CancellationToken cancellation);
}
