using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Registry.Import;

/// <summary>Deletes uploaded sheets that nobody needs any more. What was written from them, and who handed them in, stays.</summary>
internal sealed class ForgetUploads(IServiceScopeFactory scopes, ImportFiles files, TimeProvider time, ILogger<ForgetUploads> log)
    : ClockWork(TimeSpan.FromHours(6), atStart: true, time, log)
{
    private const int RunsAtOnce = 500;

    // A file whose import was never stored: the process died between the two.
    private static readonly TimeSpan Ownerless = TimeSpan.FromDays(1);

    protected override Task RoundAsync(CancellationToken cancellation) => RunAsync(cancellation);

    /// <returns>How many sheets were deleted.</returns>
    internal async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = Time.GetUtcNow();
        await using var unit = scopes.CreateAsyncScope();
        var db = unit.ServiceProvider.GetRequiredService<FunengDb>();
        var deleted = 0;
        foreach (var chunk in files.All().Chunk(RunsAtOnce))
        {
            var ids = chunk.Select(file => file.Run).ToArray();
            var runs = await db.Set<ImportRun>().AsNoTracking().Where(run => ids.Contains(run.Id)).ToDictionaryAsync(run => run.Id, cancellation);
            foreach (var (run, storedAt) in chunk.Where(file => runs.TryGetValue(file.Run, out var known) ? !known.NeedsSheet(now) : now - file.StoredAt > Ownerless))
            {
                files.Delete(run);
                deleted++;
            }
        }

        return deleted;
    }
}
