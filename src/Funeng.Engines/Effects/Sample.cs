namespace Funeng.Engines.Effects;

/// <summary>Mean and spread of some numbers.</summary>
/// <param name="Count">How many.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation, with one degree of freedom given to the mean; 0 for fewer than two.</param>
internal readonly record struct Sample(int Count, double Mean, double Deviation)
{
    private const double Normal975 = 1.959963984540054;

    public static Sample Of(IReadOnlyCollection<double> numbers)
    {
        if (numbers.Count == 0) return new Sample(0, 0, 0);
        var mean = numbers.Average();
        return new Sample(numbers.Count, mean, numbers.Count < 2 ? 0 : Math.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / (numbers.Count - 1)));
    }

    /// <summary>Half the width of the interval that holds the true mean nineteen times in twenty.</summary>
    public double HalfWidth => Count < 2 ? double.PositiveInfinity : Student975(Count - 1) * Deviation / Math.Sqrt(Count);

    // The expansion of Student's quantile around the normal one (Abramowitz and Stegun 26.7.5): right to 0.001 from seven degrees of freedom on.
    internal static double Student975(int freedom)
    {
        const double x = Normal975;
        const double x3 = x * x * x, x5 = x3 * x * x, x7 = x5 * x * x, x9 = x7 * x * x;
        double n = freedom;
        return x + ((x3 + x) / (4 * n)) + (((5 * x5) + (16 * x3) + (3 * x)) / (96 * n * n)) + (((3 * x7) + (19 * x5) + (17 * x3) - (15 * x)) / (384 * n * n * n))
            + (((79 * x9) + (776 * x7) + (1482 * x5) - (1920 * x3) - (945 * x)) / (92160 * n * n * n * n));
    }
}
