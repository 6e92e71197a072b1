using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>Functions that reduce a list, given as a list or as single arguments (DMN 1.5, table 77).</summary>
internal static class AggregateFunctions
{
    private delegate FeelValue Reduction(in BuiltInCall call, ReadOnlySpan<FeelValue> items);

    public static readonly BuiltIn[] All =
    [
        new("count", BuiltInSignature.Of("list: list", FeelType.Number, Count)),
        Aggregate("min", FeelType.Any, (in call, items) => Extreme(call, items, -1)),
        Aggregate("max", FeelType.Any, (in call, items) => Extreme(call, items, 1)),
        Aggregate("sum", FeelType.Number, Sum),
        Aggregate("product", FeelType.Number, Product),
        Aggregate("mean", FeelType.Number, Mean),
        Aggregate("median", FeelType.Number, Median),
        Aggregate("stddev", FeelType.Number, StandardDeviation),
        Aggregate("mode", FeelType.ListOf(FeelType.Number), Mode),
        Aggregate("all", FeelType.Boolean, (in call, items) => Quantify(call, items, false)),
        Aggregate("any", FeelType.Boolean, (in call, items) => Quantify(call, items, true)),
    ];

    private static BuiltIn Aggregate(string name, FeelType result, Reduction reduction) => new(
        name,
        BuiltInSignature.Of("list: list", result, (in call) => reduction(call, call[0].AsList().Span)),
        BuiltInSignature.Of("item...: Any?", result, (in call) => reduction(call, call.Arguments)));

    private static FeelValue Count(in BuiltInCall call) => call[0].AsList().Count;

    private static FeelValue Extreme(in BuiltInCall call, ReadOnlySpan<FeelValue> items, int sign)
    {
        if (items.IsEmpty)
            return call.Missing("an empty list");

        var extreme = items[0];
        if (extreme.IsNull || FeelOperations.Compare(extreme, extreme) is null)
            return NotComparable(call, extreme);
        foreach (ref readonly var item in items[1..])
        {
            if (FeelOperations.Compare(item, extreme) is not { } order)
                return NotComparable(call, item);
            extreme = order * sign > 0 ? item : extreme;
        }

        return extreme;
    }

    private static FeelValue NotComparable(in BuiltInCall call, in FeelValue item) =>
        item.IsNull ? call.Missing("an item") : call.WrongKind("an order", item);

    private static FeelValue Sum(in BuiltInCall call, ReadOnlySpan<FeelValue> items)
    {
        if (!AreNumbers(call, items))
            return FeelValue.Null;
        return TrySum(items, out var sum) ? sum : call.OutOfDomain("sum");
    }

    private static FeelValue Product(in BuiltInCall call, ReadOnlySpan<FeelValue> items)
    {
        if (!AreNumbers(call, items))
            return FeelValue.Null;

        var product = FeelNumber.One;
        foreach (ref readonly var item in items)
        {
            if (!FeelNumber.TryMultiply(product, item.AsNumber(), out product))
                return call.OutOfDomain("product");
        }

        return product;
    }

    private static FeelValue Mean(in BuiltInCall call, ReadOnlySpan<FeelValue> items)
    {
        if (!AreNumbers(call, items))
            return FeelValue.Null;
        return TryMean(items, out var mean) ? mean : call.OutOfDomain("mean");
    }

    private static FeelValue Median(in BuiltInCall call, ReadOnlySpan<FeelValue> items)
    {
        if (!AreNumbers(call, items))
            return FeelValue.Null;

        var sorted = Sorted(items);
        var middle = sorted.Length / 2;
        if (sorted.Length % 2 == 1)
            return sorted[middle];
        return FeelNumber.TryAdd(sorted[middle - 1], sorted[middle], out var sum) && FeelNumber.TryDivide(sum, 2, out var median)
            ? median
            : call.OutOfDomain("median");
    }

    // The deviation of a sample: the squares are divided by the count less one.
    private static FeelValue StandardDeviation(in BuiltInCall call, ReadOnlySpan<FeelValue> items)
    {
        if (!AreNumbers(call, items))
            return FeelValue.Null;
        if (items.Length < 2 || !TryMean(items, out var mean))
            return call.OutOfDomain("stddev");

        var squares = FeelNumber.Zero;
        foreach (ref readonly var item in items)
        {
            if (!FeelNumber.TrySubtract(item.AsNumber(), mean, out var distance) || !FeelNumber.TryMultiply(distance, distance, out var square)
                || !FeelNumber.TryAdd(squares, square, out squares))
                return call.OutOfDomain("stddev");
        }

        return FeelNumber.TryDivide(squares, items.Length - 1, out var variance) && variance.TrySqrt(out var deviation)
            ? deviation
            : call.OutOfDomain("stddev");
    }

    private static FeelValue Mode(in BuiltInCall call, ReadOnlySpan<FeelValue> items)
    {
        if (items.IsEmpty)
            return FeelList.Empty;
        if (!AreNumbers(call, items))
            return FeelValue.Null;

        var groups = Sorted(items).GroupBy(number => number).Select(group => (Number: group.Key, Count: group.Count())).ToList();
        var most = groups.Max(group => group.Count);
        return FeelList.From(groups.Where(group => group.Count == most).Select(group => FeelValue.From(group.Number)));
    }

    // One decisive element decides; but an element that is no boolean makes the whole null.
    private static FeelValue Quantify(in BuiltInCall call, ReadOnlySpan<FeelValue> items, bool decisive)
    {
        var isDecided = false;
        var hasNull = false;
        foreach (ref readonly var item in items)
        {
            if (item.Kind is not (FeelKind.Boolean or FeelKind.Null))
                return call.WrongKind("a logical aggregate", item);
            hasNull |= item.IsNull;
            isDecided |= !item.IsNull && item.AsBoolean() == decisive;
        }

        if (!isDecided && hasNull)
            return call.Missing("an item");
        return isDecided == decisive;
    }

    private static bool AreNumbers(in BuiltInCall call, ReadOnlySpan<FeelValue> items)
    {
        if (items.IsEmpty)
            call.Missing("an empty list");
        foreach (ref readonly var item in items)
        {
            if (item.Kind == FeelKind.Number)
                continue;
            _ = item.IsNull ? call.Missing("an item") : call.WrongKind("an aggregate of numbers", item);
            return false;
        }

        return !items.IsEmpty;
    }

    private static bool TrySum(ReadOnlySpan<FeelValue> items, out FeelNumber sum)
    {
        sum = FeelNumber.Zero;
        foreach (ref readonly var item in items)
        {
            if (!FeelNumber.TryAdd(sum, item.AsNumber(), out sum))
                return false;
        }

        return true;
    }

    private static bool TryMean(ReadOnlySpan<FeelValue> items, out FeelNumber mean)
    {
        mean = default;
        return TrySum(items, out var sum) && FeelNumber.TryDivide(sum, items.Length, out mean);
    }

    private static FeelNumber[] Sorted(ReadOnlySpan<FeelValue> items)
    {
        var numbers = new FeelNumber[items.Length];
        for (var i = 0; i < items.Length; i++)
            numbers[i] = items[i].AsNumber();
        Array.Sort(numbers);
        return numbers;
    }
}
