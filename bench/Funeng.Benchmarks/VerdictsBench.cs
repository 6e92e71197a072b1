using System.Globalization;
using System.Text;
using Funeng.Engines.Criteria;
using Funeng.Engines.Criteria.Columnar;

namespace Funeng.Benchmarks;

/// <summary>
/// Verdicts by column against compiled row delegates and the scalar evaluator, in turn within one run and with equal counts or not at all.
/// Options: subjects, policies.
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
            Outcome[] outcomes = [];
            one.Add(Time(() => outcomes = Scalar(workload, table)) * workload.Rows / ScalarRows);
            if (round == 0 && !outcomes.SequenceEqual(ByColumn(table))) throw new InvalidOperationException("The verdicts differ: nothing is to be compared.");
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

    private static Outcome[] Scalar(VerdictWorkload workload, VerdictTable table)
    {
        var evaluator = new CriteriaEvaluator();
        var views = Enumerable.Range(0, ScalarRows).Select(workload.View).ToArray();
        return [.. table.Plan.Criteria.SelectMany(criterion => views.Select(view => evaluator.Outcome(criterion.Scheme, view)))];
    }

    private static IEnumerable<Outcome> ByColumn(VerdictTable table) =>
        Enumerable.Range(0, table.Plan.Criteria.Count).SelectMany(criterion => table.Outcomes(criterion).Take(ScalarRows));

    private static double Time(Action work) => Timing.Once(work);

    private static double Middle(List<double> times) => Timing.Middle(times);

    private static string Ratio(List<double> peer, List<double> own) => Text(Middle([.. peer.Zip(own, (theirs, ours) => theirs / ours)]), "0.#");

    private static string Rate(double pairs, List<double> times) => Text(pairs / Middle(times) / 1e6, "#,0.0");

    private static string Spread(List<double> times) => $"{Text(Middle(times) * 1e3, "0.0")} ({Text(times.Min() * 1e3, "0.0")}–{Text(times.Max() * 1e3, "0.0")})";

    private static string Text(double number, string format = "0") => number.ToString(format, CultureInfo.InvariantCulture);

    private static void Line(StringBuilder report, params string[] cells) => report.AppendLine("| " + string.Join(" | ", cells) + " |");
}
