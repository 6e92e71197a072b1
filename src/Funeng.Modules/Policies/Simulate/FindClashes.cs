using Funeng.Engines.Benefits;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>How a benefit clashes with another that stands.</summary>
public enum ClashKind
{
    /// <summary>Both pay for the same thing and neither says how they stand to each other.</summary>
    PaidTwice,

    /// <summary>It excludes another that pays everybody concerned at least as much: nobody would take it.</summary>
    Dominated,

    /// <summary>It refers to a policy that is not in force.</summary>
    Expired,

    /// <summary>What it demands, of itself and of its prerequisites, cannot be there together.</summary>
    Contradiction,
}

/// <summary>
/// Looks for clashes of a benefit with all that are in force, across all levels: each with the enterprise at which it shows. Two benefits pay
/// for the same thing when their amounts rest on the same filed figure.
/// </summary>
public sealed class FindClashes(PolicyBook book, Entitled entitled, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public async Task<IReadOnlyList<Clash>> RunAsync(BenefitRule rule, CancellationToken cancellation)
    {
        var today = city.Today(clock);
        var all = await entitled.OpenAsync(user.EnterpriseScope, cancellation);
        var own = await entitled.DecideAsync(rule, today, all, null, cancellation);
        var about = new Concerned(rule, RelationsWith(rule, today), own, all.Rows.Where(row => own.Of(row).Outcome == Outcome.Met).ToList(), today);
        return [.. await ExpiredAsync(about, cancellation), .. await ContradictionsAsync(about, cancellation), .. await PaidAsync(about, cancellation)];
    }

    // Whoever would be paid is concerned; who would have had the other too is the better example.
    private async Task<List<Clash>> ExpiredAsync(Concerned about, CancellationToken cancellation)
    {
        var clashes = new List<Clash>();
        foreach (var other in about.Relations.All.Where(relation => relation.From == about.Rule.Benefit.Id).Select(relation => book.FindBenefit(relation.To)).OfType<BenefitRule>()
            .DistinctBy(other => other.Benefit.Id).Where(other => !other.Policy.IsInForce(about.Today)))
        {
            var others = await entitled.DecideAsync(other, about.Today, about.Own.City, null, cancellation);
            var both = about.Paid.Where(row => others.Of(row).Outcome == Outcome.Met).ToList();
            clashes.Add(both.Count > 0 ? await WitnessedAsync(ClashKind.Expired, others.Rule, others, both, cancellation) : await WitnessedAsync(ClashKind.Expired, other, about.Own, about.Paid, cancellation));
        }

        return clashes;
    }

    // They meet what it demands of them, and can never draw it.
    private async Task<List<Clash>> ContradictionsAsync(Concerned about, CancellationToken cancellation)
    {
        var clashes = new List<Clash>();
        foreach (var found in new BenefitContradictions(book, about.Relations, about.Today).Of(about.Rule))
            clashes.Add(await WitnessedAsync(ClashKind.Contradiction, found.Other, about.Own, about.Paid, cancellation) with { Why = found.Why });
        return clashes;
    }

    private async Task<List<Clash>> PaidAsync(Concerned about, CancellationToken cancellation)
    {
        var (clashes, rule, bases) = (new List<Clash>(), about.Rule, BaseOf(about.Rule));
        if (bases.Count == 0) return clashes;
        foreach (var other in book.InForce(about.Today).Where(other => other.Benefit.Id != rule.Benefit.Id && other.Benefit.HasAmount))
        {
            var areApart = about.Relations.AreApart(rule.Benefit.Id, other.Benefit.Id);
            if (!areApart && (!BaseOf(other).Overlaps(bases) || IsSettled(about.Relations, rule, other))) continue;
            var others = await entitled.DecideAsync(other, about.Today, about.Own.City, null, cancellation);
            var both = about.Paid.Where(row => others.Of(row).Outcome == Outcome.Met).ToList();
            if (both.Count == 0) continue;
            if (!areApart) clashes.Add(await WitnessedAsync(ClashKind.PaidTwice, other, others, both, cancellation));
            else if (both.Count == about.Paid.Count && both.TrueForAll(row => others.Of(row).Low >= about.Own.Of(row).Most)) clashes.Add(await WitnessedAsync(ClashKind.Dominated, other, others, both, cancellation));
        }

        return clashes;
    }

    // The one that gets most is shown.
    private async Task<Clash> WitnessedAsync(ClashKind kind, BenefitRule other, DecidedBenefit shown, List<int> rows, CancellationToken cancellation)
    {
        var largest = new LargestRows(1);
        foreach (var row in rows) largest.Add(row, shown.Of(row).Low);
        return new Clash(kind, other, rows.Count, (await entitled.NamedAsync(shown, user.EnterpriseScope, largest.InOrder(), cancellation)).SingleOrDefault());
    }

    // One that does not stand in the library yet brings relations of its own.
    private BenefitRelations RelationsWith(BenefitRule rule, DateOnly today) => (book.FindBenefit(rule.Benefit.Id) is not null || rule.Benefit.Relations.Count == 0
        ? book.Relations : new BenefitRelations([.. book.Relations.All, .. rule.Benefit.Relations], book.Relations.Ceilings)).On(today);

    // Needing the other, or standing under one ceiling with it, says how they go together.
    private static bool IsSettled(BenefitRelations relations, BenefitRule rule, BenefitRule other) =>
        relations.NeededBy(rule.Benefit.Id).Contains(other.Benefit.Id) || relations.NeededBy(other.Benefit.Id).Contains(rule.Benefit.Id)
        || (relations.CeilingOf(rule.Benefit.Id) is { } ceiling && ceiling.Benefits.Contains(other.Benefit.Id));

    private static HashSet<string> BaseOf(BenefitRule rule) =>
        [.. rule.Scheme.FactsOf(BenefitModel.AmountKey).Where(fact => fact.IsMoney).Select(fact => fact.Origin is FactOrigin.View view ? view.Of : fact.Key)];

    private sealed record Concerned(BenefitRule Rule, BenefitRelations Relations, DecidedBenefit Own, List<int> Paid, DateOnly Today);
}

/// <param name="Other">The other one; the benefit itself where its own conditions contradict each other.</param>
/// <param name="Concerned">How many enterprises it shows at.</param>
/// <param name="Witness">One of them; null where no enterprise meets the conditions.</param>
public sealed record Clash(ClashKind Kind, BenefitRule Other, int Concerned, EntitledEnterprise? Witness)
{
    /// <summary>What contradicts what, as the page says it; empty for the other kinds.</summary>
    public string Why { get; init; } = "";
}
