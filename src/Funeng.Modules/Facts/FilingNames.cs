using System.Globalization;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Facts;

/// <summary>Single filings in the audit, by whom they speak of.</summary>
internal sealed class FilingNames(FunengDb db) : IAuditNames
{
    public string Kind => "filing";

    public string Title => "报送";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        var found = await (
            from filing in db.Set<FilingRow>().Where(filing => ids.Contains(filing.Id))
            join subject in db.Set<Subject>() on filing.Subject equals subject.Id
            select new { filing.Id, filing.Period, subject.Kind, subject.Code, subject.Name }).ToListAsync(cancellation);
        return found.ToDictionary(
            row => row.Id.ToString(CultureInfo.InvariantCulture),
            row => new AuditName(
                row.Period == 0 ? $"{row.Name}的报送" : $"{row.Name} {row.Period} 年度的报送", row.Kind == Subject.Enterprise ? $"/enterprises/{row.Code}?tab=facts" : null));
    }
}

/// <summary>Batches in the audit, by their titles.</summary>
internal sealed class BatchNames(FunengDb db) : IAuditNames
{
    public string Kind => "batch";

    public string Title => "报送批次";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        return (await db.Set<Batch>().Where(batch => ids.Contains(batch.Id)).Select(batch => new { batch.Id, batch.Title }).ToListAsync(cancellation))
            .ToDictionary(batch => batch.Id.ToString(CultureInfo.InvariantCulture), batch => new AuditName(batch.Title, null));
    }
}
