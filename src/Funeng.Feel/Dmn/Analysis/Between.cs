using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn.Analysis;

/// <summary>A value strictly between two others of one kind, as plain as can be; null when there is none. A missing end is infinitely far.</summary>
internal static class Between
{
    private const string AnyText = "other";

    public static FeelValue Find(FeelKind kind, FeelValue? low, FeelValue? high, bool isWhole) => kind switch
    {
        FeelKind.Number => Number(low?.AsNumber(), high?.AsNumber(), isWhole) is { } number ? FeelValue.From(number) : FeelValue.Null,
        FeelKind.String => Text(low?.AsString(), high?.AsString()) is { } text ? FeelValue.From(text) : FeelValue.Null,
        FeelKind.Date => Step(low, high, FeelDate.From(new DateOnly(2000, 1, 1)), Days),
        FeelKind.YearsMonthsDuration => Step(low, high, new FeelYearsMonthsDuration(0), Months),
        FeelKind.Time => Step(low, high, new FeelTime(12, 0, 0), Times),
        FeelKind.DateTime => Step(low, high, new FeelDateTime(FeelDate.From(new DateOnly(2000, 1, 1)), 0), Moments),
        FeelKind.DaysTimeDuration => Step(low, high, new FeelDaysTimeDuration(0, 0), Durations),
        _ => FeelValue.Null,
    };

    private static FeelNumber? Number(FeelNumber? low, FeelNumber? high, bool isWhole)
    {
        if (low is not { } from) return high is { } to ? Below(to) : FeelNumber.Zero;
        if (high is not { } until) return Above(from);
        for (var scale = 0; scale <= (isWhole ? 0 : FeelNumber.Precision); scale++)
        {
            var unit = FeelNumber.Parse($"1E-{scale}");
            if (FeelNumber.TryAdd(from.Round(scale, FeelRounding.Floor), unit, out var next) && next > from && next < until) return next;
        }

        // Ends so large that a whole step is lost in rounding, or so small that no plain decimal lies between.
        return FeelNumber.TryDivide(from, 2, out var half) && FeelNumber.TryDivide(until, 2, out var other)
            && FeelNumber.TryAdd(half, other, out var middle) && middle > from && middle < until && (!isWhole || middle.IsInteger) ? middle : null;
    }

    private static FeelNumber? Below(FeelNumber high) =>
        FeelNumber.TrySubtract(high.Ceiling(), 1, out var next) && next < high ? next
        : high.Sign > 0 ? FeelNumber.Zero
        : FeelNumber.TryMultiply(high, 2, out var twice) ? twice : null;

    private static FeelNumber? Above(FeelNumber low) =>
        FeelNumber.TryAdd(low.Floor(), 1, out var next) && next > low ? next
        : low.Sign < 0 ? FeelNumber.Zero
        : FeelNumber.TryMultiply(low, 2, out var twice) ? twice : null;

    // Behind a text come its own continuations first, the one with U+0000 before all.
    private static string? Text(string? low, string? high)
    {
        if (Fits(AnyText, low, high)) return AnyText;
        if (low is null) return Fits("", low, high) ? "" : null;
        string[] continuations = ["a", "0", " ", "\u0001", "\0"];
        return continuations.Select(letter => low + letter).FirstOrDefault(text => Fits(text, low, high));
    }

    private static bool Fits(string text, string? low, string? high) =>
        (low is null || FeelOperations.CompareStrings(low, text) < 0) && (high is null || FeelOperations.CompareStrings(text, high) < 0);

    private static FeelValue Step(FeelValue? low, FeelValue? high, FeelValue otherwise, Func<FeelValue, int, IEnumerable<FeelValue>> around)
    {
        if (low is null && high is null) return otherwise;
        var candidates = low is { } from ? around(from, 1) : around(high!.Value, -1);
        return candidates.FirstOrDefault(value =>
            (low is not { } lower || FeelOperations.Compare(lower, value) < 0) && (high is not { } upper || FeelOperations.Compare(value, upper) < 0));
    }

    private static IEnumerable<FeelValue> Days(FeelValue value, int sign) =>
        value.AsDate().TryAddDays(sign, out var day) ? [day] : [];

    private static IEnumerable<FeelValue> Months(FeelValue value, int sign) =>
        value.AsYearsMonthsDuration().TotalMonths is var months && months != (sign < 0 ? long.MinValue : long.MaxValue)
            ? [new FeelYearsMonthsDuration(months + sign)] : [];

    // A second away, or else a nanosecond.
    private static IEnumerable<FeelValue> Times(FeelValue value, int sign) =>
        from step in new[] { FeelTime.NanosecondsPerSecond, 1 }
        let moved = value.AsTime().NanosecondOfDay + sign * step
        where moved is >= 0 and < FeelTime.NanosecondsPerDay
        select (FeelValue)new FeelTime(moved, value.AsTime().Zone);

    private static IEnumerable<FeelValue> Moments(FeelValue value, int sign)
    {
        foreach (var step in Steps(sign))
        {
            if (value.AsDateTime().TryAdd(step, out var moved)) yield return moved;
        }
    }

    private static IEnumerable<FeelValue> Durations(FeelValue value, int sign)
    {
        foreach (var step in Steps(sign))
        {
            var total = value.AsDaysTimeDuration().TotalNanoseconds + step.TotalNanoseconds;
            if (FeelDaysTimeDuration.TryFromNanoseconds(total, out var moved)) yield return moved;
        }
    }

    private static FeelDaysTimeDuration[] Steps(int sign) => sign > 0
        ? [new FeelDaysTimeDuration(1, 0), new FeelDaysTimeDuration(0, 1)]
        : [new FeelDaysTimeDuration(-1, 0), new FeelDaysTimeDuration(-1, 999_999_999)];
}
