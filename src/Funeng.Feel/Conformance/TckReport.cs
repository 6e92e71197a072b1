using System.Globalization;
using System.Text;

namespace Funeng.Feel.Conformance;

/// <summary>The results of a run as tables.</summary>
internal static class TckReport
{
    /// <summary>How many cases passed, a case being one with all its result nodes, and how many did not.</summary>
    public static (int Passed, int Failed) Tally(IEnumerable<TckOutcome> outcomes)
    {
        var cases = outcomes.GroupBy(outcome => (outcome.Folder, outcome.File, outcome.CaseId)).ToList();
        var passed = cases.Count(nodes => nodes.All(node => node.Success));
        return (passed, cases.Count - passed);
    }

    /// <summary>One line for each result node: <c>folder,test file,case id,result node,SUCCESS|ERROR,detail</c>.</summary>
    public static string Csv(IEnumerable<TckOutcome> outcomes)
    {
        var text = new StringBuilder();
        foreach (var outcome in outcomes)
        {
            string[] cells = [outcome.Folder, outcome.File, outcome.CaseId, outcome.Result, outcome.Success ? "SUCCESS" : "ERROR", outcome.Detail];
            text.AppendJoin(',', cells.Select(Quoted)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The table per folder, in Markdown.</summary>
    public static string Markdown(IReadOnlyCollection<TckOutcome> outcomes)
    {
        var (passed, failed) = Tally(outcomes);
        var text = new StringBuilder();
        text.Append("# DMN conformance\n\n");
        text.Append("Written by `./run tck DIR --report FILE.md`; do not edit by hand.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{passed} of {passed + failed} test cases pass ({Percent(passed, passed + failed)}).\n\n");
        text.Append("| folder | cases | passed | failed |\n|---|---:|---:|---:|\n");
        foreach (var folder in outcomes.GroupBy(outcome => outcome.Folder))
        {
            var (good, bad) = Tally(folder);
            text.Append(CultureInfo.InvariantCulture, $"| {folder.Key} | {good + bad} | {good} | {bad} |\n");
        }

        return text.ToString();
    }

    private static string Percent(int part, int whole) =>
        whole == 0 ? "–" : (100.0 * part / whole).ToString("0.00", CultureInfo.InvariantCulture) + " %";

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\n\r") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
