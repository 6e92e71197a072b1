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

/// <summary>What was paid back on a day.</summary>
/// <param name="On">The day.</param>
/// <param name="Fen">How much of the sum claimed, in 分.</param>
public sealed record ClaimReceipt(DateOnly On, long Fen);

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

    /// <summary>Simple interest on what was paid back late, from the day after the limit; rounded down to whole 分.</summary>
    /// <param name="claimedFen">What was claimed, in 分.</param>
    /// <param name="due">The last day without interest.</param>
    /// <param name="received">What came, in any order; never more together than was claimed.</param>
    /// <param name="on">The day asked on, which counts.</param>
    /// <param name="percentPerYear">The rate; a year has 365 days.</param>
    /// <returns>The interest in 分.</returns>
    public static long LateInterest(long claimedFen, DateOnly due, IReadOnlyCollection<ClaimReceipt> received, DateOnly on, decimal percentPerYear)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percentPerYear);
        var (open, since, days) = (claimedFen, due, 0m);
        foreach (var receipt in received.Where(receipt => receipt.On <= on).OrderBy(receipt => receipt.On))
        {
            var until = receipt.On > since ? receipt.On : since;
            days += (decimal)open * (until.DayNumber - since.DayNumber);
            (open, since) = (open - receipt.Fen, until);
        }

        if (on > since) days += (decimal)open * (on.DayNumber - since.DayNumber);
        return (long)decimal.Floor(days * percentPerYear / 36_500);
    }
}
