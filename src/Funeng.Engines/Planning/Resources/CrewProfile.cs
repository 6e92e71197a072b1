namespace Funeng.Engines.Planning.Resources;

/// <summary>What is there of each capacity at each unit of time, what is held of it, and when the activities that need it can be worked on.</summary>
internal sealed class CrewProfile
{
    private readonly Network network;
    private readonly long start;
    private readonly int[][] there;
    private readonly int[][] free;
    private readonly string[] ids;
    private readonly List<(int Crew, int Amount)>[] needs;
    private readonly bool[]?[] works;
    private readonly Dictionary<string, int> numbers;

    public CrewProfile(Network network, IReadOnlyList<CrewCapacity> crews, IReadOnlyList<CrewNeed> needs)
    {
        this.network = network;
        start = network.Start;
        ids = [.. crews.Select(crew => crew.Id)];
        var length = crews.SelectMany(crew => crew.Amounts).Select(amount => amount.Until).DefaultIfEmpty(start).Max() - start;
        if (length > CrewScheduler.LongestTime) throw new ArgumentException($"a time line of {length} units is too long; count in days or hours", nameof(crews));
        there = [.. crews.Select(crew => LayOut(crew, Math.Max(0, length)))];
        free = [.. there.Select(amounts => (int[])amounts.Clone())];
        this.needs = [.. network.Activities.Select(_ => new List<(int, int)>())];
        works = new bool[network.Activities.Count][];
        numbers = network.Activities.Select((activity, number) => (activity.Id, number)).ToDictionary(pair => pair.Id, pair => pair.number);
        foreach (var need in needs)
        {
            var crew = Array.IndexOf(ids, need.Crew);
            if (crew < 0 || need.Amount < 1 || !numbers.TryGetValue(need.Activity, out var number))
                throw new ArgumentException($"'{need.Activity}' needs {need.Amount} of '{need.Crew}': one of them does not exist", nameof(needs));
            this.needs[number].Add((crew, need.Amount));
        }
    }

    /// <summary>When an activity can be worked on: in its own work time, and where all it needs is there if nobody else holds it.</summary>
    public WorkTime TimeOf(Activity activity)
    {
        var number = numbers[activity.Id];
        var own = activity.WorkTime ?? network.WorkTime;
        if (needs[number].Count == 0) return own;
        var worked = new bool[there[0].Length];
        var stretches = new List<(long, long)>();
        for (var unit = 0; unit < worked.Length; unit++)
        {
            worked[unit] = IsWorked(own, start + unit) && needs[number].All(need => there[need.Crew][unit] >= need.Amount);
            if (worked[unit]) stretches.Add((start + unit, start + unit + 1));
        }

        works[number] = worked;

        return stretches.Count > 0 ? WorkTime.Within(stretches)
            : throw new NeverWorkedOnException($"activity '{activity.Id}' needs more than there is at any time");
    }

    public void Clear()
    {
        for (var crew = 0; crew < there.Length; crew++) there[crew].CopyTo(free[crew], 0);
    }

    /// <summary>Holds what an activity needs while it is worked on from a start to a finish.</summary>
    /// <param name="crew">What is missing, if so.</param>
    /// <param name="next">The instant after the last one at which it is.</param>
    public bool TryHold(int number, long from, long until, out string? crew, out long next)
    {
        (crew, next) = (null, 0);
        if (needs[number].Count == 0) return true;
        for (var unit = until - 1; unit >= from; unit--)
        {
            if (Missing(number, (int)(unit - start)) is not { } missing) continue;
            (crew, next) = (ids[missing], unit + 1);
            return false;
        }

        for (var unit = (int)(from - start); unit < until - start; unit++)
        {
            if (!CanWork(number, unit)) continue;
            foreach (var need in needs[number]) free[need.Crew][unit] -= need.Amount;
        }

        return true;
    }

    private int? Missing(int number, int unit)
    {
        if (!CanWork(number, unit)) return null;
        foreach (var need in needs[number])
        {
            if (free[need.Crew][unit] < need.Amount) return need.Crew;
        }

        return null;
    }

    private bool CanWork(int number, int unit) => works[number]![unit];

    private static bool IsWorked(WorkTime time, long instant) => time.WorkBefore(instant + 1) > time.WorkBefore(instant);

    private int[] LayOut(CrewCapacity crew, long length)
    {
        var amounts = new int[length];
        foreach (var (from, until, amount) in crew.Amounts)
        {
            if (amount < 0) throw new ArgumentException($"there is no less than nothing of '{crew.Id}'", nameof(crew));
            for (var unit = Math.Max(from, start); unit < until; unit++) amounts[unit - start] += amount;
        }

        return amounts;
    }
}
