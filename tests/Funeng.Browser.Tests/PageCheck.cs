using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Funeng.Browser.Tests;

/// <summary>Looks at an open page: nothing for axe to say, a quiet console, no sideways scroll.</summary>
internal static class PageCheck
{
    private static readonly AxeRunOptions Wcag = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    private static readonly AxeRunOptions ColoursAndSizes = new()
    {
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "target-size"] },
    };

    /// <summary>All that axe knows; <paramref name="whole"/> false: what another look of the same page can change, colours and sizes.</summary>
    public static async Task IsCleanAsync(BrowserPage open, string path, string? user, bool whole = true)
    {
        await PhotographAsync(open, path, user);
        var found = await open.Page.RunAxe(whole ? Wcag : ColoursAndSizes);

        Assert.Empty(found.Violations.Select(violation => $"{open.Look.Name}: {violation.Id} {violation.Nodes[0].Html}"));
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
