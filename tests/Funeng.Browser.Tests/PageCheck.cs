using Deque.AxeCore.Commons;

namespace Funeng.Browser.Tests;

/// <summary>Looks at an open page: nothing for axe to say, a quiet console, no sideways scroll, and what it is about takes most of the width.</summary>
internal static class PageCheck
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private static readonly string[] Wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    private static readonly string[] ColoursAndSizes = ["color-contrast", "target-size"];

    /// <summary>All that axe knows; <paramref name="whole"/> false: what another look of the same page can change, colours and sizes.</summary>
    public static async Task IsCleanAsync(BrowserPage open, string path, string? user, bool whole = true)
    {
        await PhotographAsync(open, path, user);

        Assert.Empty(await ViolationsAsync(open, whole));
        Assert.Empty(open.Complaints);
        Assert.Equal(0, await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.InRange(await open.Page.EvaluateAsync<double>("document.querySelector('main').clientWidth / innerWidth"), 0.7, 1);
    }

    /// <summary>A page that a journey made and the list cannot name, on the desk and on the phone, in light and in dark.</summary>
    public static async Task IsCleanOnDeskAndPhoneAsync(BrowserPage open, string path, string? user)
    {
        foreach (var (look, whole) in new[] { (Look.Desktop, true), (Look.DarkDesktop, false), (Look.Phone, true), (Look.ElderPhone, false) })
        {
            await open.LookAsync(look);
            await IsCleanAsync(open, path, user, whole);
        }

        await open.LookAsync(Look.Desktop);
    }

    /// <summary>axe stays in the page and is run there: the library's own door opens a second page for every run, at four times the cost.</summary>
    private static async Task<string[]> ViolationsAsync(BrowserPage open, bool whole)
    {
        if (!await open.Page.EvaluateAsync<bool>("'axe' in window")) await open.Page.EvaluateAsync(Axe);
        return await open.Page.EvaluateAsync<string[]>(
            """
            async run => {
              const found = await axe.run(document, { runOnly: { type: run.kind, values: run.values }, resultTypes: ['violations'] });
              return found.violations.map(violation => `${run.look}: ${violation.id} ${violation.nodes[0].html}`);
            }
            """,
            new { look = open.Look.Name, kind = whole ? "tag" : "rule", values = whole ? Wcag : ColoursAndSizes });
    }

    private static async Task PhotographAsync(BrowserPage open, string path, string? user)
    {
        if (Environment.GetEnvironmentVariable("FUNENG_SHOTS") is not { Length: > 0 } folder)
            return;
        var name = path == "/" ? "home" : string.Concat(path.Trim('/').Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        await open.Page.ScreenshotAsync(new() { Path = Path.Combine(Directory.CreateDirectory(folder).FullName, $"{name}-{user}-{open.Look.Name}.png"), FullPage = true });
    }
}
