using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Regions;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Registry;

public static class RegistryModule
{
    public static IServiceCollection AddRegistry(this IServiceCollection services) => services
        .AddSingleton(provider => RegionTree.Read(provider.GetRequiredService<Installation>().RulesFolder))
        .AddSingleton(provider => IndustryTree.Read(provider.GetRequiredService<Installation>().RulesFolder));
}
