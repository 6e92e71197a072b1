using System.Security.Claims;
using Funeng.Modules.Foundation.Ui;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Caching.Memory;

namespace Funeng.Host.Web;

/// <summary>
/// A form carries a key (<see cref="FormKeys"/>); the second submission with the same key by the same user does nothing and goes where the
/// first one went. A first submission that was refused may be sent again. Keys are kept for an hour in this process.
/// </summary>
internal sealed class OncePerForm(RequestDelegate next) : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private readonly MemoryCache submissions = new(new MemoryCacheOptions { SizeLimit = 200_000 });
    private readonly Lock gate = new();

    public async Task InvokeAsync(HttpContext http)
    {
        if (await KeyAsync(http) is not { } key)
        {
            await next(http);
            return;
        }

        while (true)
        {
            var mine = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Claim(key, mine) is not { } earlier)
            {
                await SubmitAsync(http, key, mine);
                return;
            }

            if (await earlier.Task.WaitAsync(http.RequestAborted) is { } location)
            {
                http.SeeOther(location);
                return;
            }
        }
    }

    public void Dispose() => submissions.Dispose();

    private static async Task<string?> KeyAsync(HttpContext http)
    {
        // A form with a stale token may not even be looked at; its endpoint refuses it.
        if (http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
            return null;
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.HasFormContentType || http.User.Identity?.IsAuthenticated != true)
            return null;
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return form.TryGetValue(FormKeys.Name, out var key) && key.ToString() is { Length: > 0 and <= 64 } text
            ? $"{http.User.FindFirstValue(ClaimTypes.NameIdentifier)} {http.Request.Path} {text}"
            : null;
    }

    /// <summary>The submission that came first, or null when it is this one.</summary>
    private TaskCompletionSource<string?>? Claim(string key, TaskCompletionSource<string?> mine)
    {
        lock (gate)
        {
            if (submissions.TryGetValue(key, out TaskCompletionSource<string?>? earlier))
                return earlier;
            submissions.Set(key, mine, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });
            return null;
        }
    }

    private async Task SubmitAsync(HttpContext http, string key, TaskCompletionSource<string?> mine)
    {
        string? location = null;
        try
        {
            await next(http);
            location = http.Response.StatusCode switch
            {
                StatusCodes.Status303SeeOther => http.Response.Headers.Location.ToString(),
                < 300 => http.Request.Path + http.Request.QueryString,
                _ => null,
            };
        }
        finally
        {
            if (location is null)
                submissions.Remove(key);
            mine.SetResult(location);
        }
    }
}
