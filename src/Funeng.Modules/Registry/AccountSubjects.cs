using Funeng.Modules.Foundation.Accounts;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry;

/// <summary>An account speaks for an organization of any kind, found by its code; an enterprise first.</summary>
internal sealed class AccountSubjects(FunengDb db) : IAccountSubjects
{
    public async Task<long?> FindAsync(string code, CancellationToken cancellation)
    {
        var found = await db.Set<Organization>().AsNoTracking().Where(row => row.Code == code).Select(row => new { row.Id, row.Kind }).ToListAsync(cancellation);
        return found.OrderBy(row => row.Kind).FirstOrDefault()?.Id;
    }

    public Task<string?> CodeAsync(long subject, CancellationToken cancellation) =>
        db.Set<Organization>().Where(row => row.Id == subject).Select(row => (string?)row.Code).SingleOrDefaultAsync(cancellation);

    public Task<string?> NameAsync(long subject, CancellationToken cancellation) =>
        db.Set<Organization>().Where(row => row.Id == subject).Select(row => (string?)row.Name).SingleOrDefaultAsync(cancellation);
}
