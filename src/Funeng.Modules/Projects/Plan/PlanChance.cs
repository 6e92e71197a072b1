using Funeng.Engines.Planning;
using Funeng.Engines.Planning.Chances;

namespace Funeng.Modules.Projects.Plan;

/// <summary>The chance of one plan as it was at the end of a day, by what was known of steps of its kinds then.</summary>
/// <param name="Known">Past durations it leans on.</param>
/// <param name="Fewest">Of the kind of which least is known.</param>
internal sealed record PlanChance(FinishChance Chance, int Known, int Fewest)
{
    /// <param name="nodes">The plan; what was done after the day counts as open.</param>
    /// <returns>Null where nothing was left to be done.</returns>
    public static PlanChance? Find(IReadOnlyList<ProjectNode> nodes, DateOnly promised, DateOnly day, StepBook steps, WorkCalendar calendar, int trials)
    {
        var then = nodes.Select(node => node.DoneOn > day ? node.Undone() : node).ToList();
        var left = then.FindAll(node => node.DoneOn is null);
        if (left.Count == 0) return null;
        var open = left.FindAll(node => node.WorkDays > 0);
        var histories = open.Select(node => node.Name).Distinct().ToDictionary(name => name, name => steps.Known(name, day, nodes[0].Project));
        var all = then.ToDictionary(node => node.Position);
        var begun = open.ToDictionary(node => node.Position, node => NodeNetwork.BeginOf(node, all, null, calendar) is { } began && began < day ? began : (DateOnly?)null);
        // What runs already has the days behind it counted; the rest begins that day at the earliest.
        var network = NodeNetwork.Of(left, begun.Values.OfType<DateOnly>().Append(day).Min(), promised, calendar);
        var uncertain = open.ConvertAll(node => new UncertainStep(NodeNetwork.Id(node.Position), histories[node.Name]) { Begun = begun[node.Position]?.DayNumber });
        return new PlanChance(
            ChanceEstimator.Find(network, uncertain, day.DayNumber, trials), histories.Values.Sum(history => history.Durations.Count), histories.Values.Select(history => history.Durations.Count).DefaultIfEmpty(0).Min());
    }
}
