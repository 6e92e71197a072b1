using System.Text.Json;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Jobs;
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
/// Reading them is <see cref="ImportRuns"/>.
/// </summary>
public sealed class ImportWizard(
    FunengDb db, ImportFiles files, ImportRuns runs, CarryOutImport work, UndoImport undo, FactSources sources, AuditTrail audit, JobRunner jobs, IdSource ids,
    CurrentUser user, TimeProvider time, ImportSight sight)
{
    private const long SmallFile = 1 << 20;
    // Writing 200 rows takes about two seconds, deciding them included; more goes on as a job.
    private const int FewRows = 200;

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
            var result = files.Refusal(id) is { } unreadable ? new WizardResult.Refused(unreadable)
                : await FindNoRoomAsync(run, cancellation) is { } full ? new WizardResult.Refused(full)
                : run.Size <= SmallFile ? await CheckNewAsync(run, cancellation) : await CheckLaterAsync(run, cancellation);
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

    private async Task<string?> FindNoRoomAsync(ImportRun run, CancellationToken cancellation)
    {
        var own = await db.Set<ImportRun>().Where(other => other.Creator == run.Creator).Select(other => new { other.Id, other.Size }).ToListAsync(cancellation);
        return own.Where(other => files.Has(other.Id)).Sum(other => other.Size) + run.Size <= files.MostOfOne ? null
            : $"您上传而尚在保存的表格已满 {files.MostOfOne >> 20:N0} MB。写完的表格 {ImportRun.KeptWhenDone.Days} 天后、没有写完的 {ImportRun.KeptWhenOpen.Days} 天后自动清理；请把已上传的写完，或请同事上传。";
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
            return new WizardResult.GoOn(ImportRun.AddressOf(id));
        }

        if (!runs.HasSheet(id))
        {
            return new WizardResult.Refused("原表已不再保存，请重新上传。");
        }

        // Kept before anything else is tried: what the user corrected is never lost.
        var known = run.ReadCorrections();
        corrections = corrections with { Only = known.Only, Accepted = known.Accepted };
        run.Corrections = JsonSerializer.Serialize(corrections);
        run.BegunAt = time.GetUtcNow();
        await db.SaveChangesAsync(cancellation);
        if (run.Size > SmallFile || run.Rows > FewRows)
        {
            // Nothing was put right since the last check: what it asks is open still, and need not be asked by a job.
            if (write && JsonSerializer.Serialize(corrections with { Accepting = known.Accepting }) == JsonSerializer.Serialize(known) && IsOpen(run) is { } knownOpen)
            {
                return new WizardResult.Refused(knownOpen);
            }

            (run.State, run.Job) = (write ? ImportState.Writing : ImportState.Checking, null);
            await db.SaveChangesAsync(cancellation);
            return await StartAsync(run, write, cancellation);
        }

        if (await work.CheckAsync(run, cancellation) is { } refusal)
        {
            return new WizardResult.Refused(refusal);
        }

        await db.SaveChangesAsync(cancellation);
        if (write && IsOpen(run) is { } open)
        {
            return new WizardResult.Refused(open);
        }

        if (write)
        {
            await work.WriteAsync(run.Id, null, cancellation);
        }

        return new WizardResult.GoOn(ImportRun.AddressOf(id));
    }

    /// <summary>Why nothing is written yet: what is asked is answered one by one, or accepted as it stands; it is never passed over.</summary>
    private static string? IsOpen(ImportRun run)
    {
        var accepted = run.ReadCorrections().Accepting.ToHashSet();
        var open = run.ReadSummary().Open.Count(mark => !accepted.Contains(mark));
        return open == 0 ? null
            : accepted.Count == 0 ? $"还有 {open:N0} 处请核对的没有答复，什么都没有写入。请逐处答复，或在“请核对”下面勾选“其余按所填写入”。您改过的已保存。"
            : $"重新校验后有 {open:N0} 处请核对的与您勾选时看到的不同，什么都没有写入。请看过后逐处答复，或再次勾选“其余按所填写入”。您改过的已保存。";
    }

    /// <summary>Takes back what an import wrote within the last half hour: facts, names, places and new enterprises.</summary>
    public async Task<WizardResult> UndoAsync(long id, string reason, CancellationToken cancellation)
    {
        if (!await sight.Undoable().AnyAsync(run => run.Id == id, cancellation))
        {
            return new WizardResult.NotFound();
        }

        var now = time.GetUtcNow();
        var writes = await runs.WritesAsync(id, cancellation);
        var undoable = writes.Where(write => write.CanUndo(now)).Reverse().ToList();
        if (undoable.Count == 0)
        {
            return new WizardResult.Refused("写入已超过 30 分钟，不能整批撤销。请在企业的事实页逐项更正。");
        }

        if (reason.Trim().Length == 0)
        {
            return new WizardResult.Refused("没有填写撤销的理由。");
        }

        try
        {
            foreach (var write in undoable)
            {
                await undo.RunAsync(write.Id, reason.Trim(), cancellation);
            }
        }
        catch (Exception problem) when (WriteCollision.Is(problem))
        {
            return new WizardResult.Refused("撤销期间有人改动了其中的企业，没有撤销完。请再试一次。");
        }

        // With nothing left of it, nothing is written as it stood any more; undone is undone, also when nobody waits for it.
        if (await db.Set<ImportRun>().AsNoTracking().SingleOrDefaultAsync(run => run.Id == id, CancellationToken.None) is { State: ImportState.Withdrawn } run && run.ReadCorrections() is { Accepted: > 0 } known)
        {
            var corrections = JsonSerializer.Serialize(known with { Accepted = 0 });
            await db.Set<ImportRun>().Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(stored => stored.Corrections, corrections), CancellationToken.None);
        }

        return new WizardResult.GoOn(ImportRun.AddressOf(id));
    }

    private async Task<WizardResult> CheckNewAsync(ImportRun run, CancellationToken cancellation)
    {
        if (await work.CheckAsync(run, cancellation) is { } refusal)
        {
            // Nothing of a refused file is stored.
            return new WizardResult.Refused(refusal);
        }

        db.Add(run);
        audit.Record("上传导入文件", $"import:{run.Id}", run.FileName, null, new { run.Sha256, run.Rows, run.Sound });
        await db.SaveChangesAsync(cancellation);
        return new WizardResult.GoOn(ImportRun.AddressOf(run.Id));
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
            return ImportRun.AddressOf(id);
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
            if (await work.CheckAsync(run, cancellation) is { } refusal)
            {
                await runs.ForgetAsync(run, refusal, cancellation);
                throw new JobRefusedException(refusal);
            }

            await db.SaveChangesAsync(cancellation);
            if (write && IsOpen(run) is { } open)
            {
                throw new JobRefusedException(open, ImportRun.AddressOf(id));
            }

            if (write)
            {
                await work.WriteAsync(id, progress, cancellation);
            }
        }
        catch (JobRefusedException)
        {
            throw;
        }
        catch (Exception)
        {
            // What was not written can be tried again.
            await runs.ReopenAsync(id, CancellationToken.None);
            throw;
        }
    }
}
