using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Redemption.Clocks;

/// <summary>Promises, reminders and what becomes of those that are not kept.</summary>
internal static class ClocksRegistration
{
    public static IServiceCollection AddPromises(this IServiceCollection services) => services
        .AddSingleton<PromiseClock>()
        .AddScoped<DeskBodies>()
        .AddScoped<RedateDesks>()
        .AddScoped<WatchDesks>()
        .AddSingleton(new ToldByModule(WatchDesks.Kind, Permission.ReviewApplications))
        .AddScoped<WatchPayouts>()
        .AddScoped<WatchTexts>()
        .AddScoped<RemindPayees>()
        .AddScoped<ReadPromises>()
        .AddHostedService<RedemptionRound>()
        .AddNav(new NavItem(NavGroup.Industry, 27, "快申快享", "/redemption/clocks", Icon: "clock-hour-4", Permission.ViewRedemption)
        {
            Keywords = "时限 承诺 工作日 超期 快审 统计", Summary = "承诺几个工作日、实际用了几个：政策上线、每一步审核、到账", Hidden = true,
        });
}
