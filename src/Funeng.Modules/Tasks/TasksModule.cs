using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks.Absences;
using Funeng.Modules.Tasks.Begin;
using Funeng.Modules.Tasks.Escalate;
using Funeng.Modules.Tasks.Handle;
using Funeng.Modules.Tasks.HandOver;
using Funeng.Modules.Tasks.Inbox;
using Funeng.Modules.Tasks.People;
using Funeng.Modules.Tasks.Supervise;
using Funeng.Modules.Tasks.WorkDays;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Tasks;

/// <summary>What people do, until when, with what proof: duties, items, clocks, supervision.</summary>
public static class TasksModule
{
    public static IServiceCollection AddTasks(this IServiceCollection services) => services
        .AddOrganizationRows("task_item", "lead_body")
        .AddOrganizationRows("task_cooperation", "body")
        .AddOrganizationRows("duty", "holder_id")
        .AddOrganizationRows("supervision_order", "body")
        .AddSingleton(provider => ClockBook.Load(provider.GetRequiredService<Installation>()))
        .AddSingleton(new KeptData("evidence"))
        .AddSingleton(new KeptData("notices.yaml"))
        .AddWorkDays()
        .AddSingleton<TaskClock>()
        .AddScoped<HolderNames>()
        .AddScoped<FindHolders>()
        .AddScoped<Callers>()
        .AddScoped<DutyBook>()
        .AddScoped<TaskMessages>()
        .AddScoped<TaskBook>()
        .AddScoped<TaskSight>()
        .AddScoped<Evidence>()
        .AddScoped<Overseers>()
        .AddScoped<IssueOrders>()
        .AddAuditNames()
        .AddFeatures()
        .AddScoped<HandOverWork>()
        .AddScoped<LinkAccounts>()
        .AddDataScope("/tasks", "任务台账")
        .AddDataScope("/supervision", "督办台账")
        .AddNav(
            new NavItem(NavGroup.Workbench, 10, "任务", "/tasks", Icon: "checklist", Permission.ViewTasks)
            {
                Key = "t", Keywords = "待办 督办 催办 交办 时限 超期", Summary = "待我办理、等别人办、本单位牵头和配合的任务，超期的在最前",
            },
            new NavItem(NavGroup.Workbench, 20, "督办", "/supervision", Icon: "gavel", Permission.ViewTasks)
            {
                Key = "d", Keywords = "督办单 黄牌 红牌 约谈 通报 考核 申诉", Summary = "督办单的下达、签收、回复、升级、通报与考核",
            },
            new NavItem(NavGroup.Workbench, 12, "交办任务", "/tasks/new", Icon: "plus", Permission.OpenTasks)
            {
                Keywords = "新建任务 派单", Summary = "写明牵头单位、时限和量化指标，交给职务或单位", Hidden = true,
            },
            new NavItem(NavGroup.Workbench, 14, "外出与代办", "/tasks/absence", Icon: "user-pause", Permission.ViewTasks)
            {
                Keywords = "请假 出差 代办人", Summary = "外出期间由谁代办", Hidden = true,
            },
            new NavItem(NavGroup.Workbench, 15, "移交工作", "/tasks/hand-over", Icon: "arrows-exchange", Permission.OpenTasks)
            {
                Keywords = "调离 换岗 交接", Summary = "一个人名下的责任和任务一次交给接手人", Hidden = true,
            },
            new NavItem(NavGroup.Workbench, 16, "账号与人员", "/tasks/people", Icon: "user-check", Permission.ManageUsers)
            {
                Keywords = "账号 对应 人员 任职", Summary = "账号是机构里的哪个人", Hidden = true,
            });

    /// <summary>Downloads of evidence.</summary>
    public static void MapTasks(this IEndpointRouteBuilder site)
    {
        site.MapEvidence();
        site.MapCirculars();
    }

    private static IServiceCollection AddAuditNames(this IServiceCollection services)
    {
        foreach (var kind in Enum.GetValues<HolderKind>())
            services.AddScoped<IAuditNames>(unit => ActivatorUtilities.CreateInstance<HolderAudit>(unit, kind));
        return services.AddScoped<IAuditNames, TaskAudit>().AddScoped<IAuditNames, OrderAudit>().AddScoped<IAuditNames, CircularAudit>();
    }

    private static IServiceCollection AddFeatures(this IServiceCollection services) => services
        .AddScoped<OpenInbox>()
        .AddScoped<IHomeContributor, TaskWork>()
        .AddScoped<ReadTask>()
        .AddScoped<TakeTaskStep>()
        .AddScoped<Cooperate>()
        .AddScoped<AddEvidence>()
        .AddScoped<FollowTask>()
        .AddScoped<INoticeSource, WriteDigests>()
        .AddSingleton<INoticeKinds, TaskKinds>()
        .AddScoped<BeginTask>()
        .AddScoped<KeepAbsences>()
        .AddScoped<ClimbLadders>()
        .AddHostedService<EscalateDaily>()
        .AddScoped<ITaskListener, OrderListener>()
        .AddScoped<OrderSight>()
        .AddScoped<BrowseOrders>()
        .AddScoped<ReadOrder>()
        .AddScoped<TakeOrderStep>()
        .AddScoped<BeginOrder>()
        .AddScoped<WriteCircular>();
}
