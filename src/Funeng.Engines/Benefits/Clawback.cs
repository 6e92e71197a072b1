namespace Funeng.Engines.Benefits;

/// <summary>What was achieved in one year of a commitment.</summary>
/// <param name="Year">The year.</param>
/// <param name="Achieved">The figure; null while nobody has said it.</param>
public sealed record CommitmentYear(int Year, decimal? Achieved);

/// <summary>What one year of a commitment comes to.</summary>
/// <param name="Year">The year.</param>
/// <param name="Achieved">The figure; null while it is missing.</param>
/// <param name="PartFen">The part of the sum that depends on this year, in 分.</param>
/// <param name="OwedFen">What is to be paid back for it, in 分; null while the figure is missing.</param>
public sealed record CommitmentShare(int Year, decimal? Achieved, long PartFen, long? OwedFen);

/// <summary>
/// What is to be paid back where a commitment was not kept: every year carries the same part of the sum, and of the part of a year that much as
/// is lacking from what was promised. A missing figure is neither kept nor broken. Rounded down to whole 分, in favour of who pays back.
/// </summary>
public static class Clawback
{
    /// <summary>Computes a clawback pro rata.</summary>
    /// <param name="paidFen">What was paid, in 分.</param>
    /// <param name="promised">What was promised for each year; more than nothing.</param>
    /// <param name="years">The years of the commitment that are over, and those to come with a missing figure.</param>
    /// <returns>A share for each year, in order; their parts are the sum.</returns>
    public static IReadOnlyList<CommitmentShare> ProRata(long paidFen, decimal promised, IReadOnlyList<CommitmentYear> years)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(promised);
        ArgumentOutOfRangeException.ThrowIfNegative(paidFen);
        return [.. years.Select((year, at) =>
        {
            var part = ((at + 1) * paidFen / years.Count) - (at * paidFen / years.Count);
            return new CommitmentShare(year.Year, year.Achieved, part, year.Achieved is not { } achieved ? null : (long)decimal.Floor(part * decimal.Clamp(promised - achieved, 0, promised) / promised));
        })];
    }
}
