using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Projects.Curves;
using Funeng.Modules.Projects.Import;
using Funeng.Modules.Projects.Meeting;
using Funeng.Modules.Projects.Officers;
using Funeng.Modules.Projects.Plan;
using Funeng.Modules.Projects.Renovation;
using Funeng.Modules.Projects.Report;
using Funeng.Modules.Projects.Sheets;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Projects;

/// <summary>The parts of projects that came after the ledger: the undo of a ledger, curves and baselines, plan files.</summary>
internal static class ProjectWorks
{
    public static IServiceCollection AddProjectWorks(this IServiceCollection services) => services
        .AddRowsOfProjects("project_report", "project_problem", "project_node", "project_light", "project_baseline", "project_plan_file", "renovation_loan", "factor_need", "clinic_case")
        .AddScoped<ReviewReports>()
        .AddNav(new NavItem(NavGroup.Industry, 17, "旬报核对", "/projects/odd-reports", Icon: "report", Permission.ViewProjects)
        {
            Keywords = "疑点 用电 发票 照片 核对 真实", Summary = "一旬里哪些报告与用电、发票、照片或以前的报告对不上", Hidden = true,
        })
        .AddScoped<UndoLedger>()
        .AddScoped<DispatchDocument>()
        .AddScoped<ReadCurves>()
        .AddScoped<KeepBaselines>()
        .AddRenovation()
        .AddSheets()
        .AddOfficers()
        .AddScoped<ExchangePlan>()
        .AddScoped<ReadPlanFile>()
        .AddScoped<RollYear>()
        .AddHostedService<RollYearDaily>();

    /// <summary>What people write about a project: while there is any, the project is not taken back.</summary>
    private static IServiceCollection AddRowsOfProjects(this IServiceCollection services, params IReadOnlyList<string> tables)
    {
        foreach (var table in tables) services.AddSingleton(new SubjectRows(table, "project", IsDerived: false));
        return services;
    }

    public static void MapProjectWorks(this IEndpointRouteBuilder site)
    {
        site.MapPlanFiles();
        site.MapVisits();
        site.MapDispatch();
    }
}
