namespace Funeng.Feel.Binding;

/// <summary>The parts of bound expressions, for walks that treat all nodes alike.</summary>
internal static class BoundNodes
{
    /// <summary>The direct parts of a node, in the order of the text.</summary>
    public static IEnumerable<BoundExpression> Parts(BoundExpression node) => node switch
    {
        BoundNegation negation => [negation.Operand],
        BoundArithmetic arithmetic => [arithmetic.Left, arithmetic.Right],
        BoundComparison comparison => [comparison.Left, comparison.Right],
        BoundLogic logic => [logic.Left, logic.Right],
        BoundBetween between => [between.Value, between.Low, between.High],
        BoundIn test => [test.Value, test.Tests],
        BoundUnaryTests tests => tests.Tests,
        BoundMembership membership => [membership.Value, membership.Test],
        BoundIf conditional => [conditional.Condition, conditional.Then, conditional.Else],
        BoundFor iteration => [.. iteration.Iterators.Select(iterator => iterator.Source), iteration.Return],
        BoundQuantifier quantifier => [.. quantifier.Iterators.Select(iterator => iterator.Source), quantifier.Satisfies],
        BoundBuiltInCall call => call.Arguments,
        BoundInvocation invocation => [invocation.Function, .. invocation.Arguments],
        BoundPath path => [path.Source],
        BoundFilter filter => [filter.Source, filter.Condition],
        BoundItemMember member => [member.Fallback],
        BoundList list => list.Items,
        BoundContext context => context.Entries.Select(entry => entry.Value).Concat(context.Result is { } result ? [result] : []),
        BoundRange range => new[] { range.Low, range.High }.OfType<BoundExpression>(),
        BoundIterationRange range => [range.Start, range.End],
        BoundInstanceOf instance => [instance.Value],
        BoundDecisionTable table => Parts(table),
        BoundCoercion coercion => [coercion.Value],
        // A function's body has a frame of its own; what it takes from outside is in its captures.
        _ => [],
    };

    /// <summary>The node and everything below it.</summary>
    public static IEnumerable<BoundExpression> All(BoundExpression node)
    {
        yield return node;
        foreach (var part in Parts(node))
        {
            foreach (var below in All(part)) yield return below;
        }
    }

    /// <summary>The variables of an expression that it does not set itself.</summary>
    public static IReadOnlyList<VariableSymbol> FreeVariables(BoundExpression expression)
    {
        var nodes = All(expression).ToList();
        var own = nodes.SelectMany(OwnSlots).ToHashSet();
        var symbols = nodes.OfType<BoundVariable>().Select(variable => variable.Symbol);
        return [.. symbols.Where(symbol => !own.Contains(symbol.Slot)).DistinctBy(symbol => symbol.Slot)];
    }

    /// <summary>Number of slots a frame for the expression needs.</summary>
    public static int FrameSize(BoundExpression expression)
    {
        var used = All(expression).SelectMany(node => OwnSlots(node).Concat(node is BoundVariable variable ? [variable.Slot] : []));
        return used.DefaultIfEmpty(-1).Max() + 1;
    }

    private static IEnumerable<BoundExpression> Parts(BoundDecisionTable table) =>
    [
        .. table.Inputs.Select(input => input.Value),
        .. table.Inputs.Select(input => input.Allowed).OfType<BoundExpression>(),
        .. table.Rules.SelectMany(rule => rule.Tests.OfType<BoundExpression>().Concat(rule.Results)),
        .. table.Outputs.Select(output => output.Default).OfType<BoundExpression>(),
    ];

    private static IEnumerable<int> OwnSlots(BoundExpression node) => node switch
    {
        BoundIn { Tested: { } tested } => [tested.Slot],
        BoundFor iteration => iteration.Iterators.Select(iterator => iterator.Variable.Slot)
            .Concat(iteration.Partial is { } partial ? [partial.Slot] : []),
        BoundQuantifier quantifier => quantifier.Iterators.Select(iterator => iterator.Variable.Slot),
        BoundFilter filter => [filter.Item.Slot],
        BoundContext context => context.Entries.Select(entry => entry.Variable.Slot),
        BoundDecisionTable table => table.Inputs.Where(input => input.NeedsSlot).Select(input => input.Variable.Slot),
        _ => [],
    };
}
