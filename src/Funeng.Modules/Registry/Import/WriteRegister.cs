using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Import;

/// <summary>
/// What a row of a sheet says of the register: a new enterprise with its names, or a new name or place of a known one, where the user said so.
/// Joins the unit of work; what it changed is handed back, so that it can be undone.
/// </summary>
public sealed class WriteRegister(FunengDb db, SubjectDirectory subjects, AuditTrail audit, IdSource ids, TimeProvider time)
{
    internal Organization Add(EnterpriseRow row, long id, out RegisterChange change)
    {
        var now = time.GetUtcNow();
        var organization = new Organization
        {
            Id = id,
            Kind = OrganizationKind.Enterprise,
            Code = row.Code,
            Name = row.Name,
            Region = row.Region,
            Zone = row.Zone,
            CreatedAt = now,
            ChangedAt = now,
        };
        db.Add(organization);
        change = new RegisterChange(id, null, RegisterEntry.Of(organization), [.. AddNames(organization, row, [])]);
        return organization;
    }

    /// <returns>Null when the register says it already.</returns>
    internal async Task<RegisterChange?> ChangeAsync(Organization organization, EnterpriseRow row, DateOnly on, CancellationToken cancellation)
    {
        var before = RegisterEntry.Of(organization);
        var after = new RegisterEntry(row.Renames ? row.Name : before.Name, Finer(row.Region, before.Region), row.Zone ?? before.Zone);
        var names = await NewNamesAsync(organization, row, on, cancellation);
        if (after == before && names.Count == 0)
        {
            return null;
        }

        audit.Record("导入时变更企业信息", $"enterprise:{organization.Code}", $"导入表格第 {row.Row + 1} 行", before, after);
        (organization.Name, organization.Region, organization.Zone) = (after.Name, after.Region, after.Zone);
        organization.ChangedAt = time.GetUtcNow();
        organization.Version++;
        await subjects.DescribeAsync(organization.Id, after.Name, after.Region, after.Zone, cancellation);
        return new RegisterChange(organization.Id, before, after, names);
    }

    // A sheet that names only the district does not take the township away.
    private static string? Finer(string? stated, string? known) =>
        stated is null || known?.StartsWith(stated, StringComparison.Ordinal) == true ? known : stated;

    // The registered name becomes a former one; former and short names the sheet gives are kept, each once.
    private async Task<IReadOnlyList<long>> NewNamesAsync(Organization organization, EnterpriseRow row, DateOnly on, CancellationToken cancellation)
    {
        if (!row.Renames && row.FormerName is null && row.ShortName is null)
        {
            return [];
        }

        var known = await db.Set<OrganizationName>().Where(name => name.Organization == organization.Id).Select(name => name.Name).ToListAsync(cancellation);
        var added = AddNames(organization, row, [organization.Name, .. known]);
        if (row.Renames && row.Name != organization.Name && !known.Contains(organization.Name))
        {
            added.Add(AddName(organization.Id, NameKind.Former, organization.Name, on));
        }

        return added;
    }

    private List<long> AddNames(Organization organization, EnterpriseRow row, IReadOnlyCollection<string> known)
    {
        var added = new List<long>();
        if (row.FormerName is { Length: > 0 } former && !known.Contains(former))
        {
            added.Add(AddName(organization.Id, NameKind.Former, former, null));
        }

        if (row.ShortName is { Length: > 0 } shortName && !known.Contains(shortName))
        {
            added.Add(AddName(organization.Id, NameKind.Short, shortName, null));
        }

        return added;
    }

    private long AddName(long organization, NameKind kind, string name, DateOnly? until)
    {
        var id = ids.Next();
        db.Add(new OrganizationName { Id = id, Organization = organization, Kind = kind, Name = name, Until = until });
        return id;
    }
}
