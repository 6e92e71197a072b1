using Funeng.Engines.Planning.MsProject;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Projects.Plan;

/// <summary>
/// Plans of files taken when only the work of a task was counted: once, each node that still takes the days of its work takes those from begin to end. What was typed since
/// stays. Else what nobody changed would go back to Microsoft Project as changed, with a shorter duration.
/// </summary>
internal sealed class CountPlanDays(IServiceScopeFactory scopes, OfficialCalendar calendar) : IStartStep
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var unit = scopes.CreateAsyncScope();
        var db = unit.ServiceProvider.GetRequiredService<FunengDb>();
        foreach (var project in await db.Set<ProjectPlanFile>().Where(file => !file.DaysCounted).Select(file => file.Project).ToListAsync(cancellation))
        {
            await CountAsync(db, project, cancellation);
            db.ChangeTracker.Clear();
        }
    }

    private async Task CountAsync(FunengDb db, long project, CancellationToken cancellation)
    {
        var file = await db.Set<ProjectPlanFile>().SingleAsync(row => row.Project == project, cancellation);
        var nodes = await db.Set<ProjectNode>().Where(node => node.Project == project && node.Uid != null).ToListAsync(cancellation);
        try
        {
            Count(ExchangePlan.Read(file.Content), nodes);
        }
        catch (MsProjectException)
        {
            // It cannot be dated any more: its nodes stay as they are.
        }

        file.DaysCounted = true;
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // Another host that started at this moment has counted them; where somebody changed a node instead, the next start counts them.
        }
    }

    private void Count(MsProjectPlan plan, List<ProjectNode> nodes)
    {
        var days = new PlanFileDays(plan, calendar.Calendar);
        foreach (var task in plan.Tasks.Where(task => !task.IsElapsed))
        {
            if (nodes.Find(node => node.Uid == task.Uid) is not { } node || node.WorkDays != days.OfWork(task) || days.Of(task) is var whole && whole == node.WorkDays) continue;
            (node.WorkDays, node.Version) = (whole, node.Version + 1);
        }
    }
}
