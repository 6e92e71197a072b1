using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Foundation.SignIn;

/// <summary>
/// Makes one account per role for a demo city, with random passwords, and writes them to the data folder. Each role sees what it is given;
/// a role without a scope is left out. Does nothing when the file is there already.
/// </summary>
public sealed class MakeDemoAccounts(CreateUser createUser, DemoAccounts accounts)
{
    private static readonly IReadOnlyList<(Role Role, string User, string Name)> People =
    [
        (Role.Leader, "leader", "周启明"),
        (Role.BureauOfficer, "officer", "王敏"),
        (Role.BureauHead, "head", "李建国"),
        (Role.TownshipClerk, "clerk", "孙晓燕"),
        (Role.ZoneOfficer, "zone", "赵立新"),
        (Role.Treasurer, "treasurer", "钱文静"),
        (Role.SupervisionOffice, "supervisor", "郑刚"),
        (Role.ServiceOfficer, "service", "吴海涛"),
        (Role.Reviewer, "reviewer", "冯雪"),
        (Role.Statistician, "statistician", "陈思远"),
        (Role.Auditor, "auditor", "褚正"),
        (Role.Administrator, "admin", "管理员"),
        (Role.Enterprise, "enterprise", "企业申报人"),
        (Role.Expert, "expert", "蒋教授"),
        (Role.Bank, "bank", "银行客户经理"),
        (Role.Public, "public", "市民"),
    ];

    public async Task RunAsync(IReadOnlyDictionary<Role, Scope> scopes, CancellationToken cancellation)
    {
        if (File.Exists(accounts.File))
            return;
        var lines = new List<string>();
        foreach (var (role, user, name) in People.Where(person => scopes.ContainsKey(person.Role)))
        {
            var password = TemporaryPassword.New();
            var made = await createUser.RunAsync(new NewUser(user, name, role, scopes[role], password, "演示城市"), cancellation);
            if (made is CreateUserResult.Refused refused)
                throw new InvalidOperationException($"Demo account {user}: {string.Join("; ", refused.Problems)}");
            lines.Add($"{role} {user} {password}");
        }
        await File.WriteAllLinesAsync(accounts.File, lines, cancellation);
    }
}
