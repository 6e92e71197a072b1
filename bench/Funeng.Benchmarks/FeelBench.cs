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
    private const int Rows = 1024, RowsARound = 16 * Rows;
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
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < Seconds / 2) pass();
        var before = GC.GetAllocatedBytesForCurrentThread();
        pass();
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Rows;
        var rates = new List<double>();
        for (clock.Restart(); clock.Elapsed.TotalSeconds < Seconds;) rates.Add(Rate(pass));
        return new Line(name, "", held, [.. rates.Order()], allocated);
    }

    // A round is about two milliseconds, so that some of them run undisturbed on a shared machine.
    private static double Rate(Action pass)
    {
        var clock = Stopwatch.StartNew();
        for (var times = 0; times < RowsARound / Rows; times++) pass();
        return RowsARound / clock.Elapsed.TotalSeconds;
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
            (string)line["name"]!, (string)line["version"]!, (int)line["held"]!, [.. line["rates"].Deserialize<double[]>()!.Order()], null))];
    }

    private static string Table(string expression, int held, Line[] lines)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"`{expression}`\n\n{Rows} rows of which {held} hold, one core, rounds of about 2 ms for {Seconds} s each.\n\n");
        text.Append("| | ratio of the fastest tenths | evaluations/s, fastest tenth | median | bytes a call |\n|---|---:|---:|---:|---:|\n");
        foreach (var line in lines)
        {
            var name = $"{line.Name} {line.Version}".TrimEnd();
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {lines[0].Fast / line.Fast:0.0} | {line.Fast:#,0} | {line.Rates[line.Rates.Length / 2]:#,0} | {line.Allocated:0} |\n");
        }

        return text.ToString();
    }

    private sealed record Line(string Name, string Version, int Held, double[] Rates, double? Allocated)
    {
        public double Fast => Rates[Rates.Length - 1 - Rates.Length / 10];
    }
}
