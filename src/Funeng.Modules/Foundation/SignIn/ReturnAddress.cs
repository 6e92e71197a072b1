using Funeng.Modules.Foundation.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Funeng.Modules.Foundation.SignIn;

/// <summary>Where somebody goes after signing in: to the address he came for, if the site has such a page that can be read; otherwise home, not to a page that is not there.</summary>
public sealed class ReturnAddress(EndpointDataSource endpoints)
{
    public string Of(string? asked) => HttpAnswers.LocalOr(asked, "/") is var address && IsKnown(address.Split('?', '#')[0]) ? address : "/";

    private bool IsKnown(string path) => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { } methods || methods.HttpMethods.Contains(HttpMethods.Get))
        .Where(endpoint => endpoint.RoutePattern.RawText is not null && !endpoint.RoutePattern.Parameters.Any(parameter => parameter.IsCatchAll))
        .Any(endpoint => new TemplateMatcher(TemplateParser.Parse(endpoint.RoutePattern.RawText!.TrimStart('/')), []).TryMatch(path, []));
}
