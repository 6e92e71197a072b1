using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Binding;

/// <summary>for, some and every.</summary>
internal sealed partial class Binder
{
    private BoundFor BindFor(For @for, Scope scope)
    {
        var (iterators, inner) = BindIterators(@for.Iterators, scope);
        return BindFor(iterators, body => Bind(@for.Return, body), @for.Span, inner);
    }

    /// <summary>An iteration, textual or boxed, from its iterators on. <c>partial</c> is kept only where it is used.</summary>
    public static BoundFor BindFor(
        IReadOnlyList<BoundIterator> iterators, Func<Scope, BoundExpression> bindReturn, TextSpan span, Scope scope)
    {
        var inner = scope.Enter();
        var partial = inner.Declare("partial", FeelType.AnyList);
        var body = bindReturn(inner);
        return new BoundFor(iterators, inner.WasUsed(partial) ? partial : null, body, FeelType.ListOf(body.Type), span);
    }

    private BoundQuantifier BindQuantified(Quantified quantified, Scope scope)
    {
        var (iterators, inner) = BindIterators(quantified.Iterators, scope);
        return new BoundQuantifier(quantified.Quantifier, iterators, Bind(quantified.Satisfies, inner), quantified.Span);
    }

    private (List<BoundIterator> Iterators, Scope Inner) BindIterators(IReadOnlyList<Iterator> iterators, Scope scope)
    {
        var bound = new List<BoundIterator>();
        foreach (var iterator in iterators)
        {
            var source = BindSource(iterator, scope);
            scope = scope.Enter();
            bound.Add(new BoundIterator(scope.Declare(iterator.Variable, source.Type.ElementOrSelf()), source));
        }

        return (bound, scope);
    }

    private BoundExpression BindSource(Iterator iterator, Scope scope)
    {
        var source = Bind(iterator.Source, scope);
        if (iterator.End is null)
        {
            return source;
        }

        var end = Bind(iterator.End, scope);
        return new BoundIterationRange(source, end, FeelType.ListOf(StaticTypes.Common([source.Type, end.Type])), iterator.Span);
    }
}
