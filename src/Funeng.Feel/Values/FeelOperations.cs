using System.Runtime.CompilerServices;

namespace Funeng.Feel.Values;

/// <summary>Equality, order and identity of values (DMN 1.5, 10.3.2.13 and table 54): null where FEEL has no answer.</summary>
internal static partial class FeelOperations
{
    /// <summary>FEEL's <c>=</c>: true, false, or null for values of different kinds.</summary>
    public static FeelValue Equal(in FeelValue left, in FeelValue right) => ToValue(AreEqual(left, right));

    /// <summary>Equality; null for values of different kinds, never null when one is null.</summary>
    public static bool? AreEqual(in FeelValue left, in FeelValue right)
    {
        if (FeelValue.TryCompareSmall(left, right, out var order))
            return order == 0;
        if (left.IsNull || right.IsNull)
            return left.IsNull && right.IsNull;
        return left.Kind == right.Kind ? AreEqualOfOneKind(left, right) : null;
    }

    /// <summary>The order of two values, or null when they are not of one ordered kind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int? Compare(in FeelValue left, in FeelValue right) =>
        FeelValue.TryCompareSmall(left, right, out var order) ? order : CompareOfOneKind(left, right);

    /// <summary>The order of strings by code points: ordinal, but supplementary characters lie behind all others.</summary>
    public static int CompareStrings(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
            return left.Length.CompareTo(right.Length);

        var (x, y) = (left[common], right[common]);
        var (xHigh, yHigh) = (char.IsSurrogate(x), char.IsSurrogate(y));
        return xHigh == yHigh ? x.CompareTo(y) : xHigh ? 1 : -1;
    }

    /// <summary>
    /// <c>e in t</c> for a value t: contained in a range, an element of a list (or contained in a range in it, or the list itself), or equal.
    /// </summary>
    public static FeelValue In(in FeelValue value, in FeelValue test) => ToValue(IsIn(value, test));

    /// <summary>FEEL's <c>is</c>: identity, in which also the form of the zone matters.</summary>
    public static bool Is(in FeelValue left, in FeelValue right)
    {
        if (left.Kind != right.Kind)
            return false;

        return left.Kind switch
        {
            FeelKind.Null => true,
            FeelKind.Time => left.AsTime() == right.AsTime(),
            FeelKind.DateTime => left.AsDateTime() == right.AsDateTime(),
            FeelKind.List => AllAre(left.AsList(), right.AsList()),
            FeelKind.Context => AllAre(left.AsContext(), right.AsContext()),
            _ => AreEqualOfOneKind(left, right),
        };
    }

    private static FeelValue ToValue(bool? value) => value is { } known ? FeelValue.From(known) : FeelValue.Null;

    private static bool AreEqualOfOneKind(in FeelValue left, in FeelValue right) => left.Kind switch
    {
        FeelKind.Null => true,
        FeelKind.Number => left.AsNumber() == right.AsNumber(),
        FeelKind.String => left.AsString() == right.AsString(),
        FeelKind.Time => AreEqual(left.AsTime(), right.AsTime()),
        FeelKind.DateTime => AreEqual(left.AsDateTime(), right.AsDateTime()),
        FeelKind.DaysTimeDuration => left.AsDaysTimeDuration() == right.AsDaysTimeDuration(),
        FeelKind.List => left.AsList().Equals(right.AsList()),
        FeelKind.Context => left.AsContext().Equals(right.AsContext()),
        FeelKind.Range => left.AsRange().Equals(right.AsRange()),
        FeelKind.Function => ReferenceEquals(left.AsFunction(), right.AsFunction()),
        _ => left.RawPayload == right.RawPayload,
    };

    private static int? CompareOfOneKind(in FeelValue left, in FeelValue right)
    {
        if (left.Kind != right.Kind)
            return null;

        return left.Kind switch
        {
            FeelKind.Number => FeelNumber.Compare(left.AsNumber(), right.AsNumber()),
            FeelKind.String => CompareStrings(left.AsString(), right.AsString()),
            FeelKind.Time => Compare(left.AsTime(), right.AsTime()),
            FeelKind.DateTime => Compare(left.AsDateTime(), right.AsDateTime()),
            FeelKind.DaysTimeDuration => left.AsDaysTimeDuration().CompareTo(right.AsDaysTimeDuration()),
            FeelKind.Date or FeelKind.YearsMonthsDuration => left.RawPayload.CompareTo(right.RawPayload),
            _ => null,
        };
    }

    // With zones as instants; a local value is never equal to one with a zone. "=" compares hour, minute and second (table 53), and a
    // second is a whole number: fractions do not count, as case 0068 of the public suite wants it (10:30:00.0001 = 10:30:00.0002). Order and "is" see them.
    private static bool AreEqual(in FeelTime left, in FeelTime right) =>
        left.Zone is null == right.Zone is null && left.UtcSecond == right.UtcSecond;

    private static bool AreEqual(in FeelDateTime left, in FeelDateTime right) =>
        left.Zone is null == right.Zone is null && left.UtcSecond == right.UtcSecond;

    // A local value borrows the zone of the other.
    private static int Compare(in FeelTime left, in FeelTime right) =>
        left.UtcNanosecond(right.Zone).CompareTo(right.UtcNanosecond(left.Zone));

    private static int Compare(in FeelDateTime left, in FeelDateTime right) => left.Zone is null && right.Zone is null
        ? left.LocalNanosecond.CompareTo(right.LocalNanosecond)
        : left.UtcNanosecond(right.Zone).CompareTo(right.UtcNanosecond(left.Zone));

    private static bool? IsIn(in FeelValue value, in FeelValue test) => test.Kind switch
    {
        FeelKind.Range => test.AsRange().Contains(value),
        FeelKind.List => IsInList(value, test.AsList()),
        _ => AreEqual(value, test),
    };

    private static bool? IsInList(in FeelValue value, FeelList list)
    {
        bool? result = false;
        foreach (ref readonly var item in list.Span)
        {
            var isIn = item.Kind == FeelKind.Range && value.Kind != FeelKind.Range ? item.AsRange().Contains(value) : AreEqual(value, item);
            if (isIn == true)
                return true;
            if (isIn is null && item.Kind == FeelKind.Range)
                result = null;
        }

        return value.Kind == FeelKind.List && value.AsList().Equals(list) ? true : result;
    }

    private static bool AllAre(FeelList left, FeelList right)
    {
        if (left.Count != right.Count || Nesting.IsTooDeep)
            return ReferenceEquals(left, right);
        for (var i = 0; i < left.Count; i++)
        {
            if (!Is(left[i], right[i]))
                return false;
        }

        return true;
    }

    private static bool AllAre(FeelContext left, FeelContext right)
    {
        if (left.Count != right.Count || Nesting.IsTooDeep)
            return ReferenceEquals(left, right);
        for (var i = 0; i < left.Count; i++)
        {
            if (!right.TryGet(left.Names[i], out var other) || !Is(left.Values[i], other))
                return false;
        }

        return true;
    }
}
