using System.Globalization;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Applications;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Papers;

/// <summary>Papers in the audit, by the names of their files; those that were deleted too.</summary>
internal sealed class PaperAudit(FunengDb db) : IAuditNames
{
    public string Kind => "enterprise-paper";

    public string Title => "留存材料";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        return (await db.Set<HeldFile>().Where(file => ids.Contains(file.Id)).Select(file => new { file.Id, file.FileName }).ToListAsync(cancellation))
            .ToDictionary(file => file.Id.ToString(CultureInfo.InvariantCulture), file => new AuditName(file.FileName, null));
    }
}
