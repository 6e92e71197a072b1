using Funeng.Modules.Foundation.Accounts;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry;

/// <summary>The organizations accounts may speak for: every one that is registered.</summary>
internal sealed class OrganizationLookup(FunengDb db) : IOrganizationLookup
{
    public async Task<long?> FindAsync(string code, CancellationToken cancellation) => await db.Set<Organization>()
        .Where(organization => organization.Code == code).Select(organization => (long?)organization.Id).FirstOrDefaultAsync(cancellation);

    public async Task<(string Code, string Name)?> DescribeAsync(long id, CancellationToken cancellation)
    {
        var found = await db.Set<Organization>().Where(organization => organization.Id == id)
            .Select(organization => new { organization.Code, organization.Name }).SingleOrDefaultAsync(cancellation);
        return found is null ? null : (found.Code, found.Name);
    }
}
