namespace Funeng.Engines.Planning.Chances;

/// <summary>Forecasts of one band of chances, and what came of them.</summary>
/// <param name="From">Least chance of the band.</param>
/// <param name="Until">End of the band, not included but for the last.</param>
/// <param name="Count">How many forecasts lie in it.</param>
/// <param name="MeanChance">Their mean.</param>
/// <param name="Rate">How many of them came true, as a share.</param>
/// <param name="RateLow">Low end of where the true rate lies with 95 %.</param>
/// <param name="RateHigh">High end.</param>
public sealed record CalibrationBand(double From, double Until, int Count, double MeanChance, double Rate, double RateLow, double RateHigh)
{
    /// <summary>True when the chances said fit what came true.</summary>
    public bool Fits => RateLow <= MeanChance && MeanChance <= RateHigh;
}

/// <summary>How good forecasts of chances were: the data of a reliability diagram, and scores.</summary>
/// <param name="Bands">The bands that hold forecasts, from low to high.</param>
/// <param name="Count">How many forecasts there were.</param>
/// <param name="Brier">Mean squared error (Brier 1950): 0 is perfect.</param>
/// <param name="BaseBrier">The score of always saying the overall rate.</param>
public sealed record Calibration(IReadOnlyList<CalibrationBand> Bands, int Count, double Brier, double BaseBrier)
{
    /// <summary>Share of the base score that the forecasts save: 1 is perfect, 0 no better than the overall rate. Null where all came out alike.</summary>
    public double? Skill => BaseBrier == 0 ? null : 1 - (Brier / BaseBrier);

    /// <summary>Compares chances with what came of them.</summary>
    /// <param name="forecasts">The chances, and whether each came true.</param>
    /// <param name="bands">How many bands.</param>
    /// <returns>The calibration; null without forecasts.</returns>
    public static Calibration? Of(IReadOnlyList<(double Chance, bool CameTrue)> forecasts, int bands = 10)
    {
        if (forecasts.Count == 0) return null;
        var rate = forecasts.Average(forecast => forecast.CameTrue ? 1.0 : 0);
        var found = forecasts.GroupBy(forecast => Math.Clamp((int)(forecast.Chance * bands), 0, bands - 1)).OrderBy(group => group.Key)
            .Select(group => BandOf(group.Key, bands, [.. group]));
        return new Calibration(
            [.. found], forecasts.Count, forecasts.Average(forecast => Math.Pow(forecast.Chance - (forecast.CameTrue ? 1 : 0), 2)), rate * (1 - rate));
    }

    private static CalibrationBand BandOf(int band, int bands, IReadOnlyList<(double Chance, bool CameTrue)> forecasts)
    {
        var rate = forecasts.Average(forecast => forecast.CameTrue ? 1.0 : 0);
        var (low, high) = Wilson(rate, forecasts.Count);
        return new CalibrationBand((double)band / bands, (double)(band + 1) / bands, forecasts.Count, forecasts.Average(forecast => forecast.Chance), rate, low, high);
    }

    /// <summary>The interval of Wilson (1927), honest also for few.</summary>
    private static (double Low, double High) Wilson(double rate, int count)
    {
        const double Z = 1.96;
        var centre = rate + (Z * Z / (2 * count));
        var half = Z * Math.Sqrt((rate * (1 - rate) / count) + (Z * Z / (4.0 * count * count)));
        var scale = 1 + (Z * Z / count);
        return (Math.Max(0, (centre - half) / scale), Math.Min(1, (centre + half) / scale));
    }
}
