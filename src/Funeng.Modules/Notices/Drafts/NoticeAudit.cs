using System.Globalization;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Notices.Drafts;

/// <summary>Notices in the audit.</summary>
internal sealed class NoticeAudit(FunengDb db) : IAuditNames
{
    public string Kind => "notice-draft";

    public string Title => "通知解读";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = keys.Select(key => long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1).ToList();
        var drafts = await db.Set<NoticeDraft>().AsNoTracking().Where(draft => ids.Contains(draft.Id)).Select(draft => new { draft.Id, draft.Title }).ToListAsync(cancellation);
        return drafts.ToDictionary(draft => draft.Id.ToString(CultureInfo.InvariantCulture), draft => new AuditName(draft.Title, $"/notice-drafts/{draft.Id}"));
    }
}
