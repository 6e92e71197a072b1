using System.Runtime.CompilerServices;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Conformance;

/// <summary>Cases of our own beside those of the public suite, a line each: functions, their named and wrong arguments, operators, types.</summary>
public sealed class OwnCasesTests
{
    private const string Arrow = "  ==>  ";
    private const string Error = "error";

    private static readonly EvaluationOptions Clock =
        new(FeelDateTime.From(new DateTimeOffset(2026, 11, 22, 19, 0, 0, TimeSpan.FromHours(8))));

    [Fact]
    public void Every_own_case_has_the_value_that_the_specification_gives()
    {
        var cases = File.ReadLines(Path.Combine(Folder(), "own-cases.txt")).Where(line => line.Contains(Arrow, StringComparison.Ordinal)).ToList();

        Assert.True(cases.Count > 700, $"only {cases.Count} cases");
        Assert.Equal("", string.Join('\n', cases.Select(Difference).Where(difference => difference.Length > 0)));
    }

    private static string Difference(string line)
    {
        var parts = line.Split(Arrow);
        var actual = FeelExpression.Parse(parts[0]).Evaluate(FeelContext.Empty, Clock);
        if (parts[1] == Error)
        {
            return !actual.Value.IsNull ? $"{line}, but got {actual.Value}" : actual.Diagnostics.Count == 0 ? $"{line}: null without a reason" : "";
        }

        var expected = FeelExpression.Parse(parts[1]).Evaluate(FeelContext.Empty, Clock);
        return expected.Value.ToString() == actual.Value.ToString() && expected.Diagnostics.Count == 0
            ? ""
            : $"{line}, but got {actual.Value} {string.Join("; ", actual.Diagnostics)}";
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
