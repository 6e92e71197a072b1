using System.Security.Claims;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Regions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Funeng.Host.Web;

/// <summary>
/// Opens the pages people open first, once, while the site serves already: what the first of them would wait for (compiling, the model of
/// the database, plans of queries, rules read on demand) is then done. The reader is no account and only reads; its ticket is made here, sent
/// to this site's own address alone, and is over in a minute.
/// </summary>
internal static partial class WarmPages
{
    private static readonly TimeSpan Valid = TimeSpan.FromMinutes(1);

    private static readonly string[] Pages =
    [
        "/", "/enterprises", "/libraries", "/libraries/sme-innovative?tab=near", "/tasks", "/projects", "/schemes", "/schemes/sme-innovative-2022", "/policies", "/import",
        "/notice-drafts", "/redemption", "/reviews", "/lists", "/titles", "/compare", "/settings",
    ];

    public static async Task RunAsync(WebApplication site)
    {
        var stopping = site.Lifetime.ApplicationStopping;
        if (AddressOf(site) is not { } address) return;
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        using var http = new HttpClient(handler) { BaseAddress = address };
        try
        {
            var enterprises = "";
            foreach (var page in Pages)
            {
                var text = await ReadAsync(page);
                if (page == "/enterprises") enterprises = text;
            }

            if (FirstEnterprise(enterprises) is not { } enterprise) return;
            foreach (var page in new[] { "", "/verdicts/sme-innovative-2022", "/path/sme-innovative-2022", "/policies" }) await ReadAsync(enterprise + page);
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException)
        {
            // The site stops, or cannot be reached from here: the first reader waits, as before.
            if (!stopping.IsCancellationRequested) NotWarmed(site.Logger, problem);
        }

        // A ticket for each page: on a busy machine all of them take longer than one lasts.
        async Task<string> ReadAsync(string page)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, page);
            request.Headers.Add("Cookie", Cookie(site.Services));
            using var answer = await http.SendAsync(request, stopping);
            return answer.StatusCode == System.Net.HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync(stopping)
                : throw new HttpRequestException($"{page}: {(int)answer.StatusCode}");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The pages people open first were not all opened in advance.")]
    private static partial void NotWarmed(ILogger log, Exception problem);

    private static string? FirstEnterprise(string page)
    {
        const string link = "href=\"/enterprises/9";
        return page.IndexOf(link, StringComparison.Ordinal) is >= 0 and var at ? page.AsSpan(at + 6, "/enterprises/".Length + 18).ToString() : null;
    }

    /// <summary>Where the site can be reached from this machine without encryption; null when it cannot.</summary>
    private static Uri? AddressOf(WebApplication site) => site.Urls
        .Select(url => url.Replace("//*", "//127.0.0.1", StringComparison.Ordinal).Replace("//+", "//127.0.0.1", StringComparison.Ordinal))
        .Select(url => url.Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal).Replace("//[::]", "//127.0.0.1", StringComparison.Ordinal))
        .Select(url => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address : null)
        .FirstOrDefault(address => address is { Scheme: "http" });

    private static string Cookie(IServiceProvider services)
    {
        var reader = new Account { DisplayName = "预热", Role = Role.BureauOfficer, SeesEverything = true };
        Claim[] claims = [new(ClaimTypes.NameIdentifier, "0"), new(ClaimTypes.Name, reader.DisplayName), .. AccountClaims.Of(reader, services.GetRequiredService<RegionTree>())];
        var cookies = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var ticket = new AuthenticationTicket(
            new ClaimsPrincipal(new ClaimsIdentity(claims, IdentityConstants.ApplicationScheme)),
            new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + Valid }, IdentityConstants.ApplicationScheme);
        return $"{cookies.Cookie.Name}={cookies.TicketDataFormat.Protect(ticket)}";
    }
}
