using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Projects.Clinic;
using Funeng.Modules.Projects.Import;
using Funeng.Modules.Projects.Meeting;
using Funeng.Modules.Projects.Move;
using Funeng.Modules.Projects.Ones;
using Funeng.Modules.Projects.Override;
using Funeng.Modules.Projects.Place;
using Funeng.Modules.Projects.Plan;
using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Projects.Profile;
using Funeng.Modules.Projects.Register;
using Funeng.Modules.Projects.Report;
using Funeng.Modules.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Projects;

/// <summary>
/// Key projects. A project is a subject, its reports are filings; its stages and problems are facts, and which problem list it is on and
/// which light it shows is decided by the live lists of <c>rules/lists/project*.yaml</c>.
/// </summary>
public static class ProjectsModule
{
    /// <summary>The kind of subject.</summary>
    public const string Subject = Facts.Subject.Project;

    public static IServiceCollection AddProjects(this IServiceCollection services) => services
        .AddSingleton(new SubjectKind(Subject, "项目", "个", "/projects/", Permission.ViewProjects))
        .AddSingleton(provider => LifeCycle.Read(provider.GetRequiredService<Installation>()))
        .AddSingleton<IListTerms, ProjectTerms>()
        .AddSingleton<EntryDecision>()
        .AddScoped<KeepProjects>()
        .AddScoped<IFilingListener>(unit => unit.GetRequiredService<KeepProjects>())
        .AddScoped<ProjectDirectory>()
        .AddScoped<ISubjectOwners, ProjectOwners>()
        .AddScoped<Portfolio>()
        .AddScoped<IHomeContributor, PortfolioFigures>()
        .AddScoped<LedgerWriter>()
        .AddScoped<ReadProject>()
        .AddScoped<MoveProject>()
        .AddScoped<RegisterProject>()
        .AddScoped<LedgerSheet>()
        .AddScoped<ImportLedger>()
        .AddSingleton(provider => OddReports.Read(provider.GetRequiredService<Installation>()))
        .AddScoped<ReportProgress>()
        .AddScoped<ConfirmPlace>()
        .AddScoped<KeepProblems>()
        .AddScoped<ReadProblems>()
        .AddScoped<ITaskListener, ProblemListener>()
        .AddScoped<SixOnes>()
        .AddScoped<KeepPlan>()
        .AddSingleton<IStartStep, CountPlanDays>()
        .AddScoped<OverrideLight>()
        .AddScoped<Standings>()
        .AddSingleton(new DutyRole(SixOnes.Leader, "挂包领导", 10))
        .AddSingleton(new DutyRole(SixOnes.Office, "推进部门", 20))
        .AddSingleton(new DutyRole(SixOnes.Guarantor, "属地保障", 30))
        .AddSingleton(new DutyRole(SixOnes.Owner, "一抓到底责任人", 40))
        .AddProjectWorks()
        .AddScoped<IAuditNames, ProjectAudit>()
        .AddScoped<IAuditNames, ProjectImportAudit>()
        .AddClinic()
        .AddPlanInsight()
        .AddDataScope("/projects", "项目台账与旬报")
        .AddNav(
            new NavItem(NavGroup.Industry, 15, "重大项目", "/projects", Icon: "crane", Permission.ViewProjects)
            {
                Key = "p", Keywords = "红灯 黄灯 项目台账 省重点 市重大 技改 开工 投资 进度", Summary = "每个项目一页：状态、计划、进度、问题与责任",
            });

    public static void MapProjects(this Microsoft.AspNetCore.Routing.IEndpointRouteBuilder site)
    {
        site.MapPhotos();
        Clinic.ClinicPhotoEndpoint.MapClinicPhotos(site);
        site.MapProjectWorks();
    }
}
