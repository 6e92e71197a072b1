using System.Text.Json;
using Funeng.Feel;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Host.Commands;

/// <summary>Evaluates one FEEL expression: <c>feel 'EXPR' [--context FILE.json]</c>. The value goes out as JSON, what is wrong to standard error.</summary>
internal static class FeelCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words).Allow("context");
        var values = arguments.Find("context") is { } file ? await ReadContextAsync(file, cancellation) : FeelContext.Empty;
        FeelVariable[] variables = [.. values.Names.Select(name => new FeelVariable(name, FeelType.Of(values[name])))];
        var expression = FeelExpression.Parse(arguments.At(0, "the expression"), variables);
        var evaluated = expression.Evaluate(values, new EvaluationOptions(FeelDateTime.From(TimeProvider.System.GetLocalNow())));
        foreach (var diagnostic in expression.Diagnostics.Concat(evaluated.Diagnostics).Distinct())
            await Console.Error.WriteLineAsync(diagnostic.ToString());

        Console.WriteLine(FeelJson.Write(evaluated.Value));
        return expression.IsValid ? CommandTable.Done : CommandTable.Failed;
    }

    private static async Task<FeelContext> ReadContextAsync(string file, CancellationToken cancellation)
    {
        try
        {
            using var document = JsonDocument.Parse(await File.ReadAllTextAsync(file, cancellation));
            return FeelJson.Read(document.RootElement) is { Kind: FeelKind.Context } value
                ? value.AsContext()
                : throw new UsageException($"'{file}' does not hold a JSON object");
        }
        catch (JsonException problem)
        {
            throw new UsageException($"'{file}' is not JSON: {problem.Message}");
        }
    }
}
