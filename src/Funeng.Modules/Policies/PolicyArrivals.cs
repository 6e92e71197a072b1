using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies.Follow;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies;

/// <summary>Since when each policy stands in this installation: the moment its first text was remembered.</summary>
public sealed class PolicyArrivals(FunengDb db)
{
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(CancellationToken cancellation) =>
        (await db.Set<PolicyVersion>().AsNoTracking().Select(version => new { version.Policy, version.RememberedAt }).ToListAsync(cancellation))
            .GroupBy(version => version.Policy).ToDictionary(group => group.Key, group => group.Min(version => version.RememberedAt));
}
