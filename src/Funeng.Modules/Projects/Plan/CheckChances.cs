using Funeng.Engines.Planning;
using Funeng.Engines.Planning.Chances;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Plan;

/// <summary>How good the chances have been.</summary>
/// <param name="Calibration">Null without forecasts.</param>
/// <param name="Projects">How many projects the forecasts are of.</param>
public sealed record ChanceCheck(Calibration? Calibration, int Projects);

/// <summary>
/// Says of each finished step of the projects an account sees how likely it was, by the steps of its kind that were finished before it began, to take no longer than
/// planned; and compares that with what happened. No step is judged by itself or by what came later. Chances of whole plans are not checked: how steps of one plan
/// hang together shows in none of these.
/// </summary>
public sealed class CheckChances(FunengDb db, ProjectDirectory projects, OfficialCalendar calendar, CurrentUser user, CityProfile city, TimeProvider clock)
{
    /// <summary>Fewer say too little to forecast by.</summary>
    public const int Fewest = 3;

    public async Task<ChanceCheck> RunAsync(CancellationToken cancellation)
    {
        var within = projects.Within(user).Select(project => project.Id);
        var nodes = await db.Set<ProjectNode>().AsNoTracking().Where(node => within.Contains(node.Project)).ToListAsync(cancellation);
        var today = city.Today(clock);
        var done = nodes.GroupBy(node => node.Project).SelectMany(group => StepHistories.Observed([.. group], today, calendar.Calendar)).Where(step => step.IsDone).ToList();
        var forecasts = new List<(long Project, double Chance, bool CameTrue)>();
        foreach (var kind in done.GroupBy(step => step.Node.Name))
        {
            var ordered = kind.OrderBy(step => step.Node.DoneOn).ThenBy(step => step.Node.Id).ToList();
            foreach (var step in ordered)
            {
                var began = Began(step.Node.DoneOn!.Value, step.Days, calendar.Calendar);
                var before = ordered.Where(other => other.Node.DoneOn <= began && other.Node.Project != step.Node.Project).Select(other => other.Days).ToList();
                if (before.Count < Fewest) continue;
                var (low, high) = new StepOutlook(new StepHistory(kind.Key, before, [])).Within(step.Node.WorkDays);
                forecasts.Add((step.Node.Project, (low + high) / 2, step.Days <= step.Node.WorkDays));
            }
        }

        return new ChanceCheck(Calibration.Of([.. forecasts.Select(forecast => (forecast.Chance, forecast.CameTrue))]), forecasts.Select(forecast => forecast.Project).Distinct().Count());
    }

    private static DateOnly Began(DateOnly done, long days, WorkCalendar calendar) => calendar.Add(done, -(int)Math.Min(days, 3000));
}
