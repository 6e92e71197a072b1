using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks;

/// <summary>Who stands above an item: the leaders who answer for its source by a duty, or else all leaders and the supervision office whose scope covers it.</summary>
public sealed class Overseers(FunengDb db, Callers callers, DutyBook duties, CityProfile city, TimeProvider time)
{
    /// <summary>Accounts of the leaders of an item.</summary>
    public async Task<IReadOnlyList<long>> LeadersOfAsync(TaskItem item, CancellationToken cancellation)
    {
        var today = city.Today(time);
        var answering = new List<long>();
        if (item.SourceKey.Length > 0)
        {
            foreach (var duty in await duties.OfAsync(item.SourceKind, item.SourceKey, today, cancellation))
                answering.AddRange(await callers.AccountsOfAsync(duty.Holder, today, cancellation));
        }

        var leaders = await OfRoleAsync(Role.Leader, item.Region, item.Zone, cancellation);
        var own = leaders.Where(answering.Contains).ToList();
        return own.Count > 0 ? own : leaders;
    }

    /// <summary>Accounts of the supervision office for a place.</summary>
    public Task<IReadOnlyList<long>> OfficeAsync(string? region, string? zone, CancellationToken cancellation) => OfRoleAsync(Role.SupervisionOffice, region, zone, cancellation);

    private async Task<IReadOnlyList<long>> OfRoleAsync(Role role, string? region, string? zone, CancellationToken cancellation)
    {
        var accounts = await db.Accounts.AsNoTracking().Where(account => account.Role == role).ToListAsync(cancellation);
        return [.. accounts.Where(account => !account.IsDisabled && account.Scope.Covers(region, zone, -1)).Select(account => account.Id)];
    }
}
