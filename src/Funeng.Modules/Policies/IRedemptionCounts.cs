namespace Funeng.Modules.Policies;

/// <summary>How far enterprises have come with a benefit after they were told: answered by whoever keeps applications and payments.</summary>
public interface IRedemptionCounts
{
    /// <param name="benefit">Id of the benefit.</param>
    Task<RedemptionCounts> CountAsync(string benefit, CancellationToken cancellation);
}

public sealed record RedemptionCounts(int Started, int Applied, int Paid);
