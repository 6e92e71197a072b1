using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;

namespace Funeng.Feel.Binding;

/// <summary>From text to bound tree.</summary>
internal sealed class ExpressionCompiler(TypeTable types, List<Diagnostic> diagnostics)
{
    public Binder Binder { get; } = new(types, diagnostics);

    public BoundExpression Compile(SourceText source, Scope scope)
    {
        var before = diagnostics.Count;
        var expression = Parser.ParseExpression(source, scope.Names, types.Names, diagnostics);
        return expression is MissingExpression ? Failed(expression, before) : Binder.Bind(expression, scope);
    }

    /// <summary>Tests on a variable; an error where the text is not understood.</summary>
    public BoundExpression CompileTests(SourceText source, VariableSymbol tested, Scope scope)
    {
        var before = diagnostics.Count;
        var names = new NameScope(scope.Names);
        names.Declare("?", tested.Type);
        var tests = Parser.ParseUnaryTests(source, names, types.Names, diagnostics);
        return tests.Tests is [MissingExpression missing] ? Failed(missing, before) : Binder.BindTests(tests, tested, scope);
    }

    private BoundError Failed(Expression expression, int before)
    {
        var reason = diagnostics.Skip(before).FirstOrDefault(diagnostic => !diagnostic.IsWarning)
            ?? new Diagnostic(DiagnosticKind.UnexpectedEnd, expression.Span, "an expression");
        return new BoundError(reason, expression.Span);
    }
}
