using System.Diagnostics;
using System.Globalization;
using System.Text;
using Funeng.Engines.Criteria;
using Funeng.Engines.Criteria.Columnar;

namespace Funeng.Benchmarks;

/// <summary>
/// Verdicts by column against compiled row delegates and the scalar evaluator, in turn within one run and with equal counts or not at all;
/// then how the engine scales, what changes cost and what an explanation costs. Options: subjects, policies.
/// </summary>
internal static class VerdictsBench
{
    private const int Rounds = 5;

    public static Task<string> RunAsync(string[] options)
    {
        var rows = options.Length > 0 ? int.Parse(options[0], CultureInfo.InvariantCulture) : 100_000;
        var count = options.Length > 1 ? int.Parse(options[1], CultureInfo.InvariantCulture) : 500;
        var workload = new VerdictWorkload(rows);
        var policies = VerdictWorkload.Policies(count);
        var plan = VerdictPlan.Compile(workload.Read(policies), workload.Catalogue, workload.On);
        var report = new StringBuilder();
        var table = VerdictTable.Encode(plan, workload, Environment.ProcessorCount);
        Peers(workload, policies, table, report);
        Uses(workload, table, report);
        Scaling(workload, count, report);
        return Task.FromResult(report.ToString());
    }

    private static void Peers(VerdictWorkload workload, IReadOnlyList<MadePolicy> policies, VerdictTable table, StringBuilder report)
    {
        var threads = Environment.ProcessorCount;
        var compiled = CompiledPolicies.Compile(policies, workload);
        var (own, peer, one) = (new List<double>(), new List<double>(), new List<double>());
        table.Count();
        for (var round = 0; round < Rounds; round++)
        {
            own.Add(Time(() => table.Count()));
            IReadOnlyList<VerdictCount> counts = [];
            peer.Add(Time(() => counts = CompiledPolicies.Count(compiled, workload.Rows, threads)));
            if (!counts.SequenceEqual(table.Count())) throw new InvalidOperationException("The counts differ: nothing is to be compared.");
            one.Add(Time(() => Scalar(workload, table)) * workload.Rows / ScalarRows);
        }

        var pairs = (double)workload.Rows * policies.Count;
        Line(report, "contestant", "× ours is faster", "M verdicts/s", "ms median (min–max)");
        Line(report, "---", "---:", "---:", "---:");
        Line(report, $"by column, {threads} threads", "1", Rate(pairs, own), Spread(own));
        Line(report, $"compiled row delegates, {threads} threads", Ratio(peer, own), Rate(pairs, peer), Spread(peer));
        Line(report, $"scalar evaluator, 1 thread, from {ScalarRows} rows", Ratio(one, own), Rate(pairs, one), Spread(one));
        report.AppendLine();
    }

    private const int ScalarRows = 20;

    private static void Scalar(VerdictWorkload workload, VerdictTable table)
    {
        var evaluator = new CriteriaEvaluator();
        for (var row = 0; row < ScalarRows; row++)
        {
            var view = workload.View(row);
            foreach (var criterion in table.Plan.Criteria) evaluator.Outcome(criterion.Scheme, view);
        }
    }

    private static void Uses(VerdictWorkload workload, VerdictTable table, StringBuilder report)
    {
        var full = Median(() => table.Count());
        var bits = new VerdictBits(table);
        int[] changed = [.. Enumerable.Range(0, workload.Rows / 100).Select(row => row * 100)];
        var random = new Random(3);
        Line(report, "what", "of a full run", "time");
        Line(report, "---", "---:", "---:");
        Use(report, "full run", full, full);
        Use(report, "encoding all facts", Median(() => VerdictTable.Encode(table.Plan, workload, Environment.ProcessorCount)), full);
        Use(report, "full run, two bits a pair written", Median(() => table.Write(bits)), full);
        Use(report, "1 % of subjects filed anew, changes listed", Median(() => File(workload, changed, random), () => table.Update(changed)), full);
        Use(report, "one criterion on known thresholds", Median(() => table.WithCriteria([table.Plan.Criteria[7]])!.Count()), full);
        Use(report, "one fact of one subject", Median(() => File(workload, [changed[^1]], random), () => table.UpdateFact(changed[^1], workload.Catalogue[3])), full);
        Use(report, "one subject explained against all criteria", Median(() => table.Explain(changed[^1])), full);
        report.AppendLine(CultureInfo.InvariantCulture, $"\nCodes: {table.Plan.BytesPerRow:0.0} bytes a subject; they are the base of explanations, nothing else is kept. Steps for 512 subjects: {table.Plan.Steps:N0}.\n");
    }

    private static void File(VerdictWorkload workload, int[] rows, Random random)
    {
        foreach (var row in rows) workload.NumberValues[3][row] = Math.Round(Math.Exp(random.NextDouble() * 9), 2);
    }

    private static void Scaling(VerdictWorkload workload, int count, StringBuilder report)
    {
        Line(report, "subjects", "criteria", "threads", "ns a verdict", "bytes a subject", "compile s");
        Line(report, "---:", "---:", "---:", "---:", "---:", "---:");
        foreach (var (rows, policies, threads) in new[] { (workload.Rows, 100, 2), (workload.Rows, count, 1), (workload.Rows, count, 2), (workload.Rows, 2000, 2), (workload.Rows / 10, count, 2) })
        {
            var part = rows == workload.Rows ? workload : new VerdictWorkload(rows);
            var started = Stopwatch.StartNew();
            var plan = VerdictPlan.Compile(part.Read(VerdictWorkload.Policies(policies)), part.Catalogue, part.On);
            var compile = started.Elapsed.TotalSeconds;
            var table = VerdictTable.Encode(plan, part, threads);
            var time = Median(() => table.Count());
            Line(report, rows.ToString("N0", CultureInfo.InvariantCulture), Text(policies), Text(threads), Text(time * 1e9 / ((double)rows * policies), "0.000"), Text(plan.BytesPerRow, "0.0"), Text(compile, "0.0"));
        }
    }

    private static void Use(StringBuilder report, string what, double seconds, double full) =>
        Line(report, what, Text(seconds / full * 100, "0.0") + " %", seconds < 1e-3 ? Text(seconds * 1e6, "0.0") + " µs" : Text(seconds * 1e3, "0.0") + " ms");

    private static double Time(Action work)
    {
        var started = Stopwatch.StartNew();
        work();
        return started.Elapsed.TotalSeconds;
    }

    private static double Median(Action work) => Median(() => { }, work);

    private static double Median(Action before, Action work)
    {
        var times = new List<double>();
        // Warm until the code is compiled for speed: it is asked often before it is compiled again.
        for (var warm = Stopwatch.StartNew(); warm.ElapsedMilliseconds < 500;)
        {
            before();
            work();
        }

        for (var round = 0; round < 2 * Rounds + 1; round++)
        {
            before();
            times.Add(Time(work));
        }

        return Middle(times);
    }

    private static double Middle(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static string Ratio(List<double> peer, List<double> own) => Text(Middle([.. peer.Zip(own, (theirs, ours) => theirs / ours)]), "0.#");

    private static string Rate(double pairs, List<double> times) => Text(pairs / Middle(times) / 1e6, "#,0.0");

    private static string Spread(List<double> times) => $"{Text(Middle(times) * 1e3, "0.0")} ({Text(times.Min() * 1e3, "0.0")}–{Text(times.Max() * 1e3, "0.0")})";

    private static string Text(double number, string format = "0") => number.ToString(format, CultureInfo.InvariantCulture);

    private static void Line(StringBuilder report, params string[] cells) => report.AppendLine("| " + string.Join(" | ", cells) + " |");
}
