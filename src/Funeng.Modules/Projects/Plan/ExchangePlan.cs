using System.Text;
using System.Xml;
using System.Xml.Linq;
using Funeng.Engines.Planning.MsProject;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Plan;

/// <summary>
/// Takes the plan of a project from the XML of Microsoft Project and gives it back in the same form. The file is kept whole: what the platform does not
/// understand (resources, costs, constraints, calendars) goes back as it came; what was changed here (working days, what is done) is written into it.
/// </summary>
public sealed class ExchangePlan(
    FunengDb db, ProjectDirectory projects, OfficialCalendar calendar, RefreshLists lists, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public const int LargestFile = 8 << 20, MostNodes = 300, MostTasks = 2000;

    /// <returns>What is wrong; null when there is no such project for this account.</returns>
    public async Task<IReadOnlyList<Problem>?> TakeAsync(string code, string fileName, byte[] content, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageProjects) || await projects.FindAsync(user, code, cancellation) is not { } project)
            return null;
        if (content.Length > LargestFile) return Wrong($"文件超过 {LargestFile >> 20} MB。");
        if (OtherPlanFile.Find(content) is { } other) return Wrong($"这是{other}，不是 Project 的 XML。请在 Microsoft Project 里用“另存为 → XML 格式”导出。");
        var today = city.Today(clock);
        var old = await db.Set<ProjectNode>().Where(node => node.Project == project.Id).ToListAsync(cancellation);
        MsProjectPlan file;
        try
        {
            file = Read(content);
        }
        catch (MsProjectException problem)
        {
            return Wrong($"{problem.Message.TrimEnd('。')}。请在 Microsoft Project 里用“另存为 → XML 格式”导出。");
        }

        List<ProjectNode> nodes;
        IReadOnlyList<ProjectNode> lost;
        try
        {
            // Before anything is made of it: a file may have a hundred thousand tasks.
            if (PlanFile.Count(file) is var count and (0 or > MostNodes)) return Wrong($"文件里有 {count} 项任务，应为 1 到 {MostNodes} 项。");
            if (file.Tasks.Count > MostTasks) return Wrong($"文件连同摘要任务有 {file.Tasks.Count} 行，最多 {MostTasks} 行。");
            nodes = PlanFile.Nodes(file, project.Id, old, today, calendar.Calendar, ids, out lost);
            if (nodes.Find(node => node.WorkDays > KeepPlan.LongestNode) is { } longest) return Wrong($"“{longest.Name}”要 {longest.WorkDays} 个工作日，一项最多 {KeepPlan.LongestNode} 个。");
            // What could not be given back is not taken.
            PlanFile.Update(file, nodes, calendar.Calendar);
        }
        catch (MsProjectException problem)
        {
            return Wrong($"{problem.Message.TrimEnd('。')}。");
        }

        if (lost is [var gone, ..]) return Wrong($"文件里没有已完成的节点“{gone.Name}”。完成记录不能丢，请在文件里保留它（名称不变），或先在本页退回它的完成。");
        if (KeepPlan.Promised(project) is { } promised)
        {
            if (BackwardPlan.Find(nodes, promised, today, calendar.Calendar) is not { } plan) return Wrong("任务互相等待成了圈，或排到了工作日历以外，无法倒排。");
            foreach (var dates in plan.Nodes) dates.Node.BaselineOn ??= dates.LatestFinish;
        }

        return await StoreAsync(project, old, nodes, fileName, content, cancellation);
    }

    /// <summary>The plan as a file; null when there is no such project for this account, or it has no plan.</summary>
    public async Task<byte[]?> GiveAsync(string code, CancellationToken cancellation)
    {
        if (await projects.FindAsync(user, code, cancellation) is not { } project) return null;
        var nodes = await db.Set<ProjectNode>().AsNoTracking().Where(node => node.Project == project.Id).OrderBy(node => node.Position).ToListAsync(cancellation);
        if (nodes.Count == 0) return null;
        var kept = await db.Set<ProjectPlanFile>().AsNoTracking().SingleOrDefaultAsync(file => file.Project == project.Id, cancellation);
        var today = city.Today(clock);
        var dates = KeepPlan.Promised(project) is { } promised ? BackwardPlan.Find(nodes, promised, today, calendar.Calendar) : null;
        var document = kept is null ? PlanFile.Write(project.Name, nodes, dates, today, calendar.Calendar) : Update(Read(kept.Content), nodes);
        using var bytes = new MemoryStream();
        await using (var writer = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Async = true }))
            await document.SaveAsync(writer, cancellation);
        return bytes.ToArray();
    }

    private async Task<IReadOnlyList<Problem>> StoreAsync(Project project, List<ProjectNode> old, List<ProjectNode> nodes, string fileName, byte[] content, CancellationToken cancellation)
    {
        var name = fileName.Length > 120 ? fileName[^120..] : fileName;
        db.RemoveRange(old);
        if (await db.Set<ProjectPlanFile>().SingleOrDefaultAsync(file => file.Project == project.Id, cancellation) is { } kept)
            (kept.FileName, kept.Content, kept.Who, kept.At, kept.DaysCounted) = (name, content, user.Name, clock.GetUtcNow(), true);
        else
            db.Add(new ProjectPlanFile { Project = project.Id, FileName = name, Content = content, Who = user.Name, At = clock.GetUtcNow(), DaysCounted = true });
        audit.Record("导入项目方案", $"project:{project.Code}", name, new { Nodes = old.Count }, new { Nodes = nodes.Count });
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        try
        {
            // The old positions go before the new ones come.
            await db.SaveChangesAsync(cancellation);
            db.AddRange(nodes);
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return Wrong("刚刚有人改过这个方案，请核对现在的内容再导入。");
        }

        await lists.RunAsync([project.Id], cancellation);
        return [];
    }

    /// <summary>Where what changed here since can no longer be dated, the dates are those the file came with; Microsoft Project says what is wrong.</summary>
    private XDocument Update(MsProjectPlan plan, IReadOnlyList<ProjectNode> nodes)
    {
        try
        {
            return PlanFile.Update(plan, nodes, calendar.Calendar);
        }
        catch (MsProjectException)
        {
            return PlanFile.WithNodes(plan, nodes, calendar.Calendar).Document;
        }
    }

    internal static MsProjectPlan Read(byte[] content)
    {
        using (var first = XmlReader.Create(new MemoryStream(content), MsProjectPlan.ReaderSettings)) MsProjectPlan.CheckDepth(first);
        using var reader = XmlReader.Create(new MemoryStream(content), MsProjectPlan.ReaderSettings);
        return MsProjectPlan.Read(reader);
    }

    private static IReadOnlyList<Problem> Wrong(string message) => [new("PlanFile", message)];
}
