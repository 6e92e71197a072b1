using System.Reflection;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Notices;
using Funeng.Modules.Policies;
using Funeng.Modules.Projects;
using Funeng.Modules.Redemption;
using Funeng.Modules.Registry;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tasks;

namespace Funeng.Host;

/// <summary>The list of modules: read this first. A new module is one line in each of the two lists.</summary>
internal static class Composition
{
    /// <summary>The library whose pages and components the site shows.</summary>
    public static readonly Assembly ModulesAssembly = typeof(Installation).Assembly;

    public static IServiceCollection AddModules(this IServiceCollection services) => services
        .AddFoundation()
        .AddShell()
        .AddFacts()
        .AddSchemes()
        .AddRegistry()
        .AddLists()
        .AddTasks()
        .AddCultivation()
        .AddProjects()
        .AddPolicies()
        .AddRedemption()
        .AddNotices();

    /// <summary>Endpoints that are no pages: <paramref name="site"/> for downloads and form targets, <paramref name="api"/> below /api/v1.</summary>
    public static void MapModules(this IEndpointRouteBuilder site, IEndpointRouteBuilder api)
    {
        site.MapFoundation();
        site.MapShell();
        site.MapSchemes(api);
        site.MapRegistry(api);
        site.MapLists(api);
        site.MapTasks();
        site.MapCultivation(api);
        site.MapNotices();
        site.MapProjects();
        site.MapPolicies(api);
        site.MapRedemption();
        api.MapAccount();
    }
}
