using System.Text.Json;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Curves;

/// <summary>Gives the present plan of a project a name, so that later plans can be compared with it. A baseline is never changed.</summary>
public sealed class KeepBaselines(FunengDb db, ProjectDirectory projects, ReadCurves curves, IdSource ids, AuditTrail audit, CurrentUser user, TimeProvider clock)
{
    public const int LongestName = 30, LongestNote = 200, Most = 20;

    /// <returns>What is wrong; null when there is no such project for this account.</returns>
    public async Task<IReadOnlyList<Problem>?> SetAsync(string code, string name, string note, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageProjects) || await projects.FindAsync(user, code, cancellation) is not { } project)
            return null;
        var (title, reason) = (name.Trim(), note.Trim());
        if (title.Length is 0 or > LongestName) return [new("Name", $"请给基线起名，最多 {LongestName} 个字，例如“年初计划”。")];
        if (reason.Length > LongestNote) return [new("Note", $"说明有 {reason.Length} 个字，最多 {LongestNote} 个。")];
        if (await db.Set<ProjectBaseline>().CountAsync(row => row.Project == project.Id, cancellation) >= Most) return [new("Name", $"一个项目最多 {Most} 条基线。")];
        if (await db.Set<ProjectBaseline>().AnyAsync(row => row.Project == project.Id && row.Name == title, cancellation)) return [new("Name", $"已经有叫“{title}”的基线，请换个名称。")];
        var plan = await curves.SnapshotAsync(project, cancellation);
        if (plan.Months.Count + plan.Nodes.Count == 0) return [new("Name", "还没有月度计划，也没有倒排方案，没有可以留存的计划。")];
        db.Add(new ProjectBaseline
        {
            Id = ids.Next(), Project = project.Id, Name = title, Note = reason, Content = JsonSerializer.Serialize(plan), Who = user.Name, At = clock.GetUtcNow(),
        });
        audit.Record("留存计划基线", $"project:{project.Code}", reason, null, new { Name = title, Months = plan.Months.Count, Nodes = plan.Nodes.Count });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            return [new("Name", $"刚刚有人留存了叫“{title}”的基线。")];
        }

        return [];
    }
}
