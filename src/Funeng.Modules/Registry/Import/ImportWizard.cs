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
/// Only whoever made an import sees it, and those who see everything.
/// </summary>
public sealed class ImportWizard(
    FunengDb db, ImportFiles files, CheckSheet check, ImportEnterprises import, ImportTemplate template, UndoRegistrations registrations, EnterpriseIndex index, FactStore facts, FactSources sources, AuditTrail audit, JobRunner jobs,
    IdSource ids, CurrentUser user, TimeProvider time)
{
    private const long SmallFile = 1 << 20;
    private const int FewRows = 1500;
    private const int MostRecent = 20;

    public async Task<IReadOnlyList<ImportRun>> RecentAsync(CancellationToken cancellation) =>
        await Mine().AsNoTracking().OrderByDescending(run => run.CreatedAt).Take(MostRecent).ToListAsync(cancellation);

    public Task<ImportRun?> FindAsync(long id, CancellationToken cancellation) => Mine().AsNoTracking().SingleOrDefaultAsync(run => run.Id == id, cancellation);

    /// <summary>The earlier import of the very same file, if it still counts.</summary>
    public Task<ImportRun?> FindSameAsync(ImportRun run, CancellationToken cancellation) => db.Set<ImportRun>().AsNoTracking()
        .Where(other => other.Sha256 == run.Sha256 && other.Id != run.Id && other.State == ImportState.Written && other.Source == run.Source && other.OnDate == run.OnDate)
        .OrderByDescending(other => other.WrittenAt).FirstOrDefaultAsync(cancellation);

    public async Task<WizardResult> UploadAsync(string fileName, Stream content, string source, DateOnly on, CancellationToken cancellation)
    {
        if (ImportSources.Of(sources).All(known => known.Id != source))
        {
            return new WizardResult.Refused("没有选择数据来源。请选择这张表出自哪里。");
        }

        var id = ids.Next();
        try
        {
            var sha256 = await files.SaveAsync(id, content, cancellation);
            var run = new ImportRun
            {
                Id = id, FileName = Path.GetFileName(fileName), Sha256 = sha256, Size = new FileInfo(files.PathOf(id)).Length, Source = source, OnDate = on,
                State = ImportState.Checking, Creator = user.Id, CreatorName = user.Name, CreatedAt = time.GetUtcNow(),
            };
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
        if (await Mine().SingleOrDefaultAsync(run => run.Id == id, cancellation) is not { } run)
        {
            return new WizardResult.NotFound();
        }

        if (run.State != ImportState.Checked)
        {
            return new WizardResult.GoOn(Address(id));
        }

        run.Corrections = JsonSerializer.Serialize(corrections);
        if (run.Size > SmallFile || run.Rows > FewRows)
        {
            run.State = write ? ImportState.Writing : ImportState.Checking;
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

    /// <summary>Takes back everything an import filed and registered, within half an hour.</summary>
    public async Task<WizardResult> UndoAsync(long id, string reason, CancellationToken cancellation)
    {
        if (await Mine().SingleOrDefaultAsync(run => run.Id == id, cancellation) is not { } run)
        {
            return new WizardResult.NotFound();
        }

        if (!run.CanUndo(time.GetUtcNow()))
        {
            return new WizardResult.Refused("写入已超过 30 分钟，不能整批撤销。请在企业的事实页逐项更正。");
        }

        if (reason.Trim().Length == 0)
        {
            return new WizardResult.Refused("没有填写撤销的理由。");
        }

        // The import counts as taken back when all of it is: cut off in between, the same button goes on from there.
        await facts.WithdrawBatchAsync(run.Batch!.Value, reason.Trim(), cancellation);
        await registrations.RunAsync(run.Batch.Value, reason.Trim(), cancellation);
        run.State = ImportState.Withdrawn;
        run.WithdrawnAt = time.GetUtcNow();
        await db.SaveChangesAsync(cancellation);
        index.Forget();
        return new WizardResult.GoOn(Address(id));
    }

    /// <summary>The sheet of an import, read anew with its corrections; null when it cannot be.</summary>
    public async Task<SheetCheck.Checked?> ReadAgainAsync(ImportRun run, CancellationToken cancellation)
    {
        await using var file = files.Open(run.Id);
        return await check.RunAsync(file, run.OnDate, run.ReadCorrections(), cancellation) as SheetCheck.Checked;
    }

    private static string Address(long id) => $"/import/{id}";

    private IQueryable<ImportRun> Mine() =>
        user.Scope.Everything ? db.Set<ImportRun>() : db.Set<ImportRun>().Where(run => run.Creator == user.Id && user.Id != null);

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
            if (write && run.State == ImportState.Checked)
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
            await db.Set<ImportRun>().Where(row => row.Id == id && row.State != ImportState.Written)
                .ExecuteUpdateAsync(row => row.SetProperty(stored => stored.State, ImportState.Checked), CancellationToken.None);
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
        switch (await check.RunAsync(file, run.OnDate, run.ReadCorrections(), cancellation))
        {
            case SheetCheck.Refused refused:
                return refused.Reason;
            case SheetCheck.Checked sheet:
                run.State = ImportState.Checked;
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
        var claimed = await db.Set<ImportRun>().Where(row => row.Id == id && row.State == ImportState.Checked)
            .ExecuteUpdateAsync(row => row.SetProperty(stored => stored.State, ImportState.Writing), cancellation);
        if (claimed == 0)
        {
            return new WizardResult.GoOn(Address(id));
        }

        try
        {
            await WriteClaimedAsync(id, progress, cancellation);
        }
        catch (Exception)
        {
            await db.Set<ImportRun>().Where(row => row.Id == id && row.State == ImportState.Writing)
                .ExecuteUpdateAsync(row => row.SetProperty(stored => stored.State, ImportState.Checked), CancellationToken.None);
            throw;
        }

        return new WizardResult.GoOn(Address(id));
    }

    private async Task WriteClaimedAsync(long id, JobProgress? progress, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        var run = await db.Set<ImportRun>().SingleAsync(row => row.Id == id, cancellation);
        var sheet = await ReadAgainAsync(run, cancellation) ?? throw new InvalidOperationException("The sheet that was checked cannot be read any more.");
        run.State = ImportState.Written;
        var report = await import.RunAsync(
            new ImportRequest(sheet.Rows, sheet.Headings, run.FileName, run.Source, run.OnDate),
            progress is null ? null : count => progress.ReportAsync(count, sheet.Sound, $"已处理 {count:N0} 行，可以离开本页").AsTask(), cancellation);
        (run.Batch, run.Changed, run.Added, run.Filed, run.WrittenAt) = (report.Batch, report.Changed, report.Added, report.Values, time.GetUtcNow());
        await db.SaveChangesAsync(cancellation);
    }
}
