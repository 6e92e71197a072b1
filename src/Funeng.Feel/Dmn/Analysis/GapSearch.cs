namespace Funeng.Feel.Dmn.Analysis;

/// <summary>
/// Finds the combinations of classes for which no rule matches, as boxes. Goes through the dimensions with the rules that are still alive;
/// what follows depends on those rules alone, so each set of them is looked at once for each dimension, and classes with the same
/// continuation become one side of a box.
/// </summary>
internal sealed class GapSearch(IReadOnlyList<Dimension> dimensions)
{
    /// <summary>How many sets of rules are looked at before giving up.</summary>
    public const int MostStates = 100_000;

    /// <summary>How many boxes are listed.</summary>
    public const int MostBoxes = 100;

    private static readonly Node Covered = new(-1, []), Open = new(-2, []);

    private readonly Dictionary<(int Depth, RuleSet Alive), Node> known = [];
    private readonly Dictionary<string, Node> same = [];
    private int[][] ordinary = [];

    /// <summary>The boxes, each with its classes by dimension; null when there are too many combinations.</summary>
    public IReadOnlyList<IReadOnlyList<int>[]>? Find(RuleSet rules)
    {
        ordinary = [.. dimensions.Select(dimension => Enumerable.Range(0, dimension.Classes.Count).Where(index => dimension.Classes[index].IsOrdinary).ToArray())];
        if (ordinary.Any(classes => classes.Length == 0)) return [];
        if (Explore(0, rules) is not { } root) return null;
        var boxes = new List<IReadOnlyList<int>[]>();
        List(root, 0, new IReadOnlyList<int>[dimensions.Count], boxes);
        return boxes;
    }

    private Node? Explore(int depth, RuleSet alive)
    {
        if (alive.IsEmpty) return Open;
        if (depth == dimensions.Count) return Covered;
        if (known.TryGetValue((depth, alive), out var found)) return found;
        if (known.Count >= MostStates) return null;
        var sides = new Dictionary<Node, List<int>>();
        foreach (var index in ordinary[depth])
        {
            if (Explore(depth + 1, alive.And(dimensions[depth].Classes[index].May)) is not { } child) return null;
            if (!sides.TryGetValue(child, out var side)) sides.Add(child, side = []);
            side.Add(index);
        }

        return known[(depth, alive)] = Share(sides);
    }

    // Nodes are equal when their sides are, so that equal continuations are one object. All sides the same: the dimension does not matter.
    private Node Share(Dictionary<Node, List<int>> sides)
    {
        if (sides.Count == 1 && (sides.ContainsKey(Covered) || sides.ContainsKey(Open))) return sides.Keys.First();
        var key = string.Join(';', sides.Select(side => $"{side.Key.Id}:{string.Join(',', side.Value)}"));
        if (!same.TryGetValue(key, out var node)) same.Add(key, node = new Node(same.Count, [.. sides.Select(side => (side.Key, (IReadOnlyList<int>)side.Value))]));
        return node;
    }

    private void List(Node node, int depth, IReadOnlyList<int>[] path, List<IReadOnlyList<int>[]> boxes)
    {
        if (boxes.Count > MostBoxes || node == Covered) return;
        if (node == Open)
        {
            boxes.Add([.. path.Select((side, index) => index < depth ? side : ordinary[index])]);
            return;
        }

        foreach (var (child, side) in node.Sides)
        {
            path[depth] = side;
            List(child, depth + 1, path, boxes);
        }
    }

    private sealed class Node(int id, IReadOnlyList<(Node Child, IReadOnlyList<int> Side)> sides)
    {
        public int Id => id;

        public IReadOnlyList<(Node Child, IReadOnlyList<int> Side)> Sides => sides;
    }
}
