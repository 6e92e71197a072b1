using Funeng.Engines.Criteria;

namespace Funeng.Modules.Policies.Simulate;

/// <param name="Bound">Which of the thresholds is swept.</param>
/// <param name="Sweep">Null where there is no threshold to move.</param>
public sealed record LabView(
    Simulation Simulation, IReadOnlyList<SchemeBound> Bounds, int Bound, BenefitSweep? Sweep, IReadOnlyList<(SchemeBound Bound, Cliff Cliff)> Cliffs, IReadOnlyList<ClassCliff> ClassCliffs, IReadOnlyList<Clash> Clashes);

/// <summary>Everything the laboratory says of one version of a benefit, standing or drafted.</summary>
public sealed class RunLab(SimulateBenefit simulate, SweepBenefit sweep, FindClassCliffs classes, FindClashes clashes)
{
    /// <param name="bound">Which threshold is swept; one that is not there is the nearest that is.</param>
    /// <param name="most">How many winners and losers are named.</param>
    /// <returns>Null when it is not for this user.</returns>
    public async Task<LabView?> RunAsync(TriedRule tried, BenefitDraft draft, int bound, int most, CancellationToken cancellation)
    {
        if (await simulate.RunAsync(tried, draft, most, cancellation) is not { } simulation) return null;
        var (rule, bounds) = (simulation.Changed, SweepBenefit.Movable(simulation.Changed));
        var chosen = Math.Clamp(bound, 0, Math.Max(0, bounds.Count - 1));
        var swept = bounds.Count > 0 ? await sweep.RunAsync(rule, bounds[chosen], cancellation) : null;
        return new LabView(
            simulation, bounds, chosen, swept, await sweep.CliffsAsync(rule, swept, cancellation), await classes.RunAsync(rule, cancellation), await clashes.RunAsync(rule, cancellation));
    }
}
