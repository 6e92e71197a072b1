using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Accounts;

/// <summary>An installation nobody can sign in to yet gets its first administrator; everybody else is made by him on the page 账号.</summary>
public sealed class FirstAdministrator(FunengDb db, CreateUser create)
{
    public const string UserName = "admin";

    /// <summary>The password, to be told once; null when there are accounts already.</summary>
    public async Task<string?> EnsureAsync(CancellationToken cancellation)
    {
        if (await db.Accounts.AnyAsync(cancellation))
        {
            return null;
        }

        var password = Passwords.New();
        var made = await create.RunAsync(new NewUser(UserName, "管理员", Role.Administrator, Scope.All, password, "首次启动"), cancellation);
        return made is CreateUserResult.Created ? password : null;
    }
}
