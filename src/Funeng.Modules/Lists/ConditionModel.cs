using Funeng.Engines.Facts;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Lists;

/// <summary>
/// Writes a list condition as a decision model of one conclusion, so that lists are decided, explained and asked for missing facts
/// by the evaluator of the schemes and by no other.
/// </summary>
internal static class ConditionModel
{
    public static string Xml(LiveList list, FactCatalogue terms) => CriteriaModel.Write(
        "list-" + list.Id, "urn:funeng:lists:" + list.Id,
        [("kind", "list"), ("title", list.Title), ("shortName", list.Id), ("confidence", "text")],
        [new ModelDecision("结论", list.Title, "conclusion", list.Condition) { Confidence = "text" }], terms);
}
