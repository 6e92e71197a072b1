using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Search;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Registry.Browse;
using Funeng.Modules.Registry.Import;
using Funeng.Modules.Registry.Profile;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Registry;

public static class RegistryModule
{
    public static IServiceCollection AddRegistry(this IServiceCollection services) => services
        .AddSingleton(provider => RegionTree.Read(provider.GetRequiredService<Installation>().RulesFolder))
        .AddSingleton(provider => IndustryTree.Read(provider.GetRequiredService<Installation>().RulesFolder))
        .AddSingleton<EnterpriseIndex>()
        .AddScoped<OrganizationDirectory>()
        .AddScoped<OrganizationLoader>()
        .AddSingleton<IFilingListener, KeepFigures>()
        .AddSingleton<TitleNames>()
        .AddBrowse()
        .AddImport()
        .AddNav(
            new NavItem(NavGroup.Industry, 10, "企业", "/enterprises", Icon: "building-factory-2", Permission.ViewEnterprises)
            {
                Key = "e", Keywords = "企业名录 一企一页", Summary = "每家企业一页：身份、事实、梯次、差距与经过",
            });

    /// <summary>Downloads, and the interface for other systems.</summary>
    public static void MapRegistry(this IEndpointRouteBuilder site, IEndpointRouteBuilder api)
    {
        site.MapEnterpriseExport();
        api.MapEnterpriseApi();
    }

    private static IServiceCollection AddBrowse(this IServiceCollection services) => services
        .AddScoped<BrowseEnterprises>()
        .AddScoped<EnterpriseTable>()
        .AddScoped<ISearchContributor, FindEnterprises>()
        .AddSingleton<FactSections>()
        .AddScoped<ReadEnterprise>()
        .AddScoped<CorrectFact>();

    private static IServiceCollection AddImport(this IServiceCollection services) => services
        .AddSingleton(provider => HeadingBook.Read(provider.GetRequiredService<FactCatalogue>(), provider.GetRequiredService<Installation>()))
        .AddSingleton<SchemeFolders>()
        .AddScoped<EnterpriseSheet>()
        .AddScoped<CheckSheet>()
        .AddScoped<ImportEnterprises>();
}
