using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Projects.Renovation;

/// <summary>千项技改、千企转型: what it brings to the product.</summary>
internal static class RenovationParts
{
    public static IServiceCollection AddRenovation(this IServiceCollection services) => services
        .AddSingleton<IListTerms, PlanTerms>()
        .AddSingleton(new SubjectRows("enterprise_plan", "enterprise", IsDerived: false))
        .AddScoped<ReadRenovations>()
        .AddScoped<KeepLoans>()
        .AddScoped<ReadPlans>()
        .AddScoped<KeepPlans>()
        .AddDataScope("/renovation", "项目台账、技改贷款与一企一策")
        .AddNav(
            new NavItem(NavGroup.Industry, 17, "千项技改", "/renovation", Icon: "tools", Permission.ViewProjects)
            {
                Keywords = "技术改造 技改库 贷款 开工率 一企一策 千企转型 五个优化 诊断 雷达 现场管理 评审", Summary = "技改项目名单、开工与完成、贷款；规上企业一企一策覆盖",
            });
}
