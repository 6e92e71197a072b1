using Funeng.Modules.Foundation.Access;
using Microsoft.AspNetCore.Authorization;

namespace Funeng.Modules.Tests.Journeys;

/// <summary>One address of the site and who may use it, read from what the site really serves.</summary>
internal sealed record SiteEndpoint(string Route, string Methods, bool IsOpen, IReadOnlyList<Permission> Needed, bool IsDecided)
{
    public bool Admits(Role role) => Needed.All(RolePermissions.Of(role).Contains);

    public bool IsRead => Methods.Contains("GET", StringComparison.Ordinal);

    /// <summary>Permissions in words, for the table officials review.</summary>
    public string Requirement => IsOpen ? "anyone" : Needed.Count == 0 ? "anyone signed in" : string.Join(" + ", Needed);
}

internal static class Endpoints
{
    public static IReadOnlyList<SiteEndpoint> Of(IServiceProvider services) =>
        services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => !IsAsset(endpoint))
            .Select(Read)
            .GroupBy(endpoint => (endpoint.Route, endpoint.Methods))
            .Select(group => group.First())
            .OrderBy(endpoint => endpoint.Route, StringComparer.Ordinal).ThenBy(endpoint => endpoint.Methods, StringComparer.Ordinal)
            .ToList();

    private static bool IsAsset(RouteEndpoint endpoint) =>
        endpoint.Metadata.Any(item => item.GetType().Name is "StaticAssetDescriptor") || endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("_framework/", StringComparison.Ordinal);

    private static SiteEndpoint Read(RouteEndpoint endpoint)
    {
        var demands = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
        var needed = demands.Select(demand => demand.Policy).OfType<string>().Distinct().Select(Enum.Parse<Permission>).ToList();
        var isOpen = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
        return new SiteEndpoint(
            "/" + endpoint.RoutePattern.RawText!.TrimStart('/'), string.Join(' ', methods.Order()), isOpen, needed, isOpen || demands.Count > 0);
    }
}
