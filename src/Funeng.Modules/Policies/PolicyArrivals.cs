using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies.Follow;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies;

/// <summary>Since when each policy stands in this installation: the moment its first text was remembered.</summary>
public sealed class PolicyArrivals(FunengDb db)
{
    /// <summary>Since when policies are kept here at all; null before the first.</summary>
    public Task<DateTimeOffset?> FirstAsync(CancellationToken cancellation) =>
        db.Set<PolicyVersion>().AsNoTracking().OrderBy(version => version.RememberedAt).Select(version => (DateTimeOffset?)version.RememberedAt).FirstOrDefaultAsync(cancellation);

    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(CancellationToken cancellation) =>
        (await db.Set<PolicyVersion>().AsNoTracking().Select(version => new { version.Policy, version.RememberedAt }).ToListAsync(cancellation))
            .GroupBy(version => version.Policy).ToDictionary(group => group.Key, group => group.Min(version => version.RememberedAt));
}
