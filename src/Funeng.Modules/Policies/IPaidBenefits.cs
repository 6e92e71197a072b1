namespace Funeng.Modules.Policies;

/// <summary>Who was paid a benefit: answered by whoever pays.</summary>
public interface IPaidBenefits
{
    /// <param name="benefit">Id of the benefit.</param>
    Task<IReadOnlyList<PaidBenefit>> ReadAsync(string benefit, CancellationToken cancellation);
}

/// <summary>One payment that reached an enterprise.</summary>
public sealed record PaidBenefit(long Enterprise, DateOnly On);
