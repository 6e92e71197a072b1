using System.Globalization;
using Funeng.Feel.Binding;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Syntax;

/// <summary>What holds for every expression. The seed of a run is in the message of a failure; the full counts run with <c>./test --long</c>.</summary>
public sealed class ExpressionProperties
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("FUNENG_LONG") == "1";
    private static readonly int Count = IsLong ? 1_000_000 : 20_000;

    // Of one small expression, read and evaluated twice: far beyond what any of them takes, far below what would be felt.
    private const long MostBytes = 512L << 20;
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(1);

    private static readonly FeelVariable[] Variables = [.. RandomExpressions.Names.Select(name => new FeelVariable(name))];

    private static readonly FeelValue[] Values =
    [
        3, "text", FeelValue.Null, FeelList.Create([1, 2, "x"]), FeelContext.Create(("x", 1), ("y z", FeelList.Create([true]))),
        FeelList.Create([FeelContext.Create(("x", 1)), FeelContext.Create(("x", 2))]), true,
    ];

    [Fact]
    public void Printing_and_reading_gives_the_same_tree()
    {
        for (var seed = 0; seed < Count / 4; seed++)
        {
            var expression = new RandomExpressions(seed).Next(4);
            var text = ExpressionPrinter.Print(expression);

            var diagnostics = new List<Diagnostic>();
            var read = Parser.ParseExpression(new SourceText(text), Scope(), TypeTable.BuiltIn.Names, diagnostics);

            Assert.True(diagnostics.Count == 0, $"seed {seed}: {text}: {string.Join("; ", diagnostics)}");
            Assert.Equal(ExpressionPrinter.Print(expression, true), ExpressionPrinter.Print(read, true));
        }
    }

    [Fact]
    public void Evaluating_never_throws_and_the_trace_changes_nothing()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var random = new RandomExpressions(seed);
            var text = ExpressionPrinter.Print(random.Next(seed % 5));
            EvaluateBoth(text, seed);
            EvaluateBoth(random.Mutate(text), seed);
        }
    }

    private static void EvaluateBoth(string text, int seed)
    {
        try
        {
            var (bytes, started) = (GC.GetAllocatedBytesForCurrentThread(), System.Diagnostics.Stopwatch.GetTimestamp());
            var expression = FeelExpression.Parse(text, Variables);
            var plain = expression.Evaluate(Values);
            var traced = expression.Evaluate(Values, new EvaluationOptions(default, new Trace()));

            Assert.Equal(plain.Value.ToString(), traced.Value.ToString());
            Assert.Equal(plain.Diagnostics.Count, traced.Diagnostics.Count);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - bytes, 0, MostBytes);
            Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started), TimeSpan.Zero, MostTime);
        }
        catch (Exception problem)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {text}"), problem);
        }
    }

    private static NameScope Scope()
    {
        var scope = new NameScope(Funeng.Feel.Binding.Scope.BuiltIns.Names);
        foreach (var name in RandomExpressions.Names)
        {
            scope.Declare(name, FeelType.Any);
        }

        return scope;
    }
}
