using Funeng.Feel.Binding;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>
/// Walks a bound FEEL expression and keeps what is still possible: sound for every construct, since whatever cannot be bounded becomes
/// anything at all, and equal to plain FEEL where every variable has one value and nothing is null.
/// </summary>
internal static class PossibleEvaluator
{
    public static Possible Evaluate(BoundExpression expression, PossibleFrame frame) => expression.Kind switch
    {
        BoundKind.Literal => Possible.Of(((BoundLiteral)expression).Constant),
        BoundKind.Variable => frame.Get(((BoundVariable)expression).Symbol),
        BoundKind.Logic => Logic((BoundLogic)expression, frame),
        BoundKind.Comparison => Compare((BoundComparison)expression, frame),
        BoundKind.Arithmetic => Arithmetic((BoundArithmetic)expression, frame),
        BoundKind.Negation => Negate((BoundNegation)expression, frame),
        BoundKind.Between => Between((BoundBetween)expression, frame),
        BoundKind.In => In((BoundIn)expression, frame),
        BoundKind.UnaryTests => UnaryTests((BoundUnaryTests)expression, frame),
        BoundKind.Membership => Member((BoundMembership)expression, frame),
        BoundKind.If => If((BoundIf)expression, frame),
        BoundKind.List => List((BoundList)expression, frame),
        BoundKind.Filter => Filter((BoundFilter)expression, frame),
        BoundKind.Quantifier => Quantify((BoundQuantifier)expression, frame),
        BoundKind.BuiltInCall => PossibleBuiltIns.Call((BoundBuiltInCall)expression, frame),
        BoundKind.DecisionTable => PossibleTable.Evaluate((BoundDecisionTable)expression, frame),
        BoundKind.Coercion => Coerce((BoundCoercion)expression, frame),
        _ => PlainFeel.Evaluate(expression, frame),
    };

    /// <summary>What is possible of a type about which nothing else is known.</summary>
    public static Possible AnythingOf(FeelType type)
    {
        if (type == FeelType.Boolean) return Possible.Either;
        if (type == FeelType.String) return Possible.AnyText;
        return Possible.Any;
    }

    private static Possible Logic(BoundLogic logic, PossibleFrame frame)
    {
        var left = Evaluate(logic.Left, frame);
        if (logic.Operator == LogicOperator.And)
        {
            if (left.IsCertainlyFalse) return Possible.False;
            var right = Evaluate(logic.Right, frame);
            return Possible.Of(left.MayBeTrue && right.MayBeTrue, left.MayBeFalse || right.MayBeFalse);
        }

        if (left.IsCertainlyTrue) return Possible.True;
        var other = Evaluate(logic.Right, frame);
        return Possible.Of(left.MayBeTrue || other.MayBeTrue, left.MayBeFalse && other.MayBeFalse);
    }

    private static Possible Compare(BoundComparison comparison, PossibleFrame frame) =>
        PossibleComparison.Compare(comparison.Operator, Evaluate(comparison.Left, frame), Evaluate(comparison.Right, frame));

    private static Possible Arithmetic(BoundArithmetic arithmetic, PossibleFrame frame)
    {
        var left = Evaluate(arithmetic.Left, frame);
        var right = Evaluate(arithmetic.Right, frame);
        // One value on each side is plain FEEL, dates and durations included.
        if (left.TryGetValue(out var one) && right.TryGetValue(out var two)) return Possible.Of(PlainFeel.Apply(arithmetic.Operator, one, two));
        if (left.Kind != PossibleKind.Number || right.Kind != PossibleKind.Number) return Possible.Any;
        return arithmetic.Operator switch
        {
            ArithmeticOperator.Add => Possible.Of(Interval.Add(left.Interval, right.Interval)),
            ArithmeticOperator.Subtract => Possible.Of(Interval.Add(left.Interval, Interval.Negate(right.Interval))),
            ArithmeticOperator.Multiply => Possible.Of(Interval.Multiply(left.Interval, right.Interval)),
            ArithmeticOperator.Divide => Possible.Of(Interval.Divide(left.Interval, right.Interval)),
            _ => Power(left.Interval, right),
        };
    }

    // Powers are bounded for a base that is not negative and one positive exponent, where they grow with the base.
    private static Possible Power(in Interval number, in Possible exponent)
    {
        if (!exponent.TryGetValue(out var power) || power.AsNumber().Sign <= 0) return Possible.Any;
        if (!number.Low.IsFinite || number.Low.Value.Sign < 0) return Possible.Any;
        return PossibleBuiltIns.Monotone(number, value => PlainFeel.Apply(ArithmeticOperator.Power, value, power));
    }

    private static Possible Negate(BoundNegation negation, PossibleFrame frame)
    {
        var operand = Evaluate(negation.Operand, frame);
        if (operand.Kind == PossibleKind.Number) return Possible.Of(Interval.Negate(operand.Interval));
        return operand.TryGetValue(out var value) ? Possible.Of(FeelOperations.Negate(value)) : Possible.Any;
    }

    private static Possible Between(BoundBetween between, PossibleFrame frame)
    {
        var value = Evaluate(between.Value, frame);
        var low = PossibleComparison.Compare(ComparisonOperator.GreaterOrEqual, value, Evaluate(between.Low, frame));
        var high = PossibleComparison.Compare(ComparisonOperator.LessOrEqual, value, Evaluate(between.High, frame));
        return Both(low, high);
    }

    private static Possible In(BoundIn test, PossibleFrame frame)
    {
        if (test.Tested is { } tested) frame.Set(tested.Slot, Evaluate(test.Value, frame));
        return UnaryTests(test.Tests, frame);
    }

    private static Possible UnaryTests(BoundUnaryTests tests, PossibleFrame frame)
    {
        if (tests.Items.Length == 0) return Possible.True;
        var result = Possible.False;
        foreach (var test in tests.Items)
        {
            var outcome = Evaluate(test, frame);
            result = Possible.Of(result.MayBeTrue || outcome.MayBeTrue, result.MayBeFalse && outcome.MayBeFalse);
        }

        return tests.Negated ? result.Not() : result;
    }

    private static Possible List(BoundList list, PossibleFrame frame)
    {
        var items = new PossibleItem[list.Items.Count];
        for (var index = 0; index < items.Length; index++) items[index] = new PossibleItem(Evaluate(list.Items[index], frame), false);
        return Possible.ListOf(items);
    }

    private static Possible Member(BoundMembership membership, PossibleFrame frame)
    {
        var value = Evaluate(membership.Value, frame);
        if (membership.Test is BoundRange range)
        {
            var low = range.Low is null ? Possible.Any : Evaluate(range.Low, frame);
            var high = range.High is null ? Possible.Any : Evaluate(range.High, frame);
            return PossibleComparison.InRange(
                value, range.Low is null ? null : low, range.LowIncluded, range.High is null ? null : high, range.HighIncluded);
        }

        return PossibleComparison.Member(value, Evaluate(membership.Test, frame));
    }

    private static Possible If(BoundIf conditional, PossibleFrame frame)
    {
        var condition = Evaluate(conditional.Condition, frame);
        if (condition.IsCertainlyTrue) return Evaluate(conditional.Then, frame);
        if (condition.IsCertainlyFalse) return Evaluate(conditional.Else, frame);
        return Evaluate(conditional.Then, frame).Union(Evaluate(conditional.Else, frame));
    }

    private static Possible Filter(BoundFilter filter, PossibleFrame frame)
    {
        var source = Evaluate(filter.Source, frame);
        if (source.Kind != PossibleKind.List || !filter.DependsOnItem || filter.MayBePosition) return PlainFeel.Evaluate(filter, frame);
        var kept = new List<PossibleItem>(source.Items.Length);
        foreach (var item in source.Items)
        {
            frame.Set(filter.Item.Slot, item.Value);
            var condition = Evaluate(filter.Condition, frame);
            if (condition.Kind != PossibleKind.Truth) return Possible.Any;
            if (condition.MayBeTrue) kept.Add(item with { MayBeAbsent = item.MayBeAbsent || condition.MayBeFalse });
        }

        return Possible.ListOf([.. kept]);
    }

    private static Possible Quantify(BoundQuantifier quantifier, PossibleFrame frame)
    {
        if (quantifier.Iterators is not [var iterator]) return PlainFeel.Evaluate(quantifier, frame);
        var source = Evaluate(iterator.Source, frame);
        if (source.Kind != PossibleKind.List) return PlainFeel.Evaluate(quantifier, frame);
        var isSome = quantifier.Quantifier == Quantifier.Some;
        var result = Possible.Of(!isSome, isSome);
        foreach (var item in source.Items)
        {
            frame.Set(iterator.Variable.Slot, item.Value);
            var outcome = Evaluate(quantifier.Satisfies, frame);
            if (outcome.Kind != PossibleKind.Truth) return Possible.Either;
            // An item that may be absent may also change nothing.
            if (item.MayBeAbsent) outcome = outcome.Union(isSome ? Possible.False : Possible.True);
            result = isSome
                ? Possible.Of(result.MayBeTrue || outcome.MayBeTrue, result.MayBeFalse && outcome.MayBeFalse)
                : Both(result, outcome);
        }

        return result;
    }

    private static Possible Both(in Possible left, in Possible right) =>
        Possible.Of(left.MayBeTrue && right.MayBeTrue, left.MayBeFalse || right.MayBeFalse);

    // A typed boundary changes nothing for a value of the type; anything else is left to plain FEEL.
    private static Possible Coerce(BoundCoercion coercion, PossibleFrame frame)
    {
        var value = Evaluate(coercion.Value, frame);
        var fits = value.Kind switch
        {
            PossibleKind.Number => coercion.Type == FeelType.Number || coercion.Type == FeelType.Any,
            PossibleKind.Truth => coercion.Type == FeelType.Boolean || coercion.Type == FeelType.Any,
            PossibleKind.Text => coercion.Type == FeelType.String || coercion.Type == FeelType.Any,
            _ => coercion.Type == FeelType.Any,
        };
        if (fits) return value;
        if (value.TryGetValue(out _)) return PlainFeel.Evaluate(coercion, frame);
        return AnythingOf(coercion.Type);
    }
}
