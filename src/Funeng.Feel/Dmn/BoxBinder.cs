using Funeng.Feel.Binding;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn;

/// <summary>Binds boxed expressions: each box becomes the bound node that its textual form would be.</summary>
internal sealed partial class BoxBinder(TypeTable types, List<Diagnostic> diagnostics)
{
    private readonly ExpressionCompiler texts = new(types, diagnostics);

    /// <summary>Binds a box; its own <c>typeRef</c> is a typed boundary.</summary>
    public BoundExpression Bind(BoxedExpression? box, Scope scope, string place)
    {
        if (box is null)
        {
            return new BoundError(new Diagnostic(DiagnosticKind.InvalidModel, SpanOf(place), "an expression is missing"), SpanOf(place));
        }

        var bound = BindBox(box, scope);
        return box.TypeRef is null || box is BoxedFunction ? bound : Coerce(bound, TypeOf(box.TypeRef, box.Place));
    }

    /// <summary>The value at a typed boundary; nothing is added where the type is certain already.</summary>
    public static BoundExpression Coerce(BoundExpression bound, FeelType type)
    {
        var isCertain = bound.Type != FeelType.Any && type is not ConstrainedType && bound.Type.ConformsTo(type);
        return type == FeelType.Any || isCertain ? bound : new BoundCoercion(bound, type, bound.Span);
    }

    /// <summary>The type of a reference; <c>Any</c> with a diagnostic when there is none of that name.</summary>
    public FeelType TypeOf(string? typeRef, string place)
    {
        if (string.IsNullOrEmpty(typeRef))
        {
            return FeelType.Any;
        }

        if (types.Find(typeRef) is { } type)
        {
            return type;
        }

        diagnostics.Add(new Diagnostic(
            DiagnosticKind.UnknownType, SpanOf(place), [typeRef, .. Suggestions.For(typeRef, types.AllNames())]));
        return FeelType.Any;
    }

    private BoundExpression BindBox(BoxedExpression box, Scope scope) => box switch
    {
        BoxedLiteral literal => BindLiteral(literal, scope),
        BoxedContext context => BindContext(context, scope),
        BoxedInvocation invocation => BindInvocation(invocation, scope),
        BoxedList list => BindList(list, scope),
        BoxedRelation relation => BindRelation(relation, scope),
        BoxedFunction function => BindFunction(function, scope),
        BoxedConditional conditional => BindConditional(conditional, scope),
        BoxedFilter filter => Binder.BindFilter(
            Bind(filter.In, scope, filter.Place), inner => Bind(filter.Match, inner, filter.Place), SpanOf(filter.Place), scope),
        BoxedFor @for => BindFor(@for, scope),
        BoxedQuantified quantified => BindQuantified(quantified, scope),
        BoxedTable table => BindTable(table, scope),
        _ => throw new InvalidOperationException($"There is no binding for {box.GetType().Name}."),
    };

    private BoundExpression BindLiteral(BoxedLiteral literal, Scope scope)
    {
        if (literal.IsFeel)
        {
            return texts.Compile(literal.Text, scope);
        }

        var span = SpanOf(literal.Place);
        return new BoundError(new Diagnostic(DiagnosticKind.ExternalFunction, span, literal.Place), span);
    }

    private BoundExpression BindContext(BoxedContext context, Scope scope)
    {
        var inner = scope.Enter();
        var entries = new List<BoundContextEntry>();
        BoundExpression? result = null;
        foreach (var entry in context.Entries)
        {
            var own = entry.Name is not null && entry.Value is BoxedFunction ? inner.Declare(entry.Name, FeelType.Any) : null;
            var value = Coerce(Bind(entry.Value, inner, context.Place), TypeOf(entry.TypeRef, context.Place));
            if (entry.Name is null)
            {
                result = value;
                continue;
            }

            var symbol = own ?? inner.Declare(entry.Name, value.Type);
            if (entries.Exists(earlier => earlier.Name == symbol.Name))
            {
                return Invalid(DiagnosticKind.DuplicateKey, context.Place, symbol.Name);
            }

            entries.Add(new BoundContextEntry(symbol.Name, symbol, value));
        }

        var type = result?.Type ?? TypeHints.ContextOf(entries.Select(entry => (entry.Name, entry.Value.Type)));
        return new BoundContext(entries, result, type, SpanOf(context.Place));
    }

    private BoundExpression BindInvocation(BoxedInvocation invocation, Scope scope)
    {
        var function = Bind(invocation.Function, scope, invocation.Place);
        var arguments = invocation.Bindings.Select(binding => Bind(binding.Value, scope, invocation.Place)).ToArray();
        var names = invocation.Bindings.Count == 0 ? null : invocation.Bindings.Select(binding => NameText.Normalize(binding.Name)).ToArray();
        return texts.Binder.BindCall(function, arguments, names, SpanOf(invocation.Place));
    }

    private BoundList BindList(BoxedList list, Scope scope)
    {
        var items = list.Items.Select(item => Bind(item, scope, list.Place)).ToArray();
        return new BoundList(items, FeelType.ListOf(StaticTypes.Common(items.Select(item => item.Type))), SpanOf(list.Place));
    }

    private BoundList BindRelation(BoxedRelation relation, Scope scope)
    {
        var rows = relation.Rows.Select(row => BindRow(relation, row, scope)).ToArray();
        return new BoundList(rows, FeelType.ListOf(StaticTypes.Common(rows.Select(row => row.Type))), SpanOf(relation.Place));
    }

    private BoundContext BindRow(BoxedRelation relation, IReadOnlyList<BoxedExpression?> row, Scope scope)
    {
        var entries = new List<BoundContextEntry>();
        foreach (var ((name, typeRef), cell) in relation.Columns.Zip(row))
        {
            // The cells of a row do not see each other.
            var value = Coerce(Bind(cell, scope, relation.Place), TypeOf(typeRef, relation.Place));
            var symbol = scope.Layout.Allocate(NameText.Normalize(name), value.Type);
            entries.Add(new BoundContextEntry(symbol.Name, symbol, value));
        }

        return new BoundContext(
            entries, null, TypeHints.ContextOf(entries.Select(entry => (entry.Name, entry.Value.Type))), SpanOf(relation.Place));
    }

    private BoundExpression BindFunction(BoxedFunction function, Scope scope)
    {
        if (!function.IsFeel)
        {
            return Invalid(DiagnosticKind.ExternalFunction, function.Place, function.Place);
        }

        var parameters = function.Parameters.Select(parameter => (parameter.Name, TypeOf(parameter.TypeRef, function.Place))).ToList();
        return Binder.BindFunction(parameters, inner => Bind(function.Body, inner, function.Place), SpanOf(function.Place), scope);
    }

    private BoundIf BindConditional(BoxedConditional conditional, Scope scope)
    {
        var condition = Bind(conditional.If, scope, conditional.Place);
        var then = Bind(conditional.Then, scope, conditional.Place);
        var otherwise = Bind(conditional.Else, scope, conditional.Place);
        var type = StaticTypes.Common([then.Type, otherwise.Type]);
        return new BoundIf(condition, then, otherwise, IsStrict: true, type, SpanOf(conditional.Place));
    }

    private BoundFor BindFor(BoxedFor @for, Scope scope)
    {
        var (iterator, inner) = BindIterator(@for.Variable, @for.In, @for.Place, scope);
        return Binder.BindFor([iterator], body => Bind(@for.Return, body, @for.Place), SpanOf(@for.Place), inner);
    }

    private BoundQuantifier BindQuantified(BoxedQuantified quantified, Scope scope)
    {
        var (iterator, inner) = BindIterator(quantified.Variable, quantified.In, quantified.Place, scope);
        return new BoundQuantifier(
            quantified.Quantifier, [iterator], Bind(quantified.Satisfies, inner, quantified.Place), SpanOf(quantified.Place));
    }

    private (BoundIterator Iterator, Scope Inner) BindIterator(string variable, BoxedExpression? source, string place, Scope scope)
    {
        var bound = Bind(source, scope, place);
        var inner = scope.Enter();
        return (new BoundIterator(inner.Declare(variable, bound.Type.ElementOrSelf()), bound), inner);
    }

    private BoundError Invalid(DiagnosticKind kind, string place, string word)
    {
        var diagnostic = new Diagnostic(kind, SpanOf(place), word);
        diagnostics.Add(diagnostic);
        return new BoundError(diagnostic, diagnostic.Span);
    }

    private static TextSpan SpanOf(string place) => new(new SourceText("", place), 0, 0);
}
