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
        var clashes = book.Relations.All.Where(relation => relation.From == rule.Benefit.Id)
            .Select(relation => book.FindBenefit(relation.To)).OfType<BenefitRule>().Where(other => !other.Policy.IsInForce(today))
            .Select(other => new Clash(ClashKind.Expired, other, 0, null)).ToList();
        var bases = BaseOf(rule);
        if (bases.Count == 0) return clashes;
        var all = await entitled.OpenAsync(user.EnterpriseScope, cancellation);
        var own = await entitled.DecideAsync(rule, today, all, null, cancellation);
        var paid = all.Rows.Where(row => own.Of(row).Outcome == Outcome.Met).ToList();
        foreach (var other in book.InForce(today).Where(other => other.Benefit.Id != rule.Benefit.Id && other.Benefit.HasAmount))
        {
            var areApart = book.Relations.AreApart(rule.Benefit.Id, other.Benefit.Id);
            if (!areApart && (!BaseOf(other).Overlaps(bases) || IsSettled(rule, other))) continue;
            var others = await entitled.DecideAsync(other, today, all, null, cancellation);
            var both = paid.Where(row => others.Of(row).Outcome == Outcome.Met).ToList();
            if (both.Count == 0) continue;
            if (!areApart) clashes.Add(await WitnessedAsync(ClashKind.PaidTwice, others, both, cancellation));
            else if (both.Count == paid.Count && both.TrueForAll(row => others.Of(row).Low >= own.Of(row).Most)) clashes.Add(await WitnessedAsync(ClashKind.Dominated, others, both, cancellation));
        }

        return clashes;
    }

    // The one that gets most of the other is shown.
    private async Task<Clash> WitnessedAsync(ClashKind kind, DecidedBenefit other, List<int> both, CancellationToken cancellation)
    {
        var largest = new LargestRows(1);
        foreach (var row in both) largest.Add(row, other.Of(row).Low);
        return new Clash(kind, other.Rule, both.Count, (await entitled.NamedAsync(other, user.EnterpriseScope, largest.InOrder(), cancellation)).SingleOrDefault());
    }

    // Needing the other, or standing under one ceiling with it, says how they go together.
    private bool IsSettled(BenefitRule rule, BenefitRule other) =>
        book.Relations.NeededBy(rule.Benefit.Id).Contains(other.Benefit.Id) || book.Relations.NeededBy(other.Benefit.Id).Contains(rule.Benefit.Id)
        || (book.Relations.CeilingOf(rule.Benefit.Id) is { } ceiling && ceiling.Benefits.Contains(other.Benefit.Id));

    private static HashSet<string> BaseOf(BenefitRule rule) =>
        [.. rule.Scheme.FactsOf(BenefitModel.AmountKey).Where(fact => fact.IsMoney).Select(fact => fact.Origin is FactOrigin.View view ? view.Of : fact.Key)];
}

/// <param name="Concerned">How many enterprises it shows at.</param>
/// <param name="Witness">One of them; null where none is needed.</param>
public sealed record Clash(ClashKind Kind, BenefitRule Other, int Concerned, EntitledEnterprise? Witness);
