using Funeng.Engines.Criteria;
using Funeng.Feel.Values;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>
/// Growing past an upper bound loses the whole amount at once (断崖). The smoother schedule lets the amount fade over the next fifth and cuts all amounts by one
/// factor, so that the whole costs the same.
/// </summary>
/// <param name="Near">How many are within a tenth below the bound, and would lose everything by growing past it.</param>
/// <param name="JustOver">How many are within a fifth above and get nothing for it.</param>
/// <param name="Width">Over how much the amount would fade.</param>
/// <param name="Factor">By what all amounts would be multiplied for the same cost.</param>
public sealed record Cliff(int Near, int JustOver, decimal Width, decimal Factor)
{
    /// <summary>Those near it with the most to lose, by name.</summary>
    public IReadOnlyList<EntitledEnterprise> Named { get; init; } = [];

    internal IReadOnlyList<int> NearRows { get; private init; } = [];

    /// <summary>Null where the bound is no amount that can be grown past.</summary>
    internal static Cliff? Of(SchemeBound bound, IReadOnlyList<SweptBenefit> swept, int named)
    {
        if (!bound.Value.AsNumber().TryToDecimal(out var threshold) || threshold <= 0) return null;
        var (width, near, shown) = (threshold / 5, 0, new LargestRows(named));
        var (cost, more, justOver) = (0m, 0m, 0);
        foreach (var one in swept)
        {
            if (one is not { Value: { } number, WhenHeld: { } paid, WhenFailed: null }) continue;
            var value = Number(number);
            if (value > threshold)
            {
                if (value >= threshold + width) continue;
                justOver++;
                more += paid * (threshold + width - value) / width;
                continue;
            }

            cost += paid;
            if (value < threshold * 0.9m) continue;
            near++;
            shown.Add(one.Row, paid);
        }

        return new Cliff(near, justOver, width, cost + more == 0 ? 1 : cost / (cost + more)) { NearRows = shown.InOrder() };
    }

    private static decimal Number(FeelNumber number) => number.TryToDecimal(out var value) ? value : number.Sign < 0 ? decimal.MinValue : decimal.MaxValue;
}
