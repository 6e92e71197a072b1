using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes.Decide;
using Funeng.Modules.Schemes.Replay;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Funeng.Modules.Schemes;

/// <summary>Rule packs, verdicts and their explanation. The fact catalogue grows by the review items of the schemes.</summary>
public static class SchemesModule
{
    public static IServiceCollection AddSchemes(this IServiceCollection services)
    {
        services.AddSingleton(provider => RuleBook.Load(provider.GetRequiredService<Installation>().RulesFolder));
        services.Replace(ServiceDescriptor.Singleton<FactCatalogue>(provider => provider.GetRequiredService<RuleBook>().Catalogue));
        return services
            .AddSingleton<RuleArchive>()
            .AddSingleton<IStartStep>(provider => provider.GetRequiredService<RuleArchive>())
            .AddScoped<VerdictStore>()
            .AddScoped<DecideVerdicts>()
            .AddScoped<IFilingListener, DecideOnFilings>()
            .AddScoped<DecideEverything>()
            .AddScoped<ReplayVerdicts>();
    }
}
