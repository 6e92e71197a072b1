using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Supervise;

/// <summary>An order the clock issued about an item ends when the item does: nobody is to answer for what is over. What it cost stays.</summary>
internal sealed class OrderListener(FunengDb db, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock) : ITaskListener
{
    public async Task ChangedAsync(TaskChange change, CancellationToken cancellation)
    {
        if (!change.Item.IsOver) return;
        var orders = await db.Set<SupervisionOrder>().Where(order => order.Item == change.Item.Id && order.IsAutomatic
            && (order.State == OrderState.Issued || order.State == OrderState.Received || order.State == OrderState.Replied)).ToListAsync(cancellation);
        foreach (var order in orders)
        {
            var (isDone, text) = (change.Item.State == TaskState.Done, change.Item.State == TaskState.Done ? "任务已办结，督办随之办结" : "任务已撤销，督办随之撤回");
            (order.State, order.ClosedOn) = (isDone ? OrderState.Closed : OrderState.Withdrawn, city.Today(clock));
            order.Version++;
            db.Add(new SupervisionStep { Id = ids.Next(), Supervision = order.Id, Kind = isDone ? OrderStepKind.Closed : OrderStepKind.Withdrawn, At = clock.GetUtcNow(), Account = user.Id, Who = user.Name, Text = text });
            audit.Record(isDone ? "办结督办" : "撤回督办", $"supervision:{order.Id}", text);
        }
    }
}
