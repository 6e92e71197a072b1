using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>
/// One threshold of a benefit moved over a range: number and cost at every step, exactly. Everybody is decided twice, with the comparison
/// holding and with it failing; where the value of each lies then tells who is paid at any threshold.
/// </summary>
public sealed class SweepBenefit(PolicyBook book, Entitled entitled, FactTables tables, CurrentUser user, CityProfile city, TimeProvider clock)
{
    private const string Far = "1000000000000000000";
    private const int StepsEachWay = 10;

    /// <summary>The thresholds that can be moved: numbers compared in a condition. That there is any at all (more than nothing) is none.</summary>
    public static IReadOnlyList<SchemeBound> Movable(BenefitRule rule) =>
        [.. SchemeBounds.Of(rule.Scheme).Where(bound => bound is { Place: not null, Value.Kind: FeelKind.Number, Operator: ">=" or ">" or "<=" or "<" } && !bound.Value.AsNumber().IsZero && Condition(rule, bound) >= 0)];

    public async Task<BenefitSweep> RunAsync(BenefitRule rule, SchemeBound bound, CancellationToken cancellation)
    {
        var today = city.Today(clock);
        var isLow = bound.Operator is ">=" or ">";
        var held = await ListAsync(Variant(rule, bound, isLow ? "-" + Far : Far), today, cancellation);
        var failed = await ListAsync(Variant(rule, bound, isLow ? Far : "-" + Far), today, cancellation);
        var table = (await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table;
        var swept = held.Keys.Union(failed.Keys).Select(id => new SweptBenefit(
            id, Value(table, id, bound.Fact, today), held.GetValueOrDefault(id), failed.GetValueOrDefault(id))).ToList();
        return new BenefitSweep(bound, [.. Thresholds(bound).Select(threshold => Step(bound, threshold, swept))], swept);
    }

    internal static bool Reaches(SchemeBound bound, FeelNumber value, FeelNumber threshold) => bound.Operator switch
    {
        ">=" => value >= threshold,
        ">" => value > threshold,
        "<=" => value <= threshold,
        _ => value < threshold,
    };

    private static BenefitStep Step(SchemeBound bound, FeelNumber threshold, List<SweptBenefit> swept)
    {
        var paid = swept.Select(one => one.At(bound, threshold)).OfType<EntitledEnterprise>().ToList();
        return new BenefitStep(threshold, paid.Count, paid.Sum(one => one.Amount?.Low ?? 0), threshold == bound.Value.AsNumber());
    }

    private async Task<IReadOnlyDictionary<long, EntitledEnterprise>> ListAsync(BenefitRule rule, DateOnly on, CancellationToken cancellation) =>
        (await entitled.RunAsync(rule, user.EnterpriseScope, on, cancellation)).Met.ToDictionary(one => one.Id);

    private FeelNumber? Value(FactTable table, long id, FactDefinition fact, DateOnly on) =>
        book.Rules.View(table.ReadSubject(table.FindRow(id)), on).Find(fact)?.Value is { Kind: FeelKind.Number } value ? value.AsNumber() : null;

    private BenefitRule Variant(BenefitRule rule, SchemeBound bound, string text)
    {
        var at = Condition(rule, bound);
        var conditions = rule.Benefit.Conditions.ToArray();
        conditions[at] = conditions[at] with { Rule = bound.Place!.With($"({text})") };
        return new BenefitCompiler(book.Rules).Compile(rule.Policy, rule.Benefit with { Conditions = conditions }, "").Rule
            ?? throw new InvalidOperationException($"The bound of {bound.Fact.Key} cannot be moved.");
    }

    // The gates are c1, c2… in the order of the conditions.
    private static int Condition(BenefitRule rule, SchemeBound bound)
    {
        for (var at = 0; at < rule.Benefit.Conditions.Count; at++)
        {
            if (bound.Place!.Decision == $"c{at + 1}") return at;
        }

        return -1;
    }

    // Round places around the present one: a tenth of it, to 1, 2 or 5 of a power of ten; whole for whole numbers.
    private IEnumerable<FeelNumber> Thresholds(SchemeBound bound)
    {
        var now = bound.Value.AsNumber();
        var present = now.Abs().TryToDecimal(out var number) && number != 0 ? number : 1m;
        var tenth = present / 10;
        var power = (decimal)Math.Pow(10, Math.Floor(Math.Log10((double)tenth)));
        var step = power * (tenth / power >= 5 ? 5 : tenth / power >= 2 ? 2 : 1);
        if (bound.Fact.Type == FactType.Integer) step = Math.Max(1, decimal.Round(step));
        var size = FeelNumber.FromDecimal(step);
        return Enumerable.Range(-StepsEachWay, (2 * StepsEachWay) + 1)
            .Select(count => FeelNumber.TryMultiply(size, count, out var move) && FeelNumber.TryAdd(now, move, out var place) ? place : now)
            .Distinct().Where(place => book.Rules.Catalogue.Accepts(bound.Fact, FeelValue.From(place)));
    }
}

/// <summary>One enterprise: its value, and what it is paid when the comparison holds and when it fails; null for nothing.</summary>
public sealed record SweptBenefit(long Id, FeelNumber? Value, EntitledEnterprise? WhenHeld, EntitledEnterprise? WhenFailed)
{
    // Without a value the comparison is open: paid only where it makes no difference.
    internal EntitledEnterprise? At(SchemeBound bound, FeelNumber threshold) => Value is not { } value
        ? (WhenHeld is not null && WhenFailed is not null ? WhenHeld : null)
        : SweepBenefit.Reaches(bound, value, threshold) ? WhenHeld : WhenFailed;
}

public sealed record BenefitStep(FeelNumber Threshold, int Count, decimal Cost, bool IsNow);

/// <param name="Steps">Upwards.</param>
/// <param name="Swept">Everybody who is paid at some threshold.</param>
public sealed record BenefitSweep(SchemeBound Bound, IReadOnlyList<BenefitStep> Steps, IReadOnlyList<SweptBenefit> Swept)
{
    /// <summary>
    /// Growing past an upper bound loses the whole amount at once (断崖). Null where the bound is a lower one. The smoother schedule lets the
    /// amount fade over the next fifth and cuts all amounts by one factor, so that the whole costs the same.
    /// </summary>
    public Cliff? Cliff()
    {
        if (Bound.Operator is ">=" or ">" || !Bound.Value.AsNumber().TryToDecimal(out var threshold) || threshold <= 0) return null;
        var inside = Swept.Where(one => one.Value is not null && one.WhenHeld is not null && one.WhenFailed is null).Select(one => (One: one, Value: Number(one.Value!.Value))).ToList();
        var below = inside.Where(pair => pair.Value <= threshold).ToList();
        var near = below.Where(pair => pair.Value >= threshold * 0.9m).Select(pair => pair.One.WhenHeld!).OrderByDescending(one => one.Amount?.Low ?? 0).ToList();
        var width = threshold / 5;
        var over = inside.Where(pair => pair.Value > threshold && pair.Value < threshold + width).ToList();
        var (cost, more) = (below.Sum(pair => Paid(pair.One)), over.Sum(pair => Paid(pair.One) * (threshold + width - pair.Value) / width));
        return new Cliff(near, over.Count, width, cost + more == 0 ? 1 : cost / (cost + more));
    }

    private static decimal Paid(SweptBenefit one) => one.WhenHeld?.Amount?.Low ?? 0;

    private static decimal Number(FeelNumber number) => number.TryToDecimal(out var value) ? value : 0;
}

/// <param name="Near">Who is within a tenth below the bound, and would lose everything by growing past it.</param>
/// <param name="JustOver">How many are within a fifth above and get nothing for it.</param>
/// <param name="Width">Over how much the amount would fade.</param>
/// <param name="Factor">By what all amounts would be multiplied for the same cost.</param>
public sealed record Cliff(IReadOnlyList<EntitledEnterprise> Near, int JustOver, decimal Width, decimal Factor);
