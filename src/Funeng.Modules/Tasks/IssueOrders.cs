using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks;

/// <summary>An order to be issued to a body.</summary>
public sealed record NewOrder(string Title, string Demand, long Body)
{
    /// <summary>The task it is about.</summary>
    public long? Item { get; init; }

    public string? Region { get; init; }

    public string? Zone { get; init; }

    public OrderLevel Level { get; init; } = OrderLevel.Order;

    /// <summary>Until when to reply; by the terms of supervision unless said.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>The day of an order that was issued before it was entered.</summary>
    public DateOnly? IssuedOn { get; init; }
}

/// <summary>Issues supervision orders, by hand or by the clock, and raises those that nobody answers. Adds to the unit of work.</summary>
public sealed class IssueOrders(
    FunengDb db, IdSource ids, ClockBook clocks, TaskClock clock, Callers callers, Overseers overseers, NotificationBox box, NoticeOutbox outbox, HolderNames names, AuditTrail audit,
    CurrentUser user, CityProfile city, TimeProvider time)
{
    /// <summary>An order about an item; there is one open at a time, which is answered instead.</summary>
    public async Task<SupervisionOrder?> IssueForAsync(TaskItem item, string demand, CancellationToken cancellation)
    {
        if (item.LeadBody is not { } body) return null;
        if (await FindOpenAsync(item.Id, cancellation) is { } open) return open;
        return await IssueAsync(new NewOrder(item.Title, demand, body) { Item = item.Id, Region = item.Region, Zone = item.Zone }, cancellation);
    }

    /// <summary>The order about an item that is not over yet.</summary>
    public Task<SupervisionOrder?> FindOpenAsync(long item, CancellationToken cancellation) => db.Set<SupervisionOrder>().FirstOrDefaultAsync(
        order => order.Item == item && (order.State == OrderState.Issued || order.State == OrderState.Received || order.State == OrderState.Replied), cancellation);

    /// <summary>Issues an order; the body and, when the clock issues it, the supervision office are told.</summary>
    public async Task<SupervisionOrder> IssueAsync(NewOrder made, CancellationToken cancellation)
    {
        var (today, level) = (city.Today(time), made.Level);
        var issued = made.IssuedOn ?? today;
        var order = new SupervisionOrder
        {
            Id = ids.Next(), Number = await NextNumberAsync(issued.Year, cancellation), Level = level, Item = made.Item, Title = made.Title, Demand = made.Demand, Body = made.Body,
            Region = made.Region, Zone = made.Zone, IssuedOn = issued, DueOn = made.Due ?? clock.Calendar.Add(issued, clocks.Supervision.ReplyWorkdays), Issuer = user.Id,
            IssuerName = user.Name, IsAutomatic = user.Id is null,
        };
        db.Add(order);
        Keep(order, OrderStepKind.Issued, made.Demand);
        Score(order, level, $"{level.DisplayName()}：{made.Title}");
        foreach (var account in await callers.AccountsOfAsync(Holder.Body(made.Body), today, cancellation))
            box.Tell(account, $"{level.DisplayName()}：{made.Title}，请于 {Fmt.Day(order.DueOn)} 前回复", order.Link);
        await TellGroupsAsync(order, made.Demand, cancellation);
        if (order.IsAutomatic)
            await TellOfficeAsync(order, $"自动下达{level.DisplayName()}：{made.Title}", cancellation);
        audit.Record("下达督办", $"supervision:{order.Id}", made.Demand, null, new { order.Number, order.Level, order.Body, order.DueOn });
        return order;
    }

    /// <summary>Orders whose day has passed without a reply rise by one level and run anew; a red one goes to the leader as well.</summary>
    /// <returns>How many rose.</returns>
    public async Task<int> RaiseSilentAsync(CancellationToken cancellation)
    {
        var today = city.Today(time);
        if (!clock.Calendar.IsWorkday(today)) return 0;
        var silent = await db.Set<SupervisionOrder>()
            .Where(order => (order.State == OrderState.Issued || order.State == OrderState.Received) && order.DueOn < today && order.Level != OrderLevel.Interview
                && !(order.IsAutomatic && db.Set<TaskItem>().Any(item => item.Id == order.Item && (item.State == TaskState.Done || item.State == TaskState.Cancelled)))).ToListAsync(cancellation);
        foreach (var order in silent)
            await RaiseAsync(order, today, cancellation);
        await db.SaveChangesAsync(cancellation);
        return silent.Count;
    }

    internal void Keep(SupervisionOrder order, OrderStepKind kind, string text) => db.Add(new SupervisionStep
    {
        Id = ids.Next(), Supervision = order.Id, Kind = kind, At = time.GetUtcNow(), Account = user.Id, Who = user.Name, Text = text,
    });

    internal void Score(SupervisionOrder order, int points, string reason)
    {
        if (points == 0) return;
        order.Points += points;
        db.Add(new SupervisionPoints
        {
            Id = ids.Next(), Body = order.Body, Supervision = order.Id, Item = order.Item, Points = points, Reason = reason, TakenOn = city.Today(time),
        });
    }

    internal async Task TellOfficeAsync(SupervisionOrder order, string title, CancellationToken cancellation)
    {
        var office = await overseers.OfficeAsync(order.Region, order.Zone, cancellation);
        foreach (var account in office.Union(order.Issuer is { } issuer ? [issuer] : []).Where(account => account != user.Id))
            box.Tell(account, title, order.Link);
    }

    private void Score(SupervisionOrder order, OrderLevel level, string reason) => Score(order, clocks.Supervision.Points.GetValueOrDefault(level), reason);

    /// <summary>One level up, with a new day and its points.</summary>
    public async Task RaiseAsync(SupervisionOrder order, DateOnly today, CancellationToken cancellation)
    {
        var before = order.Level;
        var late = order.DueOn;
        order.Level = before + 1;
        order.DueOn = clock.Calendar.Add(today, clocks.Supervision.ReplyWorkdays);
        order.Version++;
        var reason = $"{Fmt.Date(late)} 到期没有回复，由{before.DisplayName()}升为{order.Level.DisplayName()}";
        Keep(order, OrderStepKind.Raised, reason);
        Score(order, order.Level, reason);
        foreach (var account in await callers.AccountsOfAsync(Holder.Body(order.Body), today, cancellation))
            box.Tell(account, $"{order.Level.DisplayName()}：{order.Title}，请于 {Fmt.Day(order.DueOn)} 前回复", order.Link);
        await TellGroupsAsync(order, reason, cancellation);
        await TellOfficeAsync(order, $"督办自动升级为{order.Level.DisplayName()}：{order.Title}", cancellation);
        audit.Record("督办升级", $"supervision:{order.Id}", reason, new { Level = before }, new { order.Level });
        if (order.Level >= OrderLevel.Red && order.Item is { } id && await db.Set<TaskItem>().SingleOrDefaultAsync(item => item.Id == id, cancellation) is { } item)
        {
            foreach (var account in await overseers.LeadersOfAsync(item, cancellation))
                box.Tell(account, $"请您顶格协调：{order.Title}（{order.Level.DisplayName()}）", order.Link);
        }
    }

    private async Task TellGroupsAsync(SupervisionOrder order, string text, CancellationToken cancellation)
    {
        var body = (await names.OfAsync([Holder.Body(order.Body)], city.Today(time), cancellation)).GetValueOrDefault(Holder.Body(order.Body))?.Name;
        await outbox.ToGroupsAsync(
            NoticeTopic.Supervision, $"order/{order.Id}/{order.Level}", $"{order.Level.DisplayName()}：{order.Title}",
            $"{body}，请于 {Fmt.Date(order.DueOn)} 前回复。\n{text}", order.Link, cancellation);
    }

    /// <summary>督办〔2026〕12号: numbers run within a year, those not saved yet included.</summary>
    private async Task<string> NextNumberAsync(int year, CancellationToken cancellation)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"督办〔{year}〕");
        var stored = await db.Set<SupervisionOrder>().Where(order => order.Number.StartsWith(start)).Select(order => order.Number).ToListAsync(cancellation);
        var added = db.ChangeTracker.Entries<SupervisionOrder>().Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity.Number);
        var last = stored.Concat(added).Select(number => int.TryParse(number[start.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0).DefaultIfEmpty().Max();
        return string.Create(CultureInfo.InvariantCulture, $"{start}{last + 1}号");
    }
}
