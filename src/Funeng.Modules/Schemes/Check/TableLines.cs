using Funeng.Feel.Dmn.Analysis;

namespace Funeng.Modules.Schemes.Check;

/// <summary>The analysis of a decision table as lines to print.</summary>
internal static class TableLines
{
    /// <summary>What makes a pack fail: rules that overlap against the hit policy, and rules that never answer.</summary>
    public static IEnumerable<string> Faults(TableAnalysis table) =>
        table.Findings.Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => $"Table '{table.Element.Name}': {finding.Message}.");

    /// <summary>One line that says what the table is, and one for each thing worth knowing.</summary>
    public static IEnumerable<string> Of(TableAnalysis table) =>
    [
        $"table '{table.Element.Name}' ({table.HitPolicy}, {table.RuleCount} rules): {Summary(table)}",
        .. table.Findings.Where(finding => finding.Severity != FindingSeverity.Error).Select(finding => $"table '{table.Element.Name}': {finding.Message}"),
        .. table.NotAnalysed.Select(limit => $"table '{table.Element.Name}': {limit}"),
    ];

    private static string Summary(TableAnalysis table)
    {
        var counts = table.Findings.GroupBy(finding => finding.Kind).Select(kind => $"{kind.Count()} {kind.Key.ToString().ToLowerInvariant()}");
        var found = table.Findings.Count == 0 ? "no gap, no overlap, every rule can answer" : string.Join(", ", counts);
        return table.NotAnalysed.Count == 0 ? found : found + "; in part not analysed";
    }
}
