using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Access;

/// <summary>Changes one's own password; all other sessions and all tokens end with it.</summary>
public sealed class ChangePassword(SignInManager<Account> signIn, CurrentUser user, FunengDb db, AuditTrail audit, TimeProvider time)
{
    /// <summary>The problems, or none when the password was changed.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(string current, string next, CancellationToken cancellation)
    {
        if (current.Length > 256 || next.Length > 256)
        {
            return ["密码不超过 256 个字符"];
        }

        var account = await db.Accounts.SingleAsync(row => row.Id == user.Id, cancellation);
        if (current == next)
        {
            return ["新密码与现在的密码相同，请换一个"];
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        account.PasswordIsTemporary = false;
        var changed = await signIn.UserManager.ChangePasswordAsync(account, current, next);
        if (!changed.Succeeded)
        {
            await transaction.RollbackAsync(cancellation);
            return await RefuseAsync(changed, account.Id, cancellation);
        }

        var now = time.GetUtcNow();
        await db.Set<ApiToken>().Where(token => token.Account == account.Id && token.RevokedAt == null)
            .ExecuteUpdateAsync(token => token.SetProperty(row => row.RevokedAt, now), cancellation);

        audit.Record("修改密码", $"account:{account.Id}", "");
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        if (signIn.Context.Response is { HasStarted: false })
        {
            await signIn.RefreshSignInAsync(account);
        }

        return [];
    }

    /// <summary>A wrong password counts towards the lockout here as at sign-in, or an open session would be a way to try them all.</summary>
    private async Task<IReadOnlyList<string>> RefuseAsync(IdentityResult changed, long id, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        var account = await db.Accounts.SingleAsync(row => row.Id == id, cancellation);
        if (changed.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.PasswordMismatch)))
        {
            await signIn.UserManager.AccessFailedAsync(account);
            if (await signIn.UserManager.IsLockedOutAsync(account)) await signIn.SignOutAsync();
        }

        return [.. changed.Errors.Select(error => error.Description)];
    }
}
