using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Import;

/// <summary>
/// Takes back what an import did beside the facts: enterprises it registered and nothing else speaks of, names and places nobody has changed
/// since. What somebody else uses by now stays. Joins the unit of work.
/// </summary>
public sealed class UndoRegistrations(
    FunengDb db, SubjectDirectory subjects, SubjectConditions conditions, IEnumerable<IEnterpriseUse> uses, AuditTrail audit, TimeProvider time)
{
    private const int AtOnce = 500;

    public async Task RunAsync(long batch, string reason, CancellationToken cancellation)
    {
        var done = await db.Set<Registration>().Where(row => row.Batch == batch).OrderBy(row => row.Organization).ToListAsync(cancellation);
        foreach (var chunk in done.Chunk(AtOnce))
        {
            long[] ids = [.. chunk.Select(row => row.Organization)];
            var organizations = await db.Set<Organization>().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellation);
            var used = await UsedAsync([.. chunk.Where(row => row.IsNew).Select(row => row.Organization)], batch, cancellation);
            foreach (var row in chunk.Where(row => organizations.ContainsKey(row.Organization) && organizations[row.Organization].Version == row.Version))
            {
                await (row.IsNew ? RemoveAsync(organizations[row.Organization], used, reason, cancellation)
                    : RestoreAsync(organizations[row.Organization], row, reason, cancellation));
            }
        }
    }

    private async Task<HashSet<long>> UsedAsync(long[] ids, long batch, CancellationToken cancellation)
    {
        var used = (await conditions.SpokenOfOutsideAsync(ids, batch, cancellation)).ToHashSet();
        used.UnionWith(await db.Accounts.Where(account => account.Organization != null && ids.Contains(account.Organization.Value))
            .Select(account => account.Organization!.Value).ToListAsync(cancellation));
        foreach (var use in uses)
        {
            used.UnionWith(await use.UsedAsync(ids, cancellation));
        }

        return used;
    }

    private async Task RemoveAsync(Organization organization, HashSet<long> used, string reason, CancellationToken cancellation)
    {
        if (used.Contains(organization.Id))
        {
            return;
        }

        audit.Record("撤销登记企业", $"enterprise:{organization.Code}", reason, new { organization.Code, organization.Name, organization.Region, organization.Zone });
        db.RemoveRange(await db.Set<OrganizationName>().Where(name => name.Organization == organization.Id).ToListAsync(cancellation));
        db.Remove(organization);
        await subjects.RemoveAsync(organization.Id, cancellation);
    }

    private async Task RestoreAsync(Organization organization, Registration before, string reason, CancellationToken cancellation)
    {
        audit.Record("撤销企业信息变更", $"enterprise:{organization.Code}", reason,
            new { organization.Name, organization.Region, organization.Zone }, new { before.Name, before.Region, before.Zone });
        (organization.Name, organization.Region, organization.Zone) = (before.Name!, before.Region, before.Zone);
        organization.ChangedAt = time.GetUtcNow();
        organization.Version++;
        if (before.Former is { } former && await db.Set<OrganizationName>().FindAsync([former], cancellation) is { } name)
        {
            db.Remove(name);
        }

        await subjects.DescribeAsync(organization.Id, organization.Name, organization.Region, organization.Zone, cancellation);
    }
}
