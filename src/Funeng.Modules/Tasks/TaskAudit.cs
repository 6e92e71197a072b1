using System.Globalization;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks;

/// <summary>Items in the audit, by their titles.</summary>
internal sealed class TaskAudit(FunengDb db) : IAuditNames
{
    public string Kind => "task";

    public string Title => "任务";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        return (await db.Set<TaskItem>().Where(item => ids.Contains(item.Id)).Select(item => new { item.Id, item.Title }).ToListAsync(cancellation))
            .ToDictionary(item => item.Id.ToString(CultureInfo.InvariantCulture), item => new AuditName(item.Title, $"/tasks/{item.Id}"));
    }
}

/// <summary>Supervision orders in the audit, by number and title.</summary>
internal sealed class OrderAudit(FunengDb db) : IAuditNames
{
    public string Kind => "supervision";

    public string Title => "督办单";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        return (await db.Set<SupervisionOrder>().Where(order => ids.Contains(order.Id)).Select(order => new { order.Id, order.Number, order.Title }).ToListAsync(cancellation))
            .ToDictionary(order => order.Id.ToString(CultureInfo.InvariantCulture), order => new AuditName($"{order.Number} {order.Title}", $"/supervision/{order.Id}"));
    }
}

/// <summary>Circulars in the audit, by their numbers.</summary>
internal sealed class CircularAudit(FunengDb db) : IAuditNames
{
    public string Kind => "circular";

    public string Title => "通报";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        return (await db.Set<Circular>().Where(circular => ids.Contains(circular.Id)).Select(circular => new { circular.Id, circular.Number }).ToListAsync(cancellation))
            .ToDictionary(circular => circular.Id.ToString(CultureInfo.InvariantCulture), circular => new AuditName(circular.Number, $"/supervision/circulars/{circular.Id}"));
    }
}

/// <summary>Those who hold duties, of one kind, in the audit.</summary>
internal sealed class HolderAudit(HolderKind kind, HolderNames names, CityProfile city, TimeProvider time) : IAuditNames
{
    public string Kind => KeyOf(kind);

    public string Title => kind.DisplayName();

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) =>
        (await names.OfAsync(AuditKeys.Numbers(keys).Select(id => new Holder(kind, id)), city.Today(time), cancellation))
            .ToDictionary(found => found.Key.Id.ToString(CultureInfo.InvariantCulture), found => new AuditName(found.Value.Line, null));

    /// <summary>What a holder is called as the subject of an audit row.</summary>
    public static string SubjectOf(Holder holder) => string.Create(CultureInfo.InvariantCulture, $"{KeyOf(holder.Kind)}:{holder.Id}");

    private static string KeyOf(HolderKind kind) => kind switch { HolderKind.Person => "person", HolderKind.Post => "post", _ => "body" };
}
