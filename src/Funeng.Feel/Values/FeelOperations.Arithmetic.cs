using Funeng.Feel.Evaluation;

namespace Funeng.Feel.Values;

/// <content>Arithmetic; a null result is explained afterwards by <see cref="WhyNull"/>, so that the clean path costs nothing.</content>
internal static partial class FeelOperations
{
    public static FeelValue Add(in FeelValue left, in FeelValue right)
    {
        if (left.Kind == FeelKind.Number && right.Kind == FeelKind.Number)
            return FeelNumber.TryAdd(left.AsNumber(), right.AsNumber(), out var sum) ? sum : FeelValue.Null;

        return (left.Kind, right.Kind) switch
        {
            (FeelKind.String, FeelKind.String) => Concatenate(left.AsString(), right.AsString()),
            (FeelKind.DaysTimeDuration, FeelKind.DaysTimeDuration) => Duration(Nanoseconds(left) + Nanoseconds(right)),
            (FeelKind.YearsMonthsDuration, FeelKind.YearsMonthsDuration) => Months((Int128)Months(left) + Months(right)),
            (FeelKind.DaysTimeDuration or FeelKind.YearsMonthsDuration, FeelKind.Date or FeelKind.Time or FeelKind.DateTime) =>
                AddDuration(right, left, 1),
            _ => AddDuration(left, right, 1),
        };
    }

    public static FeelValue Subtract(in FeelValue left, in FeelValue right)
    {
        if (left.Kind == FeelKind.Number && right.Kind == FeelKind.Number)
            return FeelNumber.TrySubtract(left.AsNumber(), right.AsNumber(), out var difference) ? difference : FeelValue.Null;

        return (left.Kind, right.Kind) switch
        {
            (FeelKind.DaysTimeDuration, FeelKind.DaysTimeDuration) => Duration(Nanoseconds(left) - Nanoseconds(right)),
            (FeelKind.YearsMonthsDuration, FeelKind.YearsMonthsDuration) => Months((Int128)Months(left) - Months(right)),
            (FeelKind.Time, FeelKind.Time) => Difference(left.AsTime(), right.AsTime()),
            (FeelKind.Date, FeelKind.Date) => Difference(left.AsDate(), right.AsDate()),
            (FeelKind.Date or FeelKind.DateTime, FeelKind.Date or FeelKind.DateTime) => Difference(AtMidnightUtc(left), AtMidnightUtc(right)),
            _ => AddDuration(left, right, -1),
        };
    }

    public static FeelValue Multiply(in FeelValue left, in FeelValue right) => (left.Kind, right.Kind) switch
    {
        (FeelKind.Number, FeelKind.Number) => FeelNumber.TryMultiply(left.AsNumber(), right.AsNumber(), out var product) ? product : FeelValue.Null,
        (FeelKind.DaysTimeDuration or FeelKind.YearsMonthsDuration, FeelKind.Number) => Scale(left, right.AsNumber(), FeelNumber.TryMultiply),
        (FeelKind.Number, FeelKind.DaysTimeDuration or FeelKind.YearsMonthsDuration) => Scale(right, left.AsNumber(), FeelNumber.TryMultiply),
        _ => FeelValue.Null,
    };

    public static FeelValue Divide(in FeelValue left, in FeelValue right) => (left.Kind, right.Kind) switch
    {
        (FeelKind.Number, FeelKind.Number) => FeelNumber.TryDivide(left.AsNumber(), right.AsNumber(), out var quotient) ? quotient : FeelValue.Null,
        (FeelKind.DaysTimeDuration or FeelKind.YearsMonthsDuration, FeelKind.Number) => Scale(left, right.AsNumber(), FeelNumber.TryDivide),
        (FeelKind.DaysTimeDuration, FeelKind.DaysTimeDuration) or (FeelKind.YearsMonthsDuration, FeelKind.YearsMonthsDuration) =>
            FeelNumber.TryDivide(Amount(left), Amount(right), out var ratio) ? ratio : FeelValue.Null,
        _ => FeelValue.Null,
    };

    public static FeelValue Power(in FeelValue left, in FeelValue right) =>
        left.Kind == FeelKind.Number && right.Kind == FeelKind.Number && FeelNumber.TryPower(left.AsNumber(), right.AsNumber(), out var power)
            ? power
            : FeelValue.Null;

    public static FeelValue Negate(in FeelValue value) => value.Kind switch
    {
        FeelKind.Number => -value.AsNumber(),
        FeelKind.DaysTimeDuration => Duration(-Nanoseconds(value)),
        FeelKind.YearsMonthsDuration => Months(-(Int128)Months(value)),
        _ => FeelValue.Null,
    };

    /// <summary>Why an operation gave null: a value is missing, the kinds do not go together, or the result does not exist.</summary>
    public static DiagnosticKind WhyNull(in FeelValue left, in FeelValue right)
    {
        if (left.IsNull || right.IsNull)
            return DiagnosticKind.MissingValue;
        if (left.Kind == FeelKind.String && right.Kind == FeelKind.String && left.AsString().Length + right.AsString().Length > ValueText.LongestText)
            return DiagnosticKind.LimitExceeded;
        return IsArithmetic(left) && IsArithmetic(right) ? DiagnosticKind.OutOfDomain : DiagnosticKind.WrongKind;
    }

    private static bool IsArithmetic(in FeelValue value) =>
        value.Kind is FeelKind.Number or FeelKind.DaysTimeDuration or FeelKind.YearsMonthsDuration;

    private static FeelValue Concatenate(string left, string right) =>
        (long)left.Length + right.Length <= ValueText.LongestText ? string.Concat(left, right) : FeelValue.Null;

    private static FeelValue AddDuration(in FeelValue moment, in FeelValue duration, int sign) => (moment.Kind, duration.Kind) switch
    {
        (FeelKind.Date, FeelKind.YearsMonthsDuration) =>
            moment.AsDate().TryAddMonths(sign * Months(duration), out var date) ? date : FeelValue.Null,
        (FeelKind.Date, FeelKind.DaysTimeDuration) => AddToDate(moment.AsDate(), sign * Nanoseconds(duration)),
        (FeelKind.Time, FeelKind.DaysTimeDuration) => AddToTime(moment.AsTime(), sign * Nanoseconds(duration)),
        (FeelKind.DateTime, FeelKind.YearsMonthsDuration) => AddToDateTime(moment.AsDateTime(), sign * Months(duration)),
        (FeelKind.DateTime, FeelKind.DaysTimeDuration) =>
            FeelDaysTimeDuration.TryFromNanoseconds(sign * Nanoseconds(duration), out var signed)
            && moment.AsDateTime().TryAdd(signed, out var sum) ? sum : FeelValue.Null,
        _ => FeelValue.Null,
    };

    // The date counts as midnight; the time of day of the sum is cut off, which goes to the day before for a negative rest.
    private static FeelValue AddToDate(FeelDate date, Int128 nanoseconds) =>
        FeelDateTime.TryFromLocal(new FeelDateTime(date, 0).LocalNanosecond + nanoseconds, null, out var sum) ? sum.Date : FeelValue.Null;

    private static FeelValue AddToTime(FeelTime time, Int128 nanoseconds)
    {
        var rest = (time.NanosecondOfDay + nanoseconds) % FeelTime.NanosecondsPerDay;
        return new FeelTime((long)(rest < 0 ? rest + FeelTime.NanosecondsPerDay : rest), time.Zone);
    }

    private static FeelValue AddToDateTime(FeelDateTime moment, long months) => moment.Date.TryAddMonths(months, out var date)
        ? new FeelDateTime(date, moment.NanosecondOfDay, moment.Zone)
        : FeelValue.Null;

    private static FeelDateTime AtMidnightUtc(in FeelValue value) =>
        value.Kind == FeelKind.Date ? new FeelDateTime(value.AsDate(), 0, FeelZone.Utc) : value.AsDateTime();

    private static FeelValue Difference(in FeelDate left, in FeelDate right) =>
        Duration((Int128)(left.DayNumber - right.DayNumber) * FeelTime.NanosecondsPerDay);

    private static FeelValue Difference(in FeelDateTime left, in FeelDateTime right) =>
        left.Zone is null == right.Zone is null ? Duration(left.UtcNanosecond() - right.UtcNanosecond()) : FeelValue.Null;

    private static FeelValue Difference(in FeelTime left, in FeelTime right) =>
        left.Zone is null == right.Zone is null ? Duration(left.UtcNanosecond() - right.UtcNanosecond()) : FeelValue.Null;

    private delegate bool NumberOperation(FeelNumber left, FeelNumber right, out FeelNumber result);

    // Months and nanoseconds are whole: what is behind the point is cut off.
    private static FeelValue Scale(in FeelValue duration, FeelNumber factor, NumberOperation operation)
    {
        if (!operation(Amount(duration), factor, out var scaled))
            return FeelValue.Null;
        if (duration.Kind == FeelKind.YearsMonthsDuration)
            return scaled.Truncate().TryToInt64(out var months) ? new FeelYearsMonthsDuration(months) : FeelValue.Null;
        return scaled.TryToInt128(out var nanoseconds) ? Duration(nanoseconds) : FeelValue.Null;
    }

    private static FeelNumber Amount(in FeelValue duration) => duration.Kind == FeelKind.YearsMonthsDuration
        ? FeelNumber.FromInt64(Months(duration))
        : FeelNumber.FromInt128(Nanoseconds(duration));

    private static Int128 Nanoseconds(in FeelValue duration) => duration.AsDaysTimeDuration().TotalNanoseconds;

    private static long Months(in FeelValue duration) => duration.AsYearsMonthsDuration().TotalMonths;

    private static FeelValue Duration(Int128 nanoseconds) =>
        FeelDaysTimeDuration.TryFromNanoseconds(nanoseconds, out var duration) ? duration : FeelValue.Null;

    private static FeelValue Months(Int128 months) =>
        Int128.Abs(months) <= long.MaxValue ? new FeelYearsMonthsDuration((long)months) : FeelValue.Null;
}
