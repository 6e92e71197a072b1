using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Funeng.Browser.Tests;

/// <summary>What holds for every page of <see cref="PageList"/>.</summary>
public sealed class PageTests(SiteInBrowser site)
{
    private static readonly AxeRunOptions Wcag = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    public static TheoryData<string, string?> Pages => PageList.Pages;

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Is_clean_on_a_desk(string path, string? user) => IsCleanAsync(path, user, Look.Desktop);

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Is_clean_on_a_phone(string path, string? user) => IsCleanAsync(path, user, Look.Phone);

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Is_clean_in_the_dark_and_in_the_elder_version_on_a_desk(string path, string? user) => IsCleanAsync(path, user, Look.DarkDesktop, Look.ElderDesktop);

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Is_clean_in_the_dark_and_in_the_elder_version_on_a_phone(string path, string? user) => IsCleanAsync(path, user, Look.DarkPhone, Look.ElderPhone);

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Has_one_title_and_named_landmarks_without_script(string path, string? user)
    {
        await using var open = await site.OpenAsync(user, Look.NoScript);

        await open.GoAsync(path);

        Assert.Equal(1, await open.Page.Locator("h1").CountAsync());
        Assert.Equal(1, await open.Page.Locator("main").CountAsync());
        Assert.Equal("zh-CN", await open.Page.GetAttributeAsync("html", "lang"));
    }

    private async Task IsCleanAsync(string path, string? user, params Look[] looks)
    {
        foreach (var look in looks)
        {
            await using var open = await site.OpenAsync(user, look);
            await IsCleanAsync(open, path, user);
        }
    }

    private static async Task IsCleanAsync(BrowserPage open, string path, string? user)
    {
        var response = await open.GoAsync(path);
        await PhotographAsync(open, path, user);
        var found = await open.Page.RunAxe(Wcag);

        Assert.Equal(path == PageList.Missing ? 404 : 200, response!.Status);
        Assert.Empty(found.Violations.Select(violation => $"{violation.Id} {violation.Nodes[0].Html}"));
        Assert.Empty(open.Complaints);
        Assert.Equal(0, await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    private static async Task PhotographAsync(BrowserPage open, string path, string? user)
    {
        if (Environment.GetEnvironmentVariable("FUNENG_SHOTS") is not { Length: > 0 } folder)
            return;
        var name = path == "/" ? "home" : string.Concat(path.Trim('/').Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        await open.Page.ScreenshotAsync(new() { Path = Path.Combine(Directory.CreateDirectory(folder).FullName, $"{name}-{user}-{open.Look.Name}.png"), FullPage = true });
    }
}
