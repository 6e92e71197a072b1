using Funeng.Engines.Criteria;
using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Regions;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Schemes.Count;

/// <summary>
/// How many enterprises of a scope meet a standard on a day, by county: decided by column from the fact table for exactly that day, so that a
/// standard can be counted before it comes into force. Outcomes are kept and follow each filing; every count equals deciding one by one.
/// </summary>
public sealed class CountVerdicts(FactTables tables, SubjectDirectory subjects, RuleBook book, RegionTree regions, RowAnswers answers)
{
    private static readonly CriteriaEvaluator Evaluator = new();

    /// <returns>Null when there is no such scheme.</returns>
    public async Task<SchemeCounts?> RunAsync(Scope scope, string scheme, DateOnly on, CancellationToken cancellation)
    {
        if (book.FindLatest(scheme) is not { } pack) return null;
        var table = (await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table;
        var outcomes = answers.Ask(
            $"outcome {pack.Sha256} {on:O}", table, facts => Decide(pack, facts, on), (facts, row) => Evaluator.Outcome(pack.Scheme, book.View(facts.ReadSubject(row), on)));

        // Outcomes are of everybody; who is counted says the scope, asked of the database.
        var counties = new Dictionary<string, VerdictCount>();
        var places = await subjects.Within(scope, Subject.Enterprise).Select(subject => new { subject.Id, subject.Region }).ToListAsync(cancellation);
        foreach (var region in places.GroupBy(place => place.Region))
        {
            var county = regions.County(region.Key)?.Code ?? "";
            var count = Count(region.Select(place => table.FindRow(place.Id)).Where(row => row >= 0).Select(row => outcomes[row]));
            if (count != default) counties[county] = Add(counties.GetValueOrDefault(county), count);
        }

        return new SchemeCounts(pack, on, counties.Values.Aggregate(default(VerdictCount), Add), counties);
    }

    private Outcome[] Decide(RulePack pack, FactTable table, DateOnly on)
    {
        var plan = VerdictPlan.Compile([new PlannedCriterion(pack.Scheme)], table.Catalogue, on);
        return Engines.Criteria.Columnar.VerdictTable.Encode(plan, new FactTableRows(table, on, conclusions: book), Environment.ProcessorCount).Outcomes(0);
    }

    private static VerdictCount Count(IEnumerable<Outcome> outcomes) => outcomes.Aggregate(default(VerdictCount), (count, outcome) => outcome switch
    {
        Outcome.Met => count with { Met = count.Met + 1 },
        Outcome.NotMet => count with { NotMet = count.NotMet + 1 },
        _ => count with { Unknown = count.Unknown + 1 },
    });

    private static VerdictCount Add(VerdictCount all, VerdictCount one) => new(all.Met + one.Met, all.NotMet + one.NotMet, all.Unknown + one.Unknown);
}

/// <param name="Pack">The standard.</param>
/// <param name="On">The day decided for.</param>
/// <param name="All">All enterprises of the scope.</param>
/// <param name="Counties">By code of the county; those nobody has placed under an empty code.</param>
public sealed record SchemeCounts(RulePack Pack, DateOnly On, VerdictCount All, IReadOnlyDictionary<string, VerdictCount> Counties);
