using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Funeng.Feel;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;
using Trace = Funeng.Feel.Evaluation.Trace;

namespace Funeng.Benchmarks;

/// <summary>
/// Speed of one expression: a conjunction of eight comparisons with Chinese names on one core, beside feelin and json-rules-engine of npm
/// on the same rows in the same run. <c>./dev bench feel</c>
/// </summary>
internal static class FeelBench
{
    private const int Rows = 1024, Rounds = 9;
    private const double Seconds = 2;

    private static readonly (string Name, string Sign, string Operator, int Bound, int Typical)[] Conditions =
    [
        ("上年度营业收入", ">=", "greaterThanInclusive", 10_000_000, 52_000_000), ("上年度研发费用", ">=", "greaterThanInclusive", 1_000_000, 3_100_000),
        ("职工总数", "<", "lessThan", 1000, 260), ("资产负债率", "<=", "lessThanInclusive", 70, 43),
        ("发明专利数", ">", "greaterThan", 0, 4), ("从事特定细分市场年限", ">=", "greaterThanInclusive", 2, 7),
        ("净利润率", ">=", "greaterThanInclusive", 10, 12), ("市场占有率", ">", "greaterThan", 5, 18),
    ];

    public static async Task<string> RunAsync(string[] args)
    {
        var rows = MakeRows();
        var expression = string.Join(" and ", Conditions.Select(condition => $"{condition.Name} {condition.Sign} {condition.Bound}"));
        var rule = FeelExpression.Parse(expression, [.. Conditions.Select(condition => new FeelVariable(condition.Name, FeelType.Number))]);
        var held = rows.Count(row => rule.EvaluateValue(row).IsTrue);
        var trace = new Trace();
        Line[] own =
        [
            Measure("Funeng.Feel", held, () => PlainPass(rule, rows)),
            Measure("Funeng.Feel, traced", held, () => TracedPass(rule, rows, trace)),
        ];
        var peers = await RunPeersAsync(expression, rows);
        foreach (var peer in peers.Where(peer => peer.Held != held))
            throw new InvalidOperationException($"{peer.Name} holds for {peer.Held} rows, Funeng.Feel for {held}");
        return Table(expression, held, [.. own, .. peers]);
    }

    // A quarter of the rows fails at one comparison, so that none of the eight is idle.
    private static FeelValue[][] MakeRows() =>
    [
        .. Enumerable.Range(0, Rows).Select(row => Conditions.Select((condition, index) =>
            FeelValue.From(row % 4 == 0 && row / 4 % 8 == index ? Failing(condition.Sign, condition.Bound) : condition.Typical + (long)(row % 3))).ToArray()),
    ];

    private static long Failing(string sign, int bound) => sign[0] == '>' ? bound - 1 : bound + 1;

    private static void PlainPass(FeelExpression rule, FeelValue[][] rows)
    {
        foreach (var row in rows) rule.EvaluateValue(row);
    }

    private static void TracedPass(FeelExpression rule, FeelValue[][] rows, Trace trace)
    {
        foreach (var row in rows)
        {
            trace.Clear();
            rule.EvaluateValue(row, new EvaluationOptions(default, trace));
        }
    }

    private static Line Measure(string name, int held, Action pass)
    {
        var warm = Stopwatch.StartNew();
        while (warm.Elapsed.TotalSeconds < Seconds / 2) pass();
        var before = GC.GetAllocatedBytesForCurrentThread();
        pass();
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Rows;
        return new Line(name, "", held, [.. Enumerable.Range(0, Rounds).Select(_ => Rate(pass))], allocated);
    }

    private static double Rate(Action pass)
    {
        var (clock, count) = (Stopwatch.StartNew(), 0L);
        while (clock.Elapsed.TotalSeconds < Seconds / Rounds)
        {
            for (var times = 0; times < 16; times++) pass();
            count += 16 * Rows;
        }

        return count / clock.Elapsed.TotalSeconds;
    }

    private static async Task<IReadOnlyList<Line>> RunPeersAsync(string expression, FeelValue[][] rows)
    {
        await NodePeer.InstallAsync("feel");
        var given = new JsonObject
        {
            ["expression"] = expression,
            ["seconds"] = Seconds,
            ["conditions"] = new JsonArray([.. Conditions.Select(condition => new JsonObject { ["fact"] = condition.Name, ["operator"] = condition.Operator, ["value"] = condition.Bound })]),
            ["rows"] = new JsonArray([.. rows.Select(row => new JsonObject(Conditions.Select((condition, index) =>
                KeyValuePair.Create<string, JsonNode?>(condition.Name, JsonValue.Create(long.Parse(row[index].ToString(), CultureInfo.InvariantCulture))))))]),
        };
        var lines = await NodePeer.RunAsync("feel", "peers.mjs", given.ToJsonString());
        return [.. lines.Select(line => JsonNode.Parse(line)!).Select(line => new Line(
            (string)line["name"]!, (string)line["version"]!, (int)line["held"]!, line["rates"].Deserialize<double[]>()!, null))];
    }

    private static string Table(string expression, int held, Line[] lines)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"`{expression}`\n\n{Rows} rows of which {held} hold, numbers, one core, {Rounds} rounds.\n\n");
        text.Append("| | ratio of the best | evaluations/s, median | least | most | bytes a call |\n|---|---:|---:|---:|---:|---:|\n");
        foreach (var line in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {line.Name} {line.Version} | {lines[0].Rates.Max() / line.Rates.Max():0.0} | {line.Median:#,0} | {line.Rates.Min():#,0} | {line.Rates.Max():#,0} | ");
            text.Append(CultureInfo.InvariantCulture, $"{line.Allocated:0} |\n");
        }

        return text.ToString();
    }

    private sealed record Line(string Name, string Version, int Held, double[] Rates, double? Allocated)
    {
        public double Median => Rates.Order().ElementAt(Rates.Length / 2);
    }
}
