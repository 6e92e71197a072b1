using System.Globalization;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>Cases in the audit, by number and title.</summary>
internal sealed class ClinicAudit(FunengDb db) : IAuditNames
{
    public string Kind => "clinic";

    public string Title => "项目诊所";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        return (await db.Set<ClinicCase>().Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, row.Number, row.Title }).ToListAsync(cancellation))
            .ToDictionary(row => row.Id.ToString(CultureInfo.InvariantCulture), row => new AuditName($"{row.Number} {row.Title}", $"/projects/clinic/{row.Id}"));
    }
}

/// <summary>Rounds in the audit, by their numbers.</summary>
internal sealed class RoundAudit(FunengDb db) : IAuditNames
{
    public string Kind => "clinic-round";

    public string Title => "急难问题批次";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        return (await db.Set<ClinicRound>().Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, row.Number }).ToListAsync(cancellation))
            .ToDictionary(row => row.Id.ToString(CultureInfo.InvariantCulture), row => new AuditName($"第 {row.Number} 批", $"/projects/clinic/rounds/{row.Id}"));
    }
}
