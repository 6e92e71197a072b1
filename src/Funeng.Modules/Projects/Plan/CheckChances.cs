using Funeng.Engines.Planning.Chances;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Plan;

/// <summary>How good the chances have been.</summary>
/// <param name="Calibration">Of single steps; null without forecasts.</param>
/// <param name="Projects">How many projects the forecasts are of.</param>
/// <param name="Plans">Of whole plans.</param>
public sealed record ChanceCheck(Calibration? Calibration, int Projects, PlanCheck Plans);

/// <summary>
/// Says of each finished step of the projects an account sees how likely it was, by the steps of its kind that were finished before it began, to take no longer than
/// planned; and compares that with what happened. No step is judged by itself or by what came later. Whole plans are held against what happened beside it.
/// </summary>
internal sealed class CheckChances(PlanBook plans, PlanMemory memory, PlanForecasts forecasts, ProjectDirectory projects, OfficialCalendar calendar, CurrentUser user)
{
    /// <summary>Fewer say too little to forecast by.</summary>
    public const int Fewest = 3;

    public async Task<ChanceCheck> RunAsync(CancellationToken cancellation)
    {
        var within = (await projects.Within(user).Select(project => project.Id).ToListAsync(cancellation)).ToHashSet();
        var steps = memory.StepsOf(await plans.ReadAsync(cancellation), calendar.Calendar);
        var said = steps.Done.SelectMany(kind => Said([.. kind.Where(step => within.Contains(step.Project))])).ToList();
        var whole = await forecasts.ReadAsync(cancellation);
        return new ChanceCheck(Calibration.Of([.. said.Select(one => (one.Chance, one.CameTrue))]), said.Select(one => one.Project).Distinct().Count(), whole.Within(within));
    }

    /// <summary>The forecasts of one kind, all steps in the order in which they were done: those before a day are counted as the day is reached.</summary>
    private IEnumerable<(long Project, double Chance, bool CameTrue)> Said(IReadOnlyList<SeenStep> kind)
    {
        var counted = new CountedDays([.. kind.Select(step => step.Days!.Value)]);
        var (next, byProject) = (0, kind.ToLookup(step => step.Project));
        foreach (var step in kind.OrderBy(step => BeganBy(step)))
        {
            var began = BeganBy(step);
            while (next < kind.Count && kind[next].Node.DoneOn <= began) counted.Add(kind[next++].Days!.Value);
            // A plan with the step twice does not speak for itself.
            var own = byProject[step.Project].Where(other => other.Node.DoneOn <= began).ToList();
            var (all, planned) = (counted.All - own.Count, step.Node.WorkDays);
            if (all < Fewest) continue;
            var within = counted.UpTo(planned) - own.Count(other => other.Days <= planned);
            // As StepOutlook says it: each known duration alike, longer than all as likely as one of them.
            var low = within / (all + 1.0);
            yield return (step.Project, (low + (within == all ? 1 : low)) / 2, step.Days <= planned);
        }
    }

    private DateOnly BeganBy(SeenStep step) => calendar.Calendar.Add(step.Node.DoneOn!.Value, -(int)Math.Min(step.Days!.Value, 3000));
}

/// <summary>Counts how many of the durations added are no longer than one: a tree of partial sums (Fenwick 1994) over those that may come.</summary>
internal sealed class CountedDays
{
    private readonly long[] sorted;
    private readonly int[] sums;

    public CountedDays(IReadOnlyCollection<long> possible)
    {
        sorted = [.. possible.Distinct().Order()];
        sums = new int[sorted.Length + 1];
    }

    public int All { get; private set; }

    public void Add(long days)
    {
        All++;
        for (var at = Array.BinarySearch(sorted, days) + 1; at < sums.Length; at += at & -at) sums[at]++;
    }

    public int UpTo(long days)
    {
        var found = Array.BinarySearch(sorted, days);
        var count = 0;
        for (var at = found < 0 ? ~found : found + 1; at > 0; at -= at & -at) count += sums[at];
        return count;
    }
}
