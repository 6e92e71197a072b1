using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Funeng.Benchmarks;

/// <summary>
/// The pages of projects as a browser asks for them, from a site that serves already (<c>serve --projects 1200</c>): milliseconds until the last byte of the page,
/// one request after another on a connection that is kept. The peer in the same run is the page of the user's own settings, which reads no project: what
/// signing in, the shell and the connection cost by themselves. Options: address, user, password, how often each is asked for.
/// </summary>
internal static partial class PagesBench
{
    private static readonly string[] Pages =
    [
        "/settings", "/projects", "/projects?q=%E6%96%B0%E6%9D%90%E6%96%99&sort=-total", "/projects/board", "/projects/gantt", "/projects/meeting", "/projects/ranking", "/projects/problems", "/projects/clinic",
        "/projects/clinic?tab=figures", "/projects/clinic?tab=rounds", "/projects/delays", "/projects/calibration", "/projects/factors", "/projects/factors?tab=projects", "/projects/factors?tab=propose",
        "/projects/YS-0001", "/projects/YS-0001?tab=plan", "/projects/YS-0001?tab=curves", "/renovation", "/renovation?by=zone", "/renovation?by=loans", "/renovation/plans", "/renovation/shop-floor", "/officers", "/officers/desk",
        "/tasks", "/tasks/hand-over?from=%E5%B1%80", "/projects/circular",
    ];

    public static async Task<string> RunAsync(string[] options)
    {
        if (options.Length < 3) return "usage: pages ADDRESS USER PASSWORD [TIMES]";
        var times = options.Length > 3 ? int.Parse(options[3], CultureInfo.InvariantCulture) : 40;
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = new Uri(options[0]) };
        await SignInAsync(client, options[1], options[2]);
        var report = new StringBuilder();
        report.AppendLine(CultureInfo.InvariantCulture, $"\n| page, {times} times each | first | median | 95 of 100 | KB |").AppendLine("| --- | ---: | ---: | ---: | ---: |");
        foreach (var page in Pages) report.AppendLine(await LineAsync(client, page, times));
        return report.ToString();
    }

    private static async Task<string> LineAsync(HttpClient client, string page, int times)
    {
        var (first, bytes, status) = await AskAsync(client, page);
        if (status != HttpStatusCode.OK) return string.Create(CultureInfo.InvariantCulture, $"| `{page}` | {(int)status} | | | |");
        for (var warm = 0; warm < 4; warm++) await AskAsync(client, page);
        var measured = new List<double>();
        for (var time = 0; time < times; time++) measured.Add((await AskAsync(client, page)).Milliseconds);
        measured.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"| `{page}` | {first:0} ms | {measured[times / 2]:0} ms | {measured[Math.Min(times - 1, (int)(times * 0.95))]:0} ms | {bytes / 1024:N0} |");
    }

    private static async Task<(double Milliseconds, long Bytes, HttpStatusCode Status)> AskAsync(HttpClient client, string page)
    {
        var clock = Stopwatch.StartNew();
        using var answer = await client.GetAsync(new Uri(page, UriKind.Relative));
        var bytes = (await answer.Content.ReadAsByteArrayAsync()).LongLength;
        return (clock.Elapsed.TotalMilliseconds, bytes, answer.StatusCode);
    }

    private static async Task SignInAsync(HttpClient client, string user, string password)
    {
        var page = await client.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
        var form = Hidden().Matches(page).DistinctBy(match => match.Groups["name"].Value).ToDictionary(match => WebUtility.HtmlDecode(match.Groups["name"].Value), match => WebUtility.HtmlDecode(match.Groups["value"].Value));
        (form["user"], form["password"]) = (user, password);
        using var content = new FormUrlEncodedContent(form);
        using var answer = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), content);
        if (answer.RequestMessage?.RequestUri?.AbsolutePath == "/sign-in") throw new InvalidOperationException($"{user} could not sign in");
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)"[^>]*>""")]
    private static partial Regex Hidden();
}
