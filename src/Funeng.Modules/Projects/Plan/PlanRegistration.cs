using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Projects.Capacity;
using Funeng.Modules.Projects.Delays;
using Funeng.Modules.Projects.Factors;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Projects.Plan;

/// <summary>What is said of plans: conflicts and chances ahead, delays behind, and the factors they need.</summary>
internal static class PlanRegistration
{
    public static IServiceCollection AddPlanInsight(this IServiceCollection services) => services
        .AddCapacity()
        .AddSingleton<PlanMemory>()
        .AddSingleton<ForecastMemory>()
        .AddSingleton<OutlookMemory>()
        .AddScoped<PlanBook>()
        .AddScoped<PlanForecasts>()
        .AddHostedService<WeighPlans>()
        .AddScoped<LookAhead>()
        .AddScoped<CheckChances>()
        .AddSingleton<DelayCache>()
        .AddScoped<AttributeDelays>()
        .AddSingleton<FactorMemory>()
        .AddScoped<FactorBook>()
        .AddScoped<KeepFactors>()
        .AddScoped<IAuditNames, FactorAudit>()
        .AddNav(
            new NavItem(NavGroup.Industry, 17, "要素保障", "/projects/factors", Icon: "scale", Permission.ViewProjects)
            {
                Keywords = "土地 资金 能耗 环境容量 手续 指标 承诺 分配", Summary = "各区县的指标总量、承诺和余量，各项目还缺什么，怎样分最好",
            },
            new NavItem(NavGroup.Industry, 18, "延误归因", "/projects/delays", Icon: "clock", Permission.ViewProjects)
            {
                Keywords = "项目日 推后 责任 季度", Summary = "一个季度里，哪个部门、哪个环节让项目推后了多少天", Hidden = true,
            },
            new NavItem(NavGroup.Industry, 19, "推算准不准", "/projects/calibration", Icon: "target", Permission.ViewProjects)
            {
                Keywords = "校准 概率 预测", Summary = "单个环节和整个方案：说的按期可能与成真的比例", Hidden = true,
            });
}
