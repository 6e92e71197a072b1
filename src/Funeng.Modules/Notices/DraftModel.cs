using Funeng.Engines.Facts;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Notices;

/// <summary>
/// Writes drafted conditions as a decision model in the criteria profile, so that they are compiled and tried by the door of rule packs and by
/// no other. What a machine read out of a text is marked an assumption until somebody has gone through it.
/// </summary>
internal static class DraftModel
{
    private const string Confidence = "assumption";

    /// <summary>The model of a draft; the condition of a sentence is the decision <c>c</c> with its position.</summary>
    public static string Xml(string title, IReadOnlyList<(int Position, string Feel, string Clause, int Group)> conditions, FactCatalogue catalogue) => CriteriaModel.Write(
        "notice-draft", "urn:funeng:drafts",
        [("kind", "draft"), ("title", title), ("shortName", "draft"), ("confidence", Confidence)],
        [
            .. conditions.Select(condition => new ModelDecision($"c{condition.Position}", condition.Clause, "gate", condition.Feel) { Confidence = Confidence }),
            new ModelDecision("结论", title, "conclusion", Conclusion(conditions)) { Confidence = Confidence, After = [.. conditions.Select(condition => $"c{condition.Position}")] },
        ],
        catalogue);

    private static string Conclusion(IReadOnlyList<(int Position, string Feel, string Clause, int Group)> conditions) => conditions.Count == 0 ? "false" : string.Join(" and ",
        conditions.GroupBy(condition => condition.Group > 0 ? -condition.Group : condition.Position)
            .Select(group => group.Count() == 1 ? $"c{group.First().Position}" : "(" + string.Join(" or ", group.Select(condition => $"c{condition.Position}")) + ")"));
}
