namespace Funeng.Modules.Policies;

/// <summary>Who set out for a benefit and stopped on the way, and why: answered by whoever keeps applications and awards.</summary>
public interface IBenefitDrops
{
    /// <param name="benefit">Id of the benefit.</param>
    /// <param name="year">The year asked for; null for all, of what is had once for all.</param>
    /// <returns>One for each enterprise that is not on its way any more.</returns>
    Task<IReadOnlyList<BenefitDrop>> OfAsync(string benefit, int? year, CancellationToken cancellation);
}

/// <param name="Where">Where it stopped; the same words for all that stopped there.</param>
/// <param name="Why">What was said then; empty where nothing was, and for those who may not read reviews.</param>
public sealed record BenefitDrop(long Subject, string Where, string Why);
