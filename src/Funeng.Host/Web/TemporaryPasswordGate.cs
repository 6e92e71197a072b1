using Funeng.Modules.Foundation.Access;

namespace Funeng.Host.Web;

/// <summary>Whoever signed in with a password that somebody else set can do nothing but change it and leave.</summary>
internal sealed class TemporaryPasswordGate(RequestDelegate next)
{
    private const string Way = "/settings?tab=password";

    public Task InvokeAsync(HttpContext http)
    {
        if (!AccountClaims.MustChangePassword(http.User) || IsOpen(http.Request))
            return next(http);
        http.Response.Redirect(Way);
        return Task.CompletedTask;
    }

    private static bool IsOpen(HttpRequest request) =>
        request.Path.StartsWithSegments("/sign-out") || request.Path.StartsWithSegments("/sign-in") || request.Path.StartsWithSegments("/dist")
        || request.Path.StartsWithSegments("/healthz") || Path.HasExtension(request.Path)
        || (request.Path.StartsWithSegments("/settings") && request.Query["tab"] == "password");
}
