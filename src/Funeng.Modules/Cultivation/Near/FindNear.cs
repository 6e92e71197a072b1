using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation.Near;

/// <summary>
/// Enterprises that miss a tier by few conditions, each with what fails and the earliest, cheapest way found under the default costs: those that
/// have a way first, the cheapest before the others, then those that have none. A condition nobody can judge for want of facts counts as a
/// distance too: who filed little is not near.
/// </summary>
public sealed class FindNear(
    FunengDatabase database, TierStandards standards, FactTables tables, NearMemory memory, PathPlanner planner, SizeBar sizes, RuleBook rules, CurrentUser user,
    CityProfile city, TimeProvider clock)
{
    // One page must stay quick; a search that does not end within this says so here and goes further on the path page.
    private const int SearchBudget = 1500;

    /// <summary>So many are weighed of those that fail nothing unchangeable; of more, those with the fewest failing conditions and the most points.</summary>
    public const int Weighed = 600;

    // Marks the row that is a number and no enterprise.
    private const int Counted = 2;

    /// <summary>So many of the others, for whom there is no path.</summary>
    public const int WeighedHopeless = 200;

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

        var asked = clock.GetTimestamp();
        var (candidates, large) = await CandidatesAsync(library, scheme, filter, distance, cancellation);
        // The candidates were found within the scope of the user.
        var table = (await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table;
        var pack = rules.Find(scheme.Id, today)!;
        // Whoever wants all of it leaves half of the machine to those who wait for a page.
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = patience is null ? Math.Max(1, Environment.ProcessorCount / 2) : -1 };
        var weighed = new OneWeighed?[candidates.Count];
        Parallel.ForEach(InOrder(Enumerable.Range(0, candidates.Count)), options, index => weighed[index] = Weigh(candidates[index], isFirst: index < filter.Size));
        var close = weighed.OfType<OneWeighed>().Where(item => item.Known.Blocks is { Outcome: Outcome.NotMet } blocks && blocks.Distance <= distance).ToLookup(item => item.Known.IsTooLarge == true);
        var near = close[false].OrderBy(item => item.Known.Blocks!.Distance).ThenBy(item => item.Known.Blocks!.Open.Count).ThenBy(item => item.Candidate.Name, StringComparer.Ordinal).ToList();
        // A scheme of several tiers has no single conclusion to search for.
        var model = library.Tier is null ? planner.CostsOf(scheme) : null;
        if (model is not null) Parallel.ForEach(InOrder(near), options, item => Search(item, model));
        var parts = near.Select(item => (Item: item, item.Known.Plan, Part: PartOf(item.Known.Plan, isSearched: model is not null))).ToList();
        var ordered = parts.Where(item => shown == NearPart.All || item.Part == shown)
            .OrderBy(item => item.Part).ThenBy(item => item.Plan?.Search.Best?.Total).ThenBy(item => item.Plan?.On).ToList();
        var page = ordered.Skip((filter.Page - 1) * filter.Size).Take(filter.Size).ToList();
        var rows = new NearRow[page.Count];
        Parallel.For(0, page.Count, options, index => rows[index] = Row(page[index].Item, page[index].Plan));
        return new NearPage(scheme, rows, ordered.Count, candidates.Count(item => !item.IsHopeless) >= Weighed || candidates.Count(item => item.IsHopeless) >= WeighedHopeless)
        {
            Counts = NearCounts.Of(parts.Select(item => item.Part)), TooLarge = large + close[true].Count(), Unweighed = weighed.Count(item => item is null),
        };

        bool IsPast(double share) => patience is { } most && clock.GetElapsedTime(asked) >= most * share;

        // Half of the time is for who is near at all, so that some is left for the ways; nobody is shown an empty page, however late it is.
        OneWeighed? Weigh(Candidate candidate, bool isFirst)
        {
            var facts = table.FindRow(candidate.Id) is >= 0 and var row ? table.ReadSubject(row) : new SubjectFacts.Builder(table.Catalogue).TitlesAreAsFiled().Build();
            var view = rules.View(facts, today);
            var known = memory.Of(candidate.Id, library, pack.Sha256, view);
            if (known.Blocks is null && !isFirst && IsPast(0.5)) return null;
            known.IsTooLarge ??= sizes.IsTooLarge(library, view);
            known.Blocks ??= Blocks.Of(rules.Survey(pack, view), library);
            return new OneWeighed(candidate, view, known);
        }

        void Search(OneWeighed item, IReadOnlyList<FactCost> model)
        {
            if (item.Known.Plan is null && !IsPast(1)) item.Known.Plan = planner.Plan(scheme, item.View, model, null, SearchBudget);
        }

        NearRow Row(OneWeighed item, PathPlan? plan)
        {
            var finding = item.Known.Finding ??= Find(item.View);
            return new NearRow(
                item.Candidate.Code, item.Candidate.Name, item.Candidate.Region, item.Candidate.Zone, finding.Outcome, finding.Gaps, finding.Open, plan);
        }

        NearFinding Find(FactView view)
        {
            var blocks = Blocks.Of(rules.Decide(pack, view), library);
            // A condition of several parts may have one that failed and one that is open: then it has failed, and no paper helps.
            var failed = blocks.Failed.Concat(blocks.Open.Where(finding => finding.Outcome == Outcome.NotMet)).DistinctBy(finding => finding.Criterion.Id);
            var open = blocks.Open.Where(finding => finding.Outcome != Outcome.NotMet);
            return new NearFinding(blocks.Outcome, [.. failed.Select(GapWords.Line)], [.. open.Select(finding => finding.Criterion.Label)]);
        }
    }

    // Whoever is large by the stored verdict is only counted: of those that miss little they have the most points, and would take the places of all others. Whose
    // verdict does not follow his facts yet is left out when he is weighed.
    private async Task<(List<Candidate> Candidates, int Large)> CandidatesAsync(
        LibraryDefinition library, Scheme scheme, LibraryFilter filter, int distance, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        var seen = SeenSubjects.Where(command, user.EnterpriseScope.Sql(command, "s.region", "s.zone", "s.id"), filter.Query, filter.Area);
        command.AddParameter("scheme", scheme.Id);
        command.AddParameter("distance", distance);
        command.AddParameter("library", library.Id);
        var hopeless = HopelessSql(command, scheme);
        const string Failures = "length(v.failed) - length(replace(v.failed, ';', ''))";
        var from =
            $"from verdict v join subject s on s.id = v.subject where v.scheme = @scheme and v.outcome = 'NotMet' and {Failures} < @distance and {seen} and not exists (select 1 from library_record r where r.library = @library and r.subject = s.id and r.closed_on is null)";
        const string IsLarge = $"exists (select 1 from verdict z where z.subject = s.id and z.scheme = '{ScaleColumn.Scheme}' and z.class = '大型')";
        var small = library.IsForSmes ? $"not {IsLarge}" : "1 = 1";
        string Some(int isHopeless, int most) => string.Create(CultureInfo.InvariantCulture,
            $"select * from (select s.id, s.code, s.name, s.region, s.zone, {isHopeless} as hopeless {from} and {small} and {hopeless} = {isHopeless} order by {Failures}, coalesce(v.score_high, 0) desc, s.name limit {most}) c{isHopeless}");
        command.CommandText = $"{Some(0, Weighed)} union all {Some(1, WeighedHopeless)}";
        if (library.IsForSmes) command.CommandText += string.Create(CultureInfo.InvariantCulture, $" union all select count(*), '', '', null, null, {Counted} {from} and {IsLarge}");
        var rows = new List<Candidate>();
        var large = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (reader.GetInt32(5) == Counted) large = (int)reader.GetInt64(0);
            else rows.Add(new Candidate(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? "" : reader.GetString(3),
                reader.IsDBNull(4) ? "" : reader.GetString(4), reader.GetInt32(5) == 1));
        }

        return (rows, large);
    }

    // 1 for who fails a condition that rests on nothing anybody can change.
    private string HopelessSql(DbCommand command, Scheme scheme)
    {
        var keys = planner.Unchangeable(scheme).Order(StringComparer.Ordinal).ToList();
        for (var index = 0; index < keys.Count; index++) command.AddParameter($"hopeless{index}", $"%;{keys[index]};%");
        var any = string.Join(" or ", keys.Select((_, index) => $"';' || v.failed || ';' like @hopeless{index}").DefaultIfEmpty("1 = 0"));
        return $"case when {any} then 1 else 0 end";
    }

    // The first ones first: they are what is there when the time is over.
    private static OrderablePartitioner<T> InOrder<T>(IEnumerable<T> items) => Partitioner.Create(items, EnumerablePartitionerOptions.NoBuffering);

    private static NearPart PartOf(PathPlan? plan, bool isSearched) => plan?.Search switch
    {
        null when isSearched => NearPart.Pending,
        { Best: not null } => NearPart.WithPath,
        { IsExact: true } => NearPart.WithoutPath,
        _ => NearPart.Undecided,
    };

    private sealed record OneWeighed(Candidate Candidate, FactView View, NearMemory.Known Known);

    private sealed record Candidate(long Id, string Code, string Name, string Region, string Zone, bool IsHopeless);
}
