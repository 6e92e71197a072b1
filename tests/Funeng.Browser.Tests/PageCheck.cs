using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Funeng.Browser.Tests;

/// <summary>Looks at a page in one or more looks: found, nothing for axe to say, a quiet console, no sideways scroll.</summary>
internal static class PageCheck
{
    private static readonly AxeRunOptions Wcag = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    public static async Task IsCleanAsync(SiteInBrowser site, string path, string? user, params IReadOnlyList<Look> looks)
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
