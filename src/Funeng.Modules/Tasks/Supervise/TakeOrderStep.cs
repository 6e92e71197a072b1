using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Supervise;

/// <summary>Takes one step of a supervision order: the body signs for it and replies, the office accepts, returns or withdraws it; points can be appealed.</summary>
public sealed class TakeOrderStep(
    FunengDb db, OrderSight sight, IssueOrders orders, TaskClock clock, ClockBook clocks, Callers callers, NotificationBox box, AuditTrail audit, CityProfile city, TimeProvider time)
{
    public async Task<OrderResult> RunAsync(long id, OrderStepKind step, string text, int version, CancellationToken cancellation)
    {
        if (await sight.FindAsync(id, cancellation) is not { } order) return new OrderResult.NotFound();
        var rights = await sight.RightsAsync(order, cancellation);
        if (step is OrderStepKind.Received or OrderStepKind.Replied ? !rights.Answers : !rights.Directs) return new OrderResult.NotAllowed();
        if (version != order.Version) return new OrderResult.ChangedMeanwhile();
        if (Refusal(order, step, text) is { } problem) return new OrderResult.Refused([problem]);
        var before = order.State;
        await ApplyAsync(order, step, text.Trim(), cancellation);
        order.Version++;
        orders.Keep(order, step, text.Trim());
        audit.Record(step.DisplayName(), $"supervision:{order.Id}", text, new { State = before }, new { order.State });
        return await SaveAsync(cancellation);
    }

    /// <summary>The body says why the points are wrong; once, within the order's life.</summary>
    public async Task<OrderResult> AppealAsync(long id, long points, string text, CancellationToken cancellation)
    {
        if (await FindPointsAsync(id, points, cancellation) is not { } found) return new OrderResult.NotFound();
        if (!(await sight.RightsAsync(found.Order, cancellation)).Answers) return new OrderResult.NotAllowed();
        if (found.Row.Appeal is not null) return Refused("这一项已经申诉过。");
        if (Length(text, "申诉理由") is { } wrong) return Refused(wrong);
        (found.Row.Appeal, found.Row.AppealedOn) = (text.Trim(), city.Today(time));
        orders.Keep(found.Order, OrderStepKind.Appealed, $"{found.Row.Points} 分：{text.Trim()}");
        await orders.TellOfficeAsync(found.Order, $"扣分申诉：{found.Order.Title}", cancellation);
        audit.Record("扣分申诉", $"supervision:{id}", text, new { found.Row.Points });
        return await SaveAsync(cancellation);
    }

    public async Task<OrderResult> AnswerAppealAsync(long id, long points, bool isGranted, string text, CancellationToken cancellation)
    {
        if (await FindPointsAsync(id, points, cancellation) is not { } found) return new OrderResult.NotFound();
        if (!(await sight.RightsAsync(found.Order, cancellation)).Directs) return new OrderResult.NotAllowed();
        if (found.Row is not { Appeal: not null, AppealAnswer: null }) return Refused("没有待答复的申诉。");
        if (Length(text, "答复") is { } wrong) return Refused(wrong);
        (found.Row.AppealAnswer, found.Row.IsWithdrawn) = (text.Trim(), isGranted);
        if (isGranted) found.Order.Points -= found.Row.Points;
        found.Order.Version++;
        orders.Keep(found.Order, OrderStepKind.AppealAnswered, $"{(isGranted ? $"撤回扣分 {found.Row.Points} 分" : "维持扣分")}：{text.Trim()}");
        await TellBodyAsync(found.Order, $"申诉答复：{found.Order.Title}", cancellation);
        audit.Record("答复申诉", $"supervision:{id}", text, null, new { found.Row.IsWithdrawn });
        return await SaveAsync(cancellation);
    }

    private static Problem? Refusal(SupervisionOrder order, OrderStepKind step, string text)
    {
        var isPossible = step switch
        {
            OrderStepKind.Received => order.State == OrderState.Issued,
            OrderStepKind.Replied => order.State is OrderState.Issued or OrderState.Received,
            OrderStepKind.Returned or OrderStepKind.Closed => order.State == OrderState.Replied,
            OrderStepKind.Withdrawn => order.IsOpen,
            _ => false,
        };
        if (!isPossible) return new("", $"督办单现在是“{order.State.DisplayName()}”，不能{step.DisplayName()}。");
        return step is OrderStepKind.Received ? null : Length(text, step == OrderStepKind.Replied ? "回复" : "意见") is { } wrong ? new("Text", wrong) : null;
    }

    private async Task ApplyAsync(SupervisionOrder order, OrderStepKind step, string text, CancellationToken cancellation)
    {
        var today = city.Today(time);
        switch (step)
        {
            case OrderStepKind.Received:
                (order.State, order.ReceivedOn) = (OrderState.Received, today);
                await orders.TellOfficeAsync(order, $"已签收督办单：{order.Title}", cancellation);
                break;
            case OrderStepKind.Replied:
                (order.State, order.RepliedOn, order.ReceivedOn) = (OrderState.Replied, today, order.ReceivedOn ?? today);
                await orders.TellOfficeAsync(order, $"督办单已回复：{order.Title}", cancellation);
                break;
            case OrderStepKind.Returned:
                (order.State, order.Returns, order.DueOn) = (OrderState.Received, order.Returns + 1, clock.Calendar.Add(today, clocks.Supervision.ReplyWorkdays));
                orders.Score(order, clocks.Supervision.ReturnedPoints, $"回复被退回：{text}");
                await TellBodyAsync(order, $"督办回复被退回：{order.Title}，请于 {Fmt.Day(order.DueOn)} 前重报", cancellation);
                break;
            default:
                (order.State, order.ClosedOn) = (step == OrderStepKind.Closed ? OrderState.Closed : OrderState.Withdrawn, today);
                await TellBodyAsync(order, $"督办单{order.State.DisplayName()}：{order.Title}", cancellation);
                break;
        }
    }

    private async Task TellBodyAsync(SupervisionOrder order, string title, CancellationToken cancellation)
    {
        foreach (var account in await callers.AccountsOfAsync(Holder.Body(order.Body), city.Today(time), cancellation))
            box.Tell(account, title, order.Link);
    }

    private async Task<(SupervisionOrder Order, SupervisionPoints Row)?> FindPointsAsync(long id, long points, CancellationToken cancellation) =>
        await sight.FindAsync(id, cancellation) is { } order
        && await db.Set<SupervisionPoints>().SingleOrDefaultAsync(row => row.Id == points && row.Supervision == id, cancellation) is { } row
            ? (order, row)
            : null;

    private async Task<OrderResult> SaveAsync(CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
            return new OrderResult.Taken();
        }
        catch (DbUpdateConcurrencyException)
        {
            return new OrderResult.ChangedMeanwhile();
        }
    }

    private static OrderResult.Refused Refused(string message) => new([new Problem("Text", message)]);

    private static string? Length(string text, string what) => text.Trim().Length switch
    {
        0 => $"没有填写{what}。",
        > TaskRules.LongestText => $"{what}最多 {TaskRules.LongestText} 个字。",
        _ => null,
    };
}

/// <summary>Every way a step of an order can end.</summary>
public abstract record OrderResult
{
    private OrderResult()
    {
    }

    public sealed record Taken : OrderResult;

    public sealed record NotFound : OrderResult;

    public sealed record NotAllowed : OrderResult;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : OrderResult;

    public sealed record ChangedMeanwhile : OrderResult;
}
