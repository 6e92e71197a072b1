using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Organizations;

/// <summary>The organizations other than enterprises that a user may see: those of the own places, and those of the whole city.</summary>
public sealed class ListOrganizations(FunengDb db, CurrentUser user)
{
    private const int Most = 500;

    public async Task<IReadOnlyList<Organization>> RunAsync(CancellationToken cancellation)
    {
        var rows = db.Set<Organization>().AsNoTracking().Where(organization => organization.Kind != OrganizationKind.Enterprise);
        return await user.Scope.Filter(rows, row => row.Region, row => row.Zone, row => row.Id)
            .OrderBy(row => row.Kind).ThenBy(row => row.Name).Take(Most).ToListAsync(cancellation);
    }
}
