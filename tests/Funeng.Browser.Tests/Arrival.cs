using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Funeng.Browser.Tests;

/// <summary>
/// Waits for an address by asking for it again and again. Waiting for the event of a navigation (<c>WaitForURLAsync</c>) misses one that happens between its look at the
/// address and its listening, which on a busy machine is a test that fails once in a hundred runs.
/// </summary>
internal static class Arrival
{
    /// <summary>The first page of whoever is signed in.</summary>
    public const string Home = "^https?://[^/]+/$";

    /// <summary>Comes back when the page's address matches a regular expression and its document and scripts are there.</summary>
    public static async Task ArrivesAsync(this IPage page, string address)
    {
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(address), new() { Timeout = 30_000 });
        await page.WaitForFunctionAsync("() => document.readyState === 'complete'");
    }
}
