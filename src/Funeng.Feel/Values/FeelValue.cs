using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Funeng.Feel.Values;

/// <summary>
/// Any FEEL value: a kind, 96 bits of payload and a reference. Null, booleans, numbers of up to 63 bits, dates, times, date and times
/// and durations need no allocation. The default value is null.
/// </summary>
public readonly struct FeelValue : IEquatable<FeelValue>
{
    // Number: significand and exponent, or a boxed FeelNumber in the reference. Time: nanoseconds and the zone as reference.
    // DateTime: 40 bits of date and 47 bits of nanoseconds over payload and extra, the zone as reference.
    private readonly object? _reference;
    private readonly long _payload;
    private readonly int _extra;
    private readonly FeelKind _kind;

    private const int NanosecondBitsInExtra = 23;
    private const int NanosecondBitsInPayload = 24;

    private FeelValue(FeelKind kind, long payload, int extra = 0, object? reference = null)
    {
        _kind = kind;
        _payload = payload;
        _extra = extra;
        _reference = reference;
    }

    private FeelValue(FeelKind kind, object reference)
    {
        _kind = kind;
        _reference = reference;
    }

    /// <summary>The value null.</summary>
    public static FeelValue Null => default;

    /// <summary>The value true.</summary>
    public static FeelValue True => new(FeelKind.Boolean, 1);

    /// <summary>The value false.</summary>
    public static FeelValue False => new(FeelKind.Boolean, 0);

    /// <summary>What the value is.</summary>
    public FeelKind Kind => _kind;

    /// <summary>Whether this is null.</summary>
    public bool IsNull => _kind == FeelKind.Null;

    /// <summary>Whether this is the boolean true; false for every other value.</summary>
    public bool IsTrue => _kind == FeelKind.Boolean && _payload != 0;

    /// <summary>Whether this is the boolean false; false for every other value.</summary>
    public bool IsFalse => _kind == FeelKind.Boolean && _payload == 0;

    /// <summary>A boolean value.</summary>
    public static FeelValue From(bool value) => new(FeelKind.Boolean, value ? 1 : 0);

    /// <summary>A number.</summary>
    public static FeelValue From(FeelNumber value) => value.IsSmall
        ? new(FeelKind.Number, value.SmallSignificand, value.Exponent)
        : new(FeelKind.Number, 0, 0, value);

    /// <summary>A whole number.</summary>
    public static FeelValue From(long value) => new(FeelKind.Number, value);

    /// <summary>A decimal number, exactly.</summary>
    public static FeelValue From(decimal value) => From(FeelNumber.FromDecimal(value));

    /// <summary>A string; null becomes null.</summary>
    public static FeelValue From(string? value) => value is null ? Null : new(FeelKind.String, value);

    /// <summary>A date.</summary>
    public static FeelValue From(FeelDate value) => new(FeelKind.Date, value.Packed);

    /// <summary>A date of the platform.</summary>
    public static FeelValue From(DateOnly value) => From(new FeelDate(value.Year, value.Month, value.Day));

    /// <summary>A time.</summary>
    public static FeelValue From(FeelTime value) => new(FeelKind.Time, value.NanosecondOfDay, 0, value.Zone);

    /// <summary>A date and time.</summary>
    public static FeelValue From(FeelDateTime value) => new(
        FeelKind.DateTime,
        (value.Date.Packed << NanosecondBitsInPayload) | (value.NanosecondOfDay >> NanosecondBitsInExtra),
        (int)(value.NanosecondOfDay & ((1L << NanosecondBitsInExtra) - 1)),
        value.Zone);

    /// <summary>A days and time duration.</summary>
    public static FeelValue From(FeelDaysTimeDuration value) => new(FeelKind.DaysTimeDuration, value.WholeSeconds, value.NanosecondPart);

    /// <summary>A years and months duration.</summary>
    public static FeelValue From(FeelYearsMonthsDuration value) => new(FeelKind.YearsMonthsDuration, value.TotalMonths);

    /// <summary>A list.</summary>
    public static FeelValue From(FeelList value) => new(FeelKind.List, value);

    /// <summary>A context.</summary>
    public static FeelValue From(FeelContext value) => new(FeelKind.Context, value);

    /// <summary>A range.</summary>
    public static FeelValue From(FeelRange value) => new(FeelKind.Range, value);

    /// <summary>A function.</summary>
    public static FeelValue From(FeelFunction value) => new(FeelKind.Function, value);

    /// <summary>A boolean value.</summary>
    public static implicit operator FeelValue(bool value) => From(value);

    /// <summary>A number.</summary>
    public static implicit operator FeelValue(FeelNumber value) => From(value);

    /// <summary>A whole number.</summary>
    public static implicit operator FeelValue(long value) => From(value);

    /// <summary>A decimal number.</summary>
    public static implicit operator FeelValue(decimal value) => From(value);

    /// <summary>A string; null becomes null.</summary>
    public static implicit operator FeelValue(string? value) => From(value);

    /// <summary>A date.</summary>
    public static implicit operator FeelValue(FeelDate value) => From(value);

    /// <summary>A time.</summary>
    public static implicit operator FeelValue(FeelTime value) => From(value);

    /// <summary>A date and time.</summary>
    public static implicit operator FeelValue(FeelDateTime value) => From(value);

    /// <summary>A days and time duration.</summary>
    public static implicit operator FeelValue(FeelDaysTimeDuration value) => From(value);

    /// <summary>A years and months duration.</summary>
    public static implicit operator FeelValue(FeelYearsMonthsDuration value) => From(value);

    /// <summary>A list.</summary>
    public static implicit operator FeelValue(FeelList value) => From(value);

    /// <summary>A context.</summary>
    public static implicit operator FeelValue(FeelContext value) => From(value);

    /// <summary>A range.</summary>
    public static implicit operator FeelValue(FeelRange value) => From(value);

    /// <summary>A function.</summary>
    public static implicit operator FeelValue(FeelFunction value) => From(value);

    /// <summary>The boolean; throws when this is none.</summary>
    public bool AsBoolean() => Expect(FeelKind.Boolean)._payload != 0;

    /// <summary>The number; throws when this is none.</summary>
    public FeelNumber AsNumber()
    {
        Expect(FeelKind.Number);
        return _reference is null ? new FeelNumber(_payload, _extra) : Unsafe.Unbox<FeelNumber>(_reference);
    }

    /// <summary>The string; throws when this is none.</summary>
    public string AsString() => Unsafe.As<string>(Expect(FeelKind.String)._reference!);

    /// <summary>The date; throws when this is none.</summary>
    public FeelDate AsDate() => FeelDate.Unpack(Expect(FeelKind.Date)._payload);

    /// <summary>The time; throws when this is none.</summary>
    public FeelTime AsTime() => new(Expect(FeelKind.Time)._payload, Unsafe.As<FeelZone?>(_reference));

    /// <summary>The date and time; throws when this is none.</summary>
    public FeelDateTime AsDateTime()
    {
        Expect(FeelKind.DateTime);
        var nanoseconds = ((_payload & ((1L << NanosecondBitsInPayload) - 1)) << NanosecondBitsInExtra) | (uint)_extra;
        return new FeelDateTime(FeelDate.Unpack(_payload >> NanosecondBitsInPayload), nanoseconds, Unsafe.As<FeelZone?>(_reference));
    }

    /// <summary>The days and time duration; throws when this is none.</summary>
    public FeelDaysTimeDuration AsDaysTimeDuration() => new(Expect(FeelKind.DaysTimeDuration)._payload, _extra);

    /// <summary>The years and months duration; throws when this is none.</summary>
    public FeelYearsMonthsDuration AsYearsMonthsDuration() => new(Expect(FeelKind.YearsMonthsDuration)._payload);

    /// <summary>The list; throws when this is none.</summary>
    public FeelList AsList() => Unsafe.As<FeelList>(Expect(FeelKind.List)._reference!);

    /// <summary>The context; throws when this is none.</summary>
    public FeelContext AsContext() => Unsafe.As<FeelContext>(Expect(FeelKind.Context)._reference!);

    /// <summary>The range; throws when this is none.</summary>
    public FeelRange AsRange() => Unsafe.As<FeelRange>(Expect(FeelKind.Range)._reference!);

    /// <summary>The function; throws when this is none.</summary>
    public FeelFunction AsFunction() => Unsafe.As<FeelFunction>(Expect(FeelKind.Function)._reference!);

    /// <summary>
    /// Sameness for collections of the platform: same kind and FEEL's <c>=</c> on the values. Unlike <c>=</c> it is never null, and
    /// date and times with and without a zone differ.
    /// </summary>
    public bool Equals(FeelValue other) => _kind == other._kind && ValueSameness.Same(this, other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FeelValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ValueSameness.Hash(this);

    /// <summary>Sameness as in <see cref="Equals(FeelValue)"/>.</summary>
    public static bool operator ==(FeelValue left, FeelValue right) => left.Equals(right);

    /// <summary>The opposite of sameness.</summary>
    public static bool operator !=(FeelValue left, FeelValue right) => !left.Equals(right);

    /// <summary>The value as a FEEL literal: strings quoted, temporal values as <c>@"…"</c>.</summary>
    public override string ToString() => ValueText.Literal(this);

    /// <summary>The value as FEEL's <c>string()</c> gives it: strings and temporal values bare. Null becomes "null".</summary>
    public string ToText() => ValueText.Text(this);

    // The hot comparison: two unboxed numbers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryCompareSmall(in FeelValue left, in FeelValue right, out int order)
    {
        if (left._kind != FeelKind.Number || right._kind != FeelKind.Number || left._reference is not null || right._reference is not null)
        {
            order = 0;
            return false;
        }

        order = left._extra == right._extra
            ? left._payload.CompareTo(right._payload)
            : FeelNumber.CompareSmall(left._payload, left._extra, right._payload, right._extra);
        return true;
    }

    internal long RawPayload => _payload;

    internal bool IsReferenceEqual(in FeelValue other) => ReferenceEquals(_reference, other._reference);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref readonly FeelValue Expect(FeelKind kind)
    {
        if (_kind != kind)
            ThrowWrongKind(kind);
        return ref Unsafe.AsRef(in this);
    }

    [StackTraceHidden]
    private void ThrowWrongKind(FeelKind expected) =>
        throw new InvalidOperationException($"A value of kind {_kind} was read as {expected}.");
}
