using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Web;

/// <summary>On the pages where an enterprise reads what it gets it can begin, over HTTP and without script.</summary>
public sealed partial class WayPagesTests(TestSite site) : IClassFixture<TestSite>
{
    // Given for each scene, all the year round: it can be begun on whatever day the test runs.
    private const string Scene = "zb-new-economy-12/scene";

    [Fact]
    public async Task An_enterprise_begins_from_its_list_and_from_the_policy_and_whoever_only_looks_does_not()
    {
        using var own = await site.VisitAsync("enterprise");
        var list = (await own.OpenAsync("/")).QuerySelectorAll("a[href$='/policies']").Select(link => link.GetAttribute("href")!).First(link => link.StartsWith("/enterprises/", StringComparison.Ordinal));
        foreach (var address in new[] { list, "/policies/zb-new-economy-12" })
        {
            var page = await own.OpenAsync(address);
            var button = page.QuerySelector($"button[name=Benefit][value='{Scene}']");
            Assert.NotNull(button);

            using var answer = await SubmitAsync(own, address, button, Scene);

            Assert.Equal((HttpStatusCode.SeeOther, $"/applications/items/{Scene}"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        }

        // Nobody begins what is not there.
        var form = (await own.OpenAsync(list)).QuerySelector($"button[name=Benefit][value='{Scene}']")!;
        using var unknown = await SubmitAsync(own, list, form, "no/such");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var officer = await site.VisitAsync("officer");
        Assert.Null((await officer.OpenAsync(list)).QuerySelector("button[name=Benefit]"));
    }

    [Fact]
    public async Task The_form_says_until_when_and_whom_to_ask()
    {
        using var own = await site.VisitAsync("enterprise");
        var draft = (await own.OpenAsync("/applications")).QuerySelectorAll("a[href^='/applications/']").Select(link => link.GetAttribute("href")!).First(link => long.TryParse(link.Split('/')[^1], out _));

        var note = (await own.OpenAsync(draft)).QuerySelectorAll(".note").Single(one => one.TextContent.Contains("不清楚的问", StringComparison.Ordinal)).TextContent;

        Assert.Contains("截止", note, StringComparison.Ordinal);
        Assert.Contains("市工业和信息化局", note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_pages_count_benefits_alike()
    {
        using var own = await site.VisitAsync("enterprise");
        var list = (await own.OpenAsync("/")).QuerySelectorAll("a[href$='/policies']").Select(link => link.GetAttribute("href")!).First(link => link.StartsWith("/enterprises/", StringComparison.Ordinal));

        var library = Counts().Match((await own.OpenAsync("/policies")).Body!.TextContent);
        var decided = Decided().Match((await own.OpenAsync(list)).Body!.TextContent);

        Assert.True(library.Success && decided.Success);
        Assert.Equal((library.Groups["all"].Value, library.Groups["open"].Value), (decided.Groups["all"].Value, decided.Groups["open"].Value));
    }

    [Fact]
    public async Task A_reward_for_a_title_says_in_which_year_the_title_is_applied_for_and_the_path_of_the_title_says_the_same()
    {
        using var officer = await site.VisitAsync("officer");
        foreach (var code in await CodesAsync())
        {
            var near = (await officer.OpenAsync($"/enterprises/{code}/policies")).QuerySelectorAll(".near > li");
            if (near.Select(reward => (Reward: reward, Years: Gained().Match(reward.TextContent))).FirstOrDefault(one => one.Years.Success) is not { Reward: { } reward, Years: var years }) continue;

            Assert.True(int.Parse(years.Groups["title"].Value, CultureInfo.InvariantCulture) < int.Parse(years.Groups["reward"].Value, CultureInfo.InvariantCulture), reward.TextContent);
            var path = await officer.OpenAsync(reward.QuerySelector("a[href*='/path/']")!.GetAttribute("href")!);
            Assert.Contains(years.Groups["title"].Value + " 年", path.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            return;
        }

        Assert.Fail("No enterprise of the demo has a reward within reach that rests on a title.");
    }

    private async Task<List<string>> CodesAsync()
    {
        await using var unit = site.Services.CreateAsyncScope();
        return await unit.ServiceProvider.GetRequiredService<FunengDb>().Set<Subject>().Where(subject => subject.Kind == Subject.Enterprise).OrderBy(subject => subject.Code).Select(subject => subject.Code).ToListAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("(?<all>[0-9]+) 个兑现事项，其中现行、给企业的 (?<open>[0-9]+) 个")]
    private static partial Regex Counts();

    [GeneratedRegex("(?<open>[0-9]+) 个现行、给企业的事项逐一判定（政策库共 (?<all>[0-9]+) 个）")]
    private static partial Regex Decided();

    [GeneratedRegex("(?<title>20[0-9]{2}) 年申报[^，]+，取得以后 (?<reward>20[0-9]{2}) 年可以申领")]
    private static partial Regex Gained();

    private static Task<HttpResponseMessage> SubmitAsync(Visitor visitor, string address, IElement button, string benefit)
    {
        var form = (IHtmlFormElement)button.Closest("form")!;
        form.SetAttribute("action", address);
        return visitor.SubmitAsync(form, ("Benefit", benefit));
    }
}
