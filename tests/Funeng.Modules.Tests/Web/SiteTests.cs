using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Web;

/// <summary>What the host does for every page and every call.</summary>
public sealed class SiteTests(TestSite site) : IClassFixture<TestSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    [InlineData("/sign-in")]
    [InlineData("/accessibility")]
    [InlineData("/openapi/v1.json")]
    public async Task What_needs_no_account_answers_anybody(string path)
    {
        using var visitor = await site.VisitAsync(null);

        using var answer = await visitor.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/settings")]
    [InlineData("/search/suggest?q=a")]
    [InlineData("/no-such-page")]
    public async Task Everything_else_asks_to_sign_in_and_remembers_where_to(string path)
    {
        using var visitor = await site.VisitAsync(null);

        using var answer = await visitor.GetAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/sign-in?return=" + Uri.EscapeDataString(path), answer.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task Signing_in_leads_back_to_a_page_of_the_site_and_home_where_there_is_none()
    {
        using var visitor = await site.VisitAsync("officer");

        foreach (var (asked, led) in new[] { ("/tasks?box=mine", "/tasks?box=mine"), ("/enterprises/91370303FN0000011B", "/enterprises/91370303FN0000011B"), ("/no-such-page", "/"), ("//evil.example/", "/") })
        {
            using var answer = await visitor.GetAsync("/sign-in?return=" + Uri.EscapeDataString(asked));
            Assert.Equal((asked, led), (asked, answer.Headers.Location!.OriginalString));
        }
    }

    [Fact]
    public async Task A_page_says_what_it_may_load_and_is_kept_nowhere()
    {
        using var visitor = await site.VisitAsync("officer");

        using var answer = await visitor.GetAsync("/");

        Assert.Equal(
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
            + "frame-ancestors 'self'; base-uri 'self'; form-action 'self'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Cookies_cannot_be_read_by_scripts_nor_sent_from_other_sites()
    {
        using var visitor = await site.VisitAsync(null);
        using var page = await visitor.GetAsync("/sign-in");

        var cookies = page.Headers.GetValues("Set-Cookie").ToList();

        Assert.All(cookies, cookie => Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.All(cookies, cookie => Assert.Contains("samesite=", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Linked_styles_may_be_kept_for_ever_and_a_missing_chunk_may_not()
    {
        using var visitor = await site.VisitAsync("officer");
        var page = await visitor.OpenAsync("/");
        var style = page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;

        using var found = await visitor.GetAsync("/" + style.TrimStart('/'));
        using var missing = await visitor.GetAsync("/dist/c/gone-12345678.js");

        Assert.Contains("immutable", found.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal("no-store", missing.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Another_host_name_is_refused()
    {
        using var visitor = await site.VisitAsync(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in") { Headers = { Host = "evil.example" } };

        using var answer = await visitor.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task An_unknown_page_is_explained_inside_the_shell()
    {
        using var visitor = await site.VisitAsync("officer");

        using var answer = await visitor.GetAsync("/no-such-page");
        var page = await Visitor.ReadAsync(answer);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("没有找到", page.QuerySelector("h1")!.TextContent);
        Assert.NotNull(page.QuerySelector("nav.side"));
    }

    [Theory]
    [InlineData("/api/v1/no-such-thing", "officer", 404, "not-found", "没有找到")]
    [InlineData("/api/v1/account", null, 401, "not-signed-in", "需要登录")]
    public async Task The_api_answers_errors_as_problems_with_a_chinese_title_and_a_stable_code(string path, string? user, int status, string code, string title)
    {
        using var visitor = await site.VisitAsync(user);

        using var answer = await visitor.GetAsync(path);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(title, problem.GetProperty("title").GetString());
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("traceNumber").GetString()));
    }

    [Theory]
    [InlineData("/settings/display")]
    [InlineData("/sign-out")]
    [InlineData("/settings?tab=password")]
    public async Task A_form_without_its_token_is_refused_with_an_explanation(string path)
    {
        using var visitor = await site.VisitAsync("officer");
        using var form = new FormUrlEncodedContent([new("set", "theme:dark"), new("_handler", "sign-out")]);

        using var answer = await visitor.Http.PostAsync(path, form, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("请求没有看懂", (await Visitor.ReadAsync(answer)).QuerySelector("h1")!.TextContent);
    }

    [Theory]
    [InlineData("/settings?tab=tokens", "/settings?tab=tokens")]
    [InlineData("/settings/display", null)]
    public async Task A_form_without_its_token_leads_back_to_its_page_where_it_has_one(string path, string? page)
    {
        using var visitor = await site.VisitAsync("officer");
        using var form = new FormUrlEncodedContent([new("_handler", "token")]);

        using var answer = await visitor.Http.PostAsync(path, form, Cancellation);

        var link = (await Visitor.ReadAsync(answer)).QuerySelectorAll("main .btn").FirstOrDefault(link => link.TextContent == "重新打开这一页");
        Assert.Equal(page, link?.GetAttribute("href"));
    }

    [Fact]
    public async Task Whose_session_ended_over_a_form_is_told_that_it_was_not_saved_and_who_only_opens_a_page_is_not()
    {
        using var visitor = await site.VisitAsync(null);
        using var form = new FormUrlEncodedContent([new("Purpose", "接口")]);

        using var posted = await visitor.Http.PostAsync("/settings?tab=tokens", form, Cancellation);
        using var opened = await visitor.GetAsync("/settings?tab=tokens");

        Assert.Equal("/sign-in?return=%2Fsettings%3Ftab%3Dtokens&unsaved=1", posted.Headers.Location!.PathAndQuery);
        Assert.Equal("/sign-in?return=%2Fsettings%3Ftab%3Dtokens", opened.Headers.Location!.PathAndQuery);
        Assert.Contains("没有保存", (await visitor.OpenAsync(posted.Headers.Location.PathAndQuery)).QuerySelector("main .note")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await visitor.OpenAsync(opened.Headers.Location.PathAndQuery)).QuerySelector("main .note"));
    }

    [Fact]
    public async Task The_same_form_sent_twice_at_once_does_its_work_once()
    {
        using var visitor = await site.VisitAsync("head");
        var page = await visitor.OpenAsync("/settings?tab=tokens");
        var form = page.QuerySelector<IHtmlFormElement>("form:has(#f-Purpose)")!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => visitor.SubmitAsync(form, ("Purpose", "只建一次"), ("Days", "30"))));
        var after = await visitor.OpenAsync("/settings?tab=tokens");

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.SeeOther));
        Assert.Single(after.QuerySelectorAll("tbody tr"), row => row.TextContent.Contains("只建一次", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_form_may_be_corrected_and_sent_again()
    {
        using var visitor = await site.VisitAsync("head");
        var page = await visitor.OpenAsync("/settings?tab=tokens");
        var form = page.QuerySelector<IHtmlFormElement>("form:has(#f-Purpose)")!;

        using var refused = await visitor.SubmitAsync(form, ("Purpose", ""), ("Days", "30"));
        using var accepted = await visitor.SubmitAsync(form, ("Purpose", "第二次"), ("Days", "30"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.StartsWith("错误：", (await Visitor.ReadAsync(refused)).Title!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, accepted.StatusCode);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        using var visitor = await site.VisitAsync("officer");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/settings/display")
        {
            Content = new FormUrlEncodedContent([new("set", new string('x', 4 * 1024 * 1024))]),
            Headers = { ExpectContinue = true },
        };

        using var answer = await visitor.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("上传的内容有 4.1 MB，超过了这里一次能收的 4 MB，没有保存。", (await Visitor.ReadAsync(answer)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_of_the_api_lists_what_there_is_and_nothing_else()
    {
        using var visitor = await site.VisitAsync(null);

        var description = await visitor.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancellation);

        Assert.Contains("/api/v1/account", description.GetProperty("paths").EnumerateObject().Select(path => path.Name));
        Assert.All(description.GetProperty("paths").EnumerateObject(), path => Assert.StartsWith("/api/v1/", path.Name, StringComparison.Ordinal));
    }
}
