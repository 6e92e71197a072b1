using System.Globalization;
using System.Text;
using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;

namespace Funeng.Benchmarks;

/// <summary>
/// What verdicts by column promise beside their speed: what changes and explanations cost, that cost stays flat, that two cores are used.
/// Every line is a ratio to its bar, measured in turn within one run. <c>./dev bench bars [SUBJECTS] [CRITERIA]</c>; a tenth of the subjects
/// and twenty times the criteria are decided too.
/// </summary>
internal static class BarsBench
{
    private const int Few = 100;

    public static Task<string> RunAsync(string[] options)
    {
        var rows = options.Length > 0 ? int.Parse(options[0], CultureInfo.InvariantCulture) : 1_000_000;
        var count = options.Length > 1 ? int.Parse(options[1], CultureInfo.InvariantCulture) : 500;
        var workload = new VerdictWorkload(rows);
        var table = Table(workload, count, Environment.ProcessorCount);
        var report = new StringBuilder();
        report.Append(CultureInfo.InvariantCulture, $"{rows:N0} subjects × {count:N0} criteria.\n\n");
        Line(report, "what", "bar / measured", "bar", "measured", "");
        Line(report, "---", "---:", "---:", "---:", "---");
        Uses(workload, table, report);
        Cores(workload, table, report);
        Limits(workload, table, report);
        Flatness(workload, count, report);
        return Task.FromResult(report.ToString());
    }

    private static void Uses(VerdictWorkload workload, VerdictTable table, StringBuilder report)
    {
        void Full() => table.Count();
        var random = new Random(3);
        int[] changed = [.. Enumerable.Range(0, workload.Rows / 100).Select(row => (row * 100) + 37)];
        var row = 0;
        void Move()
        {
            row = changed[random.Next(changed.Length)];
            File(workload, [row], random);
        }

        // A thousand at a time: one alone is over before the clock moves.
        var thousand = changed[..Math.Min(1000, changed.Length)];
        var one = Timing.Median(() => File(workload, thousand, random), () => FileOneByOne(table, thousand, workload.Catalogue[3])) / thousand.Length;
        Bar(report, "one fact of one subject", 10, one * 1e6, "µs");
        var policy = workload.Read(VerdictWorkload.Policies(8))[7];
        var alone = table.WithCriteria([policy])!;
        Share(report, "one criterion, thresholds known", 2, () => { }, () => alone.Count(), Full);
        Share(report, "one criterion, read anew first", null, () => { }, () => table.WithCriteria([policy])!.Count(), Full);
        Share(report, "1 % of subjects, one fact filed anew", 15, () => File(workload, changed, random), () => table.Update(changed, [workload.Catalogue[3]]), Full);
        VerdictWorkload filed = workload;
        void FileTogether()
        {
            FileSeveral(workload, changed, random);
            filed = workload.Of(changed);
            Full();
        }

        Share(report, "1 % of subjects, any of their facts (eight moved), filed together", 15, FileTogether, () => table.UpdateFrom(changed, filed), Full);
        Share(report, "the same, each looked for all over the table", null, () => FileSeveral(workload, changed, random), () => table.Update(changed), Full);
        Bar(report, "one subject explained against all criteria", 1, Timing.Median(Move, () => table.Explain(row), 201) * 1e3, "ms");
        Bar(report, "codes of a subject, the base of explanations too", 64, table.Plan.BytesPerRow, "bytes");
    }

    private static void FileOneByOne(VerdictTable table, int[] rows, FactDefinition fact)
    {
        foreach (var row in rows) table.UpdateFact(row, fact);
    }

    // A figure moves by up to a tenth; some of those that were missing are filed.
    private static void File(VerdictWorkload workload, int[] rows, Random random, int fact = 3)
    {
        var values = workload.NumberValues[fact];
        foreach (var row in rows) values[row] = Math.Round((double.IsNaN(values[row]) ? 100 : values[row]) * (0.9 + (random.NextDouble() / 5)), 2);
    }

    // A filing holds several facts, as an annual report does.
    private static void FileSeveral(VerdictWorkload workload, int[] rows, Random random)
    {
        for (var fact = 3; fact < VerdictWorkload.Numbers; fact += 5) File(workload, rows, random, fact);
    }

    private static void Cores(VerdictWorkload workload, VerdictTable table, StringBuilder report)
    {
        var alone = VerdictTable.Encode(table.Plan, workload, 1);
        var (ratio, one, two) = Timing.Compare(() => alone.Count(), () => table.Count());
        Line(report, "one core to two", Text(ratio / 1.6), "≥ 1.6", Text(ratio), $"{Text(one * 1e3)} ms, {Text(two * 1e3)} ms");
    }

    // What no program can beat: the facts read once and two bits a pair written, at the speed this machine's memory has.
    private static void Limits(VerdictWorkload workload, VerdictTable table, StringBuilder report)
    {
        var bits = new VerdictBits(table);
        var written = new ulong[bits.Bytes / sizeof(ulong)];
        void Floor() => Bandwidth.ReadAndWrite(workload, written, Environment.ProcessorCount);
        Times(report, "two bits a pair written, to facts read and bits written at memory speed", 2, Timing.Compare(() => table.Write(bits), Floor));
        Times(report, "the same with encoding", 5, Timing.Compare(() => Cold(table, bits), Floor));
        Times(report, "the same with encoding into a table of its own", 5, Timing.Compare(() => Encode(table.Plan, workload, Environment.ProcessorCount).Write(bits), Floor));
    }

    private static void Cold(VerdictTable table, VerdictBits bits)
    {
        table.Renew();
        table.Write(bits);
    }

    private static void Flatness(VerdictWorkload workload, int count, StringBuilder report)
    {
        var tenth = new VerdictWorkload(workload.Rows / 10);
        var cases = new[] { (tenth, Few), (tenth, count), (tenth, 4 * count), (tenth, 20 * count), (workload, count) };
        // On one core: waking a second one is no cost of a verdict.
        var tables = cases.Select(one => Table(one.Item1, one.Item2, threads: 1)).ToList();
        var times = Timing.InTurn([.. tables.Select<VerdictTable, Action>(table => () => table.Count())]);
        var costs = cases.Select((one, at) => times[at] * 1e12 / ((double)one.Item1.Rows * one.Item2)).ToList();
        Flat(report, $"cost of a verdict, {Few:N0} to {20 * count:N0} criteria, {tenth.Rows:N0} subjects", costs[..^1]);
        Flat(report, $"cost of a verdict, {tenth.Rows:N0} to {workload.Rows:N0} subjects, {count:N0} criteria", [costs[1], costs[^1]]);
    }

    private static VerdictTable Table(VerdictWorkload workload, int criteria, int threads) =>
        Encode(VerdictPlan.Compile(workload.Read(VerdictWorkload.Policies(criteria)), workload.Catalogue, workload.On), workload, threads);

    private static VerdictTable Encode(VerdictPlan plan, VerdictWorkload workload, int threads) => VerdictTable.Encode(plan, workload, threads);

    // Both ways: the dearest to the cheapest, and how much it grows towards more work.
    private static void Flat(StringBuilder report, string what, IReadOnlyList<double> costs) =>
        Line(
            report, what, Text(1.5 * costs.Min() / costs.Max()), "≤ 1.5", Text(costs.Max() / costs.Min()),
            $"{string.Join(", ", costs.Select(cost => Text(cost)))} ps; grows {Text(costs.Select((cost, at) => cost / costs.Take(at + 1).Min()).Max())} ×");

    // Each after a full run, which drives the codes out of the caches, and against the full run beside it.
    private static void Share(StringBuilder report, string what, double? bar, Action before, Action work, Action full)
    {
        var (ratio, one, other) = Timing.Compare(before, work, full);
        Line(
            report, what, bar is { } most ? Text(most / 100 / ratio) : "", bar is null ? "of a full run" : $"≤ {bar} % of a full run", Text(ratio * 100) + " %",
            $"{Text(one * 1e3)} ms, {Text(other * 1e3)} ms");
    }

    private static void Times(StringBuilder report, string what, double bar, (double Ratio, double One, double Other) measured) =>
        Line(report, what, Text(bar / measured.Ratio), $"≤ {bar} ×", Text(measured.Ratio) + " ×", $"{Text(measured.One * 1e3)} ms, {Text(measured.Other * 1e3)} ms");

    private static void Bar(StringBuilder report, string what, double bar, double measured, string unit) =>
        Line(report, what, Text(bar / measured), $"≤ {bar} {unit}", $"{Text(measured)} {unit}", "");

    private static string Text(double number) => number.ToString(number < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder report, params string[] cells) => report.AppendLine("| " + string.Join(" | ", cells) + " |");
}
