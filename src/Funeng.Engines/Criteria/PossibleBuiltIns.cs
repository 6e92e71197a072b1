using Funeng.Feel.Binding;
using Funeng.Feel.Dmn;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>Built-in functions on values that are still possible.</summary>
internal static class PossibleBuiltIns
{
    private const int MaxCombinations = 256;

    public static Possible Call(BoundBuiltInCall call, PossibleFrame frame)
    {
        var arguments = new Possible[call.Arguments.Count];
        var values = new FeelValue[arguments.Length];
        var isCertain = true;
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = PossibleEvaluator.Evaluate(call.Arguments[i], frame);
            isCertain &= arguments[i].TryGetValue(out values[i]);
        }

        if (isCertain) return Possible.Of(PlainFeel.Call(call, values));
        return Bounded(call.Function.Name, arguments, values, call) ?? Enumerated(arguments, values, call) ?? PossibleEvaluator.AnythingOf(call.Type);
    }

    /// <summary>The image of an interval under a function that never falls.</summary>
    public static Possible Monotone(in Interval interval, Func<FeelValue, FeelValue> function)
    {
        if (!TryImage(interval.Low, function, out var low) || !TryImage(interval.High, function, out var high)) return Possible.Any;
        return Possible.Of(new Interval(low, high, false));
    }

    /// <summary>What a collecting decision table makes of its outputs; null when it cannot be bounded.</summary>
    public static Possible? Aggregate(Aggregation aggregation, PossibleItem[] items) => aggregation switch
    {
        Aggregation.Sum => Sum(items),
        Aggregation.Min => Extreme(items, isMin: true),
        Aggregation.Max => Extreme(items, isMin: false),
        Aggregation.Count => Count([Possible.ListOf(items)]),
        _ => null,
    };

    private static Possible? Bounded(string name, Possible[] arguments, FeelValue[] values, BoundBuiltInCall call) => name switch
    {
        "not" when arguments.Length == 1 => arguments[0].Not(),
        "min" => Extreme(Listed(arguments), isMin: true),
        "max" => Extreme(Listed(arguments), isMin: false),
        "sum" => Sum(Listed(arguments)),
        "count" => Count(arguments),
        "all" => Quantified(Listed(arguments), isAny: false),
        "any" => Quantified(Listed(arguments), isAny: true),
        "abs" => Absolute(arguments[0]),
        "sqrt" or "floor" or "ceiling" or "decimal" or "round up" or "round down" or "round half up" or "round half down" or "exp" or "log" =>
            Growing(name, arguments, values, call),
        _ => null,
    };

    // min(a, b) and min([a, b]) are the same.
    private static PossibleItem[]? Listed(Possible[] arguments)
    {
        if (arguments is [{ Kind: PossibleKind.List } list]) return list.Items;
        return arguments.Any(argument => argument.Kind == PossibleKind.List) ? null : [.. arguments.Select(argument => new PossibleItem(argument, false))];
    }

    private static Possible? Extreme(PossibleItem[]? items, bool isMin)
    {
        if (items is null || !HasCertainNumber(items)) return null;
        Interval? bounds = null;
        foreach (var item in items)
        {
            var next = isMin ? item.Value.Interval : Interval.Negate(item.Value.Interval);
            if (bounds is not { } so) bounds = WithAbsence(next, item.MayBeAbsent);
            else bounds = Least(so, next, item.MayBeAbsent);
        }

        return Possible.Of(isMin ? bounds!.Value : Interval.Negate(bounds!.Value));
    }

    // An absent item bounds nothing from above.
    private static Interval WithAbsence(in Interval interval, bool mayBeAbsent) =>
        mayBeAbsent ? interval with { High = IntervalEnd.PositiveInfinity } : interval;

    private static Interval Least(in Interval left, in Interval right, bool mayBeAbsent)
    {
        var other = WithAbsence(right, mayBeAbsent);
        var low = left.Hull(other).Low;
        var order = left.High.ComparePlace(other.High);
        var high = order < 0 ? left.High : order > 0 ? other.High : left.High with { IsOpen = left.High.IsOpen || other.High.IsOpen };
        return new Interval(low, high, left.IsInteger && right.IsInteger);
    }

    private static Possible? Sum(PossibleItem[]? items)
    {
        if (items is null || !HasCertainNumber(items)) return null;
        Interval? total = Interval.Point(FeelNumber.Zero);
        foreach (var item in items)
        {
            var term = item.MayBeAbsent ? item.Value.Interval.Hull(Interval.Point(FeelNumber.Zero)) : item.Value.Interval;
            if (total is { } so) total = Interval.Add(so, term);
        }

        return Possible.Of(total);
    }

    // Without an item that is there for certain the list may be empty, and the result null.
    private static bool HasCertainNumber(PossibleItem[] items) =>
        items.Any(item => !item.MayBeAbsent) && items.All(item => item.Value.Kind == PossibleKind.Number);

    private static Possible? Count(Possible[] arguments)
    {
        if (arguments is not [{ Kind: PossibleKind.List } list]) return null;
        var certain = list.Items.Count(item => !item.MayBeAbsent);
        return Possible.Of(new Interval(IntervalEnd.Closed(certain), IntervalEnd.Closed(list.Items.Length), true));
    }

    private static Possible? Quantified(PossibleItem[]? items, bool isAny)
    {
        if (items is null || items.Any(item => item.Value.Kind != PossibleKind.Truth)) return null;
        var decides = items.Any(item => !item.MayBeAbsent && (isAny ? item.Value.IsCertainlyTrue : item.Value.IsCertainlyFalse));
        var mayDecide = items.Any(item => isAny ? item.Value.MayBeTrue : item.Value.MayBeFalse);
        return isAny ? Possible.Of(mayDecide, !decides) : Possible.Of(!decides, mayDecide);
    }

    private static Possible? Absolute(in Possible argument)
    {
        if (argument.Kind != PossibleKind.Number) return null;
        var interval = argument.Interval;
        var mirrored = Interval.Negate(interval);
        if (interval.Low.IsFinite && interval.Low.Value.Sign >= 0) return argument;
        if (interval.High.IsFinite && interval.High.Value.Sign <= 0) return Possible.Of(mirrored);
        return Possible.Of(interval.Hull(mirrored) with { Low = IntervalEnd.Closed(FeelNumber.Zero) });
    }

    private static Possible? Growing(string name, Possible[] arguments, FeelValue[] values, BoundBuiltInCall call)
    {
        if (arguments[0].Kind != PossibleKind.Number) return null;
        // Roots and logarithms of what may be negative may not exist.
        if (name is "sqrt" or "log" && !arguments[0].Interval.Low.IsFinite) return null;
        for (var i = 1; i < arguments.Length; i++)
        {
            if (!arguments[i].TryGetValue(out _)) return null;
        }

        var image = Monotone(arguments[0].Interval, value => PlainFeel.Call(call, [value, .. values[1..]]));
        var isWhole = name is "floor" or "ceiling" && arguments.Length == 1;
        return isWhole && image.Kind == PossibleKind.Number ? Possible.Of(image.Interval with { IsInteger = true }) : image;
    }

    private static bool TryImage(in IntervalEnd end, Func<FeelValue, FeelValue> function, out IntervalEnd image)
    {
        image = end;
        if (!end.IsFinite) return true;
        var value = function(FeelValue.From(end.Value));
        if (value.Kind != FeelKind.Number) return false;
        image = IntervalEnd.Closed(value.AsNumber());
        return true;
    }

    // A few texts or truths are tried one after the other: starts with(代码, "C") on an enumeration.
    private static Possible? Enumerated(Possible[] arguments, FeelValue[] values, BoundBuiltInCall call)
    {
        var options = new FeelValue[arguments.Length][];
        var combinations = 1;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (Options(arguments[i]) is not { } known) return null;
            options[i] = known;
            combinations *= known.Length;
            if (combinations > MaxCombinations) return null;
        }

        Possible? union = null;
        for (var combination = 0; combination < combinations; combination++)
        {
            var rest = combination;
            for (var i = 0; i < options.Length; rest /= options[i].Length, i++) values[i] = options[i][rest % options[i].Length];
            var result = Possible.Of(PlainFeel.Call(call, values));
            union = union is { } so ? so.Union(result) : result;
        }

        return union;
    }

    private static FeelValue[]? Options(in Possible argument)
    {
        if (argument.TryGetValue(out var value)) return [value];
        if (argument is { Kind: PossibleKind.Text, Texts: { } texts }) return [.. texts.Select(text => FeelValue.From(text))];
        return argument.Kind == PossibleKind.Truth ? [FeelValue.True, FeelValue.False] : null;
    }
}
