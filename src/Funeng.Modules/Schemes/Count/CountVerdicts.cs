using Funeng.Engines.Criteria;
using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Regions;
using Microsoft.EntityFrameworkCore;
using Verdicts = Funeng.Engines.Criteria.Columnar.VerdictTable;

namespace Funeng.Modules.Schemes.Count;

/// <summary>
/// How many enterprises of a scope meet a standard on a day, by county: decided by column from the fact table for exactly that day, so that a
/// standard can be counted before it comes into force. Nothing is stored, and every count equals deciding one by one.
/// </summary>
public sealed class CountVerdicts(FactTables tables, SubjectDirectory subjects, RuleBook book, RegionTree regions)
{
    /// <returns>Null when there is no such scheme.</returns>
    public async Task<SchemeCounts?> RunAsync(Scope scope, string scheme, DateOnly on, CancellationToken cancellation)
    {
        if (book.FindLatest(scheme) is not { } pack) return null;
        var table = (await tables.OpenAsync(scope, Subject.Enterprise, cancellation)).Table;
        var verdicts = Decide(pack, table, on);
        var met = Marked(table, verdicts, Outcome.Met);
        var unknown = Marked(table, verdicts, Outcome.Unknown);
        var places = await subjects.Within(scope, Subject.Enterprise).Select(subject => new { subject.Id, subject.Region }).ToListAsync(cancellation);
        var byCounty = places.Where(place => table.FindRow(place.Id) >= 0)
            .GroupBy(place => regions.County(place.Region)?.Code ?? "")
            .ToDictionary(county => county.Key, county => Count(county.Select(place => table.FindRow(place.Id)), met, unknown));
        return new SchemeCounts(pack, on, Total(byCounty.Values), byCounty);
    }

    private Verdicts Decide(RulePack pack, FactTable table, DateOnly on)
    {
        var plan = VerdictPlan.Compile([new PlannedCriterion(pack.Scheme)], table.Catalogue, on);
        return Verdicts.Encode(plan, new FactTableRows(table, on, conclusions: book), Environment.ProcessorCount);
    }

    private static bool[] Marked(FactTable table, Verdicts verdicts, Outcome outcome)
    {
        var marked = new bool[table.Subjects.Count];
        foreach (var row in verdicts.List(0, outcome)) marked[row] = true;
        return marked;
    }

    private static VerdictCount Count(IEnumerable<int> rows, bool[] met, bool[] unknown) => rows.Aggregate(
        default(VerdictCount),
        (count, row) => met[row] ? count with { Met = count.Met + 1 } : unknown[row] ? count with { Unknown = count.Unknown + 1 } : count with { NotMet = count.NotMet + 1 });

    private static VerdictCount Total(IEnumerable<VerdictCount> counts) => counts.Aggregate(
        default(VerdictCount), (all, one) => new VerdictCount(all.Met + one.Met, all.NotMet + one.NotMet, all.Unknown + one.Unknown));
}

/// <param name="Pack">The standard.</param>
/// <param name="On">The day decided for.</param>
/// <param name="All">All enterprises of the scope.</param>
/// <param name="Counties">By code of the county; those nobody has placed under an empty code.</param>
public sealed record SchemeCounts(RulePack Pack, DateOnly On, VerdictCount All, IReadOnlyDictionary<string, VerdictCount> Counties);
