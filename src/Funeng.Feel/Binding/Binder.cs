using System.Runtime.CompilerServices;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Binding;

/// <summary>
/// Turns a parsed expression into a bound one: every name becomes a slot or a constant, every node gets a type, and what does not depend
/// on variables is computed now. What cannot be bound becomes a <see cref="BoundError"/>, which is null when evaluated.
/// </summary>
internal sealed partial class Binder(TypeTable types, List<Diagnostic> diagnostics)
{
    public BoundExpression Bind(Expression expression, Scope scope) => RuntimeHelpers.TryEnsureSufficientExecutionStack()
        ? BindNode(expression, scope)
        : Error(DiagnosticKind.TooLarge, expression.Span, "the expression nests too deeply for this thread");

    private BoundExpression BindNode(Expression expression, Scope scope) => expression switch
    {
        NumberLiteral number => new BoundLiteral(number.Value, FeelType.Number, number.Span),
        StringLiteral text => new BoundLiteral(text.Value, FeelType.String, text.Span),
        BooleanLiteral boolean => new BoundLiteral(boolean.Value, FeelType.Boolean, boolean.Span),
        NullLiteral literal => new BoundLiteral(FeelValue.Null, FeelType.Null, literal.Span),
        AtLiteral at => BindAtLiteral(at),
        Name name => BindName(name, scope),
        Negation negation => BindNegation(negation, scope),
        Arithmetic arithmetic => BindArithmetic(arithmetic, scope),
        Comparison comparison =>
            new BoundComparison(comparison.Operator, Bind(comparison.Left, scope), Bind(comparison.Right, scope), comparison.Span),
        Logic logic => new BoundLogic(logic.Operator, Bind(logic.Left, scope), Bind(logic.Right, scope), logic.Span),
        Between between =>
            new BoundBetween(Bind(between.Value, scope), Bind(between.Low, scope), Bind(between.High, scope), between.Span),
        In @in => BindIn(@in, scope),
        If @if => BindIf(@if, scope),
        For @for => BindFor(@for, scope),
        Quantified quantified => BindQuantified(quantified, scope),
        Invocation invocation => BindInvocation(invocation, scope),
        Syntax.Path path => BindPath(path, scope),
        Filter filter => BindFilter(filter, scope),
        ListLiteral list => BindList(list, scope),
        ContextLiteral context => BindContext(context, scope),
        RangeLiteral range => BindRange(range, scope),
        OperatorRange range => BindRange(range, scope),
        InstanceOf instance => BindInstanceOf(instance, scope),
        FunctionDefinition function => BindFunction(function, scope),
        UnaryComparison or UnaryTests => throw new InvalidOperationException("Tests are bound with the value that they test."),
        _ => Error(DiagnosticKind.InvalidModel, expression.Span, "the text could not be read", report: false),
    };

    private BoundExpression BindAtLiteral(AtLiteral at)
    {
        var value = TemporalText.Parse(at.Text);
        return value.IsNull ? Error(DiagnosticKind.InvalidLiteral, at.Span, at.Text) : new BoundLiteral(value, FeelType.Of(value), at.Span);
    }

    private BoundExpression BindNegation(Negation negation, Scope scope)
    {
        var operand = Bind(negation.Operand, scope);
        return Fold(new BoundNegation(operand, StaticTypes.OfNegation(operand.Type), negation.Span), operand);
    }

    private BoundExpression BindArithmetic(Arithmetic arithmetic, Scope scope)
    {
        var left = Bind(arithmetic.Left, scope);
        var right = Bind(arithmetic.Right, scope);
        var type = StaticTypes.OfArithmetic(arithmetic.Operator, left.Type, right.Type);
        return Fold(new BoundArithmetic(arithmetic.Operator, left, right, type, arithmetic.Span), left, right);
    }

    private BoundIf BindIf(If @if, Scope scope)
    {
        var then = Bind(@if.Then, scope);
        var otherwise = Bind(@if.Else, scope);
        var type = StaticTypes.Common([then.Type, otherwise.Type]);
        return new BoundIf(Bind(@if.Condition, scope), then, otherwise, IsStrict: false, type, @if.Span);
    }

    private BoundExpression BindList(ListLiteral list, Scope scope)
    {
        var items = list.Items.Select(item => Bind(item, scope)).ToArray();
        var type = FeelType.ListOf(StaticTypes.Common(items.Select(item => item.Type)));
        return Fold(new BoundList(items, type, list.Span), items);
    }

    private BoundExpression BindContext(ContextLiteral context, Scope scope)
    {
        var inner = scope.Enter();
        var entries = new List<BoundContextEntry>();
        foreach (var entry in context.Entries)
        {
            if (entries.Exists(earlier => earlier.Name == entry.Key))
            {
                return Error(DiagnosticKind.DuplicateKey, entry.KeySpan, entry.Key);
            }

            // A function may call itself by the name of its entry; any other value sees only the entries before it.
            var own = entry.Value is FunctionDefinition ? inner.Declare(entry.Key, FeelType.Any) : null;
            var value = Bind(entry.Value, inner);
            entries.Add(new BoundContextEntry(entry.Key, own ?? inner.Declare(entry.Key, value.Type), value));
        }

        var type = TypeHints.ContextOf(entries.Select(entry => (entry.Name, entry.Value.Type)));
        return new BoundContext(entries, null, type, context.Span);
    }

    private BoundExpression BindRange(RangeLiteral range, Scope scope)
    {
        var low = Bind(range.Low, scope);
        var high = Bind(range.High, scope);
        var type = FeelType.RangeOf(StaticTypes.Common([low.Type, high.Type]));
        return Fold(
            new BoundRange(FeelRangeForm.Interval, low, high, range.LowIncluded, range.HighIncluded, type, range.Span), low, high);
    }

    private BoundExpression BindRange(OperatorRange range, Scope scope)
    {
        var end = Bind(range.End, scope);
        var form = range.Operator switch
        {
            ComparisonOperator.Less => FeelRangeForm.Less,
            ComparisonOperator.LessOrEqual => FeelRangeForm.LessOrEqual,
            ComparisonOperator.Greater => FeelRangeForm.Greater,
            ComparisonOperator.GreaterOrEqual => FeelRangeForm.GreaterOrEqual,
            ComparisonOperator.Equal => FeelRangeForm.Equal,
            _ => FeelRangeForm.NotEqual,
        };
        var low = form is FeelRangeForm.Less or FeelRangeForm.LessOrEqual ? null : end;
        var high = form is FeelRangeForm.Greater or FeelRangeForm.GreaterOrEqual ? null : end;
        var included = form is FeelRangeForm.LessOrEqual or FeelRangeForm.GreaterOrEqual or FeelRangeForm.Equal;
        return Fold(
            new BoundRange(form, low, high, included && low is not null, included && high is not null, FeelType.RangeOf(end.Type), range.Span),
            end);
    }

    private BoundInstanceOf BindInstanceOf(InstanceOf instance, Scope scope)
    {
        var type = types.Resolve(instance.Type);
        if (type is null)
        {
            var written = instance.Type.Span.Text;
            Report(new Diagnostic(DiagnosticKind.UnknownType, instance.Type.Span, [written, .. Suggestions.For(written, types.AllNames())]));
        }

        return new BoundInstanceOf(Bind(instance.Value, scope), type is null ? null : ConstrainedType.Strip(type), instance.Span);
    }

    /// <summary>Computes what depends on constants alone. A result that is null is left, so that its diagnostic comes when it is evaluated.</summary>
    private static BoundExpression Fold(BoundExpression expression, params ReadOnlySpan<BoundExpression> operands)
    {
        foreach (var operand in operands)
        {
            if (operand is not BoundLiteral)
            {
                return expression;
            }
        }

        var context = EvaluationContext.Rent();
        var value = context.Evaluate(expression, []);
        context.Return();
        return value.IsNull ? expression : new BoundLiteral(value, FeelType.Of(value), expression.Span);
    }

    private BoundError Error(DiagnosticKind kind, TextSpan span, string word, bool report = true)
    {
        var diagnostic = new Diagnostic(kind, span, word);
        if (report)
        {
            Report(diagnostic);
        }

        return new BoundError(diagnostic, span);
    }

    private void Report(Diagnostic diagnostic) => diagnostics.Add(diagnostic);
}
