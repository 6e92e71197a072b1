namespace Funeng.Engines.Planning;

/// <summary>
/// Turns an order of jobs into a schedule by putting each at the first time at which its predecessors are done and its resources are free
/// (the serial schedule generation scheme, Kelley 1963). Reused from order to order; not thread-safe.
/// </summary>
internal sealed class SerialGeneration
{
    // Four resources share a word, 15 bits each under a guard bit: free minus needed keeps all guard bits exactly when every resource suffices.
    private const ulong Guards = 0x8000_8000_8000_8000;
    private const int ResourcesPerWord = 4;

    private readonly int words;
    private readonly ulong[] capacity;
    private readonly ulong[] needs;
    private readonly int[] durations;
    private readonly int[][] predecessors;
    private readonly ulong[] free;

    public SerialGeneration(ResourceProject project, int[][] predecessors)
    {
        this.predecessors = predecessors;
        words = (project.Capacities.Count + ResourcesPerWord - 1) / ResourcesPerWord;
        capacity = Pack(project.Capacities, words);
        durations = [.. project.Jobs.Select(job => job.Duration)];
        needs = [.. project.Jobs.SelectMany(job => Pack(job.Demands, words))];
        free = new ulong[(durations.Sum() + 1) * words];
    }

    /// <summary>Schedules the jobs in an order in which none comes before its predecessors.</summary>
    /// <param name="order">Positions of the jobs.</param>
    /// <param name="starts">Receives their starts.</param>
    /// <returns>The finish of the last job.</returns>
    public int Run(ReadOnlySpan<int> order, Span<int> starts)
    {
        for (var index = 0; index < free.Length; index += words) capacity.CopyTo(free.AsSpan(index));
        var makespan = 0;
        foreach (var job in order)
        {
            var earliest = 0;
            foreach (var predecessor in predecessors[job]) earliest = Math.Max(earliest, starts[predecessor] + durations[predecessor]);
            starts[job] = words == 0 ? earliest : Place(job, earliest);
            makespan = Math.Max(makespan, starts[job] + durations[job]);
        }

        return makespan;
    }

    private static ulong[] Pack(IReadOnlyList<int> amounts, int words)
    {
        var packed = new ulong[words];
        for (var resource = 0; resource < amounts.Count; resource++)
            packed[resource / ResourcesPerWord] |= (ulong)amounts[resource] << (resource % ResourcesPerWord * 16);
        return packed;
    }

    private int Place(int job, int earliest)
    {
        var need = needs.AsSpan(job * words, words);
        var duration = durations[job];
        var start = earliest;
        for (var time = start; time < start + duration; time++)
        {
            if (!Fits(time, need)) start = time + 1;
        }

        for (var time = start; time < start + duration; time++)
        {
            for (var word = 0; word < words; word++) free[(time * words) + word] -= need[word];
        }

        return start;
    }

    private bool Fits(int time, ReadOnlySpan<ulong> need)
    {
        for (var word = 0; word < need.Length; word++)
        {
            var left = (free[(time * words) + word] | Guards) - need[word];
            if ((left & Guards) != Guards) return false;
        }

        return true;
    }
}
