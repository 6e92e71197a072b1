using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Cultivation.Record;

/// <summary>Where one enterprise stands on every ladder: titles held, standing in the libraries, verdict of each tier, and the gap to the next one.</summary>
public sealed class ReadLadders(
    FunengDb db, FactStore facts, RuleBook rules, TierStandards standards, LibraryCatalogue libraries, CityProfile city, TimeProvider clock)
{
    public async Task<IReadOnlyList<LadderStanding>> RunAsync(long subject, DateTimeOffset? asOf, CancellationToken cancellation)
    {
        var today = city.Today(clock);
        var present = await facts.LoadSubjectAsync(subject, asOf, cancellation);
        var states = await db.Set<LibraryRecord>().AsNoTracking()
            .Where(record => record.Subject == subject && record.ClosedOn == null)
            .ToDictionaryAsync(record => record.Library, record => record.State, cancellation);
        var view = rules.View(present, today);
        return [.. libraries.Ladders.Select(ladder => Standing(ladder, view, states)).Where(standing => standing.Tiers.Count > 0)];
    }

    private LadderStanding Standing(Ladder ladder, FactView view, Dictionary<string, LibraryState> states)
    {
        var tiers = libraries.Of(ladder).Where(library => !library.IsReadingOnly || states.ContainsKey(library.Id))
            .Select(library => Tier(library, view, states)).ToList();
        var reached = tiers.FindLastIndex(tier => tier.Outcome == Outcome.Met || tier.Title is not null);
        return new LadderStanding(ladder, tiers, tiers.Skip(reached + 1).FirstOrDefault(tier => tier.Scheme is not null));
    }

    private TierStanding Tier(LibraryDefinition library, FactView view, Dictionary<string, LibraryState> states)
    {
        var scheme = standards.SchemeOn(library, view.On);
        var title = library.Schemes.Select(id => view.Facts.FindTitle(id, view.On)).OfType<TitleGrant>().FirstOrDefault();
        LibraryState? state = states.TryGetValue(library.Id, out var found) ? found : null;
        if (scheme is null)
            return new TierStanding(library, null, null, title, state, []);

        var verdict = rules.Decide(rules.Find(scheme.Id, view.On)!, view);
        var finding = library.Tier is null ? null : verdict.Find(library.Tier);
        return new TierStanding(library, scheme, library.Tier is null ? verdict.Outcome : finding?.Outcome, title, state, Gaps(verdict, finding));
    }

    private static IReadOnlyList<string> Gaps(Verdict verdict, Finding? tier)
    {
        var failed = tier is null
            ? verdict.Failed.Where(finding => finding.Criterion.Kind is not (CriterionKind.Conclusion or CriterionKind.Route))
            : tier.Outcome == Outcome.NotMet ? [tier] : [];
        return [.. failed.Select(GapWords.Line)];
    }
}

/// <param name="Next">The tier to aim at; null at the top.</param>
public sealed record LadderStanding(Ladder Ladder, IReadOnlyList<TierStanding> Tiers, TierStanding? Next);

/// <param name="Title">The title of this tier in force today.</param>
/// <param name="State">Standing in the library.</param>
public sealed record TierStanding(
    LibraryDefinition Library, Scheme? Scheme, Outcome? Outcome, TitleGrant? Title, LibraryState? State, IReadOnlyList<string> Gaps);
