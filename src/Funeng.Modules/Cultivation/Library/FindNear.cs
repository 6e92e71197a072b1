using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation.Library;

/// <summary>Enterprises that miss a tier by few conditions, nearest first, each with what fails and the cheapest way found under the default costs.</summary>
public sealed class FindNear(
    FunengDatabase database, TierStandards standards, TierDecision decision, CostBook costs, RuleBook rules, CurrentUser user, CityProfile city,
    TimeProvider clock)
{
    // One page must stay quick; a search that does not end within this shows no path here but is exact on the path page.
    private const int SearchBudget = 3000;

    private static readonly CheapestPath Search = new();

    /// <param name="distance">At most so many failing conditions.</param>
    /// <returns>Null for a library without a standard in force.</returns>
    public async Task<NearPage?> RunAsync(LibraryDefinition library, LibraryFilter filter, int distance, CancellationToken cancellation)
    {
        var today = city.Today(clock);
        if (standards.SchemeOn(library, today) is not { } scheme)
            return null;

        var (candidates, total) = await CandidatesAsync(library, scheme, filter, distance, cancellation);
        var model = new CostModel([.. costs.For(scheme, FactLeaves.Of(scheme, rules.Catalogue)).Select(entry => entry.Cost)]);
        var rows = new List<NearRow>(candidates.Count);
        foreach (var candidate in candidates)
        {
            var view = await decision.ViewAsync(candidate.Id, today, cancellation);
            var verdict = await decision.DecideAsync(library, candidate.Id, today, cancellation);
            // A scheme of several tiers has no single conclusion to search for.
            var path = library.Tier is null ? Search.Find(scheme, view, model, SearchBudget).Best : null;
            rows.Add(new NearRow(
                candidate.Code, candidate.Name, candidate.Region, candidate.Zone, verdict!.Outcome, Gaps(verdict.Verdict, library),
                [.. (path?.Changes ?? []).Select(Change)]));
        }

        return new NearPage(scheme, rows, total);
    }

    private async Task<(List<Candidate> Rows, long Total)> CandidatesAsync(
        LibraryDefinition library, Scheme scheme, LibraryFilter filter, int distance, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        var seen = SubjectRows.Where(command, user.EnterpriseScope.Sql(command, "s.region", "s.zone", "s.id"), filter.Query, filter.Area);
        command.AddParameter("scheme", scheme.Id);
        command.AddParameter("distance", distance);
        command.AddParameter("library", library.Id);
        var from =
            $"from verdict v join subject s on s.id = v.subject where v.scheme = @scheme and v.outcome = 'NotMet' and length(v.failed) - length(replace(v.failed, ';', '')) < @distance and {seen} and not exists (select 1 from library_record r where r.library = @library and r.subject = s.id and r.closed_on is null)";
        command.CommandText = $"select count(*) {from}";
        var total = Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
        command.CommandText =
            $"select s.id, s.code, s.name, s.region, s.zone {from} order by length(v.failed) - length(replace(v.failed, ';', '')), s.name {SubjectRows.Page(command, filter.Page, filter.Size)}";
        var rows = new List<Candidate>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(new Candidate(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? "" : reader.GetString(3),
                reader.IsDBNull(4) ? "" : reader.GetString(4)));
        }

        return (rows, total);
    }

    private static IReadOnlyList<string> Gaps(Verdict verdict, LibraryDefinition library)
    {
        var failed = library.Tier is null
            ? verdict.Failed.Where(finding => finding.Criterion.Kind is not (CriterionKind.Conclusion or CriterionKind.Route))
            : verdict.Failed.Where(finding => finding.Criterion.Key == library.Tier);
        return [.. failed.Select(GapWords.Line)];
    }

    private static string Change(PathChange change) =>
        $"{EvidenceLines.Label(change.Definition)} {(change.From is { } from ? EvidenceLines.Text(change.Definition, from.Value) : "待补充")} → {EvidenceLines.Text(change.Definition, change.To)}";

    private sealed record Candidate(long Id, string Code, string Name, string Region, string Zone);
}

public sealed record NearPage(Scheme Scheme, IReadOnlyList<NearRow> Rows, long Total);

/// <param name="Gaps">What fails, with the distance where it can be measured.</param>
/// <param name="Path">The changes of the cheapest way; empty when the default limits allow none.</param>
public sealed record NearRow(
    string Code, string Name, string Region, string Zone, Outcome Outcome, IReadOnlyList<string> Gaps, IReadOnlyList<string> Path);
