using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Accounts;

/// <summary>Gives an installation in which nobody can sign in its first administrator, so that there is no default password to forget about.</summary>
public sealed class FirstAdministrator(CreateUser createUser, FunengDb db)
{
    private const string UserName = "admin";

    /// <summary>The account made, its password to be shown this once; null when there are accounts already.</summary>
    public async Task<(string User, string Password)?> RunAsync(CancellationToken cancellation)
    {
        if (await db.Accounts.AnyAsync(cancellation)) return null;
        var password = TemporaryPassword.New();
        var made = await createUser.RunAsync(
            new NewUser(UserName, "管理员", Role.Administrator, Scope.All, password, "首次启动") { IsTemporary = true }, cancellation);
        if (made is CreateUserResult.Refused refused) throw new InvalidOperationException(string.Join("; ", refused.Problems));
        return (UserName, password);
    }
}
