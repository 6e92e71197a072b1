using System.Globalization;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Supervise;

/// <summary>An order as typed on the form.</summary>
public sealed record TypedOrder(string Title, string Demand, string Body, string Level, string Due, long? Item);

/// <summary>Issues a supervision order by hand, about a task or by itself.</summary>
public sealed class BeginOrder(FunengDb db, IssueOrders orders, TaskSight sight, FindHolders find, CityProfile city, TimeProvider time)
{
    public async Task<(long? Order, IReadOnlyList<Problem> Problems)> RunAsync(TypedOrder typed, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var item = typed.Item is { } id ? await sight.FindAsync(id, cancellation) : null;
        if (typed.Item is not null && item is null) problems.Add(new("Title", "找不到要督办的任务。"));
        if (typed.Title.Trim().Length is 0 or > TaskRules.LongestTitle) problems.Add(new("Title", $"事项应为 1 到 {TaskRules.LongestTitle} 个字。"));
        if (typed.Demand.Trim().Length is 0 or > TaskRules.LongestText) problems.Add(new("Demand", $"要求应为 1 到 {TaskRules.LongestText} 个字。"));
        if (Holder.Parse(typed.Body) is not { Kind: HolderKind.Body } body || !await find.IsBodyAsync(body, cancellation))
            problems.Add(new("Body", "没有选择被督办的单位。"));
        if (!Enum.TryParse<OrderLevel>(typed.Level, out var level) || !Enum.IsDefined(level)) problems.Add(new("Level", "没有选择督办的级别。"));
        DateOnly? due = null;
        if (typed.Due.Length > 0)
        {
            if (!DateOnly.TryParseExact(typed.Due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day < city.Today(time) || day.Year > 2060)
                problems.Add(new("Due", "回复时限应是今天或以后的日期。"));
            else
                due = day;
        }

        if (item is not null && await orders.FindOpenAsync(item.Id, cancellation) is { } open)
            problems.Add(new("Title", $"这项任务已有在办的{open.Level.DisplayName()} {open.Number}，请在那里办理。"));
        if (problems.Count > 0) return (null, problems);
        var made = new NewOrder(typed.Title.Trim(), typed.Demand.Trim(), Holder.Parse(typed.Body)!.Value.Id)
        {
            Item = item?.Id, Region = item?.Region, Zone = item?.Zone, Level = level, Due = due,
        };
        var order = await orders.IssueAsync(made, cancellation);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // Somebody took the number at the same moment; nothing of this order may be tried again.
            db.ChangeTracker.Clear();
            return (null, [new Problem("", "刚有人同时下达了督办单，文号已被占用。请再提交一次。")]);
        }

        return (order.Id, []);
    }
}
