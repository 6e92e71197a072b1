using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Funeng.Modules.Policies;

/// <summary>
/// Which original texts are gone. Nothing of an answer is read. Only a page that the house itself calls gone (404, 410) counts, and only after several rounds; a house that
/// cannot be reached says nothing, since the fault may be here. Addresses of the own network are not asked: whoever writes a link must not learn what answers inside.
/// </summary>
/// <param name="mayAsk">Which addresses may be asked; without it public ones on the ports of the web.</param>
public sealed class LinkHealth(Func<IPEndPoint, bool>? mayAsk = null) : IDisposable
{
    /// <summary>Rounds in a row before a link counts as dead; there is one a day, so a night of maintenance does not count.</summary>
    public const int Rounds = 3;

    private const int AtOnce = 8;

    private readonly ConcurrentDictionary<string, int> failures = new(StringComparer.Ordinal);
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, UseProxy = false,
        ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, mayAsk ?? IsPublic, cancellation),
    })
    { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>An address that may stand in the library: http or https with a host.</summary>
    public static bool IsAddress(string link) => Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address is { Host.Length: > 0, UserInfo.Length: 0 };

    public bool IsDead(string link) => failures.GetValueOrDefault(link) >= Rounds;

    /// <summary>Whether it answered in the last round; false for one nobody has asked yet.</summary>
    public bool Answered(string link) => failures.TryGetValue(link, out var rounds) && rounds == 0;

    public Task RoundAsync(IEnumerable<string> links, CancellationToken cancellation) =>
        Parallel.ForEachAsync(links.Where(IsAddress).Distinct(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (link, stop) =>
        {
            if (await LivesAsync(link, stop) is { } lives) failures.AddOrUpdate(link, lives ? 0 : 1, (_, before) => lives ? 0 : before + 1);
        });

    /// <summary>A public address on a port of the web: not this machine, not the own network, not a group.</summary>
    public static bool IsPublic(IPEndPoint end)
    {
        ArgumentNullException.ThrowIfNull(end);
        var address = end.Address.IsIPv4MappedToIPv6 ? end.Address.MapToIPv4() : end.Address;
        if (end.Port is not (80 or 443) || IPAddress.IsLoopback(address)) return false;
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return (address.GetAddressBytes()[0] & 0xE0) == 0x20;
        var bytes = address.GetAddressBytes();
        return (bytes[0], bytes[1]) switch
        {
            (0 or 10 or >= 224, _) or (100, >= 64 and < 128) or (169, 254) or (172, >= 16 and < 32) or (192, 168) or (198, 18 or 19) => false,
            _ => true,
        };
    }

    public void Dispose() => http.Dispose();

    // The address that was looked at is the one connected to: a name cannot point elsewhere in between.
    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint name, Func<IPEndPoint, bool> mayAsk, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(name.Host, cancellation);
        var end = addresses.Select(address => new IPEndPoint(address, name.Port)).FirstOrDefault(mayAsk) ?? throw new HttpRequestException($"{name.Host}:{name.Port} is not asked");
        var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(end, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Null where nobody answered. Some houses answer a page only when it is asked for itself, so that alone is believed; one that asks for a password is there.
    private async Task<bool?> LivesAsync(string link, CancellationToken cancellation)
    {
        var head = await IsThereAsync(HttpMethod.Head, link, cancellation);
        return head is false ? await IsThereAsync(HttpMethod.Get, link, cancellation) : head;
    }

    private async Task<bool?> IsThereAsync(HttpMethod method, string link, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, link);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Gone);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or SocketException || problem is TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
