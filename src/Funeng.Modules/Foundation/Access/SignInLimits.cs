using System.Threading.RateLimiting;

namespace Funeng.Modules.Foundation.Access;

/// <summary>
/// How often somebody may try to sign in. A whole office shares one address and signs in at half past eight: what is counted is therefore
/// the attempts for one name from one address, and the failures of an address, never its successes. Accounts lock by themselves besides.
/// </summary>
public sealed class SignInLimits : IDisposable
{
    public const int AttemptsPerName = 30, FailuresPerAddress = 100;

    private readonly PartitionedRateLimiter<string> attempts = Window(AttemptsPerName, TimeSpan.FromMinutes(1));
    private readonly PartitionedRateLimiter<string> failures = Window(FailuresPerAddress, TimeSpan.FromMinutes(10));

    /// <summary>Whether a name may be tried from an address now; counts the attempt.</summary>
    public bool Admits(string name, string address)
    {
        using var tried = attempts.AttemptAcquire(name.ToUpperInvariant() + " " + address);
        using var room = failures.AttemptAcquire(address, permitCount: 0);
        return tried.IsAcquired && room.IsAcquired;
    }

    public void CountFailure(string address) => failures.AttemptAcquire(address).Dispose();

    public void Dispose()
    {
        attempts.Dispose();
        failures.Dispose();
    }

    private static PartitionedRateLimiter<string> Window(int permits, TimeSpan length) => PartitionedRateLimiter.Create<string, string>(
        key => RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = length }));
}
