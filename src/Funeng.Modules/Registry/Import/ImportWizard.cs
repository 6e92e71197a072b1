using System.Text.Json;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Jobs;
using Funeng.Modules.Foundation.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Registry.Import;

/// <summary>Every way a step of the wizard can end.</summary>
public abstract record WizardResult
{
    private WizardResult()
    {
    }

    /// <summary>Go on at this address: the import's page, or the page of the job that works on it.</summary>
    public sealed record GoOn(string Address) : WizardResult;

    public sealed record Refused(string Reason) : WizardResult;

    /// <summary>No such import, or somebody else's.</summary>
    public sealed record NotFound : WizardResult;
}

/// <summary>
/// The steps of an import by hand: upload, check, correct, write, undo. What takes longer than two seconds goes on as a job.
/// Who sees whose import is said by <see cref="ImportSight"/>.
/// </summary>
public sealed class ImportWizard(
    FunengDb db, ImportFiles files, CheckSheet check, ImportEnterprises import, UndoImport undo, ImportTemplate template, FactSources sources, AuditTrail audit,
    JobRunner jobs, IdSource ids, CurrentUser user, TimeProvider time, ImportSight sight, NotificationBox messages)
{
    private const long SmallFile = 1 << 20;
    // Writing 200 rows takes about two seconds, deciding them included; more goes on as a job.
    private const int FewRows = 200;
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

    /// <summary>What was written, in order.</summary>
    public async Task<IReadOnlyList<ImportWrite>> WritesAsync(long id, CancellationToken cancellation) =>
        await db.Set<ImportWrite>().AsNoTracking().Where(write => write.Run == id).OrderBy(write => write.WrittenAt).ToListAsync(cancellation);

    /// <summary>A page of the rows as they were understood at the last check. Only for an import that was found before.</summary>
    /// <param name="id">The import.</param>
    /// <param name="show">otherwise, asked or bad; any other word means all.</param>
    /// <param name="page">Counted from 1; beyond the end the last.</param>
    /// <param name="size">Rows a page.</param>
    public (RowCounts Counts, IReadOnlyList<RowView> Rows, int Total, int Page) Rows(long id, string? show, int page, int size)
    {
        var rows = files.ReadRows(id).ToList();
        var chosen = show switch
        {
            "otherwise" => rows.FindAll(row => row.HasOtherwise),
            "asked" => rows.FindAll(row => row.State is RowState.Asked or RowState.Held),
            "bad" => rows.FindAll(row => row.State == RowState.Bad),
            _ => rows,
        };
        var number = Math.Clamp(page, 1, Math.Max(1, (chosen.Count + size - 1) / size));
        var counts = new RowCounts(
            rows.Count, rows.Count(row => row.HasOtherwise), rows.Count(row => row.State is RowState.Asked or RowState.Held), rows.Count(row => row.State == RowState.Bad));
        return (counts, [.. chosen.Skip((number - 1) * size).Take(size)], chosen.Count, number);
    }

    /// <summary>The earlier import of the very same file, if it still counts.</summary>
    public Task<ImportRun?> FindSameAsync(ImportRun run, CancellationToken cancellation) => sight.Seen().AsNoTracking()
        .Where(other => other.Sha256 == run.Sha256 && other.Id != run.Id && other.State == ImportState.Written && other.Source == run.Source && other.OnDate == run.OnDate)
        .OrderByDescending(other => other.WrittenAt).FirstOrDefaultAsync(cancellation);

    public async Task<WizardResult> UploadAsync(string fileName, Stream content, string source, DateOnly on, CancellationToken cancellation)
    {
        if (sources.OpenTo(user.Role).All(known => known.Id != source))
        {
            return new WizardResult.Refused("没有选择数据来源，或您不能以这个来源填报。请选择这张表出自哪里。");
        }

        return await BeginAsync((sha256, id) => NewRun(id, Path.GetFileName(fileName), sha256, source, on), content, cancellation);
    }

    /// <summary>An import of some rows of another one; that the user may have them was seen to before.</summary>
    internal Task<WizardResult> GoOnAsync(ImportRun origin, Stream content, SheetCorrections corrections, CancellationToken cancellation) => BeginAsync(
        (sha256, id) =>
        {
            var run = NewRun(id, origin.FileName, sha256, origin.Source, origin.OnDate, origin.Id);
            run.Corrections = JsonSerializer.Serialize(corrections);
            return run;
        },
        content, cancellation);

    private ImportRun NewRun(long id, string name, string sha256, string source, DateOnly on, long? origin = null) => new()
    {
        Id = id, FileName = name, Sha256 = sha256, Size = new FileInfo(files.PathOf(id)).Length, Source = source, OnDate = on, Origin = origin,
        State = ImportState.Checking, Creator = user.Id, CreatorName = user.Name, CreatedAt = time.GetUtcNow(),
        Office = user.Scope.Organization, Reach = sight.Reach, Within = sight.Within,
    };

    private async Task<WizardResult> BeginAsync(Func<string, long, ImportRun> make, Stream content, CancellationToken cancellation)
    {
        var id = ids.Next();
        try
        {
            var run = make(await files.SaveAsync(id, content, cancellation), id);
            var result = files.Refusal(id) is { } unreadable ? new WizardResult.Refused(unreadable) : run.Size <= SmallFile ? await CheckNewAsync(run, cancellation) : await CheckLaterAsync(run, cancellation);
            if (result is WizardResult.Refused)
            {
                files.Delete(id);
            }

            return result;
        }
        catch (Exception) when (!db.Set<ImportRun>().Any(run => run.Id == id))
        {
            files.Delete(id);
            throw;
        }
    }

    /// <summary>Keeps corrections and checks again, as a job when the file is large.</summary>
    public async Task<WizardResult> CorrectAsync(long id, SheetCorrections corrections, bool write, CancellationToken cancellation)
    {
        if (await sight.Workable().SingleOrDefaultAsync(run => run.Id == id, cancellation) is not { } run)
        {
            return new WizardResult.NotFound();
        }

        if (!run.CanWork)
        {
            return new WizardResult.GoOn(Address(id));
        }

        // Kept before anything else is tried: what the user corrected is never lost.
        run.Corrections = JsonSerializer.Serialize(corrections with { Only = run.ReadCorrections().Only });
        await db.SaveChangesAsync(cancellation);
        if (run.Size > SmallFile || run.Rows > FewRows)
        {
            (run.State, run.BegunAt, run.Job) = (write ? ImportState.Writing : ImportState.Checking, time.GetUtcNow(), null);
            await db.SaveChangesAsync(cancellation);
            return await StartAsync(run, write, cancellation);
        }

        if (await CheckAsync(run, cancellation) is { } refusal)
        {
            return new WizardResult.Refused(refusal);
        }

        await db.SaveChangesAsync(cancellation);
        return write ? await WriteNowAsync(run.Id, null, cancellation) : new WizardResult.GoOn(Address(id));
    }

    /// <summary>Takes back what an import wrote within the last half hour: facts, names, places and new enterprises.</summary>
    public async Task<WizardResult> UndoAsync(long id, string reason, CancellationToken cancellation)
    {
        if (!await sight.Undoable().AnyAsync(run => run.Id == id, cancellation))
        {
            return new WizardResult.NotFound();
        }

        var now = time.GetUtcNow();
        var writes = await WritesAsync(id, cancellation);
        var undoable = writes.Where(write => write.CanUndo(now)).Reverse().ToList();
        if (undoable.Count == 0)
        {
            return new WizardResult.Refused("写入已超过 30 分钟，不能整批撤销。请在企业的事实页逐项更正。");
        }

        if (reason.Trim().Length == 0)
        {
            return new WizardResult.Refused("没有填写撤销的理由。");
        }

        foreach (var write in undoable)
        {
            await undo.RunAsync(write.Id, reason.Trim(), cancellation);
        }

        await CloseAsync(id, undoable, writes.Count(write => write is { Counts: true, Changed: > 0 }) == undoable.Count, cancellation);
        return new WizardResult.GoOn(Address(id));
    }

    /// <summary>The sheet of an import, read anew with its corrections; null when it cannot be.</summary>
    public async Task<SheetCheck.Checked?> ReadAgainAsync(ImportRun run, CancellationToken cancellation)
    {
        if (!files.Has(run.Id))
        {
            return null;
        }

        await using var file = files.Open(run.Id);
        return await check.RunAsync(file, run.OnDate, run.ReadCorrections(), cancellation, await WrittenRowsAsync(run.Id, cancellation)) as SheetCheck.Checked;
    }

    private static string Address(long id) => $"/import/{id}";

    private async Task CloseAsync(long id, List<ImportWrite> undone, bool isAll, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        var run = await db.Set<ImportRun>().SingleAsync(row => row.Id == id, cancellation);
        run.Changed -= undone.Sum(write => write.Changed);
        run.Added -= undone.Sum(write => write.Added);
        run.Filed -= undone.Sum(write => write.Filed);
        if (isAll)
        {
            (run.State, run.WithdrawnAt) = (ImportState.Withdrawn, time.GetUtcNow());
        }

        await db.SaveChangesAsync(cancellation);
    }

    private async Task<HashSet<int>> WrittenRowsAsync(long id, CancellationToken cancellation) =>
        [.. (await WritesAsync(id, cancellation)).Where(write => write.Counts).SelectMany(write => write.ReadRows())];

    private async Task<bool> IsCutOffAsync(ImportRun run, CancellationToken cancellation)
    {
        if (run.Job is { } id && await db.Set<Job>().AsNoTracking().SingleOrDefaultAsync(job => job.Id == id, cancellation) is { } job)
        {
            return job.IsOver || time.GetUtcNow() - job.BeatAt > LongestRequest;
        }

        return time.GetUtcNow() - (run.BegunAt ?? run.CreatedAt) > LongestRequest;
    }

    // Checked before: back to where it was. Never checked: the upload was cut off and has to be made again.
    private async Task ReopenAsync(long id, CancellationToken cancellation)
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

    private async Task<WizardResult> CheckNewAsync(ImportRun run, CancellationToken cancellation)
    {
        if (await CheckAsync(run, cancellation) is { } refusal)
        {
            // Nothing of a refused file is stored.
            return new WizardResult.Refused(refusal);
        }

        db.Add(run);
        audit.Record("上传导入文件", $"import:{run.Id}", run.FileName, null, new { run.Sha256, run.Rows, run.Sound });
        await db.SaveChangesAsync(cancellation);
        return new WizardResult.GoOn(Address(run.Id));
    }

    private async Task<WizardResult> CheckLaterAsync(ImportRun run, CancellationToken cancellation)
    {
        run.BegunAt = time.GetUtcNow();
        db.Add(run);
        audit.Record("上传导入文件", $"import:{run.Id}", run.FileName, null, new { run.Sha256, run.Size });
        await db.SaveChangesAsync(cancellation);
        return await StartAsync(run, write: false, cancellation);
    }

    private async Task<WizardResult> StartAsync(ImportRun run, bool write, CancellationToken cancellation)
    {
        var (id, title) = (run.Id, (write ? "写入 " : "校验 ") + run.FileName);
        var job = await jobs.StartAsync(user, new NewJob("import", title), async (services, progress, stop) =>
        {
            await services.GetRequiredService<ImportWizard>().WorkAsync(id, write, progress, stop);
            return Address(id);
        }, cancellation);
        await db.Set<ImportRun>().Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(stored => stored.Job, job), cancellation);
        return new WizardResult.GoOn($"/jobs/{job}");
    }

    private async Task WorkAsync(long id, bool write, JobProgress progress, CancellationToken cancellation)
    {
        var run = await db.Set<ImportRun>().SingleAsync(row => row.Id == id, cancellation);
        try
        {
            await progress.ReportAsync(0, 0, "正在读取和校验");
            if (await CheckAsync(run, cancellation) is { } refusal)
            {
                await ForgetAsync(run, refusal, cancellation);
                throw new JobRefusedException(refusal);
            }

            await db.SaveChangesAsync(cancellation);
            if (write)
            {
                await WriteNowAsync(id, progress, cancellation);
            }
        }
        catch (JobRefusedException)
        {
            throw;
        }
        catch (Exception)
        {
            // What was not written can be tried again.
            await ReopenAsync(id, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Nothing of a refused file is stored; that it was handed in is in the audit.</summary>
    private async Task ForgetAsync(ImportRun run, string refusal, CancellationToken cancellation)
    {
        db.Remove(run);
        audit.Record("拒绝导入文件", $"import:{run.Id}", refusal, new { run.FileName, run.Sha256, run.Size });
        await db.SaveChangesAsync(cancellation);
        files.Delete(run.Id);
    }

    /// <summary>Checks the file as it stands; answers why it cannot be read at all, or null.</summary>
    private async Task<string?> CheckAsync(ImportRun run, CancellationToken cancellation)
    {
        await using var file = files.Open(run.Id);
        var written = await WrittenRowsAsync(run.Id, cancellation);
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

    private async Task<WizardResult> WriteNowAsync(long id, JobProgress? progress, CancellationToken cancellation)
    {
        // Two clicks at once: only one of them finds the import waiting.
        var now = time.GetUtcNow();
        var claimed = await db.Set<ImportRun>().Where(row => row.Id == id && (row.State == ImportState.Checked || row.State == ImportState.Written))
            .ExecuteUpdateAsync(row => row.SetProperty(stored => stored.State, ImportState.Writing).SetProperty(stored => stored.BegunAt, now), cancellation);
        if (claimed == 0)
        {
            return new WizardResult.GoOn(Address(id));
        }

        try
        {
            // Begun, it is done: a browser that goes away must not leave half of it. A job may be cancelled before it publishes.
            await WriteClaimedAsync(id, progress, progress is null ? CancellationToken.None : cancellation);
        }
        catch (Exception)
        {
            await ReopenAsync(id, CancellationToken.None);
            throw;
        }

        return new WizardResult.GoOn(Address(id));
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
            messages.Tell(maker, $"您报送核对的 {sheet.Rows.Count} 行已核对：{written} 行写入{(written < sheet.Rows.Count ? $"，{sheet.Rows.Count - written} 行没有写入，请与市级经办 {user.Name} 联系" : "")}（{run.FileName}）", Address(origin));
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
