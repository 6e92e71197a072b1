using Funeng.Modules.Foundation.Access;
using Microsoft.AspNetCore.StaticAssets;

namespace Funeng.Host.Web;

/// <summary>Whoever signed in with a password that somebody else set can do nothing but change it and leave.</summary>
internal sealed class TemporaryPasswordGate(RequestDelegate next)
{
    private const string Way = "/settings?tab=password";

    public Task InvokeAsync(HttpContext http)
    {
        if (!AccountClaims.MustChangePassword(http.User) || IsOpen(http))
            return next(http);
        http.Response.Redirect(Way);
        return Task.CompletedTask;
    }

    // A file of the interface is told by its endpoint: exports have an ending in their address too.
    private static bool IsOpen(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
        || http.Request.Path is var path
            && (path.StartsWithSegments("/sign-out") || path.StartsWithSegments("/sign-in") || path.StartsWithSegments("/healthz")
                || (path.StartsWithSegments("/settings") && http.Request.Query["tab"] == "password"));
}
