using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation.Near;

/// <summary>
/// One asking for a near list: what stands in the way of each candidate, and its way to the tier, as far as the time goes. Called from many
/// threads, each with candidates of its own.
/// </summary>
internal sealed class WeighNear(LibraryDefinition library, RulePack pack, FactTable table, RuleBook rules, NearMemory memory, PathPlanner planner, SizeBar sizes, DateOnly today)
{
    // One page must stay quick; a search that does not end within this says so here and goes further on the path page.
    private const int SearchBudget = 1500;

    // A scheme of several tiers has no single conclusion to search for.
    private readonly IReadOnlyList<FactCost>? costs = library.Tier is null ? planner.CostsOf(pack.Scheme) : null;

    public bool IsSearched => costs is not null;

    /// <summary>What is known of a candidate; null when it would have to be found out and there is no time for that.</summary>
    public WeighedNear? Weigh(NearCandidate candidate, bool isPast)
    {
        var facts = table.FindRow(candidate.Id) is >= 0 and var row ? table.ReadSubject(row) : new SubjectFacts.Builder(table.Catalogue).TitlesAreAsFiled().Build();
        var view = rules.View(facts, today);
        var known = memory.Of(candidate.Id, library, pack.Sha256, view);
        if (known.Blocks is null && isPast) return null;
        known.IsTooLarge ??= sizes.IsTooLarge(library, view);
        known.Blocks ??= Blocks.Of(rules.Survey(pack, view), library);
        return new WeighedNear(candidate, view, known);
    }

    public void Search(WeighedNear item, bool isPast)
    {
        if (costs is not null && item.Known.Plan is null && !isPast) item.Known.Plan = planner.Plan(pack.Scheme, item.View, costs, null, SearchBudget);
    }

    public NearRow Row(WeighedNear item, PathPlan? plan)
    {
        var finding = item.Known.Finding ??= Find(item.View);
        return new NearRow(item.Candidate.Code, item.Candidate.Name, item.Candidate.Region, item.Candidate.Zone, finding.Outcome, finding.Gaps, finding.Open, plan);
    }

    private NearFinding Find(FactView view)
    {
        var blocks = Blocks.Of(rules.Decide(pack, view), library);
        // A condition of several parts may have one that failed and one that is open: then it has failed, and no paper helps.
        var failed = blocks.Failed.Concat(blocks.Open.Where(finding => finding.Outcome == Outcome.NotMet)).DistinctBy(finding => finding.Criterion.Id);
        var open = blocks.Open.Where(finding => finding.Outcome != Outcome.NotMet);
        return new NearFinding(blocks.Outcome, [.. failed.Select(GapWords.Line)], [.. open.Select(finding => finding.Criterion.Label)]);
    }
}

/// <summary>A candidate with its facts of the day and what is known of it.</summary>
internal sealed record WeighedNear(NearCandidate Candidate, FactView View, NearMemory.Known Known);
