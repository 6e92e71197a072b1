using Funeng.Feel.Conformance;
using Funeng.Feel.Values;

namespace Funeng.Host.Commands;

/// <summary>Runs the DMN TCK below a folder: <c>tck DIR [--results FILE.csv] [--report FILE.md]</c>.</summary>
internal static class TckCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words).Allow("results", "report");
        var directory = arguments.At(0, "the folder of the test cases");
        if (!Directory.Exists(directory))
            throw new UsageException($"there is no folder '{directory}'");

        var outcomes = await RunAllAsync(directory, cancellation);
        foreach (var failure in outcomes.Where(outcome => !outcome.Success))
            Console.WriteLine($"{failure.Folder}/{failure.File} {failure.CaseId} {failure.Result}: {failure.Detail}");
        if (arguments.Find("results") is { } results)
            await File.WriteAllTextAsync(results, TckReport.Csv(outcomes), cancellation);
        if (arguments.Find("report") is { } report)
            await File.WriteAllTextAsync(report, TckReport.Markdown(outcomes), cancellation);

        var (passed, failed) = TckReport.Tally(outcomes);
        Console.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 ? CommandTable.Done : CommandTable.Failed;
    }

    private static async Task<List<TckOutcome>> RunAllAsync(string directory, CancellationToken cancellation)
    {
        var runner = new TckRunner(FeelDateTime.From(TimeProvider.System.GetLocalNow()));
        var outcomes = new List<TckOutcome>();
        foreach (var test in Directory.EnumerateFiles(directory, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var folder = Path.GetDirectoryName(test)!;
            var models = await Task.WhenAll(Directory.GetFiles(folder, "*.dmn").Order(StringComparer.Ordinal)
                .Select(async model => (Path.GetFileName(model), await File.ReadAllTextAsync(model, cancellation))));
            outcomes.AddRange(runner.Run(
                Path.GetRelativePath(directory, folder), Path.GetFileName(test), await File.ReadAllTextAsync(test, cancellation), models));
        }

        return outcomes;
    }
}
