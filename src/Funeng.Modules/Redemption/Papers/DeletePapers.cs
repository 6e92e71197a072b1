using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Review;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Papers;

/// <summary>A paper an enterprise keeps here.</summary>
/// <param name="UsedIn">The applications it was handed in with.</param>
/// <param name="KeptTo">The last day it must be kept; null when it may be deleted.</param>
/// <param name="Why">Why it cannot be deleted yet; empty when it can.</param>
public sealed record KeptPaper(HeldFile File, string Kind, IReadOnlyList<Application> UsedIn, DateOnly? KeptTo, string Why)
{
    public bool MayGo => Why.Length == 0;
}

/// <summary>
/// What an enterprise keeps here, and its right to delete it: at once what was never handed in, after the retention of <c>rules/redemption/forms.yaml</c>
/// what was. The content goes for good; the receipt keeps name and signature of what was handed in.
/// </summary>
public sealed class DeletePapers(FunengDb db, ReadApplication read, FormBook forms, PolicyBook policies, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public async Task<IReadOnlyList<KeptPaper>> ListAsync(CancellationToken cancellation) => await PapersAsync(Own().Where(file => file.WithdrawnAt == null), cancellation);

    /// <returns>Done once; doing it again changes nothing.</returns>
    public async Task<StepResult> RunAsync(long file, CancellationToken cancellation)
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            var now = clock.GetUtcNow();
            // Whoever hands it in at this moment has raised the version of the application it goes with, or finds it gone.
            if (await Own().Where(row => row.Id == file && row.WithdrawnAt == null).ExecuteUpdateAsync(row => row.SetProperty(held => held.WithdrawnAt, now), cancellation) == 0)
                return await Own().AnyAsync(row => row.Id == file, cancellation) ? new StepResult.Done(0, file) : new StepResult.NotFound();
            var paper = (await PapersAsync(Own().Where(row => row.Id == file), cancellation))[0];
            if (!paper.MayGo) return StepResult.Because($"{paper.File.FileName}：{paper.Why}");
            await db.Set<HeldFileContent>().Where(content => content.File == file).ExecuteDeleteAsync(cancellation);
            await FreeDraftsAsync(file, cancellation);
            audit.Record("删除留存材料", $"enterprise-paper:{file}", "", new { paper.File.FileName, paper.File.Sha256 });
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(CancellationToken.None);
            return new StepResult.Done(1, file);
        }
        catch (Exception problem) when (WriteCollision.Is(problem))
        {
            return StepResult.Because("这份材料正在被使用，请再试一次。");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>A draft that chose it has to hand in another.</summary>
    private async Task FreeDraftsAsync(long file, CancellationToken cancellation)
    {
        var drafts = await db.Set<Application>().Where(row => row.State == ApplicationState.Draft && db.Set<ApplicationMaterial>().Any(used => used.Application == row.Id && used.File == file)).ToListAsync(cancellation);
        foreach (var draft in drafts) draft.Version++;
        var ids = drafts.ConvertAll(draft => draft.Id);
        await db.Set<ApplicationMaterial>().Where(used => used.File == file && ids.Contains(used.Application)).ExecuteDeleteAsync(cancellation);
    }

    private IQueryable<HeldFile> Own() => user.Has(Permission.ApplyForBenefits) && user.Scope.Organization is { } own ? db.Set<HeldFile>().Where(file => file.Subject == own) : db.Set<HeldFile>().Where(_ => false);

    private async Task<List<KeptPaper>> PapersAsync(IQueryable<HeldFile> files, CancellationToken cancellation)
    {
        var held = await files.AsNoTracking().OrderByDescending(file => file.At).ToListAsync(cancellation);
        var ids = held.ConvertAll(file => file.Id);
        // Once handed in a paper counts as handed in, also where the application was withdrawn or returned since.
        var uses = (await (from used in db.Set<ApplicationMaterial>() join application in read.Visible() on used.Application equals application.Id where ids.Contains(used.File) && application.SubmittedAt != null select new { used.File, application }).AsNoTracking().ToListAsync(cancellation))
            .ToLookup(use => use.File, use => use.application);
        var applications = uses.SelectMany(group => group).Select(application => application.Id).Distinct().ToList();
        var ended = (await db.Set<ReviewAct>().AsNoTracking().Where(act => applications.Contains(act.Application) && (act.Kind == ReviewActKind.Approved || act.Kind == ReviewActKind.Refused || act.Kind == ReviewActKind.Withdrawn)).ToListAsync(cancellation))
            .GroupBy(act => act.Application).ToDictionary(group => group.Key, group => DateOnly.FromDateTime(city.Local(group.Max(act => act.At)).DateTime));
        return held.ConvertAll(file => Paper(file, [.. uses[file.Id]], ended));
    }

    private KeptPaper Paper(HeldFile file, IReadOnlyList<Application> usedIn, Dictionary<long, DateOnly> ended)
    {
        var kind = forms.Materials.FirstOrDefault(one => one.Id == file.Kind)?.Name ?? file.Kind;
        if (usedIn.FirstOrDefault(application => !application.IsOver) is { } open)
            return new KeptPaper(file, kind, usedIn, null, $"正随“{policies.FindBenefit(open.Benefit)?.Benefit.Title ?? open.Benefit}”审核，办完以前不能删");
        var until = usedIn.Select(application => (Application: application, On: ended.TryGetValue(application.Id, out var on) ? on : (DateOnly?)null)).Where(one => one.On is not null)
            .Select(one => (DateOnly?)(one.Application.State == ApplicationState.Withdrawn ? one.On!.Value.AddDays(forms.KeptDays - 1) : one.On!.Value.AddYears(forms.KeptYears))).Max();
        return until >= city.Today(clock) ? new KeptPaper(file, kind, usedIn, until, $"已随申报交过，按规定保存到 {Fmt.Date(until)}") : new KeptPaper(file, kind, usedIn, null, "");
    }
}
