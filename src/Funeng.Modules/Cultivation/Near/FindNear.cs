using System.Collections.Concurrent;
using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation.Near;

/// <summary>
/// Enterprises that miss a tier by few conditions, each with what fails and the earliest, cheapest way found under the default costs: those that
/// have a way first, the cheapest before the others, then those that have none. A condition nobody can judge for want of facts counts as a
/// distance too: who filed little is not near.
/// </summary>
public sealed class FindNear(
    NearCandidates candidates, TierStandards standards, FactTables tables, NearMemory memory, PathPlanner planner, SizeBar sizes, RuleBook rules, CityProfile city, TimeProvider clock)
{
    /// <param name="distance">At most so many conditions that fail or are open.</param>
    /// <param name="shown">Which of them to show; all are counted.</param>
    /// <param name="patience">How long who asks will wait: what is not found out by then is said to be under way. Null for whoever wants all of it.</param>
    /// <returns>Null for a library without a standard in force.</returns>
    public async Task<NearPage?> RunAsync(
        LibraryDefinition library, LibraryFilter filter, int distance, CancellationToken cancellation, NearPart shown = NearPart.All, TimeSpan? patience = null)
    {
        var today = city.Today(clock);
        if (standards.SchemeOn(library, today) is not { } scheme)
            return null;

        var time = new Patience(patience, clock);
        var (found, large) = await candidates.FindAsync(library, scheme, filter, distance, cancellation);
        // The candidates were found within the scope of the user.
        var table = (await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table;
        var weigh = new WeighNear(library, rules.Find(scheme.Id, today)!, table, rules, memory, planner, sizes, today);
        // Whoever wants all of it leaves half of the machine to those who wait for a page.
        var threads = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = patience is null ? Math.Max(1, Environment.ProcessorCount / 2) : -1 };
        var weighed = WeighAll(weigh, found, filter.Size, time, threads);
        var close = weighed.OfType<WeighedNear>().Where(item => item.Known.Blocks is { Outcome: Outcome.NotMet } blocks && blocks.Distance <= distance).ToLookup(item => item.Known.IsTooLarge == true);
        var parts = SearchAll(weigh, close[false], time, threads);
        var ordered = parts.Where(item => shown == NearPart.All || item.Part == shown).OrderBy(item => item.Part).ThenBy(item => item.Plan?.Search.Best?.Total).ThenBy(item => item.Plan?.On).ToList();
        return new NearPage(scheme, Rows(weigh, ordered, filter, threads), ordered.Count, IsCut(found))
        {
            Counts = NearCounts.Of(parts.Select(item => item.Part)), TooLarge = large + close[true].Count(), Unweighed = weighed.Count(item => item is null),
        };
    }

    // Half of the time is for who is near at all, so that some is left for the ways; nobody is shown an empty page, however late it is.
    private static WeighedNear?[] WeighAll(WeighNear weigh, IReadOnlyList<NearCandidate> found, int first, Patience time, ParallelOptions threads)
    {
        var weighed = new WeighedNear?[found.Count];
        Parallel.ForEach(InOrder(Enumerable.Range(0, found.Count)), threads, index => weighed[index] = weigh.Weigh(found[index], isPast: index >= first && time.IsPast(0.5)));
        return weighed;
    }

    private static List<WayNear> SearchAll(WeighNear weigh, IEnumerable<WeighedNear> close, Patience time, ParallelOptions threads)
    {
        var near = close.OrderBy(item => item.Known.Blocks!.Distance).ThenBy(item => item.Known.Blocks!.Open.Count).ThenBy(item => item.Candidate.Name, StringComparer.Ordinal).ToList();
        if (weigh.IsSearched) Parallel.ForEach(InOrder(near), threads, item => weigh.Search(item, time.IsPast(1)));
        return [.. near.Select(item => (item, item.Known.Plan)).Select(item => new WayNear(item.item, item.Plan, PartOf(item.Plan, weigh.IsSearched)))];
    }

    private static NearRow[] Rows(WeighNear weigh, List<WayNear> ordered, LibraryFilter filter, ParallelOptions threads)
    {
        var page = ordered.Skip((filter.Page - 1) * filter.Size).Take(filter.Size).ToList();
        var rows = new NearRow[page.Count];
        Parallel.For(0, page.Count, threads, index => rows[index] = weigh.Row(page[index].Item, page[index].Plan));
        return rows;
    }

    private static bool IsCut(IReadOnlyList<NearCandidate> found) =>
        found.Count(item => !item.IsHopeless) >= NearCandidates.Weighed || found.Count(item => item.IsHopeless) >= NearCandidates.WeighedHopeless;

    // The first ones first: they are what is there when the time is over.
    private static OrderablePartitioner<T> InOrder<T>(IEnumerable<T> items) => Partitioner.Create(items, EnumerablePartitionerOptions.NoBuffering);

    private static NearPart PartOf(PathPlan? plan, bool isSearched) => plan?.Search switch
    {
        null when isSearched => NearPart.Pending,
        { Best: not null } => NearPart.WithPath,
        { IsExact: true } => NearPart.WithoutPath,
        _ => NearPart.Undecided,
    };

    // The plan as it was when the part was told: another asking may find one meanwhile.
    private sealed record WayNear(WeighedNear Item, PathPlan? Plan, NearPart Part);

    private sealed class Patience(TimeSpan? most, TimeProvider clock)
    {
        private readonly long asked = clock.GetTimestamp();

        public bool IsPast(double share) => most is { } limit && clock.GetElapsedTime(asked) >= limit * share;
    }
}
