using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Officers;

/// <summary>A visit as typed on the phone.</summary>
public sealed record TypedVisit(string Kind, string Key, string On, string Note, string Problem, string FormKey)
{
    public IReadOnlyList<SentFile> Files { get; init; } = [];
}

/// <summary>
/// Notes a visit: words, photos or a voice note, and what stands in the way. A problem of a project goes to its problem list, one of an enterprise becomes an
/// item with its clock. The same form sent twice is one visit.
/// </summary>
public sealed class LogVisit(
    FunengDb db, Portfolios portfolios, VisitFiles files, KeepProblems problemBook, TaskBook tasks, Callers callers, FindHolders find, RefreshLists lists, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public const int LongestNote = 1000;

    private const int OldestDays = 14;

    /// <returns>Id of the visit, or what is wrong; both null when the thing is not the caller's to visit.</returns>
    public async Task<(long? Visit, IReadOnlyList<Problem>? Problems)> RunAsync(TypedVisit typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.OpenTasks) || (await callers.MeAsync(cancellation)).Person is not { } self || await portfolios.FindAsync(typed.Kind, typed.Key, cancellation) is not { } served)
            return (null, null);
        if (await SentAsync(typed, cancellation) is { } sent) return (sent, null);
        var problems = new List<Problem>();
        var today = city.Today(clock);
        if (!DateOnly.TryParseExact(typed.On, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) || on > today || on < today.AddDays(-OldestDays)) problems.Add(new("On", $"走访日期应在 {Fmt.Date(today.AddDays(-OldestDays))} 到今天之间。"));
        var (note, obstacle) = (typed.Note.Trim(), typed.Problem.Trim());
        if (note.Length > LongestNote) problems.Add(new("Note", $"情况有 {note.Length} 个字，最多 {LongestNote} 个。"));
        if (obstacle.Length > KeepProblems.LongestTitle) problems.Add(new("Problem", $"问题有 {obstacle.Length} 个字，最多 {KeepProblems.LongestTitle} 个。"));
        if (VisitFiles.Refusal(typed.Files) is { } refusal) problems.Add(new("Files", refusal));
        if (note.Length == 0 && typed.Files.Count == 0) problems.Add(new("Note", "请写几句情况，或者传一张照片、一段录音。"));
        return problems.Count > 0 ? (null, problems) : await StoreAsync(served, typed, self, on, note, obstacle, cancellation);
    }

    private async Task<(long?, IReadOnlyList<Problem>?)> StoreAsync(Served served, TypedVisit typed, long self, DateOnly on, string note, string obstacle, CancellationToken cancellation)
    {
        var visit = new Visit
        {
            Id = ids.Next(), SubjectKind = served.Kind, SubjectKey = served.Key, SubjectTitle = served.Name, SubjectLink = served.Link, Region = served.Region, Zone = served.Zone,
            Officer = self, OfficerName = user.Name, OnDay = on, Note = note, Problem = obstacle, FormKey = typed.FormKey, Account = user.Id, At = clock.GetUtcNow(), IsSynthetic = served.IsSynthetic,
        };
        if (obstacle.Length > 0 && await HandOnAsync(visit, served, cancellation) is { } wrong) return (null, [wrong]);
        var kept = await files.KeepAsync(visit.Id, typed.Files, cancellation);
        db.Add(visit);
        db.AddRange(kept);
        audit.Record("走访", $"{served.Kind}:{served.Key}", note, null, new { On = on, Files = kept.Count, Problem = obstacle });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (Exception problem)
        {
            files.Drop(kept);
            // The same form by another way came first; everything else must be heard of.
            if (!WriteCollision.Is(problem)) throw;
            db.ChangeTracker.Clear();
            return await SentAsync(typed, cancellation) is { } sent ? (sent, null) : (null, [new("", "保存时与他人的改动相撞，什么都没有保存。请再送一次。")]);
        }

        if (obstacle.Length > 0 && served.Kind == ProjectsModule.Subject)
            await lists.RunAsync([await db.Set<Project>().Where(project => project.Code == served.Key).Select(project => project.Id).SingleAsync(cancellation)], cancellation);
        return (visit.Id, null);
    }

    /// <summary>A problem goes where problems are handled; nothing is kept twice.</summary>
    private async Task<Problem?> HandOnAsync(Visit visit, Served served, CancellationToken cancellation)
    {
        if (served.Kind == ProjectsModule.Subject)
        {
            problemBook.Raise(await db.Set<Project>().SingleAsync(project => project.Code == served.Key, cancellation), new NewProblem(visit.Problem) { Period = $"走访 {visit.OnDay:yyyy-MM-dd}" });
            return null;
        }

        // The visitor's own office, not one of those he happens to stand in for.
        var lead = await find.BodyOfAsync(visit.Officer, cancellation) ?? user.Scope.Organization;
        var opened = await tasks.OpenAsync(
            new NewTask("demand", new TaskSource("visit", visit.Id.ToString(CultureInfo.InvariantCulture), $"走访{served.Name}", $"/officers/visits/{visit.Id}"), visit.Problem)
            {
                Key = "problem", LeadBody = lead, Owner = Holder.Person(visit.Officer), Detail = visit.Note, Region = served.Region, Zone = served.Zone, IsSynthetic = served.IsSynthetic,
            },
            cancellation);
        switch (opened)
        {
            case TaskResult.Done done:
                visit.Task = done.Item.Id;
                return null;
            case TaskResult.Refused { Problems: [var first, ..] }:
                return first with { Field = "Problem" };
            default:
                return new("Problem", "问题没有交办成功，请再试一次。");
        }
    }

    private Task<long?> SentAsync(TypedVisit typed, CancellationToken cancellation) => db.Set<Visit>().AsNoTracking()
        .Where(visit => visit.SubjectKind == typed.Kind && visit.SubjectKey == typed.Key && visit.FormKey == typed.FormKey).Select(visit => (long?)visit.Id).SingleOrDefaultAsync(cancellation);
}
