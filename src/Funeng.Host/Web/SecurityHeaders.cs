using Microsoft.AspNetCore.StaticAssets;

namespace Funeng.Host.Web;

/// <summary>Headers of every answer: what a page may load, who may frame it, and that pages of signed-in users are kept nowhere.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; frame-ancestors 'self'; base-uri 'self'; form-action 'self'";

    public Task InvokeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "SAMEORIGIN";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        http.Response.OnStarting(Cache, http);
        return next(http);
    }

    private static Task Cache(object state)
    {
        var http = (HttpContext)state;
        if (http.Request.Path.StartsWithSegments("/dist/c"))
        {
            // The name carries a hash; a 404 must not be kept for a year.
            http.Response.Headers.CacheControl = http.Response.StatusCode is 200 or 304 ? "public, max-age=31536000, immutable" : "no-store";
        }
        else if (http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null
            && (http.User.Identity?.IsAuthenticated == true || http.Response.Headers.SetCookie.Count > 0))
        {
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers.Remove("Pragma");
        }

        return Task.CompletedTask;
    }
}
