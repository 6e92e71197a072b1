using Funeng.Feel.Conformance;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Conformance;

/// <summary>The public compatibility suite for DMN. Its files are not part of the product: where they are not at hand the test is skipped.</summary>
public sealed class TckTests
{
    [Fact]
    public void Every_case_of_the_compatibility_suite_passes()
    {
        var root = FindTestCases();
        Assert.SkipWhen(root is null, "no DMN TCK beside the repository (../shared/tck/TestCases)");

        var outcomes = TestFiles(root!).SelectMany(test => Run(root!, test)).ToList();

        Assert.Empty(outcomes.Where(outcome => !outcome.Success).Select(outcome => $"{outcome.Folder} {outcome.CaseId}: {outcome.Detail}"));
        Assert.Equal(2454, TckReport.Tally(outcomes).Passed);
    }

    private static IReadOnlyList<TckOutcome> Run(string root, string test)
    {
        var folder = Path.GetDirectoryName(test)!;
        var models = Directory.GetFiles(folder, "*.dmn").Order(StringComparer.Ordinal)
            .Select(model => (Path.GetFileName(model), File.ReadAllText(model))).ToList();
        var now = FeelDateTime.From(TimeProvider.System.GetLocalNow());
        return new TckRunner(now).Run(Path.GetRelativePath(root, folder), Path.GetFileName(test), File.ReadAllText(test), models);
    }

    private static IEnumerable<string> TestFiles(string root) =>
        Directory.EnumerateFiles(root, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string? FindTestCases()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "..", "shared", "tck", "TestCases");
            if (Directory.Exists(candidate))
            {
                return Path.GetFullPath(candidate);
            }
        }

        return null;
    }
}
