namespace Funeng.Engines.Planning.Chances;

/// <summary>
/// Brings chances nearer to what came true: the log-odds of a chance are shifted and stretched as earlier forecasts ask for. Where steps of one plan hang together,
/// chances drawn one by one are too sure of themselves, and stretching by less than one mends it.
/// </summary>
/// <param name="Shift">Added to the log-odds; 0 changes nothing.</param>
/// <param name="Stretch">The log-odds are taken times this, never negative; 1 changes nothing.</param>
/// <param name="Count">How many forecasts it was learnt from.</param>
/// <remarks>Logistic recalibration (Cox 1958), held back towards no change (ridge) so that a handful of forecasts moves little.</remarks>
public sealed record ChanceCorrection(double Shift, double Stretch, int Count)
{
    /// <summary>Changes nothing.</summary>
    public static readonly ChanceCorrection None = new(0, 1, 0);

    // Chances of nought and one have no odds; trials of a thousand say no more than this anyway.
    private const double Least = 0.002, Hold = 4, Enough = 1e-9;

    private const int MostRounds = 50;

    /// <summary>Learns from forecasts.</summary>
    /// <param name="forecasts">The chances said, and whether each came true.</param>
    /// <returns>The correction.</returns>
    public static ChanceCorrection Of(IReadOnlyList<(double Chance, bool CameTrue)> forecasts)
    {
        var (shift, stretch) = (0.0, 1.0);
        var odds = forecasts.Select(forecast => (X: LogOdds(forecast.Chance), Y: forecast.CameTrue ? 1.0 : 0)).ToArray();
        for (var round = 0; round < MostRounds; round++)
        {
            var (moved, turned) = Step(odds, shift, stretch);
            (shift, stretch) = (shift + moved, stretch + turned);
            if (Math.Abs(moved) + Math.Abs(turned) < Enough) break;
        }

        return new ChanceCorrection(shift, Math.Max(0, stretch), forecasts.Count);
    }

    /// <summary>The chance as it should have been said.</summary>
    public double Apply(double chance) => Count == 0 ? chance : Chance(Shift + (Stretch * LogOdds(chance)));

    /// <summary>The same for a chance with its least and most.</summary>
    public FinishChance Apply(FinishChance chance) =>
        Count == 0 ? chance : chance with { Low = Apply(chance.Low), Point = Apply(chance.Point), High = Apply(chance.High) };

    /// <summary>One step of Newton's method on the held-back log-likelihood, which has one summit; cut where it would run away.</summary>
    private static (double Shift, double Stretch) Step((double X, double Y)[] odds, double shift, double stretch)
    {
        var (g0, g1, h00, h01, h11) = (-Hold * shift, -Hold * (stretch - 1), Hold, 0.0, Hold);
        foreach (var (x, y) in odds)
        {
            var p = Chance(shift + (stretch * x));
            var weight = p * (1 - p);
            (g0, g1) = (g0 + y - p, g1 + ((y - p) * x));
            (h00, h01, h11) = (h00 + weight, h01 + (weight * x), h11 + (weight * x * x));
        }

        var det = (h00 * h11) - (h01 * h01);
        return (Math.Clamp(((h11 * g0) - (h01 * g1)) / det, -1, 1), Math.Clamp(((h00 * g1) - (h01 * g0)) / det, -1, 1));
    }

    private static double LogOdds(double chance)
    {
        var inside = Math.Clamp(chance, Least, 1 - Least);
        return Math.Log(inside / (1 - inside));
    }

    private static double Chance(double odds) => 1 / (1 + Math.Exp(-odds));
}
