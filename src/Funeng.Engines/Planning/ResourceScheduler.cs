namespace Funeng.Engines.Planning;

/// <summary>
/// Short schedules under scarce resources: a genetic search over orders of jobs, every schedule of which is pressed together from both sides.
/// </summary>
/// <remarks>
/// After Hartmann, <em>A competitive genetic algorithm for resource-constrained project scheduling</em> (1998), and Valls, Ballestín and Quintanilla,
/// <em>Justification and RCPSP: a technique that pays</em> (2005). The same seed and budget give the same schedule.
/// </remarks>
public static class ResourceScheduler
{
    private const int PopulationSize = 60;
    private const int GenerationsWithoutGain = 40;

    /// <summary>Looks for a short schedule.</summary>
    /// <param name="project">A project without obstacles (<see cref="ResourceProject.FindObstacles"/>).</param>
    /// <param name="budget">Most schedules to try.</param>
    /// <param name="seed">Seed of the search.</param>
    /// <param name="cancellation">Ends the search with the best schedule so far.</param>
    /// <returns>The shortest schedule found.</returns>
    /// <exception cref="ArgumentException">The project cannot be done at all.</exception>
    public static ResourceSchedule Find(ResourceProject project, long budget, ulong seed = 1, CancellationToken cancellation = default)
    {
        if (project.FindObstacles() is { Count: > 0 } obstacles)
            throw new ArgumentException($"job '{obstacles[0].Job}' can never run", nameof(project));
        if (project.Jobs.Count == 0) return new ResourceSchedule([], 0, true);
        return new Search(project, budget, seed, cancellation).Run();
    }

    /// <summary>An order of jobs with its schedule.</summary>
    private sealed record Plan(int[] Order, int[] Starts, int Makespan);

    private sealed class Search
    {
        private readonly ResourceProject project;
        private readonly CancellationToken cancellation;
        private readonly SerialGeneration forwards;
        private readonly SerialGeneration backwards;
        private readonly int[][] predecessors;
        private readonly int[] latestFinishes;
        private readonly int lowerBound;
        private readonly long budget;
        private ulong state;
        private long tried;

        public Search(ResourceProject project, long budget, ulong seed, CancellationToken cancellation)
        {
            this.project = project;
            this.budget = budget;
            this.cancellation = cancellation;
            state = seed;
            predecessors = PredecessorsOf(project);
            forwards = new SerialGeneration(project, predecessors);
            backwards = new SerialGeneration(project, [.. project.Jobs.Select(job => job.Successors.ToArray())]);
            latestFinishes = LatestFinishes(project);
            lowerBound = project.LowerBound;
        }

        private bool IsOver(Plan best) => best.Makespan == lowerBound || tried >= budget || cancellation.IsCancellationRequested;

        public ResourceSchedule Run()
        {
            var best = Improve(Sample(greed: long.MaxValue));
            while (!IsOver(best)) best = Evolve(best);
            return new ResourceSchedule(best.Starts, best.Makespan, best.Makespan == lowerBound);
        }

        /// <summary>One population until it no longer gains, with the best plan so far among its first members.</summary>
        private Plan Evolve(Plan best)
        {
            List<Plan> population = [best];
            while (population.Count < PopulationSize && !IsOver(best))
            {
                population.Add(Improve(Sample(greed: 1 + Below(8))));
                best = Shorter(best, population[^1]);
            }

            for (var idle = 0; idle < GenerationsWithoutGain && !IsOver(best); idle++)
            {
                var before = population.Sum(plan => plan.Makespan);
                population = Next(population, ref best);
                if (population.Sum(plan => plan.Makespan) < before) idle = -1;
            }

            return best;
        }

        private List<Plan> Next(List<Plan> population, ref Plan best)
        {
            var children = new List<Plan>(population);
            for (var index = 0; index < PopulationSize && !IsOver(best); index++)
            {
                var mother = Pick(population);
                var father = Pick(population);
                var order = Cross(mother.Order, father.Order);
                Mutate(order);
                children.Add(Improve(order));
                best = Shorter(best, children[^1]);
            }

            // Plans that start every job alike are one plan: only the first of them breeds on.
            return [.. children.OrderBy(plan => plan.Makespan).DistinctBy(plan => Fingerprint(plan.Starts)).Take(PopulationSize)];
        }

        private static ulong Fingerprint(int[] starts)
        {
            var print = 14695981039346656037UL;
            foreach (var start in starts) print = (print ^ (uint)start) * 1099511628211UL;
            return print;
        }

        private static Plan Shorter(Plan one, Plan other) => other.Makespan < one.Makespan ? other : one;

        private Plan Pick(List<Plan> population) => Shorter(population[Below(population.Count)], population[Below(population.Count)]);

        /// <summary>The schedule of an order, pressed to the right and to the left again until it gets no shorter.</summary>
        private Plan Improve(int[] order)
        {
            var starts = new int[order.Length];
            var plan = new Plan(order, starts, Count(forwards.Run(order, starts)));
            while (true)
            {
                var pressed = Justify(plan);
                if (pressed.Makespan >= plan.Makespan) return Shorter(plan, pressed);
                plan = pressed;
            }
        }

        private Plan Justify(Plan plan)
        {
            var jobs = project.Jobs;
            var order = (int[])plan.Order.Clone();
            var keys = new int[order.Length];
            for (var index = 0; index < order.Length; index++) keys[index] = -(plan.Starts[order[index]] + jobs[order[index]].Duration);
            SortTurned(keys, order);
            var mirrored = new int[order.Length];
            var length = Count(backwards.Run(order, mirrored));
            for (var index = 0; index < order.Length; index++) keys[index] = length - mirrored[order[index]] - jobs[order[index]].Duration;
            SortTurned(keys, order);
            var starts = new int[order.Length];
            return new Plan(order, starts, Count(forwards.Run(order, starts)));
        }

        /// <summary>Sorts by key; equals stand in the order of before turned round: where time is mirrored, a milestone comes before the job it waited for.</summary>
        private static void SortTurned(int[] keys, int[] order)
        {
            Array.Reverse(keys);
            Array.Reverse(order);
            var places = new long[keys.Length];
            for (var index = 0; index < keys.Length; index++) places[index] = ((long)keys[index] << 32) + index;
            Array.Sort(places, order);
        }

        private int Count(int makespan)
        {
            tried++;
            return makespan;
        }

        /// <summary>A feasible order at random, jobs that must finish early the likelier the greater the greed.</summary>
        private int[] Sample(long greed)
        {
            var waiting = predecessors.Select(jobs => jobs.Length).ToArray();
            var ready = Enumerable.Range(0, waiting.Length).Where(job => waiting[job] == 0).ToList();
            var order = new int[waiting.Length];
            for (var index = 0; index < order.Length; index++)
            {
                var chosen = ready[Below(ready.Count)];
                for (long look = 1; look < Math.Min(greed, 2 * ready.Count); look++)
                {
                    var other = ready[greed == long.MaxValue ? (int)((look - 1) % ready.Count) : Below(ready.Count)];
                    if (latestFinishes[other] < latestFinishes[chosen]) chosen = other;
                }

                order[index] = chosen;
                ready.Remove(chosen);
                foreach (var successor in project.Jobs[chosen].Successors)
                {
                    if (--waiting[successor] == 0) ready.Add(successor);
                }
            }

            return order;
        }

        /// <summary>A stretch of the father's order between two stretches of the mother's; no job comes before one it waits for in both.</summary>
        private int[] Cross(int[] mother, int[] father)
        {
            var length = mother.Length;
            var from = Below(length);
            var to = Math.Min(length, from + 1 + (length / 4) + Below(Math.Max(1, length / 2)));
            var child = new int[length];
            var isTaken = new bool[length];
            var count = 0;
            void Take(int[] parent, int end)
            {
                foreach (var job in parent)
                {
                    if (count == end) return;
                    if (isTaken[job]) continue;
                    isTaken[job] = true;
                    child[count++] = job;
                }
            }

            Take(mother, from);
            Take(father, to);
            Take(mother, length);
            return child;
        }

        private void Mutate(int[] order)
        {
            for (var index = 0; index + 1 < order.Length; index++)
            {
                if (Below(20) != 0 || project.Jobs[order[index]].Successors.Contains(order[index + 1])) continue;
                (order[index], order[index + 1]) = (order[index + 1], order[index]);
            }
        }

        /// <summary>A number from 0 up to a limit, by SplitMix64 (Steele, Lea and Flood 2014).</summary>
        private int Below(int limit)
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (int)((mixed ^ (mixed >> 31)) % (ulong)limit);
        }

        private static int[][] PredecessorsOf(ResourceProject project)
        {
            var predecessors = project.Jobs.Select(_ => new List<int>()).ToArray();
            for (var job = 0; job < predecessors.Length; job++)
            {
                foreach (var successor in project.Jobs[job].Successors) predecessors[successor].Add(job);
            }

            return [.. predecessors.Select(jobs => jobs.ToArray())];
        }

        private static int[] LatestFinishes(ResourceProject project)
        {
            var latest = new int[project.Jobs.Count];
            foreach (var job in project.Sequence().Reverse())
            {
                foreach (var successor in project.Jobs[job].Successors)
                    latest[job] = Math.Min(latest[job], latest[successor] - project.Jobs[successor].Duration);
            }

            return latest;
        }
    }
}
