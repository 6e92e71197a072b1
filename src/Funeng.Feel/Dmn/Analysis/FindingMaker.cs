using Funeng.Feel.Binding;

namespace Funeng.Feel.Dmn.Analysis;

/// <summary>Makes findings out of classes: the region in words and an input that shows it.</summary>
internal sealed class FindingMaker(IReadOnlyList<Dimension> dimensions, IReadOnlyList<BoundRule> rules)
{
    private readonly string[] inputs = [.. dimensions.Select(dimension => dimension.Expression)];

    public TableFinding Unreachable(int rule, string reason) =>
        new(TableFindingKind.Unreachable, FindingSeverity.Error, [rules[rule].Number], [], [], null, reason);

    public TableFinding Gap(IReadOnlyList<int>[] box, FindingSeverity severity) =>
        Make(TableFindingKind.Gap, severity, [], box, (dimension, index) => dimension.RegionOf(box[index]) == "-", "");

    /// <summary>The overlap of two rules; null when there is none for certain.</summary>
    public TableFinding? Overlap(int first, int second, string reason)
    {
        var box = dimensions.Select(dimension => Classes(dimension, side => side.Must.Contains(first) && side.Must.Contains(second))).ToArray();
        if (box.Any(side => side.Count == 0)) return null;
        return Make(
            TableFindingKind.Overlap, FindingSeverity.Error, [rules[first].Number, rules[second].Number], box,
            (dimension, _) => dimension.IsAnything(rules[first]) && dimension.IsAnything(rules[second]), reason);
    }

    public TableFinding Masked(int rule, RuleSet before, FindingSeverity severity)
    {
        var box = dimensions.Select(dimension => Classes(dimension, side => side.May.Contains(rule))).ToArray();
        var maskers = Enumerable.Range(0, rules.Count).Where(other =>
            before.Contains(other) && dimensions.All(dimension => dimension.Classes.Any(side => side.May.Contains(rule) && side.Must.Contains(other))));
        return Make(
            TableFindingKind.Masked, severity, [rules[rule].Number, .. maskers.Select(other => rules[other].Number)], box,
            (dimension, _) => dimension.IsAnything(rules[rule]), "");
    }

    private static List<int> Classes(Dimension dimension, Func<PieceClass, bool> isIn)
    {
        var classes = Enumerable.Range(0, dimension.Classes.Count).Where(index => isIn(dimension.Classes[index])).ToList();
        var ordinary = classes.Where(index => dimension.Classes[index].IsOrdinary).ToList();
        return ordinary.Count > 0 ? ordinary : classes;
    }

    // A computed value can be part of the witness only where it does not matter.
    private TableFinding Make(
        TableFindingKind kind, FindingSeverity severity, IReadOnlyList<int> found, IReadOnlyList<int>[] box, Func<Dimension, int, bool> isIdle,
        string reason)
    {
        var witness = new List<DmnInput>();
        var isCertain = true;
        for (var index = 0; index < dimensions.Count; index++)
        {
            var dimension = dimensions[index];
            if (dimension.Input is { } input) witness.Add(input with { Value = dimension.Example(box[index][0]) });
            else isCertain &= isIdle(dimension, index);
        }

        return new TableFinding(
            kind, isCertain || severity == FindingSeverity.Note ? severity : FindingSeverity.Warning, found,
            [.. dimensions.Select((dimension, index) => dimension.RegionOf(box[index]))], inputs, isCertain ? witness : null, reason);
    }
}
