using System.Security.Claims;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.AspNetCore.Antiforgery;

namespace Funeng.Host.Web;

/// <summary>
/// A form carries a key (<see cref="FormKeys"/>); the second submission with the same key by the same user does nothing and goes where the
/// first one went. A first submission that was refused may be sent again. The keys are in the database, so this also holds after a restart
/// and between processes.
/// </summary>
internal sealed class OncePerForm(RequestDelegate next, FormSubmissions submissions, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    public async Task InvokeAsync(HttpContext http)
    {
        if (await KeyAsync(http) is not { } key)
        {
            await next(http);
            return;
        }

        while (true)
        {
            var claim = await submissions.ClaimAsync(key, http.RequestAborted);
            if (claim.IsFirst)
            {
                await SubmitAsync(http, key);
                return;
            }

            if (claim.Location is { } location)
            {
                http.SeeOther(location);
                return;
            }

            // The first one is still at work, here or in another process.
            await Task.Delay(Pause, time, http.RequestAborted);
        }
    }

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

    private async Task SubmitAsync(HttpContext http, string key)
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
            await (location is null ? submissions.ReleaseAsync(key) : submissions.FinishAsync(key, location));
        }
    }
}
