using Funeng.Modules.Foundation.Areas;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Search;
using Funeng.Modules.Foundation.Settings;
using Funeng.Modules.Foundation.SignIn;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Foundation.Ui;

/// <summary>The pages around all modules: workbench, search, messages, settings, sign-in, and the four empowerments' front pages.</summary>
public static class ShellModule
{
    public static IServiceCollection AddShell(this IServiceCollection services) => services
        .AddSingleton(provider => CityProfile.Read(provider.GetRequiredService<Installation>().RulesFolder))
        .AddSingleton<DemoAccounts>()
        .AddSingleton<CityLoad>()
        .AddScoped<MakeDemoAccounts>()
        .AddScoped<UserDisplay>()
        .AddScoped<OpenWorkbench>()
        .AddScoped<SearchEverything>()
        .AddNav(
            new(NavGroup.Workbench, 0, "工作台", "/", Icon: "home") { Key = "h", Keywords = "首页 待办", Summary = "待我办理的事，最急的在最前" },
            new(NavGroup.Administration, 80, "设置", "/settings", Icon: "settings") { Key = "s", Keywords = "密码 令牌 主题 关怀版", Summary = "显示、密码、接口令牌与快捷键", Hidden = true },
            new(NavGroup.Administration, 90, "消息", "/messages", Icon: "bell") { Key = "m", Summary = "导入结果、进出名单等通知", Hidden = true })
        .AddNav([.. Area.All.Select(AreaEntry)]);

    public static void MapShell(this IEndpointRouteBuilder site)
    {
        site.MapDisplay();
        site.MapSuggest();
    }

    /// <summary>The front page of an empowerment is found by search; the side bar shows it as the head of its group.</summary>
    private static NavItem AreaEntry(Area area) =>
        new(NavGroup.Workbench, 50 + (int)area.Group, area.Group.DisplayName(), area.Href, area.Icon) { Summary = area.Purpose, Hidden = true };
}
