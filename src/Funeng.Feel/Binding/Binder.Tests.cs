using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Binding;

/// <summary>Unary tests: each becomes an ordinary condition on the tested variable.</summary>
internal sealed partial class Binder
{
    private const string Tested = "?";

    /// <summary>Binds tests on a variable, which is <c>?</c> inside of them.</summary>
    public BoundUnaryTests BindTests(UnaryTests tests, VariableSymbol tested, Scope scope)
    {
        var inner = scope.Enter();
        inner.Alias(Tested, tested);
        return new BoundUnaryTests([.. tests.Tests.Select(test => BindTest(test, tested, inner))], tests.Negated, tests.Span);
    }

    private BoundExpression BindTest(Expression test, VariableSymbol tested, Scope scope)
    {
        var value = new BoundVariable(tested, test.Span);
        if (test is UnaryComparison comparison)
        {
            return new BoundComparison(comparison.Operator, value, Bind(comparison.Operand, scope), test.Span);
        }

        var bound = Bind(test, scope);
        if (IsCondition(test, bound, tested))
        {
            return bound;
        }

        return StaticTypes.IsScalar(bound.Type) || bound.Type == FeelType.Null
            ? new BoundComparison(ComparisonOperator.Equal, value, bound, test.Span)
            : new BoundMembership(value, bound, test.Span);
    }

    /// <summary>A test that speaks of <c>?</c>, or one that is a condition on other variables, holds when it is true.</summary>
    private static bool IsCondition(Expression test, BoundExpression bound, VariableSymbol tested)
    {
        if (bound is BoundLiteral)
        {
            return false;
        }

        if (TestedValue.IsUsedIn(test))
        {
            return bound.Type == FeelType.Boolean || bound.Type == FeelType.Any;
        }

        return bound.Type == FeelType.Boolean && tested.Type != FeelType.Boolean && tested.Type != FeelType.Any;
    }

    private BoundIn BindIn(In @in, Scope scope)
    {
        var value = Bind(@in.Value, scope);
        if (value is BoundVariable variable)
        {
            return new BoundIn(value, null, BindTests(@in.Tests, variable.Symbol, scope), @in.Span);
        }

        var tested = scope.Layout.Allocate(Tested, value.Type);
        return new BoundIn(value, tested, BindTests(@in.Tests, tested, scope), @in.Span);
    }
}
