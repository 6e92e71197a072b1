using Funeng.Engines.Matching;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Projects.Plan;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>Everything the page of a case shows.</summary>
/// <param name="Items">Its items by their keys.</param>
/// <param name="TriageDue">Null once it is triaged.</param>
/// <param name="Nodes">Names of the open nodes of the project's plan.</param>
/// <param name="Twins">Open cases it may be one with; none for those who cannot merge it.</param>
/// <param name="MergedInto">The case it was merged into, where this account sees that.</param>
public sealed record ClinicProfile(
    ClinicCase Case, ClinicRights Rights, ClinicRound? Round, Project? Project, IReadOnlyList<Consultation> Asked, IReadOnlyList<PrescriptionStep> Steps, IReadOnlyList<ClinicEntry> Entries,
    IReadOnlyDictionary<string, TaskItem> Items, IReadOnlyList<LikePastCase> Like, DateOnly? TriageDue, IReadOnlyList<string> Nodes, IReadOnlyList<PhotoLine> Photos, IReadOnlyList<ClinicCase> Twins, ClinicCase? MergedInto)
{
    public DateOnly? DueOf(string key) => Items.GetValueOrDefault(key) is { IsOver: false } item ? item.DueOn : null;

    /// <summary>The item of the present course.</summary>
    public TaskItem? Main => Items.Values.Where(item => item.Key.StartsWith($"case-{Case.Course}-", StringComparison.Ordinal) && item.State != TaskState.Cancelled).MaxBy(item => item.Id);
}

/// <summary>A past case that is like this one, and how it was cured.</summary>
public sealed record LikePastCase(ClinicCase Case, LikeCase Why, IReadOnlyList<string> Measures)
{
    public string Reason => string.Join("，", Reasons());

    private IEnumerable<string> Reasons()
    {
        if (Why.SharedWords.Count > 0) yield return $"都提到{string.Join("、", Why.SharedWords.Select(word => $"“{word}”"))}";
        if (Why.IsSameKind) yield return $"同是{Case.Class.DisplayName()}问题";
        if (Why.IsSameStage) yield return $"同在{Case.ProjectStage}阶段";
    }
}

public sealed class ReadCase(FunengDb db, ClinicSight sight, MergeCase merge, ProjectDirectory projects, TaskBook tasks, TriageClock triage, CurrentUser user)
{
    // The latest of those that are over; older ones teach less than they cost.
    private const int MostPast = 2000;

    /// <summary>Null when there is none or it is not for this account.</summary>
    public async Task<ClinicProfile?> RunAsync(long id, CancellationToken cancellation)
    {
        if (await (await sight.VisibleAsync(cancellation)).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { } it) return null;
        var rights = await sight.RightsAsync(it, cancellation);
        return new ClinicProfile(
            it,
            rights,
            it.Round is { } round ? await db.Set<ClinicRound>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == round, cancellation) : null,
            it.Project is { } project ? await projects.Within(user).AsNoTracking().SingleOrDefaultAsync(row => row.Id == project, cancellation) : null,
            await db.Set<Consultation>().AsNoTracking().Where(row => row.ClinicCase == id).OrderBy(row => row.Course).ThenBy(row => row.Id).ToListAsync(cancellation),
            await db.Set<PrescriptionStep>().AsNoTracking().Where(row => row.ClinicCase == id).OrderBy(row => row.Position).ToListAsync(cancellation),
            await db.Set<ClinicEntry>().AsNoTracking().Where(row => row.ClinicCase == id).OrderByDescending(row => row.Id).ToListAsync(cancellation),
            (await tasks.OfAsync(ClinicCase.SourceKind, it.Key, cancellation)).ToDictionary(item => item.Key),
            await LikeAsync(it, cancellation),
            triage.DueOn(it),
            await db.Set<ProjectNode>().Where(node => node.Project == it.Project && node.DoneOn == null).OrderBy(node => node.Position).Select(node => node.Name).ToListAsync(cancellation),
            await db.Set<ClinicPhoto>().Where(photo => photo.ClinicCase == id).OrderBy(photo => photo.Id).Select(photo => new PhotoLine(photo.Id, photo.Who, photo.At)).ToListAsync(cancellation),
            rights.Runs && !it.IsOver ? await merge.OffersAsync(it, cancellation) : [],
            it.MergedInto is { } other ? await (await sight.VisibleAsync(cancellation)).AsNoTracking().SingleOrDefaultAsync(row => row.Id == other, cancellation) : null);
    }

    private async Task<IReadOnlyList<LikePastCase>> LikeAsync(ClinicCase it, CancellationToken cancellation)
    {
        var past = await (await sight.VisibleAsync(cancellation)).AsNoTracking().Where(row => row.Id != it.Id && row.State == ClinicState.Closed)
            .OrderByDescending(row => row.ClosedOn).ThenByDescending(row => row.Id).Take(MostPast).ToListAsync(cancellation);
        var like = LikeCases.Find(Compared(it), [.. past.Select(Compared)], 3);
        var ids = past.Where(row => like.Any(found => found.Case.Id == row.Key)).ToDictionary(row => row.Key);
        var chosen = ids.Values.Select(row => row.Id).ToList();
        var steps = (await db.Set<PrescriptionStep>().AsNoTracking().Where(row => chosen.Contains(row.ClinicCase)).OrderBy(row => row.Position).ToListAsync(cancellation)).ToLookup(row => row.ClinicCase);
        return [.. like.Select(found => new LikePastCase(ids[found.Case.Id], found, [.. steps[ids[found.Case.Id].Id].Select(step => $"{step.OfficeName}：{step.Measure}")]))];
    }

    private static ComparedCase Compared(ClinicCase row) => new(row.Key, $"{row.Title}。{row.Detail}", row.Class.ToString(), row.ProjectStage);
}
