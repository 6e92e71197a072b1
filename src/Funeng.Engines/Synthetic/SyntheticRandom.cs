namespace Funeng.Engines.Synthetic;

/// <summary>SplitMix64: the same numbers on every machine. Only additions and multiplications of doubles, which IEEE 754 fixes.</summary>
internal struct SyntheticRandom(ulong state)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>A generator of its own for each pair, so that any enterprise can be made without the ones before it.</summary>
    public static SyntheticRandom For(long seed, long index)
    {
        var mixed = new SyntheticRandom(unchecked((ulong)seed * 0xD1342543DE82EF95 + (ulong)index));
        return new SyntheticRandom(mixed.NextBits() ^ ((ulong)index << 1));
    }

    public ulong NextBits()
    {
        state = unchecked(state + GoldenGamma);
        var z = state;
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Next() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform whole number in [0, limit).</summary>
    public int Next(int limit) => (int)(Next() * limit);

    public bool Chance(double probability) => Next() < probability;

    public double Between(double low, double high) => low + (high - low) * Next();

    /// <summary>Mean 0, deviation 1, by twelve uniform numbers: no tails beyond 6.</summary>
    public double Normal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++) sum += Next();
        return sum;
    }

    /// <summary>A positive number around a median; half of the values lie within a factor of about 2^(0.67·spread).</summary>
    public double Around(double median, double spread) => median * PowerOfTwo(spread * Normal());

    /// <summary>A whole number of rare events with a given mean.</summary>
    public int Count(double mean)
    {
        var value = mean * PowerOfTwo(0.7 * Normal());
        var whole = (int)value;
        return Chance(value - whole) ? whole + 1 : whole;
    }

    // The library's power function may differ in the last digit between machines.
    private static double PowerOfTwo(double exponent)
    {
        var whole = Math.Floor(exponent);
        var x = (exponent - whole) * 0.6931471805599453;
        var result = 1.0;
        for (var term = 14; term > 0; term--) result = 1 + result * x / term;
        return Math.ScaleB(result, (int)whole);
    }
}
