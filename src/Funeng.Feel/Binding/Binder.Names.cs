using Funeng.Feel.BuiltIns;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Binding;

/// <summary>Names, paths, filters and calls.</summary>
internal sealed partial class Binder
{
    private static readonly HashSet<string> ClockFunctions = ["now", "today"];

    private BoundExpression BindName(Name name, Scope scope) =>
        Find(name.Identifier, name.Span, scope, scope.Layout) ?? UnknownName(name, scope);

    /// <summary>What a name stands for, from inside out; null when nothing has that name.</summary>
    private static BoundExpression? Find(string name, TextSpan span, Scope? scope, FrameLayout layout)
    {
        for (; scope is not null; scope = scope.Outer)
        {
            if (scope.Item is { } item && FindInItem(name, span, item, scope, layout) is { } member)
            {
                return member;
            }

            switch (scope.FindHere(name))
            {
                case BoundVariable variable:
                    return new BoundVariable(layout.Reach(variable.Symbol, scope.Layout), span);
                case BoundLiteral constant:
                    return constant with { Span = span };
            }
        }

        return null;
    }

    /// <summary>An entry of the element, or the element itself under the name <c>item</c>, which an entry called item hides.</summary>
    private static BoundExpression? FindInItem(string name, TextSpan span, VariableSymbol item, Scope scope, FrameLayout layout)
    {
        var reached = layout.Reach(item, scope.Layout);
        var variable = new BoundVariable(reached, span);
        if (item.Type is ContextType context && context.Find(name) is { } type)
        {
            scope.Use(ItemUse.Depends);
            return new BoundPath(variable, name, type, span);
        }

        if (name == "item")
        {
            scope.Use(ItemUse.Depends);
            return item.Type == FeelType.Any ? new BoundItemMember(reached, name, variable, FeelType.Any, span) : variable;
        }

        // Special variables and functions are never meant as entries of an element that is not known.
        if (item.Type is not ContextType && item.Type != FeelType.Any)
        {
            return null;
        }

        var fallback = Find(name, span, scope.Outer, layout);
        if (fallback is BoundLiteral || (fallback is not null && item.Type is ContextType))
        {
            return fallback;
        }

        scope.Use(fallback is null ? ItemUse.Depends : ItemUse.ByNameOnly);
        var otherwise = fallback ?? new BoundError(new Diagnostic(DiagnosticKind.NoSuchMember, span, name), span);
        return new BoundItemMember(reached, name, otherwise, FeelType.Any, span);
    }

    private BoundError UnknownName(Name name, Scope scope)
    {
        var suggestions = Suggestions.For(name.Identifier, scope.AllNames());
        var diagnostic = new Diagnostic(DiagnosticKind.UnknownName, name.Span, [name.Identifier, .. suggestions]);
        Report(diagnostic);
        return new BoundError(diagnostic, name.Span);
    }

    private BoundPath BindPath(Syntax.Path path, Scope scope)
    {
        var source = Bind(path.Source, scope);
        return new BoundPath(source, path.Member, StaticTypes.OfMember(source.Type, path.Member), path.Span);
    }

    private BoundExpression BindFilter(Filter filter, Scope scope)
    {
        var source = Bind(filter.Source, scope);
        return BindFilter(source, inner => Bind(filter.Condition, inner), filter.Span, scope);
    }

    /// <summary>A filter, textual or boxed: the condition is bound in the scope of the element.</summary>
    public static BoundFilter BindFilter(BoundExpression source, Func<Scope, BoundExpression> bindCondition, TextSpan span, Scope scope)
    {
        var element = source.Type.ElementOrSelf();
        var inner = scope.EnterFilter(element);
        var condition = bindCondition(inner);
        var isPosition = inner.ItemUse == ItemUse.None && condition.Type == FeelType.Number;
        var type = isPosition ? element : condition.Type == FeelType.Boolean ? FeelType.ListOf(element) : FeelType.Any;
        return new BoundFilter(source, inner.Item!, condition, type, span)
        {
            DependsOnItem = inner.ItemUse != ItemUse.None,
            MayBePosition = inner.ItemUse == ItemUse.ByNameOnly,
        };
    }

    private BoundExpression BindInvocation(Invocation invocation, Scope scope)
    {
        var function = Bind(invocation.Function, scope);
        var arguments = invocation.Arguments.Select(argument => Bind(argument.Value, scope)).ToArray();
        var names = invocation.Arguments.Count > 0 && invocation.Arguments[0].Name is not null
            ? invocation.Arguments.Select(argument => argument.Name!).ToArray()
            : null;
        return BindCall(function, arguments, names, invocation.Span);
    }

    /// <summary>A call, textual or boxed. A call of a built-in function that is known now is put in order now.</summary>
    public BoundExpression BindCall(BoundExpression function, BoundExpression[] arguments, string[]? names, TextSpan span)
    {
        if (function is BoundLiteral { Value.Kind: FeelKind.Function } constant && constant.Value.AsFunction() is BuiltIn builtIn)
        {
            return BindBuiltInCall(builtIn, arguments, names, span);
        }

        var type = function.Type is FunctionType functionType ? functionType.Result : FeelType.Any;
        return new BoundInvocation(function, arguments, names, type, span);
    }

    private BoundExpression BindBuiltInCall(BuiltIn function, BoundExpression[] arguments, string[]? names, TextSpan span)
    {
        var ordered = names is null ? arguments : InOrder(function, arguments, names, span);
        if (ordered is null || !function.Accepts(ordered.Length))
        {
            var given = names is null ? $"{arguments.Length} given" : string.Join(", ", names);
            var diagnostic = new Diagnostic(DiagnosticKind.WrongArguments, span, function.ToString()!, given);
            Report(diagnostic);
            return new BoundError(diagnostic, span);
        }

        var called = names is null ? function : function.Named(names);
        var call = new BoundBuiltInCall(called, ordered, called.ResultType, span);
        return ClockFunctions.Contains(function.Name) || ordered.Any(argument => argument.Type is FunctionType) ? call : Fold(call, ordered);
    }

    /// <summary>The arguments in the order of the parameters, null for those left out; null when the names do not fit.</summary>
    private static BoundExpression[]? InOrder(BuiltIn function, BoundExpression[] arguments, string[] names, TextSpan span)
    {
        if (function.Arrange(names) is not { } places)
        {
            return null;
        }

        var ordered = new BoundExpression[places.Count];
        Array.Fill(ordered, new BoundLiteral(FeelValue.Null, FeelType.Null, span));
        for (var index = 0; index < arguments.Length; index++)
        {
            ordered[places.Positions[index]] = arguments[index];
        }

        return ordered;
    }

    private BoundExpression BindFunction(FunctionDefinition function, Scope scope)
    {
        if (function.IsExternal)
        {
            return Error(DiagnosticKind.ExternalFunction, function.Span, "function");
        }

        var parameters = function.Parameters.Select(parameter => (parameter.Name, TypeOf(parameter.Type))).ToList();
        return BindFunction(parameters, inner => Bind(function.Body, inner), function.Span, scope);
    }

    /// <summary>A function, textual or boxed: the body is bound in a frame of its own.</summary>
    public static BoundFunctionDefinition BindFunction(
        IReadOnlyList<(string Name, FeelType Type)> parameters, Func<Scope, BoundExpression> bindBody, TextSpan span, Scope scope)
    {
        var layout = new FrameLayout(scope.Layout);
        var inner = new Scope(scope, layout);
        var symbols = parameters.Select(parameter => inner.Declare(parameter.Name, parameter.Type)).ToArray();
        var body = bindBody(inner);
        var type = new FunctionType([.. symbols.Select(symbol => symbol.Type)], body.Type);
        return new BoundFunctionDefinition(symbols, body, layout.Captures, layout.Size, type, span);
    }

    private FeelType TypeOf(TypeSyntax? syntax)
    {
        if (syntax is null)
        {
            return FeelType.Any;
        }

        var type = types.Resolve(syntax);
        if (type is null)
        {
            Report(new Diagnostic(DiagnosticKind.UnknownType, syntax.Span, [syntax.Span.Text, .. Suggestions.For(syntax.Span.Text, types.AllNames())]));
        }

        return type ?? FeelType.Any;
    }
}
