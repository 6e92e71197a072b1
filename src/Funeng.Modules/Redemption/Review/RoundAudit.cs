using System.Globalization;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Review;

/// <summary>Rounds of expert review in the audit.</summary>
internal sealed class RoundAudit(FunengDb db) : IAuditNames
{
    public string Kind => "application-round";

    public string Title => "专家评审";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = keys.Select(key => long.TryParse(key, CultureInfo.InvariantCulture, out var id) ? id : 0).ToList();
        return await db.Set<ScoreRound>().AsNoTracking().Where(row => ids.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id.ToString(CultureInfo.InvariantCulture), row => new AuditName(row.Title, $"/reviews/rounds/{row.Id}"), cancellation);
    }
}
