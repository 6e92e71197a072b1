using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>
/// One threshold of a benefit moved over a range: number and cost at every step, exactly. Everybody is decided twice, with the comparison
/// holding and with it failing; where the value of each lies then tells who is paid at any threshold.
/// </summary>
public sealed class SweepBenefit(PolicyBook book, Entitled entitled, CurrentUser user, CityProfile city, TimeProvider clock)
{
    private const string Far = "1000000000000000000";
    private const int StepsEachWay = 10, MostNamed = 10;

    /// <summary>The thresholds that can be moved: numbers compared in a condition. That there is any at all (more than nothing) is none.</summary>
    public static IReadOnlyList<SchemeBound> Movable(BenefitRule rule) =>
        [.. SchemeBounds.Of(rule.Scheme).Where(bound => bound is { Place: not null, Value.Kind: FeelKind.Number, Operator: ">=" or ">" or "<=" or "<" } && !bound.Value.AsNumber().IsZero && Condition(rule, bound) >= 0)];

    public async Task<BenefitSweep> RunAsync(BenefitRule rule, SchemeBound bound, CancellationToken cancellation)
    {
        var (today, all) = (city.Today(clock), await entitled.OpenAsync(user.EnterpriseScope, cancellation));
        var isLow = bound.Operator is ">=" or ">";
        var now = await entitled.DecideAsync(rule, today, all, null, cancellation);
        var held = await entitled.DecideAsync(Variant(rule, bound, isLow ? "-" + Far : Far), today, all, now, cancellation);
        var failed = await entitled.DecideAsync(Variant(rule, bound, isLow ? Far : "-" + Far), today, all, held, cancellation);
        var swept = Swept(rule, bound, held, failed, today);
        var steps = new SweepSums(bound, [.. Thresholds(bound)]);
        foreach (var one in swept) steps.Add(one);
        return new BenefitSweep(bound, steps.Steps, isLow ? null : await CliffAsync(bound, swept, held, cancellation));
    }

    /// <summary>The cliffs of a benefit: one for each upper bound past which growing loses something to somebody.</summary>
    /// <param name="known">A sweep that was made already.</param>
    public async Task<IReadOnlyList<(SchemeBound Bound, Cliff Cliff)>> CliffsAsync(BenefitRule rule, BenefitSweep? known, CancellationToken cancellation)
    {
        var found = new List<(SchemeBound, Cliff)>();
        foreach (var bound in Movable(rule).Where(bound => bound.Operator is "<=" or "<"))
        {
            var sweep = known?.Bound == bound ? known : await RunAsync(rule, bound, cancellation);
            if (sweep.Cliff is { } cliff && cliff.Near + cliff.JustOver > 0) found.Add((bound, cliff));
        }

        return found;
    }

    internal static bool Reaches(SchemeBound bound, FeelNumber value, FeelNumber threshold) => bound.Operator switch
    {
        ">=" => value >= threshold,
        ">" => value > threshold,
        "<=" => value <= threshold,
        _ => value < threshold,
    };

    /// <summary>Everybody of the scope who is paid at some threshold.</summary>
    private List<SweptBenefit> Swept(BenefitRule rule, SchemeBound bound, DecidedBenefit held, DecidedBenefit failed, DateOnly on)
    {
        var value = new RowNumbers(held.City.Table, bound.Fact, rule.Scheme, book.Rules, on);
        var swept = new List<SweptBenefit>();
        foreach (var row in held.City.Rows)
        {
            var (whenHeld, whenFailed) = (held.Of(row).Paid, failed.Of(row).Paid);
            if (whenHeld is not null || whenFailed is not null) swept.Add(new SweptBenefit(row, value.Find(row), whenHeld, whenFailed));
        }

        return swept;
    }

    private async Task<Cliff?> CliffAsync(SchemeBound bound, List<SweptBenefit> swept, DecidedBenefit held, CancellationToken cancellation)
    {
        if (Cliff.Of(bound, swept, MostNamed) is not { } cliff) return null;
        var named = await entitled.NamedAsync(held, user.EnterpriseScope, cliff.NearRows, cancellation);
        return cliff with { Named = [.. named.OrderByDescending(one => one.Amount?.Low ?? 0).ThenBy(one => one.Code, StringComparer.Ordinal)] };
    }

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
internal readonly record struct SweptBenefit(int Row, FeelNumber? Value, decimal? WhenHeld, decimal? WhenFailed);

public sealed record BenefitStep(FeelNumber Threshold, int Count, decimal Cost, bool IsNow);

/// <param name="Steps">Upwards.</param>
/// <param name="Cliff">What growing past the bound loses; null where the bound is a lower one.</param>
public sealed record BenefitSweep(SchemeBound Bound, IReadOnlyList<BenefitStep> Steps, Cliff? Cliff);
