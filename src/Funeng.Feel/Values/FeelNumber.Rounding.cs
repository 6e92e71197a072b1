namespace Funeng.Feel.Values;

/// <summary>What happens to the digits that are dropped.</summary>
public enum FeelRounding
{
    /// <summary>To the nearest; ties to the even digit.</summary>
    HalfEven,

    /// <summary>To the nearest; ties away from zero.</summary>
    HalfUp,

    /// <summary>To the nearest; ties towards zero.</summary>
    HalfDown,

    /// <summary>Away from zero.</summary>
    Up,

    /// <summary>Towards zero.</summary>
    Down,

    /// <summary>Towards the smaller number.</summary>
    Floor,

    /// <summary>Towards the larger number.</summary>
    Ceiling,
}

/// <content>Rounding to a scale.</content>
public readonly partial struct FeelNumber
{
    /// <summary>The whole part.</summary>
    internal FeelNumber Truncate() => Round(0, FeelRounding.Down);

    /// <summary>The largest whole number that is not larger.</summary>
    internal FeelNumber Floor() => Round(0, FeelRounding.Floor);

    /// <summary>The smallest whole number that is not smaller.</summary>
    internal FeelNumber Ceiling() => Round(0, FeelRounding.Ceiling);

    /// <summary>The number with at most <paramref name="scale"/> digits after the point; a negative scale counts before the point.</summary>
    public FeelNumber Round(int scale, FeelRounding rounding)
    {
        var drop = -scale - _exponent;
        if (drop <= 0 || IsZero)
            return this;

        var magnitude = Magnitude;
        var quotient = UInt128.Zero;
        var remainder = magnitude;
        var againstHalf = -1;
        if (drop <= PowersOfTen.Largest)
        {
            var divisor = PowersOfTen.UInt128(drop);
            (quotient, remainder) = UInt128.DivRem(magnitude, divisor);
            againstHalf = remainder.CompareTo(divisor >> 1);
        }

        if (remainder != UInt128.Zero && RoundsAway(rounding, againstHalf, (quotient & 1) == UInt128.One))
            quotient += 1;
        TryFinish(Sign < 0, quotient, -scale, false, out var result);
        return result;
    }

    private bool RoundsAway(FeelRounding rounding, int againstHalf, bool isOdd) => rounding switch
    {
        FeelRounding.HalfEven => againstHalf > 0 || (againstHalf == 0 && isOdd),
        FeelRounding.HalfUp => againstHalf >= 0,
        FeelRounding.HalfDown => againstHalf > 0,
        FeelRounding.Up => true,
        FeelRounding.Floor => Sign < 0,
        FeelRounding.Ceiling => Sign > 0,
        _ => false,
    };
}
