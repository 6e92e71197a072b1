using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.AspNetCore.Identity;

namespace Funeng.Modules.Foundation.Access;

/// <summary>Makes an account with its role and scope.</summary>
public sealed class CreateUser(UserManager<Account> accounts, FunengDb db, IdSource ids, AuditTrail audit, TimeProvider time)
{
    public async Task<CreateUserResult> RunAsync(NewUser user, CancellationToken cancellation)
    {
        var account = new Account
        {
            Id = ids.Next(),
            UserName = user.UserName,
            DisplayName = user.DisplayName,
            Role = user.Role,
            CreatedAt = time.GetUtcNow(),
            PasswordIsTemporary = user.IsTemporary,
        };
        account.SetScope(user.Scope);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var created = await accounts.CreateAsync(account, user.Password);
        if (!created.Succeeded)
        {
            return new CreateUserResult.Refused([.. created.Errors.Select(error => error.Description)]);
        }

        audit.Record("建立账号", $"account:{account.Id}", user.Reason, after: new { user.UserName, user.DisplayName, user.Role, user.Scope });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new CreateUserResult.Created(account.Id);
    }
}

public sealed record NewUser(string UserName, string DisplayName, Role Role, Scope Scope, string Password, string Reason)
{
    /// <summary>True when somebody else chose the password, so that it must be changed at the first sign-in.</summary>
    public bool IsTemporary { get; init; }
}

public abstract record CreateUserResult
{
    private CreateUserResult()
    {
    }

    public sealed record Created(long Account) : CreateUserResult;

    public sealed record Refused(IReadOnlyList<string> Problems) : CreateUserResult;
}
