using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Lists;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation;

/// <summary>Decides, on today's facts, whether one enterprise meets a tier.</summary>
public sealed class TierDecision(FactReader facts, TierStandards standards, RuleBook rules)
{
    private readonly CriteriaEvaluator evaluator = new();

    /// <param name="asOf">The moment the facts are known at; now when not said.</param>
    /// <returns>Null for a library without a standard in force.</returns>
    public async Task<TierVerdict?> DecideAsync(LibraryDefinition library, long subject, DateOnly day, CancellationToken cancellation, DateTimeOffset? asOf = null)
    {
        if (standards.SchemeOn(library, day) is not { } scheme)
            return null;

        var verdict = evaluator.Decide(scheme, rules.View(await facts.LoadSubjectAsync(subject, asOf, cancellation), day));
        var finding = library.Tier is null ? null : verdict.Find(library.Tier);
        var outcome = library.Tier is null ? verdict.Outcome : finding?.Outcome ?? Outcome.Unknown;
        var evidence = finding is null ? EvidenceLines.Of(verdict) : EvidenceLines.Of(verdict with { Findings = [finding] });
        return new TierVerdict(scheme, outcome, evidence, verdict, rules.Find(scheme.Id, day)!) { Deciding = DecidingFindings.Of(verdict, library.Tier) };
    }

    /// <summary>The facts of an enterprise on a day, with what other schemes concluded.</summary>
    public async Task<FactView> ViewAsync(long subject, DateOnly day, CancellationToken cancellation) =>
        rules.View(await facts.LoadSubjectAsync(subject, null, cancellation), day);
}

/// <param name="Rules">The version that decided; with it and the moment of the facts it can be decided again.</param>
/// <param name="Outcome">Of the tier: for a scheme of several tiers not that of the scheme as a whole.</param>
public sealed record TierVerdict(Scheme Scheme, Outcome Outcome, IReadOnlyList<EvidenceLine> Evidence, Verdict Verdict, RulePack Rules)
{
    /// <summary>What decided it, in the order in which people ask.</summary>
    public IReadOnlyList<Finding> Deciding { get; init; } = [];
}
