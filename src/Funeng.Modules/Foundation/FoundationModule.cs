using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Jobs;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Ui;
using Microsoft.AspNetCore.Routing;
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
            .AddSingleton<FormSubmissions>()
            .AddSingleton(new KeptData("keys"))
            .AddSingleton(new KeptData("demo-accounts.txt"))
            .AddSingleton<Backup>()
            .AddSingleton<Restore>()
            .AddSingleton<IStartStep>(provider => provider.GetRequiredService<FormSubmissions>())
            .AddSingleton(provider => RegionTree.Read(provider.GetRequiredService<Installation>().RulesFolder))
            .AddPooledDbContextFactory<FunengDb>((provider, builder) => provider.GetRequiredService<FunengDatabase>().Configure(builder))
            .AddScoped(provider => provider.GetRequiredService<IDbContextFactory<FunengDb>>().CreateDbContext())
            .AddScoped<ReadingTurn>();
        return services.AddAccess()
            .AddNotices()
            .AddAudit()
            .AddJobs();
    }

    /// <summary>Endpoints that are no pages.</summary>
    public static void MapFoundation(this IEndpointRouteBuilder site)
    {
        site.MapJobs();
        site.MapAuditExport();
    }

    private static IServiceCollection AddNotices(this IServiceCollection services) => services
        .AddScoped<NotificationBox>()
        .AddSingleton(provider => NoticeSettings.Read(provider.GetRequiredService<Installation>()))
        .AddSingleton<ChatClient>()
        .AddScoped<NoticeOutbox>()
        .AddScoped<SendNotices>()
        .AddScoped<KeepNotices>()
        .AddHostedService<NoticeSender>()
        .AddNav(new NavItem(NavGroup.Administration, 57, "外发通知", "/notices", Icon: "send", Permission.ManageNotices)
        {
            Summary = "企业微信、钉钉、飞书的群机器人，以及发了什么、没发成什么",
            Keywords = "群机器人 企业微信 钉钉 飞书 邮件 webhook",
        });

    private static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddScoped<AuditTrail>()
        .AddScoped<BrowseAudit>()
        .AddScoped<AuditObjects>()
        .AddScoped<IAuditNames, AccountNames>()
        .AddScoped<IAuditNames, TokenNames>()
        .AddScoped<IAuditNames, NoticeTargetNames>()
        .AddSingleton<IAuditNames, AuditItself>()
        .AddSingleton<AuditChain>()
        .AddHostedService<AuditSealer>()
        .AddNav(new NavItem(NavGroup.Administration, 55, "账号", "/accounts", Icon: "users", Permission.ManageUsers)
        {
            Summary = "谁能登录、看什么范围，重置密码、停用",
            Keywords = "用户 权限 角色 密码",
        })
        .AddNav(new NavItem(NavGroup.Administration, 60, "审计记录", "/audit", Icon: "history", Permission.ViewAudit)
        {
            Summary = "谁在何时、因何改了什么",
            Keywords = "日志 记录链",
        });

    private static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSingleton<JobRunner>()
        .AddHostedService(provider => provider.GetRequiredService<JobRunner>())
        .AddHostedService<JobSweeper>()
        .AddScoped<WatchJob>();
}
