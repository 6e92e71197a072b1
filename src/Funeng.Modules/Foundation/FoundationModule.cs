using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Funeng.Modules.Foundation;

/// <summary>Needs an <see cref="Installation"/> among the services.</summary>
public static class FoundationModule
{
    public static IServiceCollection AddFoundation(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => FunengDatabase.Of(provider.GetRequiredService<Installation>()))
            .AddSingleton<IdSource>()
            .AddSingleton<SchemaMigrations>()
            .AddSingleton<InstallationStart>()
            .AddPooledDbContextFactory<FunengDb>((provider, builder) => provider.GetRequiredService<FunengDatabase>().Configure(builder))
            .AddScoped(provider => provider.GetRequiredService<IDbContextFactory<FunengDb>>().CreateDbContext());
        return services.AddAccess()
            .AddScoped<AuditTrail>()
            .AddScoped<NotificationBox>();
    }
}
