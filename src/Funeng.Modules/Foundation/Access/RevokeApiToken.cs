using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Access;

/// <summary>Ends one of the signed-in user's own tokens at once.</summary>
public sealed class RevokeApiToken(FunengDb db, CurrentUser user, AuditTrail audit, TimeProvider time)
{
    /// <summary>False when there is no such token of this user.</summary>
    public async Task<bool> RunAsync(long id, CancellationToken cancellation)
    {
        var token = await db.Set<ApiToken>().SingleOrDefaultAsync(row => row.Id == id && row.Account == user.Id, cancellation);
        if (token is null)
        {
            return false;
        }

        if (token.RevokedAt is null)
        {
            token.RevokedAt = time.GetUtcNow();
            audit.Record("撤销令牌", $"api-token:{token.Id}", token.Name);
            await db.SaveChangesAsync(cancellation);
        }

        return true;
    }
}
