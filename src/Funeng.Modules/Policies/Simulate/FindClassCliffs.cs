using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>
/// Cliffs that no number of the benefit itself shows: it pays by what another standard concludes (符合中小企业划型), and growing past a number of that standard
/// loses money. Whoever is within a tenth below such a number is grown by it and decided anew.
/// </summary>
public sealed class FindClassCliffs(PolicyBook book, Entitled entitled, CurrentUser user, CityProfile city, TimeProvider clock)
{
    private const int MostNamed = 10;
    private const decimal Growth = 1.1m;

    public async Task<IReadOnlyList<ClassCliff>> RunAsync(BenefitRule rule, CancellationToken cancellation)
    {
        var conclusions = rule.Scheme.Facts.Where(fact => fact.Origin is FactOrigin.SchemeResult).ToList();
        if (conclusions.Count == 0) return [];
        var (today, all) = (city.Today(clock), await entitled.OpenAsync(user.EnterpriseScope, cancellation));
        var now = await entitled.DecideAsync(rule, today, all, null, cancellation);
        var found = new List<ClassCliff>();
        foreach (var conclusion in conclusions)
        {
            if (book.Rules.Find(((FactOrigin.SchemeResult)conclusion.Origin).Scheme, today) is not { } pack || Without(rule, conclusion, "false") is not { } lower || Without(rule, conclusion, "true") is not { } upper) continue;
            var lost = await entitled.DecideAsync(lower, today, all, null, cancellation);
            var rows = all.Rows.Where(row => (now.Of(row).Paid ?? 0) > (lost.Of(row).Paid ?? 0)).ToList();
            if (rows.Count == 0) continue;
            var factor = Factor(all, now, await entitled.DecideAsync(upper, today, all, null, cancellation));
            foreach (var bounds in BoundsOf(pack, today))
                if (await AtAsync(bounds, rows, now, factor, conclusion, pack, today, cancellation) is { } cliff) found.Add(cliff);
        }

        return found;
    }

    // The numbers of the standard by filed fact, upwards: growing is something that is filed.
    private static IEnumerable<(FactDefinition Fact, decimal[] Bounds)> BoundsOf(RulePack pack, DateOnly on) => SchemeBounds.Of(pack.Scheme)
        .Where(bound => bound.Fact.Origin is FactOrigin.Filed or FactOrigin.View && bound.Value.Kind == FeelKind.Number)
        .Select(bound => (bound.Fact, Number: bound.Value.AsNumber().TryToDecimal(out var number) ? number : 0)).Where(bound => bound.Number > 0)
        .GroupBy(bound => bound.Fact.Key, (_, group) => (group.First().Fact, Bounds: group.Select(bound => bound.Number).Distinct().Order().ToArray()), StringComparer.Ordinal);

    private async Task<ClassCliff?> AtAsync(
        (FactDefinition Fact, decimal[] Bounds) bounds, List<int> rows, DecidedBenefit now, decimal factor, FactDefinition conclusion, RulePack pack, DateOnly on, CancellationToken cancellation)
    {
        var values = new RowNumbers(now.City.Table, bounds.Fact, pack.Scheme, book.Rules, on);
        var fallen = new ConcurrentBag<Fall>();
        Parallel.ForEach(rows, new ParallelOptions { CancellationToken = cancellation }, row =>
        {
            if (values.Find(row) is { } number && number.TryToDecimal(out var value) && value > 0 && FallOf(now, row, bounds, value, on) is { } fall) fallen.Add(fall);
        });
        if (fallen.IsEmpty) return null;
        var largest = new LargestRows(MostNamed);
        foreach (var fall in fallen) largest.Add(fall.Row, fall.Before - fall.After);
        var (byId, shown) = (fallen.ToDictionary(fall => now.City.Table.Subjects[fall.Row]), largest.InOrder());
        var named = (await entitled.NamedAsync(now, user.EnterpriseScope, shown, cancellation)).ToDictionary(one => one.Id);
        return new ClassCliff(conclusion, bounds.Fact, fallen.Count, fallen.Sum(fall => fall.Before - fall.After), factor,
            [.. shown.Select(row => now.City.Table.Subjects[row]).Where(named.ContainsKey).Select(id => new ClassWitness(named[id], byId[id].Value, byId[id].Past, byId[id].Before, byId[id].After))]);
    }

    // The least of the numbers above it past which it is paid less.
    private Fall? FallOf(DecidedBenefit now, int row, (FactDefinition Fact, decimal[] Bounds) bounds, decimal value, DateOnly on)
    {
        var before = now.Of(row).Paid ?? 0;
        foreach (var bound in bounds.Bounds.Where(bound => bound >= value && bound <= value * Growth))
        {
            var past = bound > value && bounds.Fact.Type != FactType.Integer ? bound : bounds.Fact.Type == FactType.Integer ? Math.Max(bound, value + 1) : bound + 1;
            var grown = now.City.Table.ReadSubject(row).ToBuilder().Assume(bounds.Fact, FeelValue.From(FeelNumber.FromDecimal(past)), on).Build();
            // Decided open is no loss that anybody could name.
            if (Entitled.One(now.Rule, book.Rules.View(grown, on)) is { Outcome: not Outcome.Unknown } then && (then.Paid ?? 0) < before) return new Fall(row, value, past, before, then.Paid ?? 0);
        }

        return null;
    }

    // One rate for all that costs the same: what is paid now over what it would be if everybody were of the better class.
    private static decimal Factor(PlacedTable all, DecidedBenefit now, DecidedBenefit upper)
    {
        var (paid, best) = (0m, 0m);
        foreach (var row in all.Rows)
        {
            paid += now.Of(row).Paid ?? 0;
            best += upper.Of(row).Paid ?? 0;
        }

        return best == 0 ? 1 : paid / best;
    }

    private BenefitRule? Without(BenefitRule rule, FactDefinition conclusion, string truth)
    {
        var name = new Regex($@"(?<![\p{{L}}\p{{N}}_]){Regex.Escape(conclusion.Name)}(?![\p{{L}}\p{{N}}_])", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        var changed = rule.Benefit with
        {
            Conditions = [.. rule.Benefit.Conditions.Select(condition => condition with { Rule = name.Replace(condition.Rule, truth) })],
            Amount = rule.Benefit.Amount is { } amount ? name.Replace(amount, truth) : rule.Benefit.Amount,
        };
        return new BenefitCompiler(book.Rules).Compile(rule.Policy, changed, "").Rule;
    }

    private readonly record struct Fall(int Row, decimal Value, decimal Past, decimal Before, decimal After);
}

/// <summary>Growing in one figure changes what another standard concludes, and pays less.</summary>
/// <param name="Conclusion">What it pays by: 符合中小企业划型.</param>
/// <param name="Fact">The figure that grows.</param>
/// <param name="Near">How many are within a tenth below a number of the standard past which they lose.</param>
/// <param name="Lost">What they would lose altogether.</param>
/// <param name="Factor">By what the amounts of the better class would be multiplied, paid to both classes, for the same cost.</param>
public sealed record ClassCliff(FactDefinition Conclusion, FactDefinition Fact, int Near, decimal Lost, decimal Factor, IReadOnlyList<ClassWitness> Named);

/// <param name="Value">The figure as it is.</param>
/// <param name="Past">As it would be.</param>
public sealed record ClassWitness(EntitledEnterprise Enterprise, decimal Value, decimal Past, decimal Before, decimal After);
