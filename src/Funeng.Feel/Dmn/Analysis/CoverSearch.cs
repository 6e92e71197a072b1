namespace Funeng.Feel.Dmn.Analysis;

/// <summary>Finds whether everything that a rule may match is matched by some of other rules as well.</summary>
internal sealed class CoverSearch(IReadOnlyList<Dimension> dimensions)
{
    /// <summary>How many sets of rules are looked at before giving up.</summary>
    public const int MostStates = 50_000;

    private readonly HashSet<(int Depth, RuleSet Alive)> covered = [];

    /// <summary>True or false, or null when there are too many combinations.</summary>
    public bool? Covers(int rule, RuleSet others)
    {
        covered.Clear();
        return Covers(rule, 0, others);
    }

    private bool? Covers(int rule, int depth, RuleSet alive)
    {
        if (alive.IsEmpty) return false;
        if (depth == dimensions.Count || covered.Contains((depth, alive))) return true;
        if (covered.Count >= MostStates) return null;
        foreach (var side in dimensions[depth].Classes)
        {
            if (!side.May.Contains(rule)) continue;
            if (Covers(rule, depth + 1, alive.And(side.Must)) is not true and var answer) return answer;
        }

        covered.Add((depth, alive));
        return true;
    }
}
