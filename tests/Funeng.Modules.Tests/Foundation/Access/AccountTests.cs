using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;
using Microsoft.AspNetCore.Identity;

namespace Funeng.Modules.Tests.Foundation.Access;

public sealed class AccountTests
{
    private const string Password = "zibo-2026-plan";
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task An_account_keeps_its_role_and_scope(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var scope = new Scope(false, ["370303001", "370302"], ["gaoxin"], 42);

        var id = await CreateAsync(city, "clerk", Role.TownshipClerk, scope);

        await using var unit = city.As();
        var account = await unit.Get<UserManager<Account>>().FindByNameAsync("CLERK");
        Assert.Equal((id, Role.TownshipClerk, scope), (account!.Id, account.Role, account.Scope));
        Assert.NotEqual(Password, account.PasswordHash);
    }

    [Fact]
    public async Task The_officer_of_a_zone_also_has_the_zones_inside_it()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await CreateAsync(city, "zone", Role.ZoneOfficer, Scope.OfZones("370300-GX"));
        await using var unit = city.As();

        var account = await unit.Get<UserManager<Account>>().FindByNameAsync("zone");
        var principal = await unit.Get<IUserClaimsPrincipalFactory<Account>>().CreateAsync(account!);
        var scope = CurrentUser.Read(principal).Scope;

        Assert.Equal(["370300-GX", "370300-XC", "370300-ZB"], scope.Zones);
        Assert.True(scope.Covers("370303001", "370300-ZB", 1));
        Assert.False(scope.Covers("370303001", "370300-JK", 1));
    }

    [Theory, OnBothDatabases]
    public async Task A_weak_password_or_a_name_in_use_is_refused_with_the_reason(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await CreateAsync(city, "clerk", Role.TownshipClerk, Scope.Nothing);
        await using var unit = city.As();

        var weak = await unit.Get<CreateUser>().RunAsync(new NewUser("other", "某", Role.Leader, Scope.All, "short", "试"), None);
        var taken = await unit.Get<CreateUser>().RunAsync(new NewUser("Clerk", "某", Role.Leader, Scope.All, Password, "试"), None);

        Assert.Contains("密码至少 10 位", Assert.IsType<CreateUserResult.Refused>(weak).Problems);
        Assert.Contains("用户名 Clerk 已有人使用", Assert.IsType<CreateUserResult.Refused>(taken).Problems);
    }

    [Theory, OnBothDatabases]
    public async Task Five_wrong_passwords_lock_the_account_for_a_while_and_nothing_tells_so_to_a_guesser(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await CreateAsync(city, "clerk", Role.TownshipClerk, Scope.Nothing);

        var answers = new List<SignInAnswer>();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            answers.Add(await SignInAsync(city, "clerk", "wrong-password-1"));
        }

        Assert.All(answers, answer => Assert.IsType<SignInAnswer.Refused>(answer));
        Assert.IsType<SignInAnswer.Refused>(await SignInAsync(city, "clerk", Password));
        await using var unit = city.As();
        Assert.True(await unit.Get<UserManager<Account>>().IsLockedOutAsync((await unit.Get<UserManager<Account>>().FindByNameAsync("clerk"))!));
    }

    [Theory, OnBothDatabases]
    public async Task The_right_password_signs_in_and_an_unknown_name_is_refused_alike(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var id = await CreateAsync(city, "clerk", Role.TownshipClerk, Scope.Nothing);

        Assert.Equal(new SignInAnswer.Accepted(id), await SignInAsync(city, "clerk", Password));
        Assert.IsType<SignInAnswer.Refused>(await SignInAsync(city, "nobody", Password));
        Assert.IsType<SignInAnswer.Refused>(await SignInAsync(city, "clerk", new string('x', 100_000)));
    }

    [Theory, OnBothDatabases]
    public async Task A_token_is_stored_as_a_hash_belongs_to_its_user_and_ends_when_revoked(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var id = await CreateAsync(city, "clerk", Role.TownshipClerk, Scope.Nothing);
        await using var owner = city.As(Role.TownshipClerk, Scope.Nothing, id);
        await using var other = city.As(Role.TownshipClerk, Scope.Nothing, id + 1);

        var created = Assert.IsType<CreateApiTokenResult.Created>(await owner.Get<CreateApiToken>().RunAsync("对接", 30, None));

        var token = Assert.Single(await owner.Get<ListApiTokens>().RunAsync(None));
        Assert.Equal(ApiToken.HashOf(created.Text), token.Hash);
        Assert.True(token.IsValidAt(city.Time.Now));
        Assert.False(token.IsValidAt(city.Time.Now.AddDays(30)));
        Assert.Empty(await other.Get<ListApiTokens>().RunAsync(None));
        Assert.False(await other.Get<RevokeApiToken>().RunAsync(token.Id, None));
        Assert.True(await owner.Get<RevokeApiToken>().RunAsync(token.Id, None));
        Assert.False(Assert.Single(await owner.Get<ListApiTokens>().RunAsync(None)).IsValidAt(city.Time.Now));
    }

    [Fact]
    public void Every_role_has_a_row_in_the_table_of_permissions() =>
        Assert.All(Enum.GetValues<Role>(), role => Assert.NotNull(RolePermissions.Of(role)));

    [Fact]
    public void Only_auditors_and_administrators_see_the_audit() => Assert.Equal(
        [Role.Auditor, Role.Administrator], Enum.GetValues<Role>().Where(role => RolePermissions.Of(role).Contains(Permission.ViewAudit)));

    private static async Task<long> CreateAsync(TestInstallation city, string name, Role role, Scope scope)
    {
        await using var unit = city.As();
        var result = await unit.Get<CreateUser>().RunAsync(new NewUser(name, "孙晓燕", role, scope, Password, "新到任"), None);
        return Assert.IsType<CreateUserResult.Created>(result).Account;
    }

    private static async Task<SignInAnswer> SignInAsync(TestInstallation city, string user, string password)
    {
        await using var unit = city.As();
        unit.Get<IHttpContextAccessor>().HttpContext = new DefaultHttpContext { RequestServices = unit.ServiceProvider };
        return await unit.Get<SignInUser>().RunAsync(user, password, "10.0.0.1", None);
    }
}
