using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace Funeng.Modules.Foundation.Access;

/// <summary>
/// How often somebody may try to sign in. A whole office shares one address and signs in at half past eight: what is counted is therefore
/// the attempts for one name from one address, and the failures of an address, never its successes. Whoever signed in from there before is not
/// kept out by the failures of others. Accounts lock by themselves besides.
/// </summary>
public sealed class SignInLimits : IDisposable
{
    public const int AttemptsPerName = 30, FailuresPerAddress = 100;
    private const int MostAtHome = 50_000;

    private readonly ConcurrentDictionary<string, bool> atHome = new();

    private readonly PartitionedRateLimiter<string> attempts = Window(AttemptsPerName, TimeSpan.FromMinutes(1));
    private readonly PartitionedRateLimiter<string> failures = Window(FailuresPerAddress, TimeSpan.FromMinutes(10));

    /// <summary>Whether a name may be tried from an address now; counts the attempt.</summary>
    public bool Admits(string name, string address)
    {
        using var tried = attempts.AttemptAcquire(KeyOf(name, address));
        using var room = failures.AttemptAcquire(address, permitCount: 0);
        return tried.IsAcquired && (room.IsAcquired || atHome.ContainsKey(KeyOf(name, address)));
    }

    /// <summary>A name that signed in from an address is at home there until the service starts anew.</summary>
    public void CountSuccess(string name, string address)
    {
        if (atHome.Count < MostAtHome) atHome[KeyOf(name, address)] = true;
    }

    public void CountFailure(string address) => failures.AttemptAcquire(address).Dispose();

    public void Dispose()
    {
        attempts.Dispose();
        failures.Dispose();
    }

    private static string KeyOf(string name, string address) => name.ToUpperInvariant() + " " + address;

    private static PartitionedRateLimiter<string> Window(int permits, TimeSpan length) => PartitionedRateLimiter.Create<string, string>(
        key => RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = length }));
}
