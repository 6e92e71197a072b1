using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Access;

/// <summary>The signed-in user's own tokens, newest first.</summary>
public sealed class ListApiTokens(FunengDb db, CurrentUser user)
{
    public async Task<IReadOnlyList<ApiToken>> RunAsync(CancellationToken cancellation) =>
        await db.Set<ApiToken>().AsNoTracking()
            .Where(token => token.Account == user.Id)
            .OrderByDescending(token => token.CreatedAt)
            .ToListAsync(cancellation);
}
