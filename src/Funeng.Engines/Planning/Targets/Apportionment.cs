namespace Funeng.Engines.Planning.Targets;

/// <summary>Cuts an amount into parts that add up to it exactly: the method of the largest remainder (Hamilton, 1792).</summary>
public static class Apportionment
{
    /// <summary>Cuts an amount in proportion to weights.</summary>
    /// <param name="total">The amount, not negative.</param>
    /// <param name="weights">Weight of each part, none negative; where all are zero the parts are alike.</param>
    /// <param name="step">Parts are whole multiples of it, but for what of the amount is no multiple: that goes to the last part with a weight.</param>
    /// <returns>The parts, in the order of the weights; their sum is the amount.</returns>
    /// <exception cref="ArgumentException">No parts, a negative amount or weight, or a step that is not positive.</exception>
    public static IReadOnlyList<decimal> Cut(decimal total, IReadOnlyList<decimal> weights, decimal step)
    {
        if (weights.Count == 0 || total < 0 || step <= 0 || weights.Any(weight => weight < 0))
            throw new ArgumentException("an amount is cut into parts by weights that are not negative", nameof(weights));
        var used = weights.All(weight => weight == 0) ? [.. weights.Select(_ => 1m)] : weights;
        var steps = decimal.Floor(total / step);
        var sum = used.Sum();
        var exact = used.Select(weight => steps * (weight / sum)).ToArray();
        var parts = exact.Select(decimal.Floor).ToArray();
        var left = (int)(steps - parts.Sum());
        var byRemainder = Enumerable.Range(0, parts.Length).Where(index => used[index] > 0)
            .OrderByDescending(index => exact[index] - parts[index]).ThenBy(index => index).ToArray();
        for (var index = 0; index < left; index++) parts[byRemainder[index % byRemainder.Length]]++;
        for (var index = 0; index < parts.Length; index++) parts[index] *= step;
        parts[byRemainder.Max()] += total - (steps * step);
        return parts;
    }
}
