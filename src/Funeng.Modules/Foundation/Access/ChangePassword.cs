using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Access;

/// <summary>Changes one's own password; all other sessions and nothing else end with it.</summary>
public sealed class ChangePassword(SignInManager<Account> signIn, CurrentUser user, FunengDb db, AuditTrail audit)
{
    /// <summary>The problems, or none when the password was changed.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(string current, string next, CancellationToken cancellation)
    {
        if (current.Length > 256 || next.Length > 256)
        {
            return ["密码不超过 256 个字符"];
        }

        var account = await db.Accounts.SingleAsync(row => row.Id == user.Id, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var changed = await signIn.UserManager.ChangePasswordAsync(account, current, next);
        if (!changed.Succeeded)
        {
            return [.. changed.Errors.Select(error => error.Description)];
        }

        audit.Record("修改密码", $"account:{account.Id}", "");
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        if (signIn.Context.Response is { HasStarted: false })
        {
            await signIn.RefreshSignInAsync(account);
        }

        return [];
    }
}
