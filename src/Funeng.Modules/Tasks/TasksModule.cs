using Funeng.Modules.Foundation;
using Funeng.Modules.Registry;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Tasks;

/// <summary>What people do, until when, with what proof: duties, items, clocks, supervision.</summary>
public static class TasksModule
{
    public static IServiceCollection AddTasks(this IServiceCollection services) => services
        .AddOrganizationRows("task_item", "lead_body")
        .AddOrganizationRows("task_cooperation", "body")
        .AddOrganizationRows("duty", "holder_id")
        .AddSingleton(provider => ClockBook.Load(provider.GetRequiredService<Installation>()))
        .AddSingleton<OfficialCalendar>()
        .AddSingleton<TaskClock>()
        .AddScoped<HolderNames>()
        .AddScoped<Callers>()
        .AddScoped<DutyBook>()
        .AddScoped<TaskMessages>()
        .AddScoped<TaskBook>()
        .AddScoped<TaskSight>();
}
