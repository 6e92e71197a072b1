using Funeng.Engines.Criteria;
using Funeng.Feel.Values;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>Number and cost at every threshold: who reaches some of them is added where that begins and taken off where it ends.</summary>
internal sealed class SweepSums(SchemeBound bound, IReadOnlyList<FeelNumber> thresholds)
{
    private readonly int[] counts = new int[thresholds.Count + 1];
    private readonly decimal[] costs = new decimal[thresholds.Count + 1];

    public IReadOnlyList<BenefitStep> Steps
    {
        get
        {
            var (steps, count, cost) = (new List<BenefitStep>(thresholds.Count), 0, 0m);
            for (var at = 0; at < thresholds.Count; at++) steps.Add(new BenefitStep(thresholds[at], count += counts[at], cost += costs[at], thresholds[at] == bound.Value.AsNumber()));
            return steps;
        }
    }

    /// <summary>Without a value the comparison is open: paid only where it makes no difference.</summary>
    public void Add(in SweptBenefit one)
    {
        if (one.Value is not { } value)
        {
            if (one.WhenHeld is not null && one.WhenFailed is not null) Add(0, thresholds.Count, one.WhenHeld);
            return;
        }

        var (isLow, low) = (bound.Operator is ">=" or ">", Low(value));
        Add(0, low, isLow ? one.WhenHeld : one.WhenFailed);
        Add(low, thresholds.Count, isLow ? one.WhenFailed : one.WhenHeld);
    }

    private void Add(int from, int to, decimal? paid)
    {
        if (paid is not { } amount || from == to) return;
        counts[from]++;
        counts[to]--;
        costs[from] += amount;
        costs[to] -= amount;
    }

    // How many thresholds lie on the lower side of a value: it reaches those of a lower bound, and the others of an upper one.
    private int Low(FeelNumber value)
    {
        var (isLow, first, end) = (bound.Operator is ">=" or ">", 0, thresholds.Count);
        while (first < end)
        {
            var middle = (first + end) / 2;
            if (SweepBenefit.Reaches(bound, value, thresholds[middle]) == isLow) first = middle + 1;
            else end = middle;
        }

        return first;
    }
}
