using System.Data;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Ui;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Accounts;

/// <summary>Makes, changes, disables and re-opens accounts. Nobody takes the last administrator away, himself least of all.</summary>
public sealed class ManageAccounts(
    UserManager<Account> accounts, FunengDb db, CreateUser createUser, RegionTree regions, IOrganizationLookup organizations,
    CurrentUser user, AuditTrail audit, TimeProvider time)
{
    private const string UserName = "UserName", Reason = "Reason";

    /// <summary>Makes an account with a temporary password, which is in the answer and nowhere else.</summary>
    public async Task<AccountAnswer> AddAsync(string userName, TypedAccount typed, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        if (userName.Trim().Length is < 2 or > 60)
            problems.Add(new(UserName, "用户名为 2 至 60 个字母、数字或 . _ -"));
        var read = await typed.ReadAsync(regions, organizations, problems, cancellation);
        if (!user.Has(Permission.ManageUsers) || problems.Count > 0 || read is not var (role, scope))
            return new AccountAnswer.Refused(problems);

        var password = TemporaryPassword.New();
        var made = await createUser.RunAsync(
            new NewUser(userName.Trim(), typed.Name.Trim(), role, scope, password, typed.Reason.Trim()) { IsTemporary = true }, cancellation);
        return made switch
        {
            CreateUserResult.Created created => new AccountAnswer.Done(created.Account, password),
            CreateUserResult.Refused refused => new AccountAnswer.Refused([.. refused.Problems.Select(problem => new Problem(UserName, problem))]),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>Gives an account another name, role or scope; open sessions follow within a minute.</summary>
    public Task<AccountAnswer> ChangeAsync(long id, TypedAccount typed, CancellationToken cancellation) =>
        AloneAsync(() => ChangeAloneAsync(id, typed, cancellation), cancellation);

    private async Task<AccountAnswer> ChangeAloneAsync(long id, TypedAccount typed, CancellationToken cancellation)
    {
        if (await FindAsync(id, cancellation) is not { } account) return new AccountAnswer.NotFound();
        var problems = new List<Problem>();
        var read = await typed.ReadAsync(regions, organizations, problems, cancellation);
        if (read is var (asked, _) && account.Role == Role.Administrator && asked != Role.Administrator && await IsLastAdministratorAsync(account, cancellation))
            problems.Add(new(nameof(typed.Role), "这是最后一个管理员账号。请先为接任的人建立管理员账号。"));
        if (problems.Count > 0 || read is not var (role, scope)) return new AccountAnswer.Refused(problems);

        var before = new { account.DisplayName, account.Role, account.Scope };
        account.DisplayName = typed.Name.Trim();
        account.Role = role;
        account.SetScope(scope);
        audit.Record("修改账号", $"account:{id}", typed.Reason.Trim(), before, new { account.DisplayName, account.Role, account.Scope });
        return await SaveAsync(account, null, cancellation);
    }

    /// <summary>Sets a temporary password; sessions and tokens of the account end.</summary>
    public async Task<AccountAnswer> ResetPasswordAsync(long id, string reason, CancellationToken cancellation)
    {
        if (await FindAsync(id, cancellation) is not { } account) return new AccountAnswer.NotFound();
        if (IsWithoutReason(reason, out var refused)) return refused;
        var password = TemporaryPassword.New();
        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, password);
        account.PasswordIsTemporary = true;
        account.LockoutEnd = account.IsDisabled ? account.LockoutEnd : null;
        account.AccessFailedCount = 0;
        await EndSessionsAsync(account, cancellation);
        audit.Record("重置密码", $"account:{id}", reason.Trim());
        return await SaveAsync(account, password, cancellation);
    }

    /// <summary>Closes an account for good or until it is re-opened; sessions and tokens of it end.</summary>
    public Task<AccountAnswer> DisableAsync(long id, string reason, CancellationToken cancellation) =>
        AloneAsync(() => DisableAloneAsync(id, reason, cancellation), cancellation);

    private async Task<AccountAnswer> DisableAloneAsync(long id, string reason, CancellationToken cancellation)
    {
        if (await FindAsync(id, cancellation) is not { } account) return new AccountAnswer.NotFound();
        if (IsWithoutReason(reason, out var refused)) return refused;
        if (id == user.Id) return Refuse("不能停用自己的账号");
        if (await IsLastAdministratorAsync(account, cancellation)) return Refuse("这是最后一个管理员账号，不能停用");
        account.LockoutEnd = Account.Never;
        await EndSessionsAsync(account, cancellation);
        audit.Record("停用账号", $"account:{id}", reason.Trim());
        return await SaveAsync(account, null, cancellation);
    }

    /// <summary>Re-opens a disabled account, and one that wrong passwords have locked.</summary>
    public async Task<AccountAnswer> EnableAsync(long id, string reason, CancellationToken cancellation)
    {
        if (await FindAsync(id, cancellation) is not { } account) return new AccountAnswer.NotFound();
        if (IsWithoutReason(reason, out var refused)) return refused;
        account.LockoutEnd = null;
        account.AccessFailedCount = 0;
        audit.Record("启用账号", $"account:{id}", reason.Trim());
        return await SaveAsync(account, null, cancellation);
    }

    /// <summary>Of two administrators who take each other away at once one must see what the other did: what is read and written here is one step.</summary>
    private async Task<AccountAnswer> AloneAsync(Func<Task<AccountAnswer>> change, CancellationToken cancellation)
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellation);
            var answer = await change();
            if (answer is AccountAnswer.Done) await transaction.CommitAsync(CancellationToken.None);
            return answer;
        }
        catch (Exception problem) when (WriteCollision.Is(problem))
        {
            return Refuse("刚刚有人也改了账号，请核对后再改一次");
        }
    }

    private async Task<Account?> FindAsync(long id, CancellationToken cancellation) =>
        user.Has(Permission.ManageUsers) ? await db.Accounts.SingleOrDefaultAsync(account => account.Id == id, cancellation) : null;

    private async Task<bool> IsLastAdministratorAsync(Account account, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return account.Role == Role.Administrator && !await db.Accounts.AnyAsync(
            other => other.Id != account.Id && other.Role == Role.Administrator && (other.LockoutEnd == null || other.LockoutEnd < now), cancellation);
    }

    private async Task EndSessionsAsync(Account account, CancellationToken cancellation)
    {
        account.SecurityStamp = Guid.NewGuid().ToString("N");
        var now = time.GetUtcNow();
        foreach (var token in await db.Set<ApiToken>().Where(token => token.Account == account.Id && token.RevokedAt == null).ToListAsync(cancellation))
            token.RevokedAt = now;
    }

    private async Task<AccountAnswer> SaveAsync(Account account, string? password, CancellationToken cancellation)
    {
        account.ConcurrencyStamp = Guid.NewGuid().ToString("N");
        try
        {
            await db.SaveChangesAsync(cancellation);
            return new AccountAnswer.Done(account.Id, password);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refuse("刚刚有人也改了这个账号，请核对后再改一次");
        }
    }

    private static bool IsWithoutReason(string reason, out AccountAnswer refused)
    {
        refused = Refuse("请写明理由，会写入审计记录");
        return reason.Trim().Length is 0 or > 500;
    }

    private static AccountAnswer.Refused Refuse(string problem) => new([new Problem(Reason, problem)]);
}

/// <summary>Every way a change of an account can end.</summary>
public abstract record AccountAnswer
{
    private AccountAnswer()
    {
    }

    /// <param name="Account">Its id.</param>
    /// <param name="Password">The temporary password to hand over; null when none was set.</param>
    public sealed record Done(long Account, string? Password) : AccountAnswer;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : AccountAnswer;

    /// <summary>No such account, or not for this user to manage.</summary>
    public sealed record NotFound : AccountAnswer;
}
