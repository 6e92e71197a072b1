using System.Text.Json;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Import;

/// <summary>
/// The rows of an import that only the city may write, because they register an enterprise or move one: the city goes on with them in an
/// import of its own, sees what the register holds, and writes them or not. Their maker is told how many were written.
/// </summary>
public sealed class TakeUpRows(FunengDb db, ImportFiles files, ImportSight sight, ImportWizard wizard, AuditTrail audit)
{
    public async Task<IReadOnlyList<ImportRun>> WaitingAsync(CancellationToken cancellation) =>
        await sight.Waiting().AsNoTracking().OrderBy(run => run.WrittenAt).Take(50).ToListAsync(cancellation);

    public async Task<WizardResult> RunAsync(long id, CancellationToken cancellation)
    {
        if (await sight.Waiting().AsNoTracking().SingleOrDefaultAsync(run => run.Id == id, cancellation) is not { } origin)
        {
            return new WizardResult.NotFound();
        }

        if (!files.Has(id))
        {
            return new WizardResult.Refused("原表已不在系统中，请经办人重新上传。");
        }

        // Two officers at once: one of them has the rows.
        var seen = origin.Waiting;
        if (await db.Set<ImportRun>().Where(run => run.Id == id && run.Waiting == seen)
            .ExecuteUpdateAsync(run => run.SetProperty(stored => stored.Waiting, 0), cancellation) == 0)
        {
            return new WizardResult.NotFound();
        }

        try
        {
            return await GoOnAsync(origin, seen, cancellation);
        }
        catch
        {
            await GiveBackAsync(id, seen);
            throw;
        }
    }

    private async Task<WizardResult> GoOnAsync(ImportRun origin, int seen, CancellationToken cancellation)
    {
        var rows = await RowsAsync(origin, cancellation);
        var corrections = origin.ReadCorrections() with { Answers = [], Accepting = [], Accepted = 0, Only = rows };
        await using var content = files.Open(origin.Id);
        var result = await wizard.GoOnAsync(origin, content, corrections, cancellation);
        if (result is not WizardResult.GoOn)
        {
            await GiveBackAsync(origin.Id, seen);
            return result;
        }

        audit.Record("核对报送的登记", $"import:{origin.Id}", origin.FileName, null, new { Rows = rows.Count, origin.CreatorName });
        await db.SaveChangesAsync(cancellation);
        return result;
    }

    private Task<int> GiveBackAsync(long id, int rows) => db.Set<ImportRun>().Where(run => run.Id == id)
        .ExecuteUpdateAsync(run => run.SetProperty(stored => stored.Waiting, rows), CancellationToken.None);

    /// <summary>The waiting rows nobody has taken up before.</summary>
    private async Task<List<int>> RowsAsync(ImportRun origin, CancellationToken cancellation)
    {
        var taken = await TakenAsync(db, origin.Id, cancellation);
        return [.. files.ReadRows(origin.Id).Where(row => row.State == RowState.Waiting && !taken.Contains(row.Row)).Select(row => row.Row)];
    }

    internal static async Task<HashSet<int>> TakenAsync(FunengDb db, long origin, CancellationToken cancellation)
    {
        var corrections = await db.Set<ImportRun>().Where(run => run.Origin == origin).Select(run => run.Corrections).ToListAsync(cancellation);
        return [.. corrections.SelectMany(text => JsonSerializer.Deserialize<SheetCorrections>(text)?.Only ?? [])];
    }
}
