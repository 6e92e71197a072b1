using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Review;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>Applications and their review.</summary>
public static class ApplicationsRegistration
{
    public static IServiceCollection AddApplications(this IServiceCollection services) => services
        .AddSingleton(new SubjectRows("application", "subject", IsDerived: false))
        .AddSingleton(new SubjectRows("held_file", "subject", IsDerived: false))
        .AddSingleton(provider => FormBook.Load(provider.GetRequiredService<Foundation.Installation>()))
        .AddScoped<ReadApplication>()
        .AddScoped<IBenefitApplications, BegunApplications>()
        .AddScoped<ReadRoom>()
        .AddScoped<ListApplications>()
        .AddScoped<ReadProgress>()
        .AddScoped<StartApplication>()
        .AddScoped<SaveFields>()
        .AddScoped<KeepPapers>()
        .AddSingleton<SubmissionTurns>()
        .AddScoped<SubmitApplication>()
        .AddScoped<WithdrawApplication>()
        .AddScoped<IAuditNames, ApplicationAudit>()
        .AddReview()
        .AddNav(
            new NavItem(NavGroup.Industry, 24, "我的申报", "/applications", Icon: "file-pencil", Permission.ApplyForBenefits)
            {
                Keywords = "申报 申请 兑现 回执 补正 材料", Summary = "一项一张表：能带出的都已填好，交了有回执，退了写明改哪里",
            });
}
