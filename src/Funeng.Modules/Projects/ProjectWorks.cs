using Funeng.Modules.Facts;
using Funeng.Modules.Projects.Curves;
using Funeng.Modules.Projects.Import;
using Funeng.Modules.Projects.Meeting;
using Funeng.Modules.Projects.Officers;
using Funeng.Modules.Projects.Plan;
using Funeng.Modules.Projects.Renovation;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Projects;

/// <summary>The parts of projects that came after the ledger: the undo of a ledger, curves and baselines, plan files.</summary>
internal static class ProjectWorks
{
    public static IServiceCollection AddProjectWorks(this IServiceCollection services) => services
        .AddSingleton(new SubjectRows("project_report", "project", IsDerived: false))
        .AddSingleton(new SubjectRows("project_problem", "project", IsDerived: false))
        .AddSingleton(new SubjectRows("project_node", "project", IsDerived: false))
        .AddSingleton(new SubjectRows("project_light", "project", IsDerived: false))
        .AddScoped<UndoLedger>()
        .AddScoped<DispatchDocument>()
        .AddScoped<ReadCurves>()
        .AddScoped<KeepBaselines>()
        .AddRenovation()
        .AddOfficers()
        .AddScoped<ExchangePlan>()
        .AddScoped<ReadPlanFile>()
        .AddScoped<RollYear>()
        .AddHostedService<RollYearDaily>();

    public static void MapProjectWorks(this IEndpointRouteBuilder site) 
    {
        site.MapPlanFiles();
        site.MapVisits();
        site.MapDispatch();
    }
}
