using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation.Library;

/// <summary>
/// Enterprises that miss a tier by few conditions, nearest first and those nothing can bring there last, each with what fails and the earliest, cheapest way found under the default
/// costs. A condition nobody can judge for want of facts counts as a distance too: who filed little is not near.
/// </summary>
public sealed class FindNear(
    FunengDatabase database, TierStandards standards, FactTables tables, NearMemory memory, PathPlanner planner, RuleBook rules, CurrentUser user,
    CityProfile city, TimeProvider clock)
{
    // One page must stay quick; a search that does not end within this says so here and goes further on the path page.
    private const int SearchBudget = 1500;

    /// <summary>So many are weighed; of more, those with the fewest failing conditions.</summary>
    public const int Weighed = 600;

    /// <param name="distance">At most so many conditions that fail or are open.</param>
    /// <returns>Null for a library without a standard in force.</returns>
    public async Task<NearPage?> RunAsync(LibraryDefinition library, LibraryFilter filter, int distance, CancellationToken cancellation)
    {
        var today = city.Today(clock);
        if (standards.SchemeOn(library, today) is not { } scheme)
            return null;

        var candidates = await CandidatesAsync(library, scheme, filter, distance, cancellation);
        // The candidates were found within the scope of the user.
        var table = (await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table;
        var pack = rules.Find(scheme.Id, today)!;
        var hopeless = planner.Unchangeable(scheme);
        var weighed = new OneWeighed[candidates.Count];
        var options = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(0, candidates.Count, options, index => weighed[index] = Weigh(candidates[index]));
        var near = weighed.Where(item => item.Blocks is { Outcome: Outcome.NotMet } blocks && blocks.Distance <= distance)
            .OrderBy(item => item.Blocks!.Failed.Any(finding => hopeless.Contains(finding.Criterion.Key))).ThenBy(item => item.Blocks!.Distance).ThenBy(item => item.Blocks!.Open.Count)
            .ThenBy(item => item.Candidate.Name, StringComparer.Ordinal)
            .ToList();
        var page = near.Skip((filter.Page - 1) * filter.Size).Take(filter.Size).ToList();
        var model = planner.CostsOf(scheme);
        var rows = new NearRow[page.Count];
        Parallel.For(0, page.Count, options, index => rows[index] = Row(page[index]));
        return new NearPage(scheme, rows, near.Count, candidates.Count >= Weighed);

        OneWeighed Weigh(Candidate candidate)
        {
            var facts = table.FindRow(candidate.Id) is >= 0 and var row ? table.ReadSubject(row) : new SubjectFacts.Builder(table.Catalogue).TitlesAreAsFiled().Build();
            var view = rules.View(facts, today);
            var known = memory.Of(candidate.Id, library, pack.Sha256, view);
            known.Blocks ??= Blocks.Of(rules.Survey(pack, view), library);
            return new OneWeighed(candidate, view, known);
        }

        NearRow Row(OneWeighed item)
        {
            var finding = item.Known.Finding ??= Find(item.View);
            return new NearRow(
                item.Candidate.Code, item.Candidate.Name, item.Candidate.Region, item.Candidate.Zone, finding.Outcome, finding.Gaps, finding.Open, finding.Plan);
        }

        NearFinding Find(FactView view)
        {
            var blocks = Blocks.Of(rules.Decide(pack, view), library);
            // A scheme of several tiers has no single conclusion to search for.
            var plan = library.Tier is null ? planner.Plan(scheme, view, model, null, SearchBudget) : null;
            // A condition of several parts may have one that failed and one that is open: then it has failed, and no paper helps.
            var failed = blocks.Failed.Concat(blocks.Open.Where(finding => finding.Outcome == Outcome.NotMet)).DistinctBy(finding => finding.Criterion.Id);
            var open = blocks.Open.Where(finding => finding.Outcome != Outcome.NotMet);
            return new NearFinding(blocks.Outcome, [.. failed.Select(GapWords.Line)], [.. open.Select(finding => finding.Criterion.Label)], plan);
        }
    }

    private async Task<List<Candidate>> CandidatesAsync(
        LibraryDefinition library, Scheme scheme, LibraryFilter filter, int distance, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        var seen = SeenSubjects.Where(command, user.EnterpriseScope.Sql(command, "s.region", "s.zone", "s.id"), filter.Query, filter.Area);
        command.AddParameter("scheme", scheme.Id);
        command.AddParameter("distance", distance);
        command.AddParameter("library", library.Id);
        var from =
            $"from verdict v join subject s on s.id = v.subject where v.scheme = @scheme and v.outcome = 'NotMet' and length(v.failed) - length(replace(v.failed, ';', '')) < @distance and {seen} and not exists (select 1 from library_record r where r.library = @library and r.subject = s.id and r.closed_on is null)";
        command.CommandText =
            $"select s.id, s.code, s.name, s.region, s.zone {from} order by length(v.failed) - length(replace(v.failed, ';', '')), s.name limit {Weighed.ToString(CultureInfo.InvariantCulture)}";
        var rows = new List<Candidate>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(new Candidate(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? "" : reader.GetString(3),
                reader.IsDBNull(4) ? "" : reader.GetString(4)));
        }

        return rows;
    }

    private sealed record OneWeighed(Candidate Candidate, FactView View, NearMemory.Known Known)
    {
        public Blocks? Blocks => Known.Blocks;
    }

    private sealed record Candidate(long Id, string Code, string Name, string Region, string Zone);
}

/// <param name="IsCut">More enterprises would have had to be weighed than were.</param>
public sealed record NearPage(Scheme Scheme, IReadOnlyList<NearRow> Rows, long Total, bool IsCut);

/// <param name="Gaps">What fails, with the distance where it can be measured.</param>
/// <param name="Open">What cannot be judged for want of facts.</param>
/// <param name="Plan">The earliest application that can succeed; null for a scheme of several tiers.</param>
public sealed record NearRow(
    string Code, string Name, string Region, string Zone, Outcome Outcome, IReadOnlyList<string> Gaps, IReadOnlyList<string> Open, PathPlan? Plan);
