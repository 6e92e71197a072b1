using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists.Browse;
using Funeng.Modules.Registry;
using Funeng.Modules.Schemes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Lists;

/// <summary>Live lists: the station of the loop after verdicts. It knows no field.</summary>
public static class ListsModule
{
    public static IServiceCollection AddLists(this IServiceCollection services) => services
        .AddSingleton(new SubjectRows("list_membership", "subject", IsDerived: true))
        .AddSingleton(new SubjectRows("list_pending", "subject", IsDerived: true))
        .AddSingleton<ListBook>()
        .AddSingleton<Places>()
        .AddSingleton<SubjectConclusions>()
        .AddScoped<ListMembers>()
        .AddScoped<ListBeginnings>()
        .AddScoped<ListViews>()
        .AddScoped<RefreshLists>()
        .AddHostedService<RefreshDaily>()
        .AddScoped<IVerdictListener, RefreshOnVerdicts>()
        .AddScoped<IEnterprisePanel, EnterpriseListsPanel>()
        .AddScoped<IHomeContributor, ListNews>()
        .AddScoped<IAuditNames, ListAudit>()
        .AddNav(new NavItem(NavGroup.Industry, 40, "清单", "/lists", Icon: "list-check", Permission.ViewLists)
        {
            Key = "l", Keywords = "名单 小升规 到期", Summary = "按条件自动更新的企业清单：谁进、谁出、凭什么",
        });

    public static void MapLists(this IEndpointRouteBuilder site, IEndpointRouteBuilder api)
    {
        site.MapListExport();
        api.MapListApi();
    }
}
