using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Accounts;

/// <summary>The accounts of the installation, for whoever manages them.</summary>
public sealed class BrowseAccounts(FunengDb db, CurrentUser user)
{
    /// <summary>One page of the accounts whose name, user name or role fits, and how many there are.</summary>
    public async Task<(IReadOnlyList<Account> Rows, int Total)> RunAsync(string? text, Role? role, int page, int size, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageUsers)) return ([], 0);
        var found = db.Accounts.AsNoTracking();
        if (role is { } only) found = found.Where(account => account.Role == only);
        if (text?.Trim() is { Length: > 0 } words)
        {
            var upper = words.ToUpperInvariant();
            found = found.Where(account => account.DisplayName.Contains(words) || account.NormalizedUserName!.Contains(upper));
        }

        var total = await found.CountAsync(cancellation);
        var rows = await found.OrderBy(account => account.NormalizedUserName).Skip((page - 1) * size).Take(size).ToListAsync(cancellation);
        return (rows, total);
    }

    public async Task<Account?> FindAsync(long id, CancellationToken cancellation) => user.Has(Permission.ManageUsers)
        ? await db.Accounts.AsNoTracking().SingleOrDefaultAsync(account => account.Id == id, cancellation)
        : null;
}
