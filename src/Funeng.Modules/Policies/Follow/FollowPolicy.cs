using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Follow;

/// <summary>Follows a policy, or no longer: whoever follows it is told what changed. Doing it twice changes nothing.</summary>
public sealed class FollowPolicy(FunengDb db, PolicyBook book, CurrentUser user, TimeProvider time)
{
    public Task<bool> IsFollowedAsync(string policy, CancellationToken cancellation) =>
        db.Set<PolicyFollow>().AnyAsync(follow => follow.Account == user.Id && follow.Policy == policy, cancellation);

    /// <summary>Ids of the policies the user follows.</summary>
    public async Task<IReadOnlySet<string>> FollowedAsync(CancellationToken cancellation) =>
        (await db.Set<PolicyFollow>().AsNoTracking().Where(follow => follow.Account == user.Id).Select(follow => follow.Policy).ToListAsync(cancellation)).ToHashSet(StringComparer.Ordinal);

    /// <returns>False when there is no such policy, or nobody is signed in.</returns>
    public async Task<bool> RunAsync(string policy, bool follow, CancellationToken cancellation)
    {
        if (user.Id is not { } account || book.Find(policy) is null) return false;
        var known = await db.Set<PolicyFollow>().SingleOrDefaultAsync(row => row.Account == account && row.Policy == policy, cancellation);
        if (follow && known is null) db.Add(new PolicyFollow { Account = account, Policy = policy, Since = time.GetUtcNow() });
        if (!follow && known is not null) db.Remove(known);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // Somebody pressed twice: the other one has done it.
        }

        return true;
    }
}
