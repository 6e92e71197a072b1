using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Cultivation;

/// <summary>Enterprises with a record in any library are in use.</summary>
internal sealed class LibraryUse(FunengDb db) : IEnterpriseUse
{
    public async Task<IReadOnlyCollection<long>> UsedAsync(IReadOnlyCollection<long> enterprises, CancellationToken cancellation) =>
        await db.Set<LibraryRecord>().Where(record => enterprises.Contains(record.Subject)).Select(record => record.Subject).Distinct().ToListAsync(cancellation);
}
