using System.Globalization;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Batches;

/// <summary>Numbers of batches, DF-2026-0003: one more than the last of the year. Of two who take the same at one moment the database refuses one.</summary>
public sealed class BatchNumbers(FunengDb db)
{
    public async Task<string> NextAsync(int year, CancellationToken cancellation)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"DF-{year}-");
        var last = await db.Set<RedemptionBatch>().Where(batch => batch.Number.StartsWith(prefix))
            // Past 9999 the numbers grow longer, and 10000 comes after 9999.
            .OrderByDescending(batch => batch.Number.Length).ThenByDescending(batch => batch.Number).Select(batch => batch.Number).FirstOrDefaultAsync(cancellation);
        return prefix + ((last is null ? 0 : int.Parse(last[prefix.Length..], CultureInfo.InvariantCulture)) + 1).ToString("0000", CultureInfo.InvariantCulture);
    }
}
