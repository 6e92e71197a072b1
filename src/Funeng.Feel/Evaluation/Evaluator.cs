using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Funeng.Feel.Binding;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>
/// Walks a bound expression over a frame of values. Traced and untraced are one code: the tracer is a struct that the compiler removes
/// when it does nothing. Errors are null and a diagnostic; nothing is thrown, looked up or allocated on the clean path.
/// </summary>
internal ref partial struct Evaluator<TTracer>
    where TTracer : struct, ITracer
{
    private readonly EvaluationContext context;
    private readonly Span<FeelValue> frame;
    private readonly TTracer tracer;

    public Evaluator(EvaluationContext context, Span<FeelValue> frame, TTracer tracer)
    {
        this.context = context;
        this.frame = frame;
        this.tracer = tracer;
    }

    /// <summary>The value of an expression.</summary>
    public FeelValue Evaluate(BoundExpression expression)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return Fail(DiagnosticKind.LimitExceeded, expression, "the evaluation nests too deeply");
        }

        var value = expression.Kind switch
        {
            BoundKind.Literal => As<BoundLiteral>(expression).Constant,
            BoundKind.Variable => frame[As<BoundVariable>(expression).Slot],
            BoundKind.Arithmetic => Calculate(As<BoundArithmetic>(expression)),
            BoundKind.Negation => Negate(As<BoundNegation>(expression)),
            BoundKind.Comparison or BoundKind.Logic or BoundKind.Between or BoundKind.In or BoundKind.UnaryTests or BoundKind.Membership =>
                ToValue(Decide(expression)),
            BoundKind.If => Choose(As<BoundIf>(expression)),
            BoundKind.BuiltInCall => CallBuiltIn(As<BoundBuiltInCall>(expression)),
            BoundKind.DecisionTable => DecideTable(As<BoundDecisionTable>(expression)),
            BoundKind.Coercion => Coerce(As<BoundCoercion>(expression)),
            BoundKind.Path => FollowPath(As<BoundPath>(expression)),
            BoundKind.ItemMember => FindItemMember(As<BoundItemMember>(expression)),
            BoundKind.List => MakeList(As<BoundList>(expression)),
            BoundKind.Context => MakeContext(As<BoundContext>(expression)),
            BoundKind.Range => MakeRange(As<BoundRange>(expression)),
            BoundKind.IterationRange => MakeIteration(As<BoundIterationRange>(expression)),
            BoundKind.Filter => Filter(As<BoundFilter>(expression)),
            BoundKind.For => Iterate(As<BoundFor>(expression)),
            BoundKind.Quantifier => Quantify(As<BoundQuantifier>(expression)),
            BoundKind.InstanceOf => TestInstance(As<BoundInstanceOf>(expression)),
            BoundKind.Invocation => Invoke(As<BoundInvocation>(expression)),
            BoundKind.FunctionDefinition => MakeFunction(As<BoundFunctionDefinition>(expression)),
            _ => Report(As<BoundError>(expression)),
        };
        tracer.Record(expression, value);
        return value;
    }

    /// <summary>The answer of a condition, without making a value of it.</summary>
    public Truth Test(BoundExpression expression)
    {
        if (expression.Kind == BoundKind.Comparison)
        {
            var holds = Compare(As<BoundComparison>(expression));
            tracer.Record(expression, holds);
            return holds;
        }

        if (expression.Kind is >= BoundKind.Comparison and <= BoundKind.Membership)
        {
            var truth = Decide(expression);
            tracer.Record(expression, truth);
            return truth;
        }

        FeelValue room = default;
        return ToTruth(Operand(expression, ref room));
    }

    private Truth Decide(BoundExpression expression) => expression.Kind switch
    {
        BoundKind.Comparison => Compare(As<BoundComparison>(expression)),
        BoundKind.Logic => Combine(As<BoundLogic>(expression)),
        BoundKind.Between => TestBetween(As<BoundBetween>(expression)),
        BoundKind.In => TestIn(As<BoundIn>(expression)),
        BoundKind.UnaryTests => TestAny(As<BoundUnaryTests>(expression)),
        _ => TestMembership(As<BoundMembership>(expression)),
    };

    /// <summary>The value of an operand; variables and literals are read where they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [UnscopedRef]
    private ref readonly FeelValue Operand(BoundExpression expression, ref FeelValue room)
    {
        if (expression.Kind == BoundKind.Variable)
        {
            ref var variable = ref frame[As<BoundVariable>(expression).Slot];
            tracer.Record(expression, variable);
            return ref variable;
        }

        if (expression.Kind == BoundKind.Literal)
        {
            return ref As<BoundLiteral>(expression).Constant;
        }

        room = Evaluate(expression);
        return ref room;
    }

    private FeelValue Calculate(BoundArithmetic node)
    {
        FeelValue leftRoom = default, rightRoom = default;
        ref readonly var left = ref Operand(node.Left, ref leftRoom);
        ref readonly var right = ref Operand(node.Right, ref rightRoom);
        var result = node.Operator switch
        {
            ArithmeticOperator.Add => FeelOperations.Add(left, right),
            ArithmeticOperator.Subtract => FeelOperations.Subtract(left, right),
            ArithmeticOperator.Multiply => FeelOperations.Multiply(left, right),
            ArithmeticOperator.Divide => FeelOperations.Divide(left, right),
            _ => FeelOperations.Power(left, right),
        };
        if (result.IsNull)
        {
            context.Report(FeelOperations.WhyNull(left, right), node.Span, OperatorText.Of(node.Operator), left, right);
        }
        else if (result.Kind == FeelKind.String && !context.Spend(SizeOf(result), node.Span))
        {
            return FeelValue.Null;
        }

        return result;
    }

    private FeelValue Negate(BoundNegation node)
    {
        FeelValue room = default;
        ref readonly var operand = ref Operand(node.Operand, ref room);
        var result = FeelOperations.Negate(operand);
        if (result.IsNull)
        {
            context.Report(operand.IsNull ? DiagnosticKind.MissingValue : DiagnosticKind.WrongKind, node.Span, "-", operand);
        }

        return result;
    }

    private FeelValue Choose(BoundIf node)
    {
        if (!node.IsStrict)
        {
            return Evaluate(Test(node.Condition) == Truth.True ? node.Then : node.Else);
        }

        var condition = Evaluate(node.Condition);
        return condition.Kind is FeelKind.Boolean or FeelKind.Null
            ? Evaluate(condition.IsTrue ? node.Then : node.Else)
            : Fail(DiagnosticKind.WrongKind, node, "if", condition);
    }

    private FeelValue Coerce(BoundCoercion node) => Coercion.Apply(Evaluate(node.Value), node.Type, node.Span, node.Type.ToString(), context);

    private FeelValue TestInstance(BoundInstanceOf node)
    {
        var value = Evaluate(node.Value);
        return node.Tested is null ? FeelValue.Null : FeelValue.From(node.Tested.HasInstance(value));
    }

    private FeelValue Report(BoundError node)
    {
        context.Add(node.Diagnostic);
        return FeelValue.Null;
    }

    private FeelValue Fail(DiagnosticKind kind, BoundExpression node, string word)
    {
        context.Report(kind, node.Span, word);
        return FeelValue.Null;
    }

    private FeelValue Fail(DiagnosticKind kind, BoundExpression node, string word, in FeelValue value)
    {
        context.Report(kind, node.Span, word, value);
        return FeelValue.Null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T As<T>(BoundExpression expression)
        where T : BoundExpression => Unsafe.As<T>(expression);

    private static Truth ToTruth(in FeelValue value) =>
        value.Kind == FeelKind.Boolean ? (value.IsTrue ? Truth.True : Truth.False) : Truth.Other;

    private static FeelValue ToValue(Truth truth) => truth switch
    {
        Truth.True => FeelValue.True,
        Truth.False => FeelValue.False,
        _ => FeelValue.Null,
    };
}
