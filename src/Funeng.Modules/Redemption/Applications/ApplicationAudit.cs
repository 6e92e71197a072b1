using System.Globalization;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>Applications in the audit.</summary>
internal sealed class ApplicationAudit(FunengDb db, PolicyBook policies) : IAuditNames
{
    public string Kind => "application";

    public string Title => "申报";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = keys.Select(key => long.TryParse(key, CultureInfo.InvariantCulture, out var id) ? id : 0).ToList();
        var rows = await db.Set<Application>().AsNoTracking().Where(row => ids.Contains(row.Id)).ToListAsync(cancellation);
        return rows.ToDictionary(
            row => row.Id.ToString(CultureInfo.InvariantCulture),
            row => new AuditName($"{policies.FindBenefit(row.Benefit)?.Benefit.Title ?? row.Benefit} {row.Number}".TrimEnd(), $"/reviews/{row.Id}"));
    }
}
