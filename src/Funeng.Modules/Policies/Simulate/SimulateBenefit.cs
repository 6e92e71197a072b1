using Funeng.Modules.Cultivation;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>
/// What a benefit would cost if its conditions or its amount were others: decided for every enterprise within the scope, beside the text as it
/// stands, with who wins and who loses by name. Nothing is stored.
/// </summary>
public sealed class SimulateBenefit(
    PolicyBook book, Entitled entitled, FactTables tables, VerdictStore verdicts, RegionTree regions, IndustryTree industries, LibraryCatalogue libraries, CurrentUser user, CityProfile city, TimeProvider clock)
{
    private const string SizeScheme = "enterprise-size-2017";
    private const int ChunkSize = 500;

    /// <param name="id">The benefit that stands.</param>
    /// <param name="draft">What it becomes.</param>
    /// <returns>Null when there is no such benefit, its money goes to somebody else, or not for this user.</returns>
    public async Task<Simulation?> RunAsync(string id, BenefitDraft draft, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewLists) || book.FindBenefit(id) is not { Benefit.IsForEnterprise: true } standing) return null;
        var today = city.Today(clock);
        var before = await entitled.RunAsync(standing, user.EnterpriseScope, today, cancellation);
        var (changed, problems) = Compile(standing, draft);
        var after = changed is null || changed.Pack.Sha256 == standing.Pack.Sha256 ? before : await entitled.RunAsync(changed, user.EnterpriseScope, today, cancellation);
        return new Simulation(standing, changed ?? standing, before, after, Turns(before, after), await BreakDownAsync(before, after, cancellation), problems);
    }

    private (BenefitRule? Rule, IReadOnlyList<Problem> Problems) Compile(BenefitRule standing, BenefitDraft draft)
    {
        var problems = draft.Check(standing.Benefit);
        if (problems.Count > 0) return (null, problems);
        var benefit = draft.On(standing.Benefit);
        var (rule, found) = new BenefitCompiler(book.Rules).Compile(standing.Policy, benefit, book.Files.First(file => file.Policy == standing.Policy).Text);
        return (rule, [.. found.Select(problem => new Problem(draft.FieldOf(problem.Message), "读不懂：" + problem.Message))]);
    }

    private static List<Turn> Turns(EntitledList before, EntitledList after)
    {
        var was = before.Met.ToDictionary(one => one.Id);
        var now = after.Met.ToDictionary(one => one.Id);
        return
        [
            .. was.Keys.Union(now.Keys).Select(id => new Turn(now.GetValueOrDefault(id) ?? was[id], was.GetValueOrDefault(id)?.Amount?.Low, now.GetValueOrDefault(id)?.Amount?.Low, was.ContainsKey(id), now.ContainsKey(id)))
                .Where(turn => turn.WasMet != turn.IsMet || turn.Before != turn.After)
                .OrderByDescending(turn => Math.Abs(turn.Difference)).ThenBy(turn => turn.Enterprise.Code, StringComparer.Ordinal),
        ];
    }

    private async Task<IReadOnlyList<Breakdown>> BreakDownAsync(EntitledList before, EntitledList after, CancellationToken cancellation)
    {
        var ids = before.Met.Concat(after.Met).Select(one => one.Id).Distinct().ToList();
        var sizes = new Dictionary<long, string>();
        foreach (var chunk in ids.Chunk(ChunkSize))
        {
            foreach (var verdict in (await verdicts.OfSubjectsAsync(chunk, cancellation)).Where(verdict => verdict is { Scheme: SizeScheme, Class: not null })) sizes[verdict.Subject] = verdict.Class!;
        }

        var table = (await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table;
        var code = table.Catalogue.Get("industryCode");
        var facts = ids.ToDictionary(id => id, id => table.ReadSubject(table.FindRow(id)));
        return
        [
            Breakdown.Of("区县", before, after, one => regions.County(one.Region)?.Name ?? "没有填写所在地"),
            Breakdown.Of("规模", before, after, one => sizes.GetValueOrDefault(one.Id, "规模待补充")),
            Breakdown.Of("行业", before, after, one => Division(facts[one.Id].FindLatest(code)?.Value.AsString())),
            Breakdown.Of("梯次", before, after, one => Tier(facts[one.Id], before.On)),
        ];
    }

    private string Division(string? code) => code is { Length: >= 2 } ? industries.Find(code[..2])?.Name ?? code : "行业未填";

    // The highest title on the first ladder that has one.
    private string Tier(Funeng.Engines.Facts.SubjectFacts facts, DateOnly on) =>
        libraries.Libraries.Where(library => library.Tier is null && library.Schemes.Any(scheme => facts.FindTitle(scheme, on) is not null))
            .OrderBy(library => library.Ladder.Order).ThenByDescending(library => library.Rank).FirstOrDefault()?.ShortName ?? "没有称号";
}

/// <param name="Standing">The benefit as it stands.</param>
/// <param name="Changed">As it would be; the same where the draft cannot be read.</param>
/// <param name="Turns">Everybody for whom something changes, the largest difference first.</param>
public sealed record Simulation(
    BenefitRule Standing, BenefitRule Changed, EntitledList Before, EntitledList After, IReadOnlyList<Turn> Turns, IReadOnlyList<Breakdown> Breakdowns, IReadOnlyList<Problem> Problems)
{
    public bool IsChanged => Changed.Pack.Sha256 != Standing.Pack.Sha256;
}

/// <summary>One enterprise for which a change makes a difference.</summary>
public sealed record Turn(EntitledEnterprise Enterprise, decimal? Before, decimal? After, bool WasMet, bool IsMet)
{
    public decimal Difference => (After ?? 0) - (Before ?? 0);

    public bool Wins => Difference > 0 || (IsMet && !WasMet);
}

/// <summary>Number and cost by one way of grouping.</summary>
public sealed record Breakdown(string Title, IReadOnlyList<BreakdownRow> Rows)
{
    internal static Breakdown Of(string title, EntitledList before, EntitledList after, Func<EntitledEnterprise, string> group)
    {
        var was = before.Met.ToLookup(group);
        var now = after.Met.ToLookup(group);
        return new Breakdown(title,
        [
            .. was.Select(part => part.Key).Union(now.Select(part => part.Key))
                .Select(key => new BreakdownRow(key, was[key].Count(), was[key].Sum(Sure), now[key].Count(), now[key].Sum(Sure)))
                .OrderByDescending(row => row.Cost).ThenByDescending(row => row.Count).ThenBy(row => row.Name, StringComparer.Ordinal),
        ]);
    }

    private static decimal Sure(EntitledEnterprise one) => one.Amount?.Low ?? 0;
}

public sealed record BreakdownRow(string Name, int CountBefore, decimal CostBefore, int Count, decimal Cost);
