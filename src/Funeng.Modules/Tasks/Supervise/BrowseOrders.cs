using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Supervise;

public enum OrderTab
{
    Open,
    Late,
    Replied,
    Over,
    Scores,
    Circulars,
}

/// <summary>Supervision orders, the most overdue first; what they cost each body this year; the circulars that went out.</summary>
public sealed class BrowseOrders(FunengDb db, OrderSight sight, HolderNames names, CurrentUser user, CityProfile city, TimeProvider time)
{
    public const int Size = 50;

    public async Task<OrderList> RunAsync(OrderTab tab, int page, CancellationToken cancellation)
    {
        var today = city.Today(time);
        var visible = (await sight.VisibleAsync(cancellation)).AsNoTracking();
        var counts = new Dictionary<OrderTab, int>();
        foreach (var part in new[] { OrderTab.Open, OrderTab.Late, OrderTab.Replied, OrderTab.Over })
            counts[part] = await Part(visible, part, today).CountAsync(cancellation);
        var rows = tab is OrderTab.Scores or OrderTab.Circulars ? [] : await Part(visible, tab, today)
            .OrderBy(order => order.DueOn).ThenBy(order => order.Id).Skip((Math.Max(1, page) - 1) * Size).Take(Size).ToListAsync(cancellation);
        var scores = tab == OrderTab.Scores ? await ScoresAsync(visible, today, cancellation) : [];
        var circulars = tab == OrderTab.Circulars && user.Has(Permission.OpenTasks) ? await db.Set<Circular>().AsNoTracking().OrderByDescending(circular => circular.Id).Take(Size).ToListAsync(cancellation) : [];
        var known = await names.OfAsync(rows.Select(order => Holder.Body(order.Body)).Concat(scores.Select(score => Holder.Body(score.Body))), today, cancellation);
        return new OrderList(counts, rows, scores, circulars, known, today);
    }

    private static IQueryable<SupervisionOrder> Part(IQueryable<SupervisionOrder> orders, OrderTab tab, DateOnly today) => tab switch
    {
        OrderTab.Late => orders.Where(order => (order.State == OrderState.Issued || order.State == OrderState.Received) && order.DueOn < today),
        OrderTab.Replied => orders.Where(order => order.State == OrderState.Replied),
        OrderTab.Over => orders.Where(order => order.State == OrderState.Closed || order.State == OrderState.Withdrawn),
        _ => orders.Where(order => order.State == OrderState.Issued || order.State == OrderState.Received || order.State == OrderState.Replied),
    };

    /// <summary>Points of this year by body, those withdrawn after an appeal left out; the same points are the same place.</summary>
    private async Task<IReadOnlyList<BodyScore>> ScoresAsync(IQueryable<SupervisionOrder> visible, DateOnly today, CancellationToken cancellation)
    {
        var from = new DateOnly(today.Year, 1, 1);
        var points = await db.Set<SupervisionPoints>().Where(row => row.TakenOn >= from && !row.IsWithdrawn && visible.Any(order => order.Id == row.Supervision))
            .GroupBy(row => row.Body).Select(group => new { Body = group.Key, Points = group.Sum(row => row.Points) }).ToListAsync(cancellation);
        var orders = await visible.Where(order => order.IssuedOn >= from).GroupBy(order => order.Body)
            .Select(group => new { Body = group.Key, All = group.Count(), Closed = group.Count(order => order.State == OrderState.Closed) }).ToListAsync(cancellation);
        // An order of last year that rose in this one costs points now: bodies of both.
        var rows = orders.Select(row => row.Body).Union(points.Select(row => row.Body)).Select(body => (
            Body: body, All: orders.FirstOrDefault(row => row.Body == body)?.All ?? 0, Closed: orders.FirstOrDefault(row => row.Body == body)?.Closed ?? 0,
            Points: points.FirstOrDefault(row => row.Body == body)?.Points ?? 0)).ToList();
        return [.. rows.OrderByDescending(row => row.Points).ThenBy(row => row.Body)
            .Select(row => new BodyScore(row.Body, row.All, row.Closed, row.Points, 1 + rows.Count(other => other.Points > row.Points)))];
    }
}

/// <param name="Place">From 1, most points first; equal points share a place.</param>
public sealed record BodyScore(long Body, int Orders, int Closed, int Points, int Place);

public sealed record OrderList(
    IReadOnlyDictionary<OrderTab, int> Counts, IReadOnlyList<SupervisionOrder> Rows, IReadOnlyList<BodyScore> Scores, IReadOnlyList<Circular> Circulars,
    IReadOnlyDictionary<Holder, HolderName> Names, DateOnly Today)
{
    public string NameOf(long body) => Names.GetValueOrDefault(Holder.Body(body))?.Name ?? "";
}
