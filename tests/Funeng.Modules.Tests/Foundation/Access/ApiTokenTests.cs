using System.Net;
using System.Net.Http.Headers;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Foundation.Access;

public sealed class ApiTokenTests(TestSite site) : IClassFixture<TestSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_calls_with_the_rights_of_its_user_until_it_is_revoked()
    {
        await using var unit = site.Services.CreateAsyncScope();
        var account = await unit.Get<FunengDb>().Accounts.AsNoTracking().SingleAsync(row => row.UserName == "officer", Cancellation);
        unit.Get<CurrentUser>().ActAs(account.Id, account.DisplayName, account.Role, account.Scope);
        var token = Assert.IsType<CreateApiTokenResult.Created>(await unit.Get<CreateApiToken>().RunAsync("对接", 30, Cancellation));

        var valid = await CallAsync(token.Text);
        await unit.Get<RevokeApiToken>().RunAsync(token.Id, Cancellation);
        var revoked = await CallAsync(token.Text);

        Assert.Equal(HttpStatusCode.OK, valid.StatusCode);
        Assert.Contains(account.DisplayName, valid.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, revoked.StatusCode);
    }

    [Fact]
    public async Task A_token_opens_the_interface_and_no_page_or_form()
    {
        await using var unit = site.Services.CreateAsyncScope();
        var account = await unit.Get<FunengDb>().Accounts.AsNoTracking().SingleAsync(row => row.UserName == "officer", Cancellation);
        unit.Get<CurrentUser>().ActAs(account.Id, account.DisplayName, account.Role, account.Scope);
        var token = Assert.IsType<CreateApiTokenResult.Created>(await unit.Get<CreateApiToken>().RunAsync("对接", 1, Cancellation));

        foreach (var address in (string[])["/settings?tab=tokens", "/enterprises", "/import"])
        {
            var answer = await CallAsync(token.Text, address);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("fn_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("x")]
    public async Task A_token_nobody_made_is_refused(string text) => Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(text)).StatusCode);

    private async Task<(HttpStatusCode StatusCode, string Body)> CallAsync(string token, string address = "/api/v1/account")
    {
        using var visitor = await site.VisitAsync(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var answer = await visitor.Http.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
