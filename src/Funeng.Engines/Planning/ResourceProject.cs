namespace Funeng.Engines.Planning;

/// <summary>One job that needs scarce resources while it runs.</summary>
/// <param name="Id">Its id, unique in the project.</param>
/// <param name="Duration">Units of time it runs without a break; 0 for a milestone.</param>
/// <param name="Demands">What it needs of each resource, in the order of the project's capacities.</param>
/// <param name="Successors">Positions of the jobs that start after it has finished.</param>
public sealed record Job(string Id, int Duration, IReadOnlyList<int> Demands, IReadOnlyList<int> Successors);

/// <summary>
/// A project whose jobs share crews, inspectors or review slots: the resource-constrained project scheduling problem
/// (Pritsker, Watters and Wolfe 1969) with renewable resources and finish-to-start links.
/// </summary>
/// <param name="Capacities">How much of each resource there is at any time; at most 32,767.</param>
/// <param name="Jobs">The jobs.</param>
public sealed record ResourceProject(IReadOnlyList<int> Capacities, IReadOnlyList<Job> Jobs)
{
    /// <summary>No schedule is shorter: the longest chain of jobs, or the work of the scarcest resource over its capacity.</summary>
    public int LowerBound => Math.Max(LongestChain(), Enumerable.Range(0, Capacities.Count).Select(WorkOverCapacity).DefaultIfEmpty(0).Max());

    /// <summary>What keeps the project from having any schedule.</summary>
    /// <returns>The jobs that ask for more than there is, as resource and job; a circle among jobs shows as a null resource. Empty when it can be done.</returns>
    public IReadOnlyList<(int? Resource, string Job)> FindObstacles()
    {
        var tooMuch = Jobs.SelectMany(job => job.Demands.Select((demand, resource) => (demand, resource, job.Id)))
            .Where(need => need.demand > Capacities[need.resource])
            .Select(need => ((int?)need.resource, need.Id));
        var order = Sequence();
        var inCircle = Enumerable.Range(0, Jobs.Count).Except(order).Select(job => ((int?)null, Jobs[job].Id));
        return [.. tooMuch, .. inCircle];
    }

    /// <summary>Positions of the jobs so that each comes after its predecessors; jobs in a circle are left out.</summary>
    internal int[] Sequence()
    {
        var waiting = new int[Jobs.Count];
        foreach (var successor in Jobs.SelectMany(job => job.Successors)) waiting[successor]++;
        var order = new List<int>(Enumerable.Range(0, Jobs.Count).Where(job => waiting[job] == 0));
        for (var index = 0; index < order.Count; index++)
        {
            foreach (var successor in Jobs[order[index]].Successors)
            {
                if (--waiting[successor] == 0) order.Add(successor);
            }
        }

        return [.. order];
    }

    private int LongestChain()
    {
        var finish = new int[Jobs.Count];
        foreach (var job in Sequence())
        {
            finish[job] += Jobs[job].Duration;
            foreach (var successor in Jobs[job].Successors) finish[successor] = Math.Max(finish[successor], finish[job]);
        }

        return finish.DefaultIfEmpty(0).Max();
    }

    private int WorkOverCapacity(int resource)
    {
        var work = Jobs.Sum(job => (long)job.Duration * job.Demands[resource]);
        return work == 0 ? 0 : (int)((work + Capacities[resource] - 1) / Capacities[resource]);
    }
}

/// <summary>When each job of a project starts.</summary>
/// <param name="Starts">Start of each job, in the order of the project.</param>
/// <param name="Makespan">Finish of the last job.</param>
/// <param name="IsOptimal">True when it is proved that no schedule is shorter.</param>
public sealed record ResourceSchedule(IReadOnlyList<int> Starts, int Makespan, bool IsOptimal);
