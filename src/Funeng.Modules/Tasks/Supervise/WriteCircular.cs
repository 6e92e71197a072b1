using System.Globalization;
using System.Text;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Supervise;

/// <summary>
/// Writes the circular (通报) of the orders of a period: how many were issued, answered and are late, by body, every figure counted now. What went out is kept
/// as it was, with its cut-off date, and is meant for every official: a circular names to all what an order says to one.
/// </summary>
public sealed class WriteCircular(
    FunengDb db, IdSource ids, OrderSight sight, HolderNames names, IssueOrders orders, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    public async Task<(long? Circular, string? Problem)> RunAsync(string from, string to, CancellationToken cancellation)
    {
        if (!user.Has(Permission.SuperviseTasks)) return (null, "您不能印发通报。");
        var today = city.Today(time);
        if (!TryDay(from, out var first) || !TryDay(to, out var last) || last < first || last > today) return (null, "请填写起止日期，止日不晚于今天。");
        var rows = await (await sight.VisibleAsync(cancellation)).Where(order => order.IssuedOn >= first && order.IssuedOn <= last && order.State != OrderState.Withdrawn)
            .OrderBy(order => order.DueOn).ToListAsync(cancellation);
        if (rows.Count == 0) return (null, "这段时间没有下达过督办单，没有可以通报的内容。");
        var known = await names.OfAsync(rows.Select(order => Holder.Body(order.Body)), today, cancellation);
        var circular = new Circular
        {
            Id = ids.Next(), Number = await NumberAsync(today.Year, cancellation), Title = "关于督办事项办理情况的通报", Body = Text(rows, known, first, last, today),
            IssuedOn = today, IssuerName = user.Name,
        };
        db.Add(circular);
        foreach (var order in rows)
        {
            (order.Circular, order.Version) = (circular.Id, order.Version + 1);
            orders.Keep(order, OrderStepKind.Published, circular.Number);
        }

        audit.Record("印发通报", $"circular:{circular.Id}", "", null, new { circular.Number, First = first, Last = last, Orders = rows.Count });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return (null, "生成通报时督办单有变动，请再生成一次。");
        }

        return (circular.Id, null);
    }

    public Task<Circular?> FindAsync(long id, CancellationToken cancellation) => db.Set<Circular>().AsNoTracking().SingleOrDefaultAsync(circular => circular.Id == id, cancellation);

    internal static string Text(IReadOnlyList<SupervisionOrder> rows, IReadOnlyDictionary<Holder, HolderName> names, DateOnly first, DateOnly last, DateOnly today)
    {
        var late = rows.Where(order => order.State is OrderState.Issued or OrderState.Received && order.DueOn < today).ToList();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Fmt.Day(first)}至{Fmt.Day(last)}，共下达督办单 {rows.Count} 件，已办结 {rows.Count(order => order.State == OrderState.Closed)} 件，")
            .Append(CultureInfo.InvariantCulture, $"已回复待确认 {rows.Count(order => order.State == OrderState.Replied)} 件，超期未回复 {late.Count} 件。数据截至 {Fmt.Date(today)}。\n");
        text.Append("\n一、各单位情况\n");
        foreach (var group in rows.GroupBy(order => order.Body).OrderByDescending(group => group.Sum(order => order.Points)).ThenBy(group => group.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"{names.GetValueOrDefault(Holder.Body(group.Key))?.Name}：{group.Count()} 件，办结 {group.Count(order => order.State == OrderState.Closed)} 件，")
                .Append(CultureInfo.InvariantCulture, $"超期 {group.Count(late.Contains)} 件，扣 {group.Sum(order => order.Points)} 分。\n");
        }

        text.Append("\n二、超期未回复的事项\n");
        if (late.Count == 0) text.Append("无。\n");
        foreach (var order in late)
            text.Append(CultureInfo.InvariantCulture, $"{order.Number}（{order.Level.DisplayName()}）{order.Title}：{names.GetValueOrDefault(Holder.Body(order.Body))?.Name}，应于 {Fmt.Date(order.DueOn)} 回复，{Fmt.Due(order.DueOn, today)}。\n");
        return text.ToString();
    }

    private async Task<string> NumberAsync(int year, CancellationToken cancellation)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"督查通报〔{year}〕");
        var count = await db.Set<Circular>().CountAsync(circular => circular.Number.StartsWith(start), cancellation);
        return string.Create(CultureInfo.InvariantCulture, $"{start}{count + 1}号");
    }

    private static bool TryDay(string text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
