namespace Funeng.Engines.Planning.Targets;

/// <summary>Why a year cannot be cut as wished.</summary>
/// <param name="Period">The period whose parts do not add up to it.</param>
/// <param name="Target">What the period is to reach.</param>
/// <param name="Fixed">What its fixed parts come to.</param>
public sealed record TargetProblem(TargetPeriod Period, decimal Target, decimal Fixed)
{
    /// <inheritdoc/>
    public override string ToString() => Fixed > Target
        ? $"{Period.Name}已定的分项目标合计 {Fixed:0.####}，超过{Period.Name}目标 {Target:0.####}"
        : $"{Period.Name}的分项目标都已定下，合计 {Fixed:0.####}，与{Period.Name}目标 {Target:0.####} 不等";
}

/// <summary>
/// A target of a year cut to its quarters, months and ten-day periods (以旬保月、以月保季、以季保年). Only the 36 ten-day targets are kept; every longer one
/// is their sum, so that totals cannot but add up.
/// </summary>
public sealed class TargetPlan
{
    private readonly decimal[] tenDays;

    private TargetPlan(int year, decimal[] tenDays) => (Year, this.tenDays) = (year, tenDays);

    /// <summary>The calendar year.</summary>
    public int Year { get; }

    /// <summary>The target of the year.</summary>
    public decimal Total => tenDays.Sum();

    /// <summary>The target of a period.</summary>
    /// <exception cref="ArgumentException">The period is of another year.</exception>
    public decimal this[TargetPeriod period] => period.Year == Year
        ? tenDays.AsSpan(period.FirstTenDay - 1, period.LastTenDay - period.FirstTenDay + 1).ToArray().Sum()
        : throw new ArgumentException($"the plan is of {Year}, not of {period.Year}", nameof(period));

    /// <summary>Cuts a yearly target.</summary>
    /// <param name="total">The target of the year, not negative.</param>
    /// <param name="step">Ten-day targets are multiples of it: 1 for nodes, 0.01 for 万元 with two places.</param>
    /// <param name="weights">Weight of each of the 36 ten-day periods (a winter stop has none); null for all alike.</param>
    /// <param name="fixedTargets">Targets of shorter periods that are already settled; the rest is cut around them.</param>
    /// <param name="problems">Where the settled targets do not fit; empty when they do.</param>
    /// <returns>The plan, or null when there are problems.</returns>
    public static TargetPlan? Cut(
        int year, decimal total, decimal step, IReadOnlyList<decimal>? weights, IReadOnlyDictionary<TargetPeriod, decimal>? fixedTargets,
        out IReadOnlyList<TargetProblem> problems)
    {
        if (weights is not null && weights.Count != 36) throw new ArgumentException("a year has 36 ten-day periods", nameof(weights));
        var cut = new TargetCut(weights ?? [.. Enumerable.Repeat(1m, 36)], fixedTargets ?? new Dictionary<TargetPeriod, decimal>(), step);
        cut.Assign(TargetPeriod.Of(year), total);
        problems = cut.Problems;
        return problems.Count == 0 ? new TargetPlan(year, cut.TenDays) : null;
    }

    /// <summary>A plan by its 36 ten-day targets, as they were stored.</summary>
    public static TargetPlan From(int year, IReadOnlyList<decimal> tenDays) => tenDays.Count == 36
        ? new TargetPlan(year, [.. tenDays])
        : throw new ArgumentException("a year has 36 ten-day periods", nameof(tenDays));

    /// <summary>The plan of a district, a line of work or the city: the sum of the plans below it.</summary>
    /// <exception cref="ArgumentException">A plan is of another year.</exception>
    public static TargetPlan Sum(int year, IEnumerable<TargetPlan> plans)
    {
        var sum = new decimal[36];
        foreach (var plan in plans)
        {
            if (plan.Year != year) throw new ArgumentException($"a plan of {plan.Year} is no part of one of {year}", nameof(plans));
            for (var index = 0; index < 36; index++) sum[index] += plan.tenDays[index];
        }

        return new TargetPlan(year, sum);
    }

    /// <summary>The ten-day targets, in order.</summary>
    public IReadOnlyList<decimal> TenDays => tenDays;
}

/// <summary>The recursion of <see cref="TargetPlan.Cut"/>: a period hands its amount to its parts.</summary>
internal sealed class TargetCut(IReadOnlyList<decimal> weights, IReadOnlyDictionary<TargetPeriod, decimal> fixedTargets, decimal step)
{
    public decimal[] TenDays { get; } = new decimal[36];

    public List<TargetProblem> Problems { get; } = [];

    public void Assign(TargetPeriod period, decimal amount)
    {
        var parts = period.Parts();
        if (parts.Count == 0)
        {
            TenDays[period.FirstTenDay - 1] = amount;
            return;
        }

        var settled = parts.Select(Settled).ToArray();
        var open = Enumerable.Range(0, parts.Count).Where(index => settled[index].IsOpen).ToArray();
        var rest = amount - settled.Sum(part => part.Amount);
        if (rest < 0 || (open.Length == 0 && rest != 0))
        {
            Problems.Add(new TargetProblem(period, amount, settled.Sum(part => part.Amount)));
            return;
        }

        var shares = settled.Select(part => part.Amount).ToArray();
        if (open.Length > 0)
        {
            var added = Apportionment.Cut(rest, [.. open.Select(index => settled[index].Weight)], step);
            for (var index = 0; index < open.Length; index++) shares[open[index]] += added[index];
        }

        for (var index = 0; index < parts.Count; index++) Assign(parts[index], shares[index]);
    }

    /// <summary>What of a period is settled, whether more may be added, and by which weight.</summary>
    private (decimal Amount, bool IsOpen, decimal Weight) Settled(TargetPeriod period)
    {
        if (fixedTargets.TryGetValue(period, out var target)) return (target, false, 0);
        var parts = period.Parts();
        if (parts.Count == 0) return (0, true, weights[period.FirstTenDay - 1]);
        var below = parts.Select(Settled).ToArray();
        return (below.Sum(part => part.Amount), below.Any(part => part.IsOpen), below.Sum(part => part.Weight));
    }
}
