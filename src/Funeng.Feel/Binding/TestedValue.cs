using Funeng.Feel.Syntax;

namespace Funeng.Feel.Binding;

/// <summary>Whether an expression speaks of the tested value <c>?</c>.</summary>
internal static class TestedValue
{
    public static bool IsUsedIn(Expression expression) => expression switch
    {
        Name name => name.Identifier == "?",
        Negation negation => IsUsedIn(negation.Operand),
        Arithmetic arithmetic => IsUsedIn(arithmetic.Left) || IsUsedIn(arithmetic.Right),
        Comparison comparison => IsUsedIn(comparison.Left) || IsUsedIn(comparison.Right),
        Logic logic => IsUsedIn(logic.Left) || IsUsedIn(logic.Right),
        Between between => IsUsedIn(between.Value) || IsUsedIn(between.Low) || IsUsedIn(between.High),
        In @in => IsUsedIn(@in.Value) || @in.Tests.Tests.Any(IsUsedIn),
        UnaryComparison test => IsUsedIn(test.Operand),
        If @if => IsUsedIn(@if.Condition) || IsUsedIn(@if.Then) || IsUsedIn(@if.Else),
        For @for => IsUsedIn(@for.Return) || @for.Iterators.Any(IsUsedIn),
        Quantified quantified => IsUsedIn(quantified.Satisfies) || quantified.Iterators.Any(IsUsedIn),
        Invocation invocation => IsUsedIn(invocation.Function) || invocation.Arguments.Any(argument => IsUsedIn(argument.Value)),
        Syntax.Path path => IsUsedIn(path.Source),
        Filter filter => IsUsedIn(filter.Source) || IsUsedIn(filter.Condition),
        ListLiteral list => list.Items.Any(IsUsedIn),
        ContextLiteral context => context.Entries.Any(entry => IsUsedIn(entry.Value)),
        RangeLiteral range => IsUsedIn(range.Low) || IsUsedIn(range.High),
        OperatorRange range => IsUsedIn(range.End),
        InstanceOf instance => IsUsedIn(instance.Value),
        FunctionDefinition function => IsUsedIn(function.Body),
        _ => false,
    };

    private static bool IsUsedIn(Iterator iterator) => IsUsedIn(iterator.Source) || (iterator.End is not null && IsUsedIn(iterator.End));
}
