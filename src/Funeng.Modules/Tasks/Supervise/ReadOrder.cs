using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Supervise;

/// <summary>One supervision order with its steps and points; null when there is none or it is not for this user.</summary>
public sealed class ReadOrder(FunengDb db, OrderSight sight, TaskSight tasks, HolderNames names, CityProfile city, TimeProvider time)
{
    public async Task<OrderView?> RunAsync(long id, CancellationToken cancellation)
    {
        var order = await (await sight.VisibleAsync(cancellation)).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation);
        if (order is null) return null;
        var today = city.Today(time);
        var steps = await db.Set<SupervisionStep>().AsNoTracking().Where(step => step.Supervision == id).OrderByDescending(step => step.At).ThenByDescending(step => step.Id).ToListAsync(cancellation);
        var points = await db.Set<SupervisionPoints>().AsNoTracking().Where(row => row.Supervision == id).OrderBy(row => row.Id).ToListAsync(cancellation);
        var item = order.Item is { } about ? await tasks.FindAsync(about, cancellation) : null;
        var body = (await names.OfAsync([Holder.Body(order.Body)], today, cancellation)).GetValueOrDefault(Holder.Body(order.Body))?.Name ?? "";
        return new OrderView(order, body, await sight.RightsAsync(order, cancellation), steps, points, item, today);
    }
}

/// <param name="Item">The task it is about, when the user may see it.</param>
public sealed record OrderView(
    SupervisionOrder Order, string Body, OrderRights Rights, IReadOnlyList<SupervisionStep> Steps, IReadOnlyList<SupervisionPoints> Points, TaskItem? Item, DateOnly Today);
