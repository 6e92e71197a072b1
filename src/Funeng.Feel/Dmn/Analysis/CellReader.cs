using Funeng.Feel.Binding;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn.Analysis;

/// <summary>
/// Reads the tests on one variable for the constants at which their answers may change. Between two neighbouring constants every test that
/// can be read answers alike, so asking it at one value asks it for all of them.
/// </summary>
internal sealed class CellReader(int slot, FeelValue[] frame, Func<VariableSymbol, bool> isConstant)
{
    private readonly List<FeelValue> cuts = [];

    /// <summary>The constants of all tests read so far, null among them.</summary>
    public IReadOnlyList<FeelValue> Cuts => cuts;

    /// <summary>A test asked for whole numbers.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Reads one test; false when it is a general expression. <paramref name="isDomain"/>: the test is one on the domain.</summary>
    public bool TryRead(BoundExpression test, bool isDomain = false)
    {
        var count = cuts.Count;
        if (Read(test, isDomain)) return true;
        cuts.RemoveRange(count, cuts.Count - count);
        return false;
    }

    /// <summary>Whether a test holds, asked with the real evaluator for one value of the variable.</summary>
    public bool Holds(BoundExpression test, in FeelValue value)
    {
        frame[slot] = value;
        var context = EvaluationContext.Rent();
        var truth = new Evaluator<NoTracer>(context, frame, default).Test(test);
        context.Return();
        return truth == Truth.True;
    }

    /// <summary>The value of an expression that depends on constants alone.</summary>
    public bool TryEvaluate(BoundExpression expression, out FeelValue value)
    {
        value = default;
        if (!BoundNodes.All(expression).All(ConstantDecision.IsPlain)) return false;
        if (!BoundNodes.FreeVariables(expression).All(symbol => symbol.Slot != slot && isConstant(symbol))) return false;
        var context = EvaluationContext.Rent();
        value = context.Evaluate(expression, frame);
        context.Return();
        return true;
    }

    private bool Read(BoundExpression test, bool isDomain) => test switch
    {
        BoundUnaryTests { Negated: false, Tests: [var only] } => Read(only, isDomain),
        BoundUnaryTests tests => tests.Tests.All(item => Read(item, false)),
        BoundLogic { Operator: LogicOperator.And } both => Read(both.Left, isDomain) && Read(both.Right, isDomain),
        BoundLogic either => Read(either.Left, false) && Read(either.Right, false),
        BoundComparison comparison when isDomain && AsksForWhole(comparison) => IsWhole = true,
        BoundComparison { Left: var left } comparison when IsTested(left) => Cut(comparison.Right),
        BoundComparison { Right: var right } comparison when IsTested(right) => Cut(comparison.Left),
        BoundBetween between when IsTested(between.Value) => Cut(between.Low) && Cut(between.High),
        BoundIn { Tested: null } inside when IsTested(inside.Value) => Read(inside.Tests, false),
        BoundMembership membership when IsTested(membership.Value) => Cut(membership.Test),
        BoundBuiltInCall { Function.Name: "not", Arguments: [var negated] } => Read(negated, false),
        BoundVariable { Type: var type } variable when IsTested(variable) => type == FeelType.Boolean,
        _ => TryEvaluate(test, out _),
    };

    // The whole part of a value is the value: floor(?) = ?
    private bool AsksForWhole(BoundComparison comparison) =>
        comparison.Operator == ComparisonOperator.Equal
        && ((IsTested(comparison.Left) && IsWholePart(comparison.Right)) || (IsTested(comparison.Right) && IsWholePart(comparison.Left)));

    private bool IsWholePart(BoundExpression expression) =>
        expression is BoundBuiltInCall { Function.Name: "floor" or "ceiling", Arguments: [var whole, ..] } call
        && IsTested(whole) && call.Arguments.Skip(1).All(scale => scale is BoundLiteral { Value.IsNull: true });

    private bool IsTested(BoundExpression expression) => expression is BoundVariable variable && variable.Slot == slot;

    private bool Cut(BoundExpression expression)
    {
        if (!TryEvaluate(expression, out var value)) return false;
        Cut(value);
        return true;
    }

    // "=" on times holds for a whole second.
    private static IEnumerable<FeelValue> Seconds(FeelValue value)
    {
        var fraction = value.Kind switch
        {
            FeelKind.Time => value.AsTime().Nanosecond,
            FeelKind.DateTime => value.AsDateTime().Time.Nanosecond,
            _ => -1,
        };
        if (fraction < 0) yield break;
        var start = FeelOperations.Subtract(value, new FeelDaysTimeDuration(0, fraction));
        yield return start;
        var next = FeelOperations.Add(start, new FeelDaysTimeDuration(1, 0));
        // The last second of the day has none after it.
        if (FeelOperations.Compare(start, next) < 0) yield return next;
    }

    private void Cut(FeelValue value)
    {
        switch (value.Kind)
        {
            case FeelKind.List:
                foreach (var item in value.AsList()) Cut(item);
                break;
            case FeelKind.Range:
                if (value.AsRange() is { HasStart: true } lower) cuts.Add(lower.Start);
                if (value.AsRange() is { HasEnd: true } upper) cuts.Add(upper.End);
                break;
            default:
                cuts.Add(value);
                cuts.AddRange(Seconds(value));
                break;
        }
    }
}
