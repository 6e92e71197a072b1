using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Projects.Officers;

/// <summary>Service officers: what they bring to the product.</summary>
internal static class OfficerParts
{
    public static IServiceCollection AddOfficers(this IServiceCollection services) => services
        .AddSingleton(new KeptData(VisitFiles.Folder))
        .AddSingleton(provider => OfficerRules.Read(provider.GetRequiredService<Installation>()))
        .AddSingleton(new DutyRole(Portfolios.Role, "服务专员", 50))
        .AddScoped<VisitFiles>()
        .AddScoped<Portfolios>()
        .AddScoped<LogVisit>()
        .AddScoped<ReadVisits>()
        .AddScoped<AssignOfficers>()
        .AddDataScope("/officers", "服务专员的责任与走访记录")
        .AddNav(
            new NavItem(NavGroup.Industry, 18, "服务专员", "/officers", Icon: "users", Permission.ManageProjects)
            {
                Keywords = "服务大使 走访 负荷 分工 覆盖", Summary = "谁服务哪些企业和项目，走访是否按周期，负荷是否公平",
            },
            new NavItem(NavGroup.Workbench, 17, "我的服务对象", "/officers/desk", Icon: "map-pin", Permission.OpenTasks)
            {
                Keywords = "走访 服务专员 记走访", Summary = "我服务的企业和项目、走访计划、记走访",
            });
}
