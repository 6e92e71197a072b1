using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Ui;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Accounts;

/// <summary>An account as typed. Reach is all, region, zone or own; of the three below it the one that fits is read.</summary>
public sealed record TypedAccount(string UserName, string DisplayName, string Role, string Reach, string Region, string Zone, string Code, string Reason);

/// <summary>What came of it: the password to be told once, or what has to be corrected.</summary>
public sealed record AccountResult(string? Password, IReadOnlyList<Problem> Problems);

/// <summary>Accounts as an administrator keeps them: made, given other rights, disabled, given a new password. Everything is audited with its reason.</summary>
public sealed class ManageAccounts(
    FunengDb db, UserManager<Account> accounts, CreateUser create, RegionTree regions, IAccountSubjects subjects, AuditTrail audit, CurrentUser user, TimeProvider time)
{
    // Disabled is a lockout that does not end by itself.
    private static readonly DateTimeOffset ForGood = new(2999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public async Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellation) =>
        await db.Accounts.AsNoTracking().OrderBy(account => account.UserName).ToListAsync(cancellation);

    public static bool IsDisabled(Account account) => account.LockoutEnd >= ForGood;

    public bool IsLocked(Account account) => !IsDisabled(account) && account.LockoutEnd > time.GetUtcNow();

    public async Task<string> DescribeAsync(Scope scope, CancellationToken cancellation) => scope switch
    {
        { Everything: true } => "全部数据",
        { Organization: { } own } => "本单位：" + (await subjects.NameAsync(own, cancellation) ?? "已不存在"),
        _ => string.Join("、", scope.Regions.Concat(scope.Zones).Select(regions.Name)) is { Length: > 0 } places ? places : "没有数据范围",
    };

    public async Task<AccountResult> AddAsync(TypedAccount typed, CancellationToken cancellation)
    {
        var (role, scope, problems) = await ReadAsync(typed, cancellation);
        if (typed.UserName.Trim().Length is 0 or > 40)
        {
            problems.Add(new Problem("UserName", "用户名应为 1 到 40 个字母、数字或 - . _。"));
        }

        if (problems.Count > 0)
        {
            return new AccountResult(null, problems);
        }

        var password = Passwords.New();
        return await create.RunAsync(new NewUser(typed.UserName.Trim(), typed.DisplayName.Trim(), role, scope, password, typed.Reason.Trim()), cancellation) switch
        {
            CreateUserResult.Refused refused => new AccountResult(null, [.. refused.Problems.Select(problem => new Problem("UserName", problem))]),
            _ => new AccountResult(password, []),
        };
    }

    /// <summary>Gives an account another name, role and scope; its open sessions have them within a minute.</summary>
    public async Task<AccountResult> ChangeAsync(long id, TypedAccount typed, CancellationToken cancellation)
    {
        var (role, scope, problems) = await ReadAsync(typed, cancellation);
        var account = await accounts.FindByIdAsync(id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (id == user.Id && role != Role.Administrator)
        {
            problems.Add(new Problem("Role", "不能取消自己的管理员角色。请由另一位管理员操作。"));
        }

        if (account is null || problems.Count > 0)
        {
            return new AccountResult(null, problems);
        }

        audit.Record("修改账号", $"account:{id}", typed.Reason.Trim(), new { account.DisplayName, account.Role, account.Scope }, new { typed.DisplayName, role, scope });
        (account.DisplayName, account.Role) = (typed.DisplayName.Trim(), role);
        account.SetScope(scope);
        await accounts.UpdateSecurityStampAsync(account);
        return new AccountResult(null, []);
    }

    /// <summary>A new password, told once; ends a lockout and all sessions.</summary>
    public Task<AccountResult> ResetAsync(long id, string reason, CancellationToken cancellation) => DoAsync(id, "重置密码", reason, async account =>
    {
        var password = Passwords.New();
        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, password);
        account.LockoutEnd = IsDisabled(account) ? account.LockoutEnd : null;
        account.AccessFailedCount = 0;
        await accounts.UpdateSecurityStampAsync(account);
        return new AccountResult(password, []);
    }, cancellation);

    /// <summary>Disables an account, or enables it again.</summary>
    public Task<AccountResult> ToggleAsync(long id, string reason, CancellationToken cancellation) => DoAsync(id, "停用或启用账号", reason, async account =>
    {
        if (id == user.Id)
        {
            return new AccountResult(null, [new Problem("Reason", "不能停用自己的账号。")]);
        }

        account.LockoutEnd = IsDisabled(account) ? null : ForGood;
        await accounts.UpdateSecurityStampAsync(account);
        return new AccountResult(null, []);
    }, cancellation);

    private async Task<AccountResult> DoAsync(long id, string action, string reason, Func<Account, Task<AccountResult>> change, CancellationToken cancellation)
    {
        if (reason.Trim().Length is 0 or > 300)
        {
            return new AccountResult(null, [new Problem("Reason", "没有填写理由，最多 300 个字。")]);
        }

        if (await db.Accounts.SingleOrDefaultAsync(account => account.Id == id, cancellation) is not { } account)
        {
            return new AccountResult(null, [new Problem("Reason", "没有这个账号。")]);
        }

        audit.Record(action, $"account:{id}", reason.Trim(), null, new { account.UserName });
        return await change(account);
    }

    private async Task<(Role Role, Scope Scope, List<Problem> Problems)> ReadAsync(TypedAccount typed, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        if (!Enum.TryParse<Role>(typed.Role, out var role) || !Enum.IsDefined(role))
        {
            problems.Add(new Problem("Role", "没有选择角色。"));
        }

        if (typed.DisplayName.Trim().Length is 0 or > 40)
        {
            problems.Add(new Problem("DisplayName", "姓名应为 1 到 40 个字。"));
        }

        if (typed.Reason.Trim().Length is 0 or > 300)
        {
            problems.Add(new Problem("Reason", "没有填写理由，例如批准文号；最多 300 个字。"));
        }

        return (role, await ReadScopeAsync(typed, problems, cancellation), problems);
    }

    private async Task<Scope> ReadScopeAsync(TypedAccount typed, List<Problem> problems, CancellationToken cancellation)
    {
        switch (typed.Reach)
        {
            case "all":
                return Scope.All;
            case "region" when regions.Find(typed.Region) is { Kind: not RegionKind.Zone } region:
                return Scope.OfRegions(region.Code);
            case "zone" when regions.Find(typed.Zone) is { Kind: RegionKind.Zone } zone:
                return Scope.OfZones(zone.Code);
            case "own" when await subjects.FindAsync(typed.Code.Trim(), cancellation) is { } own:
                return Scope.OfOrganization(own);
            case "none":
                return Scope.Nothing;
            default:
                problems.Add(typed.Reach switch
                {
                    "region" => new Problem("Region", "没有选择地区。"),
                    "zone" => new Problem("Zone", "没有选择功能区。"),
                    "own" => new Problem("Code", "没有找到这个代码的企业或机构。请先登记或导入。"),
                    _ => new Problem("Reach", "没有选择数据范围。"),
                });
                return Scope.Nothing;
        }
    }
}
