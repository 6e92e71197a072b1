using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.SignIn;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Web;

/// <summary>What happens to whoever asks too often, and that a whole office behind one address does not.</summary>
public sealed class LimitTests(TestSite site) : IClassFixture<TestSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_office_behind_one_address_signs_in_although_one_of_its_names_is_tried_too_often()
    {
        using var attacker = await site.VisitAsync(null);
        var answers = new List<HttpStatusCode>();
        for (var attempt = 0; attempt <= SignInLimits.AttemptsPerName; attempt++)
        {
            answers.Add(await SignInAsync(attacker, "nobody-of-this-name", "wrong-password-1"));
        }

        foreach (var account in site.Services.GetRequiredService<DemoAccounts>().Read())
        {
            using var colleague = await site.VisitAsync(null);
            Assert.Equal(HttpStatusCode.SeeOther, await SignInAsync(colleague, account.User, account.Password));
        }

        Assert.All(answers[..^1], answer => Assert.Equal(HttpStatusCode.UnprocessableEntity, answer));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }

    [Fact]
    public void Whoever_signed_in_from_an_address_is_not_kept_out_by_the_failures_of_others_there()
    {
        using var limits = new SignInLimits();
        limits.CountSuccess("officer", "10.0.0.1");
        for (var failure = 0; failure < SignInLimits.FailuresPerAddress; failure++) limits.CountFailure("10.0.0.1");

        Assert.True(limits.Admits("Officer", "10.0.0.1"));
        Assert.False(limits.Admits("stranger", "10.0.0.1"));
        Assert.True(limits.Admits("stranger", "10.0.0.2"));
    }

    [Fact]
    public async Task The_api_answers_six_hundred_calls_a_minute_and_then_a_problem()
    {
        using var auditor = await site.VisitAsync("auditor");
        for (var call = 0; call < 600; call++)
        {
            using var answer = await auditor.GetAsync("/api/v1/account");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var refused = await auditor.GetAsync("/api/v1/account");
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("too-many-requests", problem.GetProperty("code").GetString());
        using var page = await auditor.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    private static async Task<HttpStatusCode> SignInAsync(Visitor visitor, string user, string password)
    {
        var page = await visitor.OpenAsync("/sign-in");
        using var answer = await visitor.SubmitAsync(page.QuerySelector<IHtmlFormElement>("form.signin-form")!, ("user", user), ("password", password));
        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
        {
            Assert.Contains("请等一分钟", (await Visitor.ReadAsync(answer)).QuerySelector(".errsum")!.TextContent, StringComparison.Ordinal);
        }

        return answer.StatusCode;
    }
}
