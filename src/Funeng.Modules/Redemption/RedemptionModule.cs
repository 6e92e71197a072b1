using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Redemption;

/// <summary>Redemption: from what an enterprise is entitled to, to the money in its account.</summary>
public static class RedemptionModule
{
    public static IServiceCollection AddRedemption(this IServiceCollection services) => services
        .AddSingleton(new SubjectRows("redemption_award", "subject", IsDerived: false))
        .AddScoped<AwardBook>()
        .AddScoped<IPaidBenefits, PaidAwards>()
        .AddScoped<BudgetBook>()
        .AddScoped<RedemptionSight>()
        .AddScoped<IAuditNames, AwardAudit>()
        .AddScoped<IAuditNames, BatchAudit>()
        .AddScoped<IAuditNames, BudgetAudit>();

    /// <summary>Downloads.</summary>
    public static void MapRedemption(this IEndpointRouteBuilder site)
    {
    }
}
