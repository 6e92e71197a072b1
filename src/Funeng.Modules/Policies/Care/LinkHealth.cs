using System.Collections.Concurrent;
using System.Net;

namespace Funeng.Modules.Policies.Care;

/// <summary>
/// Which addresses of original texts no longer answer. Asked for its head only, nothing of an answer is read. A page that is gone (404, 410) or a house that cannot be
/// reached counts as dead after several rounds; where nobody at all can be reached the fault is here, and nothing is held against anybody.
/// </summary>
public sealed class LinkHealth : IDisposable
{
    /// <summary>Rounds in a row before a link counts as dead.</summary>
    public const int Rounds = 3;

    private readonly ConcurrentDictionary<string, int> failures = new(StringComparer.Ordinal);
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>An address that may stand in the library: http or https with a host.</summary>
    public static bool IsAddress(string link) => Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address is { Host.Length: > 0, UserInfo.Length: 0 };

    public bool IsDead(string link) => failures.GetValueOrDefault(link) >= Rounds;

    /// <summary>Whether it answered in the last round; false for one nobody has asked yet.</summary>
    public bool Answered(string link) => failures.TryGetValue(link, out var rounds) && rounds == 0;

    public async Task RoundAsync(IEnumerable<string> links, CancellationToken cancellation)
    {
        var asked = new List<(string Link, bool? Lives)>();
        foreach (var link in links.Where(IsAddress).Distinct()) asked.Add((link, await AskAsync(link, cancellation)));
        var isOnline = asked.Exists(one => one.Lives is not null);
        foreach (var (link, lives) in asked.Where(one => one.Lives is not null || isOnline))
            failures.AddOrUpdate(link, lives == true ? 0 : 1, (_, before) => lives == true ? 0 : before + 1);
    }

    public void Dispose() => http.Dispose();

    // Null where nobody answered. A page that asks for a password or refuses a head is there.
    private async Task<bool?> AskAsync(string link, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, link);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Gone);
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
