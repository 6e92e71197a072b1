using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Cultivation.Record;

/// <summary>Where one enterprise stands on every ladder: titles held, standing in the libraries, verdict of each tier, and the gap to the next one.</summary>
public sealed class ReadLadders(
    FunengDb db, FactReader facts, RuleBook rules, TierStandards standards, LibraryCatalogue libraries, PathPlanner planner, SizeBar sizes)
{
    /// <param name="subject">The enterprise.</param>
    /// <param name="on">The day the standards and titles are those of.</param>
    /// <param name="asOf">The moment facts and steps in the libraries are known at; null for now.</param>
    /// <param name="cancellation">Stops the queries.</param>
    public async Task<IReadOnlyList<LadderStanding>> RunAsync(long subject, DateOnly on, DateTimeOffset? asOf, CancellationToken cancellation)
    {
        var present = await facts.LoadSubjectAsync(subject, asOf, cancellation);
        var states = asOf is { } moment ? await StatesAsync(subject, moment, cancellation) : await db.Set<LibraryRecord>().AsNoTracking()
            .Where(record => record.Subject == subject && record.ClosedOn == null)
            .ToDictionaryAsync(record => record.Library, record => record.State, cancellation);
        var view = rules.View(present, on);
        return [.. libraries.Ladders.Select(ladder => Standing(ladder, view, states)).Where(standing => standing.Tiers.Count > 0)];
    }

    /// <summary>Where it stood in each library after the last step taken by then.</summary>
    private async Task<Dictionary<string, LibraryState>> StatesAsync(long subject, DateTimeOffset moment, CancellationToken cancellation)
    {
        var steps = await db.Set<LibraryStepTaken>().AsNoTracking().Where(step => step.TakenAt <= moment)
            .Join(db.Set<LibraryRecord>().Where(record => record.Subject == subject), step => step.Record, record => record.Id, (step, record) => new { record.Library, step.Id, step.StateAfter })
            .ToListAsync(cancellation);
        return steps.GroupBy(step => step.Library).Select(group => group.MaxBy(step => step.Id)!)
            .Where(last => LibraryProcess.IsOpen(last.StateAfter)).ToDictionary(last => last.Library, last => last.StateAfter);
    }

    private LadderStanding Standing(Ladder ladder, FactView view, Dictionary<string, LibraryState> states)
    {
        var tiers = libraries.Of(ladder).Where(library => !library.IsReadingOnly || states.ContainsKey(library.Id))
            .Select(library => Tier(library, view, states)).ToList();
        var reached = tiers.FindLastIndex(tier => (tier.Outcome == Outcome.Met && !tier.IsTooLarge) || tier.Title is not null);
        var above = tiers.Skip(reached + 1).Where(tier => tier.Scheme is not null).ToList();
        var next = above.FirstOrDefault(tier => IsOpen(tier, view));
        return new LadderStanding(ladder, tiers, next, [.. above.TakeWhile(tier => tier != next)]);
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
        return new TierStanding(library, scheme, library.Tier is null ? verdict.Outcome : finding?.Outcome, title, state, [.. Blocks.Of(verdict, library).Failed.Select(GapWords.Line)]) { IsTooLarge = sizes.IsTooLarge(library, view) };
    }

    // What is not met may be out of reach for good: an age limit that is passed, a firm too big to be small.
    private bool IsOpen(TierStanding tier, FactView view) => !tier.IsTooLarge && (tier.Outcome != Outcome.NotMet
        || planner.CanBeReached(tier.Scheme!, tier.Library.Tier, view));
}

/// <param name="Next">The tier to aim at; null at the top.</param>
/// <param name="OutOfReach">Tiers passed over: nothing the enterprise can change leads to them.</param>
public sealed record LadderStanding(Ladder Ladder, IReadOnlyList<TierStanding> Tiers, TierStanding? Next, IReadOnlyList<TierStanding> OutOfReach);

/// <param name="Title">The title of this tier in force on the day.</param>
/// <param name="State">Standing in the library.</param>
public sealed record TierStanding(
    LibraryDefinition Library, Scheme? Scheme, Outcome? Outcome, TitleGrant? Title, LibraryState? State, IReadOnlyList<string> Gaps)
{
    /// <summary>A tier of small and middling enterprises, and this one is certainly large.</summary>
    public bool IsTooLarge { get; init; }
}
