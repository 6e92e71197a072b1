using System.Globalization;
using Funeng.Engines.Planning;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Projects.Plan;

/// <summary>What was typed about a node; the crew is left as it is where the form has no field for it.</summary>
public sealed record TypedNode(string WorkDays, string DoneOn, string Evidence, string? Crew = null);

/// <summary>Makes the plan of a project from the template, counts it back from the promised day, and notes which nodes are done.</summary>
public sealed class KeepPlan(
    FunengDb db, ProjectDirectory projects, OfficialCalendar calendar, RefreshLists lists, Installation installation, IdSource ids, AuditTrail audit, CurrentUser user,
    CityProfile city, TimeProvider clock)
{
    public const int LongestNode = 500, LongestCrew = 30;

    /// <summary>Null without nodes or without a promised day.</summary>
    public async Task<BackwardPlan?> FindAsync(Project project, CancellationToken cancellation)
    {
        var nodes = await db.Set<ProjectNode>().AsNoTracking().Where(node => node.Project == project.Id).OrderBy(node => node.Position).ToListAsync(cancellation);
        return nodes.Count > 0 && Promised(project) is { } promised ? BackwardPlan.Find(nodes, promised, city.Today(clock), calendar.Calendar) : null;
    }

    public static DateOnly? Promised(Project project) => project.PlannedProductionOn ?? project.PlannedCompletionOn;

    /// <returns>What is wrong; null when there is no such project for this account.</returns>
    public async Task<IReadOnlyList<Problem>?> MakeAsync(string code, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageProjects) || await projects.FindAsync(user, code, cancellation) is not { } project)
            return null;
        if (Promised(project) is not { } promised) return [new("", "没有计划投产或竣工日期，无法倒排。请先在台账里填写。")];
        if (await db.Set<ProjectNode>().AnyAsync(node => node.Project == project.Id, cancellation)) return [new("", "已经有方案了。")];
        Make(project, promised, city.Today(clock));
        audit.Record("倒排工期", $"project:{project.Code}", $"从 {promised:yyyy-MM-dd} 倒排");
        if (await SaveAsync(cancellation) is { } collision) return [collision with { Message = "刚刚有人排好了方案，请看新的方案。" }];
        await lists.RunAsync([project.Id], cancellation);
        return [];
    }

    /// <summary>Joins the unit of work. Nodes that lie before the stage the project is in count as done with it.</summary>
    public IReadOnlyList<ProjectNode> Make(Project project, DateOnly promised, DateOnly today)
    {
        var nodes = Template().Select((node, index) => new ProjectNode
        {
            Id = ids.Next(), Project = project.Id, Position = index + 1, Name = node.Name, WorkDays = node.Days, After = string.Join(',', node.After), Office = node.Office, Crew = node.Crew, Evidence = "",
        }).ToList();
        var started = nodes.FindIndex(node => node.Name == "开工");
        if (project.StartedOn is { } on)
        {
            foreach (var node in nodes.Take(started + 1)) (node.DoneOn, node.Evidence) = (on, "开工时已具备");
        }

        foreach (var dates in BackwardPlan.Find(nodes, promised, today, calendar.Calendar)?.Nodes ?? []) dates.Node.BaselineOn = dates.LatestFinish;
        db.AddRange(nodes);
        return nodes;
    }

    /// <returns>What is wrong; null when there is no such node for this account.</returns>
    public async Task<IReadOnlyList<Problem>?> ChangeAsync(string code, int position, long version, TypedNode typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ReportProgress) || await projects.FindAsync(user, code, cancellation) is not { } project
            || await db.Set<ProjectNode>().SingleOrDefaultAsync(node => node.Project == project.Id && node.Position == position, cancellation) is not { } node)
            return null;
        var (days, done, crew, problems) = Read(typed, node);
        if (problems.Count == 0 && version != node.Version) problems.Add(new("", ChangedMeanwhile(node)));
        if (problems.Count > 0) return problems;
        var before = new { node.Name, node.WorkDays, node.DoneOn, node.Crew };
        (node.WorkDays, node.DoneOn, node.Evidence, node.Crew, node.Version) = (days, done, typed.Evidence.Trim(), crew, node.Version + 1);
        var all = await db.Set<ProjectNode>().Where(other => other.Project == project.Id).OrderBy(other => other.Position).ToListAsync(cancellation);
        if (Promised(project) is { } promised && BackwardPlan.Find(all, promised, city.Today(clock), calendar.Calendar) is null)
        {
            db.ChangeTracker.Clear();
            return [new("WorkDays", "这样排会超出工作日历，请减少工作日。")];
        }

        audit.Record("更新方案节点", $"project:{project.Code}", typed.Evidence.Trim(), before, new { days, done, crew });
        if (await SaveAsync(cancellation) is { } collision) return [collision];
        await lists.RunAsync([project.Id], cancellation);
        return [];
    }

    private (int Days, DateOnly? Done, string Crew, List<Problem> Problems) Read(TypedNode typed, ProjectNode node)
    {
        var problems = new List<Problem>();
        if (!int.TryParse(typed.WorkDays, NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days < (node.WorkDays == 0 ? 0 : 1) || days > LongestNode) problems.Add(new("WorkDays", $"工作日应是 1 到 {LongestNode} 的整数。"));
        DateOnly? done = null;
        if (typed.DoneOn.Length > 0)
        {
            if (!DateOnly.TryParseExact(typed.DoneOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) || on > city.Today(clock) || on.Year < WorkCalendar.FirstYear) problems.Add(new("DoneOn", $"完成日期应是 {WorkCalendar.FirstYear} 年以来、今天或以前的一天。"));
            else done = on;
        }

        if (typed.Evidence.Trim().Length > 200) problems.Add(new("Evidence", "依据最多 200 个字。"));
        else if (done is not null && typed.Evidence.Trim().Length < 2) problems.Add(new("Evidence", "请写明完成的依据，例如许可证号。"));
        var crew = typed.Crew?.Trim() ?? node.Crew;
        if (crew.Length > LongestCrew) problems.Add(new("Crew", $"由谁来办最多 {LongestCrew} 个字。"));
        // How long a node may take, who works on it and what is taken back is the office's to say; whoever reports says what is done.
        if (!user.Has(Permission.ManageProjects) && (days != node.WorkDays || crew != node.Crew || (done is null && node.DoneOn is not null)))
            problems.Add(new("WorkDays", "工期、由谁来办和已完成的节点由项目主管部门修改。"));
        return (days, done, crew, problems);
    }

    private static string ChangedMeanwhile(ProjectNode node) =>
        $"“{node.Name}”刚被他人改过：现在是工期 {node.WorkDays} 天，{(node.DoneOn is { } on ? $"{Fmt.Date(on)} 完成（{node.Evidence}）" : "没有完成")}。请核对后再改。";

    /// <returns>That somebody else was quicker; null when it is saved.</returns>
    private async Task<Problem?> SaveAsync(CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
            return null;
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return new("", "刚刚有人改过这个方案，请核对现在的内容再改。");
        }
    }

    private List<NodeYaml> Template()
    {
        var file = Path.Combine(installation.RulesFolder, "projects", "plan-template.yaml");
        return File.Exists(file) ? new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<FileYaml>(File.ReadAllText(file)).Nodes : [];
    }

    private sealed class FileYaml
    {
        public List<NodeYaml> Nodes { get; set; } = [];
    }

    private sealed class NodeYaml
    {
        public string Name { get; set; } = "";
        public int Days { get; set; }
        public string Office { get; set; } = "";
        public string Crew { get; set; } = "";
        public List<int> After { get; set; } = [];
    }
}
