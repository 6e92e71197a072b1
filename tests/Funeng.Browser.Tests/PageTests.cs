namespace Funeng.Browser.Tests;

/// <summary>What holds for every page of <see cref="PageList"/>.</summary>
public sealed class PageTests(SiteInBrowser site)
{
    public static TheoryData<string, string?> Pages => PageList.Pages;

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Is_clean_on_a_desk(string path, string? user) => PageCheck.IsCleanAsync(site, path, user, Look.Desktop);

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Is_clean_on_a_phone(string path, string? user) => PageCheck.IsCleanAsync(site, path, user, Look.Phone);

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
}
