using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Override;

/// <summary>Sets a light by hand: with a reason, for a month at most, and never without a trace.</summary>
public sealed class OverrideLight(FunengDb db, ProjectDirectory projects, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public const int MostDays = 31;

    private const int ShortestReason = 6, LongestReason = 200;

    /// <returns>What is wrong; null when there is no such project for this account.</returns>
    public async Task<IReadOnlyList<Problem>?> RunAsync(string code, string light, string until, string reason, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageProjects) || await projects.FindAsync(user, code, cancellation) is not { } project)
            return null;
        var problems = new List<Problem>();
        var today = city.Today(clock);
        if (!Enum.TryParse<ProjectLight>(light, out var set) || set is not (ProjectLight.Red or ProjectLight.Yellow or ProjectLight.Green)) problems.Add(new("Light", "请选择红灯、黄灯或绿灯。"));
        if (!DateOnly.TryParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last) || last < today || last > today.AddDays(MostDays))
            problems.Add(new("Until", $"有效期到 {Fmt.Date(today)} 至 {Fmt.Date(today.AddDays(MostDays))} 之间的一天，到期自动恢复按规则亮灯。"));
        if (reason.Trim().Length is < ShortestReason or > LongestReason) problems.Add(new("Reason", $"请写明理由，{ShortestReason} 到 {LongestReason} 个字。"));
        if (problems.Count > 0) return problems;

        foreach (var earlier in await db.Set<SetLight>().Where(row => row.Project == project.Id && row.EndedOn == null).ToListAsync(cancellation)) earlier.EndedOn = today;
        db.Add(new SetLight { Id = ids.Next(), Project = project.Id, Light = set, Reason = reason.Trim(), FromOn = today, UntilOn = last, Who = user.Name, At = clock.GetUtcNow() });
        audit.Record("人工调整亮灯", $"project:{project.Code}", reason.Trim(), null, new { Light = set, Until = last });
        await db.SaveChangesAsync(cancellation);
        return [];
    }
}
