namespace Funeng.Modules.Projects.Plan;

/// <summary>
/// Which node of a plan is which task of a file. Every file numbers its tasks from one, so a number alone says nothing: only in a file that calls most tasks of a
/// known number by their known name, another version of the same plan, is one of another name the same task renamed. Otherwise the name decides.
/// </summary>
internal static class PlanMatch
{
    /// <returns>Nodes by the uid of their task; no node twice.</returns>
    public static IReadOnlyDictionary<int, ProjectNode> Find(IReadOnlyList<(int Uid, string Name)> tasks, IReadOnlyList<ProjectNode> known)
    {
        var numbered = known.Where(node => node.Uid is not null).ToLookup(node => node.Uid!.Value);
        var pairs = tasks.SelectMany(task => numbered[task.Uid].Take(1).Select(node => (task.Uid, Node: node, IsNamed: node.Name == task.Name))).ToList();
        var isSamePlan = pairs.Count(pair => pair.IsNamed) * 2 > pairs.Count;
        var found = pairs.Where(pair => pair.IsNamed || isSamePlan).ToDictionary(pair => pair.Uid, pair => pair.Node);
        var left = known.Except(found.Values).ToList();
        foreach (var (uid, name) in tasks.Where(task => !found.ContainsKey(task.Uid)))
        {
            if (left.Find(node => node.Name == name) is not { } node) continue;
            found.Add(uid, node);
            left.Remove(node);
        }

        return found;
    }
}
