using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Accounts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Foundation.Accounts;

public sealed class ManageAccountsTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;
    private static readonly TypedAccount Clerk = new("孙晓燕", "TownshipClerk", false, "370303001", "", "任职文件");

    [Theory, OnBothDatabases]
    public async Task An_installation_without_accounts_gets_one_administrator_and_only_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();

        var first = await unit.Get<FirstAdministrator>().RunAsync(None);
        var second = await unit.Get<FirstAdministrator>().RunAsync(None);

        var account = Assert.Single(await unit.Get<FunengDb>().Accounts.ToListAsync(None));
        Assert.Equal(("admin", Role.Administrator, true), (first!.Value.User, account.Role, account.PasswordIsTemporary));
        Assert.Null(second);
    }

    [Theory, OnBothDatabases]
    public async Task A_new_account_has_its_role_its_places_and_a_password_to_be_changed(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();

        var done = Assert.IsType<AccountAnswer.Done>(await unit.Get<ManageAccounts>().AddAsync("sun", Clerk, None));

        var account = await unit.Get<FunengDb>().Accounts.SingleAsync(row => row.Id == done.Account, None);
        Assert.Equal((Role.TownshipClerk, "孙晓燕", true), (account.Role, account.DisplayName, account.PasswordIsTemporary));
        Assert.Equal(Scope.OfRegions("370303001"), account.Scope);
        Assert.NotNull(done.Password);
    }

    [Fact]
    public async Task Everything_wrong_with_a_new_account_is_said_at_once()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var unit = city.As();

        var refused = Assert.IsType<AccountAnswer.Refused>(
            await unit.Get<ManageAccounts>().AddAsync("x", new TypedAccount("", "TownshipClerk", false, "999999", "没有", ""), None));

        Assert.Equal(["UserName", "Name", "Reason", "Places", "Organization"], refused.Problems.Select(problem => problem.Field));
    }

    [Theory]
    [InlineData("Enterprise", true, "")]
    [InlineData("TownshipClerk", true, "")]
    [InlineData("TownshipClerk", false, "")]
    [InlineData("BureauOfficer", false, "")]
    public async Task A_role_is_not_given_a_reach_that_does_not_fit_it(string role, bool everything, string places)
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var unit = city.As();

        Assert.IsType<AccountAnswer.Refused>(await unit.Get<ManageAccounts>().AddAsync("someone", new TypedAccount("某", role, everything, places, "", "试"), None));
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_takes_the_last_administrator_away(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        await unit.Get<FirstAdministrator>().RunAsync(None);
        var admin = await unit.Get<FunengDb>().Accounts.SingleAsync(None);
        var manage = unit.Get<ManageAccounts>();

        Assert.IsType<AccountAnswer.Refused>(await manage.DisableAsync(admin.Id, "离岗", None));
        Assert.IsType<AccountAnswer.Refused>(await manage.ChangeAsync(admin.Id, new TypedAccount("某", "BureauOfficer", true, "", "", "调动"), None));
        await manage.AddAsync("second", new TypedAccount("接任", "Administrator", true, "", "", "任职文件"), None);
        Assert.IsType<AccountAnswer.Done>(await manage.DisableAsync(admin.Id, "离岗", None));
    }

    [Theory, OnBothDatabases]
    public async Task Two_administrators_who_take_each_other_away_at_once_leave_one(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        await unit.Get<FirstAdministrator>().RunAsync(None);
        var second = Assert.IsType<AccountAnswer.Done>(
            await unit.Get<ManageAccounts>().AddAsync("second", new TypedAccount("接任", "Administrator", true, "", "", "任职文件"), None)).Account;
        var first = (await unit.Get<FunengDb>().Accounts.AsNoTracking().SingleAsync(row => row.Id != second, None)).Id;

        await Task.WhenAll(DisableAsync(first, second), DisableAsync(second, first));

        Assert.Single(await unit.Get<FunengDb>().Accounts.AsNoTracking().ToListAsync(None), account => !account.IsDisabled);

        async Task DisableAsync(long by, long whom)
        {
            await using var own = city.As(Role.Administrator, id: by);
            await own.Get<ManageAccounts>().DisableAsync(whom, "离岗", None);
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_reset_password_ends_sessions_and_tokens_and_a_disabled_account_stays_disabled(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        var manage = unit.Get<ManageAccounts>();
        var id = Assert.IsType<AccountAnswer.Done>(await manage.AddAsync("sun", Clerk, None)).Account;
        await using (var own = city.As(Role.TownshipClerk, Scope.Nothing, id)) await own.Get<CreateApiToken>().RunAsync("对接", 30, None);
        var before = (await unit.Get<FunengDb>().Accounts.AsNoTracking().SingleAsync(row => row.Id == id, None)).SecurityStamp;

        await manage.DisableAsync(id, "离岗", None);
        await manage.ResetPasswordAsync(id, "忘记密码", None);

        var account = await unit.Get<FunengDb>().Accounts.AsNoTracking().SingleAsync(row => row.Id == id, None);
        Assert.NotEqual(before, account.SecurityStamp);
        Assert.True(account.IsDisabled);
        Assert.All(await unit.Get<FunengDb>().Set<ApiToken>().AsNoTracking().ToListAsync(None), token => Assert.False(token.IsValidAt(city.Time.Now)));
    }

    [Fact]
    public async Task Who_may_not_manage_accounts_finds_none()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var admin = city.As();
        var id = Assert.IsType<AccountAnswer.Done>(await admin.Get<ManageAccounts>().AddAsync("sun", Clerk, None)).Account;
        await using var officer = city.As(Role.BureauHead);

        Assert.IsType<AccountAnswer.NotFound>(await officer.Get<ManageAccounts>().ResetPasswordAsync(id, "看看", None));
        Assert.IsType<AccountAnswer.Refused>(await officer.Get<ManageAccounts>().AddAsync("own", Clerk, None));
        Assert.Equal(0, (await officer.Get<BrowseAccounts>().RunAsync(null, null, 1, 20, None)).Total);
    }
}
