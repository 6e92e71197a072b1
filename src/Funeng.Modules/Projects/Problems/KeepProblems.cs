using System.Globalization;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Problems;

/// <summary>A problem to be raised by a program.</summary>
public sealed record NewProblem(string Title)
{
    public ProblemClass Class { get; init; } = ProblemClass.Other;

    /// <summary>The ten days whose report raised it.</summary>
    public string Period { get; init; } = "";
}

/// <summary>A problem as typed: raised anew, or given to an office.</summary>
public sealed record TypedProblem(string Code, string Title, string Class, string Node, string Office, string Due, string Measure)
{
    /// <summary>The problem as the page showed it; null where no page did.</summary>
    public long? Version { get; init; }
}

/// <summary>Raises, assigns and closes problems. Giving one to an office opens an item there, with its clock and ladder; when that is done the problem is.</summary>
public sealed class KeepProblems(
    FunengDb db, ProjectDirectory projects, TaskBook tasks, FindHolders find, RefreshLists lists, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    /// <summary>As long as the title of a task may be, because it becomes one.</summary>
    public const int LongestTitle = 120;

    public const string Source = "problem";

    private const int LongestText = 500;

    /// <summary>Joins the unit of work.</summary>
    public ProjectProblem Raise(Project project, NewProblem problem)
    {
        var made = new ProjectProblem
        {
            Id = ids.Next(), Project = project.Id, Title = problem.Title.Trim(), Class = problem.Class, Measure = "", Node = "", OfficeName = "",
            RaisedOn = city.Today(clock), RaisedBy = user.Name, Result = "",
        };
        db.Add(made);
        audit.Record("提出项目问题", $"project:{project.Code}", made.Title, null, new { made.Class, problem.Period });
        return made;
    }

    /// <returns>What is wrong with it; null when there is no such project for this account.</returns>
    public async Task<IReadOnlyList<Problem>?> AddAsync(TypedProblem typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ReportProgress) || await projects.FindAsync(user, typed.Code, cancellation) is not { } project)
            return null;
        var problems = new List<Problem>();
        // Giving an office work is not the reporter's to do, whatever the form says.
        if (!user.Has(Permission.ManageProjects) && (typed.Office.Length > 0 || typed.Due.Length > 0 || typed.Measure.Length > 0))
            problems.Add(new("Office", "责任单位和期限由项目主管部门分派，请只写明问题。"));
        var kind = Check(typed, problems);
        var office = await OfficeAsync(typed.Office, problems, cancellation);
        var due = Due(typed.Due, office is not null, problems);
        if (problems.Count > 0) return problems;

        var made = Raise(project, new NewProblem(typed.Title) { Class = kind });
        (made.Node, made.Measure, made.Office, made.OfficeName, made.DueOn) = (typed.Node.Trim(), typed.Measure.Trim(), office?.Id, office?.Name ?? "", due);
        if (office is not null && await HandDownAsync(project, made, cancellation) is { } refused) return [refused];
        await db.SaveChangesAsync(cancellation);
        await lists.RunAsync([project.Id], cancellation);
        return [];
    }

    /// <summary>Gives an open problem to an office, by a day.</summary>
    public async Task<IReadOnlyList<Problem>?> AssignAsync(long id, TypedProblem typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageProjects) || await FindAsync(typed.Code, id, cancellation) is not ({ } project, { } problem))
            return null;
        if (typed.Version is { } shown && shown != problem.Version)
            return [new("", $"这个问题刚被他人改过，现在{(problem.OfficeName.Length > 0 ? $"由{problem.OfficeName}在 {Fmt.Date(problem.DueOn)} 前办理" : "还没有分派")}。请看过再分派。")];
        var problems = new List<Problem>();
        var office = await OfficeAsync(typed.Office, problems, cancellation);
        if (office is null && problems.Count == 0) problems.Add(new("Office", "没有选择责任单位。"));
        var due = Due(typed.Due, true, problems);
        if (typed.Measure.Trim().Length > LongestText) problems.Add(new("Measure", $"措施有 {typed.Measure.Trim().Length} 个字，最多 {LongestText} 个。"));
        if (problems.Count > 0) return problems;

        (problem.Office, problem.OfficeName, problem.DueOn, problem.Measure) = (office!.Id, office.Name, due, typed.Measure.Trim());
        problem.Version++;
        if (await HandDownAsync(project, problem, cancellation) is { } refused) return [refused];
        await db.SaveChangesAsync(cancellation);
        await lists.RunAsync([project.Id], cancellation);
        return [];
    }

    public async Task<IReadOnlyList<Problem>?> CloseAsync(long id, string code, string result, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageProjects) || await FindAsync(code, id, cancellation) is not ({ } project, { } problem))
            return null;
        if (result.Trim().Length is < 4 or > LongestText) return [new("Result", "请写明怎样解决的，例如“6 月 3 日已取得施工许可证”。")];
        if (await EndAsync(problem, result.Trim(), cancellation) is { } refused) return [refused];
        audit.Record("解决项目问题", $"project:{project.Code}", result.Trim(), null, new { problem.Title });
        await db.SaveChangesAsync(cancellation);
        await lists.RunAsync([project.Id], cancellation);
        return [];
    }

    /// <summary>Ends the items of a problem and the problem with them; joins the unit of work.</summary>
    /// <returns>Why an item cannot be ended; null when all is.</returns>
    internal async Task<Problem?> EndAsync(ProjectProblem problem, string result, CancellationToken cancellation)
    {
        foreach (var item in (await tasks.OfAsync(Source, Key(problem), cancellation)).Where(item => !item.IsOver))
        {
            // A task that stands still cannot be closed; it ends all the same.
            if (await tasks.ActAsync(item.Id, new TaskAct.Close(result), cancellation) is TaskResult.Refused
                && await tasks.ActAsync(item.Id, new TaskAct.Cancel(result), cancellation) is TaskResult.Refused { Problems: [var first, ..] })
                return first;
        }

        Close(problem, city.Today(clock), result);
        return null;
    }

    internal static void Close(ProjectProblem problem, DateOnly day, string result)
    {
        if (problem.ClosedOn is not null) return;
        (problem.ClosedOn, problem.Result) = (day, result);
        problem.Version++;
    }

    internal static string Key(ProjectProblem problem) => problem.Id.ToString(CultureInfo.InvariantCulture);

    private async Task<Problem?> HandDownAsync(Project project, ProjectProblem problem, CancellationToken cancellation)
    {
        // Another office or another day is another task; the earlier one ends, or its office would go on being reminded.
        var items = await tasks.OfAsync(Source, Key(problem), cancellation);
        foreach (var item in items.Where(item => !item.IsOver))
        {
            if (await tasks.ActAsync(item.Id, new TaskAct.Cancel($"改由{problem.OfficeName}办理"), cancellation) is TaskResult.Refused { Problems: [var wrong, ..] }) return wrong;
        }

        var key = items.Count == 0 ? "handle" : string.Create(CultureInfo.InvariantCulture, $"handle-{items.Count + 1}");
        var source = new TaskSource(Source, Key(problem), project.Name, $"{project.Link}?tab=problems");
        var opened = await tasks.OpenAsync(
            new NewTask("problem", source, problem.Title) { Key = key, LeadBody = problem.Office, Due = problem.DueOn, Detail = problem.Measure, Region = project.Region, Zone = project.Zone, IsSynthetic = project.IsSynthetic },
            cancellation);
        return opened is TaskResult.Refused { Problems: [var first, ..] } ? new Problem("Office", first.Message) : null;
    }

    private async Task<(Project? Project, ProjectProblem? Problem)> FindAsync(string code, long id, CancellationToken cancellation)
    {
        if (await projects.FindAsync(user, code, cancellation) is not { } project) return (null, null);
        var problem = await db.Set<ProjectProblem>().SingleOrDefaultAsync(row => row.Id == id && row.Project == project.Id && row.ClosedOn == null, cancellation);
        return problem is null ? (null, null) : (project, problem);
    }

    private static ProblemClass Check(TypedProblem typed, List<Problem> problems)
    {
        if (typed.Title.Trim().Length is 0 or > LongestTitle) problems.Add(new("Title", $"请用一句话写明问题，最多 {LongestTitle} 个字。"));
        if (typed.Measure.Trim().Length > LongestText) problems.Add(new("Measure", $"措施有 {typed.Measure.Trim().Length} 个字，最多 {LongestText} 个。"));
        if (typed.Node.Trim().Length > 60) problems.Add(new("Node", "节点名称最多 60 个字。"));
        if (!Enum.TryParse<ProblemClass>(typed.Class, out var kind) || !Enum.IsDefined(kind)) problems.Add(new("Class", "没有选择问题类别。"));
        return kind;
    }

    private async Task<Organization?> OfficeAsync(string typed, List<Problem> problems, CancellationToken cancellation)
    {
        if (typed.Length == 0) return null;
        var office = long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && await find.IsBodyAsync(id, cancellation)
            ? await db.Set<Organization>().AsNoTracking().SingleAsync(row => row.Id == id, cancellation) : null;
        if (office is null) problems.Add(new("Office", "没有这个单位。"));
        return office;
    }

    private DateOnly? Due(string typed, bool isNeeded, List<Problem> problems)
    {
        var isDay = DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var due);
        if (isDay && due >= city.Today(clock)) return due;
        if (isNeeded || typed.Length > 0) problems.Add(new("Due", isDay ? "办结期限不能早于今天。" : "请填写办结期限。"));
        return null;
    }
}

/// <summary>When the office's item is done, so is the problem.</summary>
internal sealed class ProblemListener(FunengDb db, FollowUps followUps, CityProfile city, TimeProvider clock) : ITaskListener
{
    public async Task ChangedAsync(TaskChange change, CancellationToken cancellation)
    {
        if (change.Item.SourceKind != KeepProblems.Source || change.Item.State != TaskState.Done || !long.TryParse(change.Item.SourceKey, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return;
        if (await db.Set<ProjectProblem>().SingleOrDefaultAsync(problem => problem.Id == id, cancellation) is not { } found) return;
        KeepProblems.Close(found, city.Today(clock), change.Text);
        // The lists and the light of the project lean on its problems, and no page of projects is at work here.
        followUps.Owe(db, followUps.NewPublication(), found.Project);
    }
}
