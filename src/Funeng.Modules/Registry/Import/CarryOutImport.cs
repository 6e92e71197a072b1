using System.Text.Json;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Jobs;
using Funeng.Modules.Foundation.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Import;

/// <summary>What is done with the file of an import: it is checked as corrected, and its sound rows are written.</summary>
public sealed class CarryOutImport(
    FunengDb db, ImportFiles files, ImportRuns runs, CheckSheet check, ImportEnterprises import, ImportTemplate template, CurrentUser user, TimeProvider time,
    NotificationBox messages)
{
    /// <summary>The sheet of an import, read anew with its corrections; null when it cannot be.</summary>
    public async Task<SheetCheck.Checked?> ReadAgainAsync(ImportRun run, CancellationToken cancellation)
    {
        if (!files.Has(run.Id))
        {
            return null;
        }

        await using var file = files.Open(run.Id);
        return await check.RunAsync(file, run.OnDate, run.ReadCorrections(), cancellation, await runs.WrittenRowsAsync(run.Id, cancellation)) as SheetCheck.Checked;
    }

    /// <summary>Checks the file as it stands; answers why it cannot be read at all, or null.</summary>
    internal async Task<string?> CheckAsync(ImportRun run, CancellationToken cancellation)
    {
        await using var file = files.Open(run.Id);
        var written = await runs.WrittenRowsAsync(run.Id, cancellation);
        switch (await check.RunAsync(file, run.OnDate, run.ReadCorrections(), cancellation, written))
        {
            case SheetCheck.Refused refused:
                return refused.Reason;
            case SheetCheck.Checked sheet:
                run.State = written.Count > 0 ? ImportState.Written : ImportState.Checked;
                await files.KeepRowsAsync(run.Id, RowView.Of(sheet), cancellation);
                run.Rows = sheet.Rows.Count;
                run.Sound = sheet.Sound;
                run.Summary = JsonSerializer.Serialize(CheckSummary.Of(sheet, template.Version));
                return null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Writes what the last check found sound, once however often it is asked for.</summary>
    internal async Task WriteAsync(long id, JobProgress? progress, CancellationToken cancellation)
    {
        // Two clicks at once: only one of them finds the import waiting.
        var now = time.GetUtcNow();
        var claimed = await db.Set<ImportRun>().Where(row => row.Id == id && (row.State == ImportState.Checked || row.State == ImportState.Written))
            .ExecuteUpdateAsync(row => row.SetProperty(stored => stored.State, ImportState.Writing).SetProperty(stored => stored.BegunAt, now), cancellation);
        if (claimed == 0)
        {
            return;
        }

        try
        {
            // Begun, it is done: a browser that goes away must not leave half of it. A job may be cancelled before it publishes.
            await WriteClaimedAsync(id, progress, progress is null ? CancellationToken.None : cancellation);
        }
        catch (Exception)
        {
            await runs.ReopenAsync(id, CancellationToken.None);
            throw;
        }
    }

    private async Task WriteClaimedAsync(long id, JobProgress? progress, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        var run = await db.Set<ImportRun>().AsNoTracking().SingleAsync(row => row.Id == id, cancellation);
        var sheet = await ReadAgainAsync(run, cancellation) ?? throw new InvalidOperationException("The sheet that was checked cannot be read any more.");
        await import.RunAsync(
            new ImportRequest(sheet.Rows, sheet.Headings, run.FileName, run.Source, run.OnDate) { Run = id },
            progress is null ? null : count => progress.ReportAsync(count, sheet.Sound, $"已处理 {count:N0} 行，可以离开本页").AsTask(), cancellation);
        await HandOnAsync(run, sheet, cancellation);
        if (sheet.UnansweredSound.Count() is > 0 and var stood)
        {
            var corrections = JsonSerializer.Serialize(run.ReadCorrections() with { Accepting = [], Accepted = run.ReadCorrections().Accepted + stood });
            await db.Set<ImportRun>().Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(stored => stored.Corrections, corrections), cancellation);
        }

        await KeepRestAsync(id, sheet with { Rows = [.. sheet.Rows.Select(row => row.IsSound ? row with { IsWritten = true, Questions = [] } : row)] }, cancellation);
    }

    /// <summary>Rows that wait for the city are there from now on; who handed on the rows just written is told.</summary>
    private async Task HandOnAsync(ImportRun run, SheetCheck.Checked sheet, CancellationToken cancellation)
    {
        var taken = await TakeUpRows.TakenAsync(db, run.Id, cancellation);
        var waiting = sheet.Waiting.Count(row => !taken.Contains(row.Row));
        await db.Set<ImportRun>().Where(row => row.Id == run.Id).ExecuteUpdateAsync(row => row.SetProperty(stored => stored.Waiting, waiting), cancellation);
        if (run.Origin is { } origin
            && await db.Set<ImportRun>().Where(row => row.Id == origin).Select(row => row.Creator).SingleOrDefaultAsync(cancellation) is { } maker)
        {
            var written = sheet.Rows.Count(row => row.IsSound);
            messages.Tell(maker, $"您报送核对的 {sheet.Rows.Count} 行已核对：{written} 行写入{(written < sheet.Rows.Count ? $"，{sheet.Rows.Count - written} 行没有写入，请与市级经办 {user.Name} 联系" : "")}（{run.FileName}）", ImportRun.AddressOf(origin));
            await db.SaveChangesAsync(cancellation);
        }
    }

    // What was written is not asked about any more; the page goes on with the rest.
    private async Task KeepRestAsync(long id, SheetCheck.Checked rest, CancellationToken cancellation)
    {
        await files.KeepRowsAsync(id, RowView.Of(rest), cancellation);
        var summary = JsonSerializer.Serialize(CheckSummary.Of(rest, template.Version));
        await db.Set<ImportRun>().Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(stored => stored.Summary, summary), cancellation);
    }
}
