using System.Collections.Concurrent;
using Funeng.Engines.Planning;
using Funeng.Engines.Planning.Chances;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Plan;

/// <summary>What would have been said of a finished plan on a day of its course, and what came of it.</summary>
/// <param name="Chance">The best guess, before any correction.</param>
/// <param name="Corrected">As other finished plans, never itself, correct it; the same where those are too few.</param>
internal sealed record PlanForecast(long Project, DateOnly SaidOn, double Chance, double Corrected, DateOnly Promised, DateOnly Finished)
{
    public bool CameTrue => Finished <= Promised;
}

/// <summary>How good the chances of whole plans have been.</summary>
/// <param name="Plain">As drawn; null without forecasts.</param>
/// <param name="Corrected">As they are shown, each corrected by other plans only.</param>
/// <param name="Plans">How many finished plans they are of.</param>
public sealed record PlanCheck(Calibration? Plain, Calibration? Corrected, int Plans);

/// <summary>Every forecast of a finished plan there is, and the correction it asks for.</summary>
/// <param name="Correction">What chances of plans that still run are corrected by; none while too few are finished, or where it made the past forecasts no better.</param>
internal sealed record PlanRecord(IReadOnlyList<PlanForecast> Forecasts, ChanceCorrection Correction)
{
    public PlanCheck Within(IReadOnlySet<long> projects)
    {
        var own = Forecasts.Where(forecast => projects.Contains(forecast.Project)).ToList();
        return new PlanCheck(
            Calibration.Of([.. own.Select(forecast => (forecast.Chance, forecast.CameTrue))]), Calibration.Of([.. own.Select(forecast => (forecast.Corrected, forecast.CameTrue))]),
            own.Select(forecast => forecast.Project).Distinct().Count());
    }
}

/// <summary>
/// Holds whole plans against what happened: for each finished plan, the chance is estimated anew as it would have been on the day its first step was done and on the
/// day half of them were, from nothing but what was known that day. Steps of one plan hang together and chances are drawn one by one; what that does to them shows here,
/// and the chances of plans that still run are corrected by it.
/// </summary>
internal sealed class PlanForecasts(FunengDb db, PlanBook plans, PlanMemory memory, ForecastMemory kept, OfficialCalendar calendar)
{
    /// <summary>Fewer finished plans correct nothing.</summary>
    public const int FewestPlans = 10;

    private const int Trials = 300, Parts = 20;

    public async Task<PlanRecord> ReadAsync(CancellationToken cancellation)
    {
        var all = await plans.ReadAsync(cancellation);
        if (kept.Find(all.Version, calendar.Calendar) is { } known) return known;
        var finished = all.Plans.Values.Where(plan => plan.Nodes.Count > 1 && plan.Nodes.All(node => node.DoneOn is not null)).OrderBy(plan => plan.Project).ToList();
        var promises = await PromisesAsync(finished, cancellation);
        var steps = memory.StepsOf(all, calendar.Calendar);
        var said = finished.Where(plan => promises.ContainsKey(plan.Project)).SelectMany(plan => ForecastsOf(plan, promises[plan.Project], steps, cancellation)).ToList();
        var corrected = Correct(said);
        return kept.Keep(all.Version, calendar.Calendar, new PlanRecord(corrected, CorrectionBy(corrected)));
    }

    /// <summary>The day first promised: that of the plan as it was made, else that of the ledger.</summary>
    private async Task<Dictionary<long, DateOnly>> PromisesAsync(IReadOnlyList<KeptPlan> finished, CancellationToken cancellation)
    {
        var bare = finished.Where(plan => plan.Nodes.All(node => node.BaselineOn is null)).Select(plan => plan.Project).ToList();
        var ledger = (await db.Set<Project>().AsNoTracking().Where(project => bare.Contains(project.Id)).ToListAsync(cancellation)).ToDictionary(project => project.Id, KeepPlan.Promised);
        return finished.Select(plan => (plan.Project, Day: plan.Nodes.Max(node => node.BaselineOn) ?? ledger.GetValueOrDefault(plan.Project))).Where(pair => pair.Day is not null).ToDictionary(pair => pair.Project, pair => pair.Day!.Value);
    }

    private IEnumerable<PlanForecast> ForecastsOf(KeptPlan plan, DateOnly promised, StepBook steps, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var days = plan.Nodes.Select(node => node.DoneOn!.Value).Order().ToList();
        foreach (var day in new[] { days[0], days[(days.Count - 1) / 2] }.Distinct().Where(day => day < days[^1] && day <= promised))
        {
            var mark = HashCode.Combine(plan.Stamp, promised, plan.Nodes.Where(node => node.DoneOn > day).Select(node => node.Name).Distinct().Aggregate(0L, (sum, name) => sum + steps.MarkOf(name, day)));
            if (kept.ChanceOf((plan.Project, day), mark, () => Said(plan, promised, day, steps)) is { } chance)
                yield return new PlanForecast(plan.Project, day, chance, chance, promised, days[^1]);
        }
    }

    /// <summary>Null where too little was known of a step to say anything, or the plan runs beyond the calendar.</summary>
    private double? Said(KeptPlan plan, DateOnly promised, DateOnly day, StepBook steps)
    {
        try
        {
            return PlanChance.Find(plan.Nodes, promised, day, steps, calendar.Calendar, Trials) is { Fewest: >= CheckChances.Fewest } found ? found.Chance.Point : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Cross-validation: the plans are dealt into parts, and each is corrected by what the others teach.</summary>
    private static List<PlanForecast> Correct(List<PlanForecast> said)
    {
        var part = said.Select(forecast => forecast.Project).Distinct().Select((project, index) => (project, index)).ToDictionary(pair => pair.project, pair => pair.index % Parts);
        var corrections = Enumerable.Range(0, Parts).Select(own => Learn([.. said.Where(forecast => part[forecast.Project] != own)])).ToArray();
        return said.ConvertAll(forecast => forecast with { Corrected = corrections[part[forecast.Project]].Apply(forecast.Chance) });
    }

    private static ChanceCorrection CorrectionBy(IReadOnlyList<PlanForecast> forecasts)
    {
        double Error(Func<PlanForecast, double> of) => forecasts.Sum(forecast => Math.Pow(of(forecast) - (forecast.CameTrue ? 1 : 0), 2));
        return Error(forecast => forecast.Corrected) < Error(forecast => forecast.Chance) ? Learn(forecasts) : ChanceCorrection.None;
    }

    private static ChanceCorrection Learn(IReadOnlyList<PlanForecast> forecasts) => forecasts.Select(forecast => forecast.Project).Distinct().Count() < FewestPlans
        ? ChanceCorrection.None : ChanceCorrection.Of([.. forecasts.Select(forecast => (forecast.Chance, forecast.CameTrue))]);
}

/// <summary>The forecasts worked out so far. One is made anew only where its plan, or what was known on its day, has changed since.</summary>
internal sealed class ForecastMemory
{
    private const int Most = 50_000;

    private readonly ConcurrentDictionary<(long Project, DateOnly Day), (int Mark, double? Chance)> chances = new();
    private volatile Held? held;

    public PlanRecord? Find(long plans, WorkCalendar calendar) => held is { } known && known.Plans == plans && known.Calendar == calendar ? known.Record : null;

    public PlanRecord Keep(long plans, WorkCalendar calendar, PlanRecord record)
    {
        held = new Held(plans, calendar, record);
        return record;
    }

    public double? ChanceOf((long, DateOnly) key, int mark, Func<double?> find)
    {
        if (chances.TryGetValue(key, out var known) && known.Mark == mark) return known.Chance;
        if (chances.Count >= Most) chances.Clear();
        var chance = find();
        chances[key] = (mark, chance);
        return chance;
    }

    private sealed record Held(long Plans, WorkCalendar Calendar, PlanRecord Record);
}
