using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Text.Json;
using Funeng.Engines.Criteria.Columnar;
using Funeng.Host.Verdicts;

namespace Funeng.Host.Commands;

/// <summary>
/// Batch verdicts over a neutral workload: <c>verdicts DIR [--threads N] [--repeat N] [--counts FILE] [--store] [--width 64|256|512]</c>.
/// Prints one line of JSON; every repetition decides everything anew.
/// </summary>
internal static class VerdictsCommand
{
    private const int WarmUps = 3;
    private const double QuietSeconds = 1.5;
    private const double MostWarmSeconds = 10;

    public static async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words, "store").Allow("threads", "repeat", "counts", "store", "width");
        var folder = arguments.At(0, "the folder of the workload");
        var threads = Math.Clamp(arguments.Number("threads", Environment.ProcessorCount), 1, 1024);
        var repeat = Math.Clamp(arguments.Number("repeat", 5), 1, 10_000);
        try
        {
            var report = new Dictionary<string, object> { ["engine"] = "funeng" };
            var started = Stopwatch.StartNew();
            var workload = Workload.Read(folder);
            report["load_s"] = Seconds(started);

            started.Restart();
            var criteria = workload.ReadPolicies(folder);
            report["read_policies_s"] = Seconds(started);
            var plan = VerdictPlan.Compile(criteria, workload.Catalogue, workload.On);
            report["compile_s"] = Seconds(started);
            var counts = Measure(plan, workload, threads, repeat, WidthOf(arguments), arguments.Has("store"), report);

            if (arguments.Find("counts") is { } file) await WriteCountsAsync(file, criteria, counts, cancellation);
            Console.WriteLine(JsonSerializer.Serialize(report));
            return CommandTable.Done;
        }
        catch (Exception problem) when (problem is FormatException or JsonException or KeyNotFoundException or OverflowException)
        {
            throw new UsageException($"'{folder}' is not a verdict workload: {problem.Message}");
        }
    }

    private static IReadOnlyList<VerdictCount> Measure(
        VerdictPlan plan, Workload workload, int threads, int repeat, KernelWidth width, bool store, Dictionary<string, object> report)
    {
        // In memory of its own each time, then in the memory at hand.
        var created = Repeat(repeat, () => VerdictTable.Encode(plan, workload, threads, width), GC.Collect);
        report["encode_new_s"] = Median(created.Seconds);
        var table = created.Result;
        report["encode_s"] = Median(Repeat(repeat, table.Renew).Seconds);
        var count = Repeat(repeat, table.Count);
        report["cpu_s"] = count.Processor;
        report["eval_s"] = count.Seconds;
        report["rows"] = workload.Rows;
        report["policies"] = plan.Criteria.Count;
        report["eligible"] = count.Result.Sum(one => one.Met);
        report["not"] = count.Result.Sum(one => one.NotMet);
        report["unknown"] = count.Result.Sum(one => one.Unknown);
        report["threads"] = threads;
        report["code_bytes_per_row"] = plan.BytesPerRow;
        report["steps"] = plan.Steps;
        report["parts_by_row"] = plan.PartsByRow;
        if (store)
        {
            var bits = new VerdictBits(table);
            report["store_only_s"] = Median(Repeat(repeat, () => table.Write(bits)).Seconds);
            report["output_mb"] = bits.Bytes >> 20;
        }

        using var process = Process.GetCurrentProcess();
        report["peak_mb"] = process.PeakWorkingSet64 >> 20;
        return count.Result;
    }

    private static (double[] Seconds, double Processor, bool Result) Repeat(int repeat, Action work) => Repeat(repeat, () => { work(); return true; });

    // `before`, as collecting what an earlier repetition left behind, runs outside what is measured.
    private static (double[] Seconds, double Processor, T Result) Repeat<T>(int repeat, Func<T> work, Action? before = null)
    {
        Warm(work);
        var processor = Environment.CpuUsage.TotalTime;
        var seconds = new double[repeat];
        var result = default(T);
        for (var i = 0; i < repeat; i++)
        {
            before?.Invoke();
            var started = Stopwatch.StartNew();
            result = work();
            seconds[i] = Math.Round(started.Elapsed.TotalSeconds, 6);
        }

        return (seconds, Math.Round((Environment.CpuUsage.TotalTime - processor).TotalSeconds / repeat, 6), result!);
    }

    // Until the runtime has compiled nothing for a while: it compiles for speed in the background, after it has been asked often, and where all cores work it comes to
    // that late. Two threads measured before that took four times as long as after it.
    private static void Warm<T>(Func<T> work)
    {
        var (all, quiet) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        var compiled = JitInfo.GetCompiledMethodCount();
        for (var i = 0; i < WarmUps || (quiet.Elapsed.TotalSeconds < QuietSeconds && all.Elapsed.TotalSeconds < MostWarmSeconds); i++)
        {
            work();
            var now = JitInfo.GetCompiledMethodCount();
            if (now != compiled) quiet.Restart();
            compiled = now;
        }
    }

    private static double Median(double[] seconds) => seconds.Order().ElementAt(seconds.Length / 2);

    private static double Seconds(Stopwatch watch) => Math.Round(watch.Elapsed.TotalSeconds, 4);

    private static KernelWidth WidthOf(Arguments arguments) => arguments.Number("width", 0) switch
    {
        0 => KernelWidth.Widest,
        64 => KernelWidth.Scalar,
        256 => KernelWidth.Bits256,
        512 => KernelWidth.Bits512,
        var other => throw new UsageException($"--width must be 64, 256 or 512, not {other}"),
    };

    private static async Task WriteCountsAsync(
        string file, IReadOnlyList<PlannedCriterion> criteria, IReadOnlyList<VerdictCount> counts, CancellationToken cancellation)
    {
        var lines = criteria.Zip(counts, (criterion, count) =>
            string.Create(CultureInfo.InvariantCulture, $"{criterion.Id},{count.Met},{count.NotMet},{count.Unknown}\n"));
        await File.WriteAllTextAsync(file, string.Concat(lines), cancellation);
    }
}
