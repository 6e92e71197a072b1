namespace Funeng.Engines.Effects;

/// <summary>
/// Finds for each subject that got something up to three that did not: in the same cell, the finest that has one, and near in every measure.
/// What happened afterwards is never looked at. Each subject is used once, so that the sets are independent of each other.
/// </summary>
public static class MatchedSets
{
    /// <summary>How many are compared with one, at most.</summary>
    public const int Most = 3;

    /// <summary>How far apart two may be in a measure, in standard deviations of it.</summary>
    public const double Farthest = 0.5;

    /// <summary>Makes the sets.</summary>
    /// <param name="subjects">All that may be compared.</param>
    /// <returns>One set for each that got it and found somebody, in order of id; the same in whatever order the subjects come.</returns>
    public static IReadOnlyList<MatchedSet> Find(IReadOnlyList<ComparedSubject> subjects)
    {
        var scales = Scales(subjects);
        var got = subjects.Where(subject => subject.Got).OrderBy(subject => subject.Id).ToList();
        var pools = Pools(subjects);
        var found = got.ToDictionary(subject => subject.Id, _ => (Compared: new List<ComparedSubject>(), Level: 0));
        var used = new HashSet<long>();
        // Everybody finds one before anybody finds a second.
        for (var round = 0; round < Most; round++)
        {
            foreach (var subject in got)
            {
                if (found[subject.Id].Compared.Count < round || Nearest(subject, pools, used, scales) is not { } nearest) continue;
                used.Add(nearest.One.Id);
                found[subject.Id].Compared.Add(nearest.One);
                found[subject.Id] = (found[subject.Id].Compared, Math.Max(found[subject.Id].Level, nearest.Level));
            }
        }

        return [.. got.Where(subject => found[subject.Id].Compared.Count > 0).Select(subject => new MatchedSet(subject, found[subject.Id].Compared, found[subject.Id].Level))];
    }

    /// <summary>The standard deviation of each measure over all; 1 where all are alike.</summary>
    internal static double[] Scales(IReadOnlyList<ComparedSubject> subjects)
    {
        if (subjects.Count == 0) return [];
        var scales = new double[subjects[0].Measures.Count];
        for (var at = 0; at < scales.Length; at++)
        {
            var spread = Sample.Of([.. subjects.Select(subject => subject.Measures[at])]).Deviation;
            scales[at] = spread > 0 ? spread : 1;
        }

        return scales;
    }

    private static Dictionary<string, List<ComparedSubject>>[] Pools(IReadOnlyList<ComparedSubject> subjects)
    {
        var others = subjects.Where(subject => !subject.Got).OrderBy(subject => subject.Id).ToList();
        var wanted = subjects.Where(subject => subject.Got).ToList();
        var levels = subjects.Count == 0 ? 0 : subjects[0].Cells.Count;
        var pools = new Dictionary<string, List<ComparedSubject>>[levels];
        for (var level = 0; level < levels; level++)
        {
            var cells = wanted.Select(subject => subject.Cells[level]).ToHashSet(StringComparer.Ordinal);
            pools[level] = others.Where(other => cells.Contains(other.Cells[level])).GroupBy(other => other.Cells[level], StringComparer.Ordinal).ToDictionary(pool => pool.Key, pool => pool.ToList(), StringComparer.Ordinal);
        }

        return pools;
    }

    private static (ComparedSubject One, int Level)? Nearest(ComparedSubject subject, Dictionary<string, List<ComparedSubject>>[] pools, HashSet<long> used, double[] scales)
    {
        for (var level = 0; level < pools.Length; level++)
        {
            if (!pools[level].TryGetValue(subject.Cells[level], out var pool)) continue;
            ComparedSubject? nearest = null;
            var least = double.PositiveInfinity;
            foreach (var other in pool)
            {
                // Of two that are equally near the one with the smaller id: the pools are in order.
                if (Distance(subject, other, scales, least) is not { } distance || used.Contains(other.Id)) continue;
                (nearest, least) = (other, distance);
            }

            if (nearest is not null) return (nearest, level);
        }

        return null;
    }

    // Null where they are too far apart in some measure, or not nearer than another.
    private static double? Distance(ComparedSubject one, ComparedSubject other, double[] scales, double least)
    {
        var sum = 0.0;
        for (var at = 0; at < scales.Length; at++)
        {
            var apart = (one.Measures[at] - other.Measures[at]) / scales[at];
            if (!(Math.Abs(apart) <= Farthest)) return null;
            sum += apart * apart;
            if (sum >= least) return null;
        }

        return sum;
    }
}
