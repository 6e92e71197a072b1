using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Facts;

/// <summary>Clears away what imports that were killed had already written. It was never visible.</summary>
internal sealed class ClearUnpublished(IServiceScopeFactory scopes, TimeProvider time) : IStartStep
{
    private static readonly TimeSpan LongestImport = TimeSpan.FromHours(6);

    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var unit = scopes.CreateAsyncScope();
        var db = unit.ServiceProvider.GetRequiredService<FunengDb>();
        var before = time.GetUtcNow() - LongestImport;
        var dead = await db.Set<Batch>().Where(batch => batch.State == BatchState.Loading && batch.OpenedAt < before)
            .Select(batch => batch.Id).ToListAsync(cancellation);
        foreach (var batch in dead)
        {
            await DiscardAsync(db, batch, cancellation);
        }
    }

    /// <summary>Deletes a batch with its filings, unless it counts.</summary>
    internal static async Task<bool> DiscardAsync(FunengDb db, long batch, CancellationToken cancellation)
    {
        if (!await db.Set<Batch>().AnyAsync(row => row.Id == batch && row.State == BatchState.Loading, cancellation))
        {
            return false;
        }

        await db.Set<FilingRow>().Where(filing => filing.Batch == batch).ExecuteDeleteAsync(cancellation);
        await db.Set<Batch>().Where(row => row.Id == batch && row.State == BatchState.Loading).ExecuteDeleteAsync(cancellation);
        return true;
    }
}
