namespace Funeng.Engines.Planning;

/// <summary>
/// The critical path method on precedence diagrams with all four link types, lags, work times and date constraints: a pass forwards for the
/// earliest dates and a pass backwards from the promised finish (倒排工期) for the latest ones.
/// </summary>
/// <remarks>
/// Kelley and Walker, <em>Critical-Path Planning and Scheduling</em> (1959); precedence diagrams after Fondahl (1961). An instant lies between two units:
/// an activity of 3 units that starts at 0 finishes at 3. Nothing starts before the network does.
/// </remarks>
public static class CriticalPath
{
    /// <summary>Dates every activity.</summary>
    /// <param name="network">The network.</param>
    /// <param name="problems">Why it cannot be dated; empty when it can.</param>
    /// <returns>The schedule, or null when there are problems. A promise that cannot be kept is no problem but a negative float.</returns>
    public static Schedule? Find(Network network, out IReadOnlyList<NetworkProblem> problems) =>
        NetworkGraph.Build(network, out problems) is { } graph ? new Passes(network, graph).Run() : null;

    private sealed class Passes(Network network, NetworkGraph graph)
    {
        private readonly long[] earlyStart = new long[graph.Nodes.Count];
        private readonly long[] earlyFinish = new long[graph.Nodes.Count];
        private readonly long[] lateStart = new long[graph.Nodes.Count];
        private readonly long[] lateFinish = new long[graph.Nodes.Count];
        private long finish;

        public Schedule Run()
        {
            foreach (var node in graph.Order) Early(node);
            finish = earlyFinish.DefaultIfEmpty(network.Start).Max();
            for (var index = graph.Order.Length - 1; index >= 0; index--) Late(graph.Order[index]);
            return new Schedule([.. network.Activities.Select(DatesOf)], finish);
        }

        private void Early(int number)
        {
            var node = graph.Nodes[number];
            var start = node.NotStartBefore;
            var finishes = node.NotFinishBefore;
            foreach (var edge in graph.Incoming[number])
            {
                var bound = Later(edge.LeavesFinish ? earlyFinish[edge.From] : earlyStart[edge.From], edge, node.Time);
                if (edge.EntersStart) start = Math.Max(start, bound);
                else finishes = Math.Max(finishes, bound);
            }

            (earlyStart[number], earlyFinish[number]) = node.Duration == 0
                ? (Math.Max(start, finishes), Math.Max(start, finishes))
                : Place(node, Math.Max(node.Time.WorkBefore(start), WorkToFinishAfter(node, finishes)));
        }

        /// <summary>The work coordinate from which the node must be worked on so that it does not finish before an instant.</summary>
        private static long WorkToFinishAfter(Node node, long instant)
        {
            if (instant == long.MinValue) return 0;
            var work = node.Time.WorkBefore(instant);
            // A finish in a pause is only reached by a unit worked after the pause.
            if (work > 0 && node.Time.FinishAt(work) < instant) work++;
            return Math.Max(work - node.Duration, 0);
        }

        private void Late(int number)
        {
            var node = graph.Nodes[number];
            var start = node.NotStartAfter;
            var finishes = Math.Min(node.NotFinishAfter, network.Promised ?? finish);
            foreach (var edge in graph.Outgoing[number])
            {
                var bound = Sooner(edge.EntersStart ? lateStart[edge.To] : lateFinish[edge.To], edge);
                if (edge.LeavesFinish) finishes = Math.Min(finishes, bound);
                else start = Math.Min(start, bound);
            }

            (lateStart[number], lateFinish[number]) = node.Duration == 0
                ? (Math.Min(start, finishes), Math.Min(start, finishes))
                : Place(node, Math.Min(node.Time.WorkBefore(finishes) - node.Duration, WorkToStartBefore(node, start)));
        }

        /// <summary>The last work coordinate at which the node can be begun without starting after an instant.</summary>
        private static long WorkToStartBefore(Node node, long instant)
        {
            if (instant == long.MaxValue) return long.MaxValue;
            var work = node.Time.WorkBefore(instant);
            return work > 0 && node.Time.StartAt(work) > instant ? work - 1 : work;
        }

        private static (long Start, long Finish) Place(Node node, long work) =>
            (node.Time.StartAt(work), node.Time.FinishAt(work + node.Duration));

        private static long Later(long instant, Edge edge, WorkTime time)
        {
            if (edge.Lag == 0 || edge.IsElapsed) return instant + edge.Lag;
            return time.FinishAt(Math.Max(time.WorkBefore(instant) + edge.Lag, 0));
        }

        private long Sooner(long instant, Edge edge)
        {
            if (edge.Lag == 0 || edge.IsElapsed) return instant - edge.Lag;
            var time = graph.Nodes[edge.To].Time;
            var work = Math.Max(time.WorkBefore(instant) - edge.Lag, 0);
            return edge.LeavesFinish ? time.FinishAt(work) : time.StartAt(work);
        }

        private ActivityDates DatesOf(Activity activity, int number)
        {
            var end = graph.FinishNode(number);
            var time = graph.Nodes[number].Time;
            var totalFloat = Math.Min(time.WorkBefore(lateStart[number]) - time.WorkBefore(earlyStart[number]), time.WorkBefore(lateFinish[end]) - time.WorkBefore(earlyFinish[end]));
            return new ActivityDates(activity, earlyStart[number], earlyFinish[end], lateStart[number], lateFinish[end], totalFloat, FreeFloat(end, time));
        }

        private long FreeFloat(int number, WorkTime time)
        {
            var free = time.WorkBefore(finish) - time.WorkBefore(earlyFinish[number]);
            foreach (var edge in graph.Outgoing[number])
            {
                var bound = Sooner(edge.EntersStart ? earlyStart[edge.To] : earlyFinish[edge.To], edge);
                free = Math.Min(free, time.WorkBefore(bound) - time.WorkBefore(edge.LeavesFinish ? earlyFinish[number] : earlyStart[number]));
            }

            return Math.Max(free, 0);
        }
    }
}
