using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Import;

/// <summary>The imports a person sees and how each stands. Who sees whose is said by <see cref="ImportSight"/>.</summary>
public sealed class ImportRuns(FunengDb db, ImportFiles files, ImportSight sight, AuditTrail audit, TimeProvider time)
{
    private const int MostRecent = 20;

    // A check or a writing within a request takes seconds; one that began so long ago was cut off.
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(5);

    public async Task<IReadOnlyList<ImportRun>> RecentAsync(CancellationToken cancellation) =>
        await sight.Seen().AsNoTracking().OrderByDescending(run => run.CreatedAt).Take(MostRecent).ToListAsync(cancellation);

    /// <summary>An import with how it stands. Work that was cut off, as by a kill, is open again: nothing of it counts.</summary>
    public async Task<ImportRun?> FindAsync(long id, CancellationToken cancellation)
    {
        var run = await sight.Seen().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation);
        if (run is null || run.State is not (ImportState.Checking or ImportState.Writing) || !await IsCutOffAsync(run, cancellation))
        {
            return run;
        }

        await ReopenAsync(id, cancellation);
        return await sight.Seen().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation);
    }

    /// <summary>Whether the user may check and write an import he sees.</summary>
    public Task<bool> MayWorkAsync(long id, CancellationToken cancellation) => sight.Workable().AnyAsync(run => run.Id == id, cancellation);

    /// <summary>Whether the user may take back an import he sees.</summary>
    public Task<bool> MayUndoAsync(long id, CancellationToken cancellation) => sight.Undoable().AnyAsync(run => run.Id == id, cancellation);

    /// <summary>Whether the sheet itself is still kept.</summary>
    public bool HasSheet(long id) => files.Has(id);

    /// <summary>What was written, in order.</summary>
    public async Task<IReadOnlyList<ImportWrite>> WritesAsync(long id, CancellationToken cancellation) =>
        await db.Set<ImportWrite>().AsNoTracking().Where(write => write.Run == id).OrderBy(write => write.WrittenAt).ToListAsync(cancellation);

    /// <summary>The imports, among those the user sees, that filed some batches: a figure leads back to the sheet it came from.</summary>
    public async Task<IReadOnlyDictionary<long, long>> OfBatchesAsync(IReadOnlyCollection<long> batches, CancellationToken cancellation) => batches.Count == 0
        ? new Dictionary<long, long>()
        : await db.Set<ImportWrite>().Where(write => batches.Contains(write.Batch ?? 0)).Join(sight.Seen(), write => write.Run, run => (long?)run.Id, (write, run) => new { write.Batch, run.Id })
            .ToDictionaryAsync(pair => pair.Batch!.Value, pair => pair.Id, cancellation);

    /// <summary>A page of the rows as they were understood at the last check. Only for an import that was found before.</summary>
    /// <param name="id">The import.</param>
    /// <param name="show">otherwise, asked or bad; any other word means all.</param>
    /// <param name="page">Counted from 1; beyond the end the last.</param>
    /// <param name="size">Rows a page.</param>
    /// <param name="row">A row of the sheet, from zero, whose page is wanted instead; null for none.</param>
    public (RowCounts Counts, IReadOnlyList<RowView> Rows, int Total, int Page) Rows(long id, string? show, int page, int size, int? row = null)
    {
        var rows = files.ReadRows(id).ToList();
        var chosen = show switch
        {
            "otherwise" => rows.FindAll(row => row.HasOtherwise),
            "asked" => rows.FindAll(row => row.State is RowState.Asked or RowState.Held),
            "bad" => rows.FindAll(row => row.State == RowState.Bad),
            _ => rows,
        };
        if (row is not null && chosen.FindIndex(view => view.Row == row) is >= 0 and var at) page = at / size + 1;
        var number = Math.Clamp(page, 1, Math.Max(1, (chosen.Count + size - 1) / size));
        var counts = new RowCounts(
            rows.Count, rows.Count(row => row.HasOtherwise), rows.Count(row => row.State is RowState.Asked or RowState.Held), rows.Count(row => row.State == RowState.Bad));
        return (counts, [.. chosen.Skip((number - 1) * size).Take(size)], chosen.Count, number);
    }

    /// <summary>The earlier import of the very same file, if it still counts.</summary>
    public Task<ImportRun?> FindSameAsync(ImportRun run, CancellationToken cancellation) => sight.Seen().AsNoTracking()
        .Where(other => other.Sha256 == run.Sha256 && other.Id != run.Id && other.State == ImportState.Written && other.Source == run.Source && other.OnDate == run.OnDate)
        .OrderByDescending(other => other.WrittenAt).FirstOrDefaultAsync(cancellation);

    internal async Task<HashSet<int>> WrittenRowsAsync(long id, CancellationToken cancellation) =>
        [.. (await WritesAsync(id, cancellation)).Where(write => write.Counts).SelectMany(write => write.ReadRows())];

    private async Task<bool> IsCutOffAsync(ImportRun run, CancellationToken cancellation)
    {
        if (run.Job is { } id && await db.Set<Job>().AsNoTracking().SingleOrDefaultAsync(job => job.Id == id, cancellation) is { } job)
        {
            return job.IsOver || time.GetUtcNow() - job.BeatAt > LongestRequest;
        }

        return time.GetUtcNow() - (run.BegunAt ?? run.CreatedAt) > LongestRequest;
    }

    /// <summary>Checked before: back to where it was. Never checked: the upload was cut off and has to be made again.</summary>
    internal async Task ReopenAsync(long id, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        if (await db.Set<ImportRun>().SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { } run)
        {
            return;
        }

        if (run.Rows == 0)
        {
            await ForgetAsync(run, "校验中途中断", cancellation);
            return;
        }

        run.State = await StandingAsync(id, cancellation);
        await db.SaveChangesAsync(cancellation);
    }

    private async Task<ImportState> StandingAsync(long id, CancellationToken cancellation) =>
        (await WritesAsync(id, cancellation)).Any(write => write.Counts) ? ImportState.Written : ImportState.Checked;

    /// <summary>Nothing of a refused file is stored; that it was handed in is in the audit.</summary>
    internal async Task ForgetAsync(ImportRun run, string refusal, CancellationToken cancellation)
    {
        db.Remove(run);
        audit.Record("拒绝导入文件", $"import:{run.Id}", refusal, new { run.FileName, run.Sha256, run.Size });
        await db.SaveChangesAsync(cancellation);
        files.Delete(run.Id);
    }
}
