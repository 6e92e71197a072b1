using System.Linq.Expressions;
using Funeng.Engines.Criteria.Columnar;

namespace Funeng.Benchmarks;

/// <summary>The peer: each policy a compiled delegate that decides one row, in three values: what the fast rule engines of this platform do at best.</summary>
internal static class CompiledPolicies
{
    private static readonly Expression Row = Expression.Parameter(typeof(int), "row");

    public static Func<int, int>[] Compile(IReadOnlyList<MadePolicy> policies, VerdictWorkload workload) => [.. policies.Select(policy => Compile(policy, workload))];

    /// <summary>Counts like the engine: 2 is met, 1 unknown, 0 not met.</summary>
    public static IReadOnlyList<VerdictCount> Count(Func<int, int>[] policies, int rows, int threads)
    {
        var counts = new VerdictCount[policies.Length];
        Parallel.For(0, policies.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, policy =>
        {
            var decide = policies[policy];
            Span<long> outcomes = stackalloc long[3];
            for (var row = 0; row < rows; row++) outcomes[decide(row)]++;
            counts[policy] = new VerdictCount(outcomes[2], outcomes[0], outcomes[1]);
        });
        return counts;
    }

    private static Func<int, int> Compile(MadePolicy policy, VerdictWorkload workload)
    {
        var result = Expression.Variable(typeof(int), "result");
        var end = Expression.Label(typeof(int));
        var body = new List<Expression> { Expression.Assign(result, Expression.Constant(2)) };
        var parts = policy.Groups.Select(group => group.Select(test => Test(test, workload)).Aggregate(Max)).ToList();
        if (policy.Indicators.Count > 0) parts.Add(Score(policy, workload));
        foreach (var part in parts)
        {
            body.Add(Expression.Assign(result, Min(result, part)));
            body.Add(Expression.IfThen(Expression.Equal(result, Expression.Constant(0)), Expression.Return(end, result)));
        }

        body.Add(Expression.Label(end, result));
        return Expression.Lambda<Func<int, int>>(Expression.Block([result], body), (ParameterExpression)Row).Compile();
    }

    private static Expression Test(PolicyTest test, VerdictWorkload workload)
    {
        if (test.Fact >= VerdictWorkload.Numbers)
        {
            var code = Expression.ArrayIndex(Expression.Constant(workload.CategoryCodes[test.Fact - VerdictWorkload.Numbers]), Row);
            return Expression.Condition(Expression.Equal(code, Expression.Constant((byte)255)), Expression.Constant(1), Truth(Expression.NotEqual(code, Expression.Constant((byte)test.Value))));
        }

        var value = Value(test.Fact, workload);
        var bound = Expression.Constant(test.Value);
        return Missing(value, Expression.Constant(1), Truth(test.Operator == "<" ? Expression.LessThan(value, bound) : Expression.GreaterThanOrEqual(value, bound)));
    }

    private static Expression Score(MadePolicy policy, VerdictWorkload workload)
    {
        var pass = Expression.Constant(VerdictWorkload.PassMark);
        var low = policy.Indicators.Select(indicator => Points(indicator, 0, workload)).Aggregate(Expression.Add);
        var high = policy.Indicators.Select(indicator => Points(indicator, VerdictWorkload.BandPoints[^1], workload)).Aggregate(Expression.Add);
        return Expression.Condition(Expression.GreaterThanOrEqual(low, pass), Expression.Constant(2), Expression.Condition(Expression.LessThan(high, pass), Expression.Constant(0), Expression.Constant(1)));
    }

    private static Expression Points((int Fact, double[] Cuts) indicator, int missing, VerdictWorkload workload)
    {
        var value = Value(indicator.Fact, workload);
        Expression points = Expression.Constant(VerdictWorkload.BandPoints[0]);
        for (var cut = 0; cut < indicator.Cuts.Length; cut++)
        {
            points = Expression.Condition(Expression.GreaterThanOrEqual(value, Expression.Constant(indicator.Cuts[cut])), Expression.Constant(VerdictWorkload.BandPoints[cut + 1]), points);
        }

        // Cuts ascend, so the outermost condition, the highest cut, decides.
        return Missing(value, Expression.Constant(missing), points);
    }

    private static BinaryExpression Value(int fact, VerdictWorkload workload) => Expression.ArrayIndex(Expression.Constant(workload.NumberValues[fact]), Row);

    private static ConditionalExpression Missing(Expression value, Expression then, Expression otherwise) => Expression.Condition(Expression.NotEqual(value, value), then, otherwise);

    private static ConditionalExpression Truth(Expression condition) => Expression.Condition(condition, Expression.Constant(2), Expression.Constant(0));

    private static Expression Max(Expression left, Expression right) => Expression.Condition(Expression.GreaterThan(left, right), left, right);

    private static ConditionalExpression Min(Expression left, Expression right) => Expression.Condition(Expression.LessThan(left, right), left, right);
}
