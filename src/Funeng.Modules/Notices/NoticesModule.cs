using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Notices.Admit;
using Funeng.Modules.Notices.Drafts;
using Funeng.Modules.Notices.Propose;
using Funeng.Modules.Policies;
using Funeng.Modules.Schemes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Notices;

/// <summary>From the text of a notice to a draft rule that a person signs, and on to a policy of the library.</summary>
public static class NoticesModule
{
    public static IServiceCollection AddNotices(this IServiceCollection services) => services
        .AddSingleton(provider => new NoticeDrafter(provider.GetRequiredService<RuleBook>(), NoticeWordsFile.Read(provider.GetRequiredService<Installation>().RulesFolder)))
        .AddScoped<KeepNotices>()
        .AddSingleton(new KeptData(ModelSettings.FileName))
        .AddSingleton(provider => ModelSettings.Read(provider.GetRequiredService<Installation>()))
        .AddSingleton<ModelClient>()
        .AddScoped<ProposeConditions>()
        .AddScoped<AdmitNotice>()
        .AddScoped<IDraftedPolicies, DraftedNotices>()
        .AddScoped<IUnansweredTexts, UnansweredNotices>()
        .AddScoped<IAuditNames, NoticeAudit>()
        .AddNav(new NavItem(NavGroup.Industry, 45, "通知解读", "/notice-drafts", Icon: "file-text", Permission.DecideVerdicts)
        {
            Keywords = "文件 政策 文号 条件 草拟 规则", Summary = "粘贴或上传通知，逐句读出条件，改好后签署",
        });

    public static void MapNotices(this IEndpointRouteBuilder site) => site.MapNoticeFiles();
}
