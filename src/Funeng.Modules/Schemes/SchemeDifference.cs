using System.ComponentModel.DataAnnotations;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Schemes;

/// <summary>
/// Two standards side by side, fact by fact: which bound was raised, which was added, which fell away. Criteria are numbered anew in every
/// notice, so it is the fact that tells which of them belong together.
/// </summary>
/// <param name="Old">The earlier standard.</param>
/// <param name="New">The later one.</param>
/// <param name="Rows">One for every fact either sets a bound on; the changed ones first.</param>
public sealed record SchemeDifference(RulePack Old, RulePack New, IReadOnlyList<BoundChange> Rows)
{
    public static SchemeDifference Of(RulePack old, RulePack @new)
    {
        var before = SchemeBounds.Of(old.Scheme).ToLookup(bound => bound.Fact.Key);
        var after = SchemeBounds.Of(@new.Scheme).ToLookup(bound => bound.Fact.Key);
        var facts = before.Concat(after).Select(bounds => bounds.First().Fact).DistinctBy(fact => fact.Key).OrderBy(fact => fact.Number);
        var rows = facts.Select(fact => Row(fact, [.. before[fact.Key]], [.. after[fact.Key]]));
        return new SchemeDifference(old, @new, [.. rows.OrderBy(row => row.Kind)]);
    }

    /// <summary>The bounds of one standard on a fact, by criterion: 条件 ≥ 1,000 万元.</summary>
    public static IReadOnlyList<BoundText> Texts(IReadOnlyList<SchemeBound> bounds) =>
        [.. bounds.GroupBy(bound => bound.Criterion.Id).Select(group => Text(group.First().Criterion, [.. group]))];

    private static BoundText Text(Criterion criterion, IReadOnlyList<SchemeBound> bounds)
    {
        var isScored = IsScored(criterion);
        var words = bounds.Select(bound => bound.Value.Kind == Feel.Values.FeelKind.Boolean
            ? (bound.Value.IsTrue == (bound.Operator == "=") ? "是" : "否")
            : (bound.Operator == "=" ? "" : VerdictWords.Sign(bound.Operator) + " ") + FactText.Of(bound.Fact, bound.Value)).Distinct().ToList();
        // Of a scored fact the bands follow each other: where one ends the next begins.
        if (isScored && bounds[0].Value.Kind == Feel.Values.FeelKind.Number)
            words = [.. bounds.Select(bound => bound.Value.AsNumber()).Distinct().OrderDescending().Select(value => FactText.Of(bounds[0].Fact, Feel.Values.FeelValue.From(value)))];
        return new BoundText(criterion, isScored, string.Join("、", words));
    }

    private static BoundChange Row(FactDefinition fact, List<SchemeBound> old, List<SchemeBound> @new) => new(fact, old, @new, Kind(old, @new));

    private static BoundChangeKind Kind(List<SchemeBound> old, List<SchemeBound> @new)
    {
        if (old.Count == 0) return BoundChangeKind.Added;
        if (@new.Count == 0) return BoundChangeKind.Removed;
        if (Signature(old).SetEquals(Signature(@new))) return BoundChangeKind.Same;
        var (wasScored, isScored) = (old.TrueForAll(bound => IsScored(bound.Criterion)), @new.TrueForAll(bound => IsScored(bound.Criterion)));
        if (wasScored != isScored) return isScored ? BoundChangeKind.NowScored : BoundChangeKind.NowRequired;
        if (old is not [var before] || @new is not [var after] || before.Operator != after.Operator || before.Value.Kind != Feel.Values.FeelKind.Number) return BoundChangeKind.Changed;
        return (after.Operator is ">=" or ">") == after.Value.AsNumber() > before.Value.AsNumber() ? BoundChangeKind.Stricter : BoundChangeKind.Looser;
    }

    private static HashSet<(string, string, bool)> Signature(List<SchemeBound> bounds) =>
        [.. bounds.Select(bound => (bound.Operator, bound.Value.ToString(), IsScored(bound.Criterion)))];

    private static bool IsScored(Criterion criterion) => criterion.Kind is CriterionKind.Indicator or CriterionKind.Group or CriterionKind.Total;
}

/// <summary>What two standards ask of one fact.</summary>
public sealed record BoundChange(FactDefinition Fact, IReadOnlyList<SchemeBound> Old, IReadOnlyList<SchemeBound> New, BoundChangeKind Kind);

/// <param name="IsScored">The bounds are bands of a score, not a condition.</param>
public sealed record BoundText(Criterion Criterion, bool IsScored, string Bounds);

/// <summary>How a bound changed, the weightiest first.</summary>
public enum BoundChangeKind
{
    [Display(Name = "更严")]
    Stricter,

    [Display(Name = "更宽")]
    Looser,

    [Display(Name = "评分改为条件")]
    NowRequired,

    [Display(Name = "条件改为评分")]
    NowScored,

    [Display(Name = "有调整")]
    Changed,

    [Display(Name = "新增")]
    Added,

    [Display(Name = "取消")]
    Removed,

    [Display(Name = "未变")]
    Same,
}
