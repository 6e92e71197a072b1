using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>What the clinic brings to the module.</summary>
internal static class ClinicRegistration
{
    public static IServiceCollection AddClinic(this IServiceCollection services) => services
        .AddOrganizationRows("clinic_case", "owner")
        .AddOrganizationRows("clinic_case", "lead")
        .AddOrganizationRows("consultation", "office")
        .AddOrganizationRows("prescription_step", "office")
        .AddSingleton(provider => ClinicTerms.Read(provider.GetRequiredService<Installation>()))
        .AddSingleton(new DutyRole(ClinicSight.Leader, "顶格接洽领导", 50))
        .AddSingleton<LeaderTitles>()
        .AddScoped<ClinicSight>()
        .AddScoped<ClinicAskers>()
        .AddScoped<IHomeContributor, AwaitedRatings>()
        .AddScoped<ClinicBook>()
        .AddScoped(provider => new Lazy<ClinicBook>(provider.GetRequiredService<ClinicBook>))
        .AddSingleton<TriageClock>()
        .AddScoped<RegisterCase>()
        .AddScoped<TriageCase>()
        .AddScoped<AnswerConsultation>()
        .AddScoped<PrescribeCase>()
        .AddScoped<FollowUpCase>()
        .AddScoped<AddPhotos>()
        .AddScoped<MergeCase>()
        .AddScoped<KeepRounds>()
        .AddScoped<BrowseCases>()
        .AddScoped<CountCases>()
        .AddScoped<ReadCase>()
        .AddScoped<ITaskListener, ClinicListener>()
        .AddSingleton<ITaskGuard, ClinicGuard>()
        .AddScoped<IAuditNames, ClinicAudit>()
        .AddScoped<IAuditNames, RoundAudit>()
        .AddDataScope("/projects/clinic", "项目诊所病例")
        .AddNav(
            new NavItem(NavGroup.Industry, 16, "项目诊所", "/projects/clinic", Icon: "stethoscope", Permission.ViewProjects)
            {
                Keywords = "急难问题 问题清单 会诊 处方 复诊 顶格接洽", Summary = "项目的急难问题：报、分诊、会诊、处方、复诊，按批次出清单",
            });
}
