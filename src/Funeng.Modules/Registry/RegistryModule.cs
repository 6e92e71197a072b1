using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Registry.Import;
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
        .AddImport();

    private static IServiceCollection AddImport(this IServiceCollection services) => services
        .AddSingleton(provider => HeadingBook.Read(provider.GetRequiredService<FactCatalogue>(), provider.GetRequiredService<Installation>()))
        .AddSingleton<SchemeFolders>()
        .AddScoped<EnterpriseSheet>()
        .AddScoped<CheckSheet>()
        .AddScoped<ImportEnterprises>();
}
