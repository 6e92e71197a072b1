using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Tasks.WorkDays;

/// <summary>The official calendar in the product.</summary>
internal static class WorkDaysParts
{
    public static IServiceCollection AddWorkDays(this IServiceCollection services) => services
        .AddSingleton<OfficialCalendar>()
        .AddSingleton<FollowCalendar>()
        .AddSingleton<IStartStep>(provider => provider.GetRequiredService<FollowCalendar>())
        .AddHostedService<FollowCalendarMinutely>()
        .AddScoped<RedateTasks>()
        .AddScoped<KeepCalendar>()
        .AddScoped<IAuditNames, CalendarAudit>()
        .AddNav(new NavItem(NavGroup.Administration, 45, "工作日历", "/tasks/calendar", Icon: "calendar-time", Permission.ViewTasks)
        {
            Keywords = "节假日 放假 调休 补班 工作日", Summary = "哪些天放假、哪些周末补班，哪一年的安排还没有公布", Hidden = true,
        });
}

/// <summary>Years of the calendar in the audit.</summary>
internal sealed class CalendarAudit : IAuditNames
{
    public string Kind => "calendar";

    public string Title => "工作日历";

    public Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) => Task.FromResult<IReadOnlyDictionary<string, AuditName>>(
        keys.Where(key => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _)).ToDictionary(key => key, key => new AuditName($"{key} 年工作日历", $"/tasks/calendar?year={key}")));
}
