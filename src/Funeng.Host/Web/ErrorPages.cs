using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Host.Web;

/// <summary>
/// Turns an exception, or a bare status such as 403 or 404, into the error page; under /api into problem+json. The page is rendered by
/// running the pipeline again as a GET of /error/{status} in a scope of its own, so that it also answers a failed POST.
/// </summary>
internal sealed class ErrorPages(RequestDelegate next, IServiceScopeFactory scopes, ILogger<ErrorPages> log)
{
    /// <summary>The number a user reads out when reporting a fault; it is in the log beside the exception.</summary>
    public static string TraceNumber(HttpContext http) =>
        (Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier) is { Length: > 12 } trace ? trace[..12].ToUpperInvariant() : http.TraceIdentifier;

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception problem) when (!http.Response.HasStarted)
        {
            if (http.RequestAborted.IsCancellationRequested)
                return;
            var status = StatusOf(problem);
            if (status >= 500)
                log.LogError(problem, "{Trace} {Method} {Path} failed", TraceNumber(http), http.Request.Method, http.Request.Path);
            http.Response.Clear();
            http.Response.StatusCode = status;
        }
        if (IsBareError(http.Response))
            await ExplainAsync(http, http.Response.StatusCode);
    }

    /// <summary>A problem answer of the API, with a Chinese title and a stable code.</summary>
    public static ProblemDetails Describe(HttpContext http, int status)
    {
        var words = ErrorText.Of(status, http);
        return new ProblemDetails
        {
            Status = status,
            Title = words.Title,
            Detail = words.What + words.Next,
            Extensions = { ["code"] = words.Code, ["traceNumber"] = TraceNumber(http) },
        };
    }

    private static int StatusOf(Exception problem) => problem switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        InvalidDataException => StatusCodes.Status400BadRequest,
        DbUpdateConcurrencyException => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status500InternalServerError,
    };

    // A page that was refused before it rendered has a content type already, but no content.
    private static bool IsBareError(HttpResponse response) =>
        !response.HasStarted && response is { StatusCode: >= 400, ContentLength: null or 0 }
        && (response.ContentType is null || response.ContentType.StartsWith("text/html", StringComparison.Ordinal));

    private async Task ExplainAsync(HttpContext http, int status)
    {
        if (http.Request.Path.StartsWithSegments("/api"))
        {
            await http.Response.WriteAsJsonAsync(Describe(http, status), options: null, "application/problem+json", http.RequestAborted);
            return;
        }

        var (method, path, query, services) = (http.Request.Method, http.Request.Path, http.Request.QueryString, http.RequestServices);
        await using var scope = scopes.CreateAsyncScope();
        // Tells the renderer that a page with this status is meant to have a body.
        http.Features.Set<IStatusCodeReExecuteFeature>(new StatusCodeReExecuteFeature
        {
            OriginalPathBase = http.Request.PathBase,
            OriginalPath = path,
            OriginalQueryString = query.Value,
            Endpoint = http.GetEndpoint(),
        });
        try
        {
            (http.Request.Method, http.Request.Path, http.Request.QueryString) = (HttpMethods.Get, $"/error/{status}", default);
            http.RequestServices = scope.ServiceProvider;
            http.Request.RouteValues.Clear();
            http.SetEndpoint(null);
            await next(http);
        }
        finally
        {
            (http.Request.Method, http.Request.Path, http.Request.QueryString, http.RequestServices) = (method, path, query, services);
        }
    }
}
