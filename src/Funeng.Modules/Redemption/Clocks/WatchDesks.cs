using System.Globalization;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Review;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Clocks;

/// <summary>
/// Reviews that reach their last working day become one task of the office for each item and day, whatever their number: the ladder of its kind in
/// <c>rules/clocks.yaml</c> then reminds, shows cards, has it supervised and takes it to the leader. It is done when nothing of it waits any more.
/// </summary>
public sealed class WatchDesks(FunengDb db, RouteBook routes, PolicyBook policies, TaskBook tasks, DeskBodies desks, OfficialCalendar calendar, CityProfile city, TimeProvider time)
{
    public const string Kind = "review";

    /// <returns>How many tasks were opened and closed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var today = city.Today(time);
        if (!calendar.Calendar.IsWorkday(today)) return 0;
        var waiting = await WaitingAsync(calendar.Calendar.Add(today, 1), cancellation);
        var open = await db.Set<TaskItem>().Where(item => item.SourceKind == Kind && item.State != TaskState.Done && item.State != TaskState.Cancelled).ToListAsync(cancellation);
        var (opened, closed) = (await OpenAsync(waiting, cancellation), 0);
        foreach (var item in open.Where(item => !waiting.Contains((item.SourceKey, item.Key))))
        {
            await tasks.ActAsync(item.Id, item.State == TaskState.Paused ? new TaskAct.Cancel("已审完") : new TaskAct.Close("这一天到期的都审完了"), cancellation);
            closed++;
        }

        await db.SaveOrLeaveAsync(cancellation);
        return opened + closed;
    }

    /// <summary>What lies on desks until a day, by office, item and day.</summary>
    private async Task<ILookup<(string Benefit, string Key), Waiting>> WaitingAsync(DateOnly until, CancellationToken cancellation)
    {
        var rows = await (
            from application in db.Set<Application>()
            join subject in db.Set<Subject>() on application.Subject equals subject.Id
            where application.State == ApplicationState.InReview && application.DueOn != null && application.DueOn <= until
            select new { application.Benefit, application.Route, application.Step, application.DueOn, application.Number, application.IsSynthetic, subject.Region, subject.Zone }).ToListAsync(cancellation);
        var found = new List<Waiting>();
        foreach (var row in rows)
        {
            if (routes.Find(row.Route) is not { } route || row.Step >= route.Steps.Count || await desks.OfAsync(route.Steps[row.Step].Roles, row.Region, row.Zone, cancellation) is not { } desk) continue;
            found.Add(new Waiting(row.Benefit, route.Steps[row.Step], desk, row.DueOn!.Value, row.Number!, row.IsSynthetic, string.Create(CultureInfo.InvariantCulture, $"{route.Id}/{row.Step}/{desk.Body}/{desk.Region}/{desk.Zone}/{row.DueOn:yyyyMMdd}")));
        }

        return found.ToLookup(one => (one.Benefit, one.Key));
    }

    private async Task<int> OpenAsync(ILookup<(string Benefit, string Key), Waiting> waiting, CancellationToken cancellation)
    {
        var opened = 0;
        foreach (var group in waiting)
        {
            if (await tasks.FindAsync(Kind, group.Key.Benefit, group.Key.Key, cancellation) is not null) continue;
            var (one, title) = (group.First(), policies.FindBenefit(group.Key.Benefit)?.Benefit.Title ?? group.Key.Benefit);
            var made = await tasks.OpenAsync(
                new NewTask(Kind, new TaskSource(Kind, group.Key.Benefit, title, "/reviews"), Clip($"{one.Step.Name}：{title}，{Fmt.Date(one.Due)} 到期"))
                {
                    Key = group.Key.Key, LeadBody = one.Desk.Body, Due = one.Due, Region = one.Desk.Region, Zone = one.Desk.Zone, IsSynthetic = group.All(row => row.IsSynthetic),
                    Detail = $"{group.Count()} 份申报要在 {Fmt.Date(one.Due)} 前办完（{one.Step.Within} 个工作日）：{string.Join("、", group.Take(10).Select(row => row.Number))}{(group.Count() > 10 ? " 等" : "")}",
                }, cancellation);
            if (made is TaskResult.Done) opened++;
        }

        return opened;
    }

    private static string Clip(string text) => text.Length <= TaskRules.LongestTitle ? text : text[..TaskRules.LongestTitle];

    private sealed record Waiting(string Benefit, RouteStep Step, Desk Desk, DateOnly Due, string Number, bool IsSynthetic, string Key);
}
