namespace Funeng.Feel.Values;

/// <content>Roots, powers, logarithms: computed with spare digits and rounded once.</content>
public readonly partial struct FeelNumber
{
    /// <summary>The power; false when it does not exist (a fractional power of a negative number, a negative power of zero) or is too large.</summary>
    internal static bool TryPower(FeelNumber value, FeelNumber exponent, out FeelNumber result) =>
        Transcendentals.TryPower(value, exponent, out result);

    /// <summary>The square root; false for a negative number.</summary>
    internal bool TrySqrt(out FeelNumber result) => Transcendentals.TrySqrt(this, out result);

    /// <summary>e to the power of the number; false when it is too large.</summary>
    internal bool TryExp(out FeelNumber result) => Transcendentals.TryExp(this, out result);

    /// <summary>The natural logarithm; false unless the number is positive.</summary>
    internal bool TryLog(out FeelNumber result) => Transcendentals.TryLog(this, out result);

    /// <summary>
    /// The rest of a floored division, with the sign of the divisor: <c>a − b · floor(a / b)</c>; false when the divisor is zero.
    /// </summary>
    internal static bool TryModulo(FeelNumber dividend, FeelNumber divisor, out FeelNumber result) =>
        Transcendentals.TryModulo(dividend, divisor, out result);
}
