using Funeng.Feel.BuiltIns;
using Funeng.Feel.Dmn;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Binding;

/// <summary>Which record a bound node is: the evaluator's jump table.</summary>
internal enum BoundKind : byte
{
    Literal,
    Variable,
    Negation,
    Arithmetic,
    Comparison,
    Logic,
    Between,
    In,
    UnaryTests,
    Membership,
    If,
    For,
    Quantifier,
    BuiltInCall,
    Invocation,
    Path,
    Filter,
    ItemMember,
    List,
    Context,
    Range,
    IterationRange,
    InstanceOf,
    FunctionDefinition,
    DecisionTable,
    Coercion,
    Error,
}

/// <summary>An expression with every name resolved to a slot and every node typed. Immutable; shared between threads.</summary>
internal abstract record BoundExpression(BoundKind Kind, FeelType Type, TextSpan Span);

internal sealed record BoundLiteral(FeelValue Value, FeelType Type, TextSpan Span) : BoundExpression(BoundKind.Literal, Type, Span)
{
    /// <summary>The value, as a field to be read in place.</summary>
    public readonly FeelValue Constant = Value;
}

internal sealed record BoundVariable(VariableSymbol Symbol, TextSpan Span) : BoundExpression(BoundKind.Variable, Symbol.Type, Span)
{
    /// <summary>The slot, copied here to save a step.</summary>
    public readonly int Slot = Symbol.Slot;
}

internal sealed record BoundNegation(BoundExpression Operand, FeelType Type, TextSpan Span)
    : BoundExpression(BoundKind.Negation, Type, Span);

internal sealed record BoundArithmetic(
    ArithmeticOperator Operator, BoundExpression Left, BoundExpression Right, FeelType Type, TextSpan Span)
    : BoundExpression(BoundKind.Arithmetic, Type, Span);

internal sealed record BoundComparison(ComparisonOperator Operator, BoundExpression Left, BoundExpression Right, TextSpan Span)
    : BoundExpression(BoundKind.Comparison, FeelType.Boolean, Span)
{
    /// <summary>For which orders of the two values the comparison holds: bit 0 less, bit 1 equal, bit 2 greater.</summary>
    public readonly int HoldingOrders = Operator switch
    {
        ComparisonOperator.Equal => 0b010,
        ComparisonOperator.NotEqual => 0b101,
        ComparisonOperator.Less => 0b001,
        ComparisonOperator.LessOrEqual => 0b011,
        ComparisonOperator.Greater => 0b100,
        _ => 0b110,
    };
}

internal sealed record BoundLogic(LogicOperator Operator, BoundExpression Left, BoundExpression Right, TextSpan Span)
    : BoundExpression(BoundKind.Logic, FeelType.Boolean, Span)
{
    private BoundExpression[]? operands;

    /// <summary>All operands of a chain of the same operator: <c>a and b and c</c> is one row of three.</summary>
    public BoundExpression[] Operands => operands ??= Flatten();

    private BoundExpression[] Flatten()
    {
        var row = new List<BoundExpression>();
        BoundExpression first = this;
        while (first is BoundLogic logic && logic.Operator == Operator)
        {
            row.Add(logic.Right);
            first = logic.Left;
        }

        row.Add(first);
        row.Reverse();
        return [.. row];
    }
}

/// <summary><c>Value between Low and High</c>: <c>Value >= Low and Value &lt;= High</c>, both ends included.</summary>
internal sealed record BoundBetween(BoundExpression Value, BoundExpression Low, BoundExpression High, TextSpan Span)
    : BoundExpression(BoundKind.Between, FeelType.Boolean, Span);

/// <summary>
/// <c>Value in (tests)</c>. Where the value is a plain variable or a literal, the tests stand on it directly and <paramref name="Tested"/>
/// is null; otherwise the value goes into the slot of <paramref name="Tested"/>, on which the tests stand.
/// </summary>
internal sealed record BoundIn(BoundExpression Value, VariableSymbol? Tested, BoundUnaryTests Tests, TextSpan Span)
    : BoundExpression(BoundKind.In, FeelType.Boolean, Span);

/// <summary>
/// Tests joined by "or", each an ordinary boolean expression over the tested variable: <c>&lt; 5</c> is bound as the
/// <see cref="BoundComparison"/> <c>? &lt; 5</c>, a range or a plain value as a <see cref="BoundMembership"/>. No tests at all always hold.
/// </summary>
internal sealed record BoundUnaryTests(IReadOnlyList<BoundExpression> Tests, bool Negated, TextSpan Span)
    : BoundExpression(BoundKind.UnaryTests, FeelType.Boolean, Span)
{
    public readonly BoundExpression[] Items = [.. Tests];
}

/// <summary>One value against one test value: contained in a range, member of a list, or equal.</summary>
internal sealed record BoundMembership(BoundExpression Value, BoundExpression Test, TextSpan Span)
    : BoundExpression(BoundKind.Membership, FeelType.Boolean, Span);

/// <param name="IsStrict">A boxed conditional: a condition that is neither boolean nor null gives null instead of the else branch.</param>
internal sealed record BoundIf(
    BoundExpression Condition, BoundExpression Then, BoundExpression Else, bool IsStrict, FeelType Type, TextSpan Span)
    : BoundExpression(BoundKind.If, Type, Span);

/// <param name="Partial">The slot of <c>partial</c>, the list of results so far; null where the expression does not use it.</param>
internal sealed record BoundFor(
    IReadOnlyList<BoundIterator> Iterators, VariableSymbol? Partial, BoundExpression Return, FeelType Type, TextSpan Span)
    : BoundExpression(BoundKind.For, Type, Span);

internal sealed record BoundQuantifier(
    Quantifier Quantifier, IReadOnlyList<BoundIterator> Iterators, BoundExpression Satisfies, TextSpan Span)
    : BoundExpression(BoundKind.Quantifier, FeelType.Boolean, Span);

internal sealed record BoundIterator(VariableSymbol Variable, BoundExpression Source);

/// <summary>A call of a built-in function known when binding. Arguments stand in the order of its parameters.</summary>
internal sealed record BoundBuiltInCall(BuiltIn Function, IReadOnlyList<BoundExpression> Arguments, FeelType Type, TextSpan Span)
    : BoundExpression(BoundKind.BuiltInCall, Type, Span)
{
    public readonly BoundExpression[] Items = [.. Arguments];
}

/// <summary>A call of any other function value. <paramref name="Names"/> is there in a call by names, one for each argument.</summary>
internal sealed record BoundInvocation(
    BoundExpression Function, IReadOnlyList<BoundExpression> Arguments, IReadOnlyList<string>? Names, FeelType Type, TextSpan Span)
    : BoundExpression(BoundKind.Invocation, Type, Span);

internal sealed record BoundPath(BoundExpression Source, string Member, FeelType Type, TextSpan Span)
    : BoundExpression(BoundKind.Path, Type, Span);

/// <param name="Item">The slot of <c>item</c>, in which the condition sees the element.</param>
internal sealed record BoundFilter(BoundExpression Source, VariableSymbol Item, BoundExpression Condition, FeelType Type, TextSpan Span)
    : BoundExpression(BoundKind.Filter, Type, Span)
{
    /// <summary>The condition looks at the element, so it is asked for each one; otherwise it is asked once.</summary>
    public bool DependsOnItem { get; init; }

    /// <summary>The condition names the element only as a first try for a variable, so a number it gives is a position all the same.</summary>
    public bool MayBePosition { get; init; }
}

/// <summary>A name inside a filter whose element type is not known: the element's entry of that name, else the fallback.</summary>
internal sealed record BoundItemMember(VariableSymbol Item, string Member, BoundExpression Fallback, FeelType Type, TextSpan Span)
    : BoundExpression(BoundKind.ItemMember, Type, Span);

internal sealed record BoundList(IReadOnlyList<BoundExpression> Items, FeelType Type, TextSpan Span)
    : BoundExpression(BoundKind.List, Type, Span);

/// <summary>Entries in order, each seeing the earlier ones; <paramref name="Result"/> is the value of a boxed context with a last entry without a name.</summary>
internal sealed record BoundContext(
    IReadOnlyList<BoundContextEntry> Entries, BoundExpression? Result, FeelType Type, TextSpan Span)
    : BoundExpression(BoundKind.Context, Type, Span);

internal sealed record BoundContextEntry(string Name, VariableSymbol Variable, BoundExpression Value)
{
    /// <summary>The value is a function made right here, which may call itself by the entry's name.</summary>
    public bool IsFunctionLiteral => Value is BoundFunctionDefinition or BoundCoercion { Value: BoundFunctionDefinition };
}

/// <summary>
/// A range that is not constant. An end that is null here is undefined (no bound on that side); <c>(= 5)</c> and <c>(!= 5)</c> have the
/// same node at both ends.
/// </summary>
internal sealed record BoundRange(
    FeelRangeForm Form, BoundExpression? Low, BoundExpression? High, bool LowIncluded, bool HighIncluded, FeelType Type, TextSpan Span)
    : BoundExpression(BoundKind.Range, Type, Span);

/// <summary><c>low..high</c> as the source of an iteration: whole numbers or dates, upwards or downwards.</summary>
internal sealed record BoundIterationRange(BoundExpression Start, BoundExpression End, FeelType Type, TextSpan Span)
    : BoundExpression(BoundKind.IterationRange, Type, Span);

/// <param name="Tested">The type asked for; null when it is not known or not complete, so that the answer is null.</param>
internal sealed record BoundInstanceOf(BoundExpression Value, FeelType? Tested, TextSpan Span)
    : BoundExpression(BoundKind.InstanceOf, FeelType.Boolean, Span);

/// <summary>A function literal. Its body has a frame of its own: parameters first, then the captured values, then locals.</summary>
/// <param name="Captures">For each captured variable the slot outside and the slot inside.</param>
internal sealed record BoundFunctionDefinition(
    IReadOnlyList<VariableSymbol> Parameters, BoundExpression Body, IReadOnlyList<(int Outer, int Inner)> Captures, int FrameSize,
    FeelType Type, TextSpan Span)
    : BoundExpression(BoundKind.FunctionDefinition, Type, Span);

/// <summary>A decision table, with every cell a test over its input's variable.</summary>
internal sealed record BoundDecisionTable(
    HitPolicy HitPolicy, Aggregation Aggregation, IReadOnlyList<BoundInput> Inputs, IReadOnlyList<BoundOutput> Outputs,
    IReadOnlyList<BoundRule> Rules, FeelType Type, TextSpan Span)
    : BoundExpression(BoundKind.DecisionTable, Type, Span);

/// <param name="Variable">What the cells test. Equal to the input expression's own variable where that is a plain variable.</param>
/// <param name="Allowed">The test of <c>inputValues</c>; null when there is none.</param>
internal sealed record BoundInput(string Label, BoundExpression Value, VariableSymbol Variable, BoundExpression? Allowed)
{
    /// <summary>The value has to be computed into the variable's slot before the rules are tried.</summary>
    public bool NeedsSlot => Value is not BoundVariable variable || variable.Symbol != Variable;
}

/// <param name="Priorities">The values of <c>outputValues</c> in order, for the policies P and O.</param>
internal sealed record BoundOutput(string Name, FeelType Type, BoundExpression? Default, IReadOnlyList<FeelValue> Priorities);

/// <param name="Tests">One for each input; null for a cell that matches anything.</param>
internal sealed record BoundRule(
    int Number, string Id, IReadOnlyList<BoundExpression?> Tests, IReadOnlyList<BoundExpression> Results, IReadOnlyList<string> Annotations)
{
    public readonly BoundExpression?[] Cells = [.. Tests];
}

/// <summary>A typed boundary: the value is converted implicitly to the type, or becomes null with a diagnostic.</summary>
internal sealed record BoundCoercion(BoundExpression Value, FeelType Type, TextSpan Span)
    : BoundExpression(BoundKind.Coercion, Type, Span);

/// <summary>What could not be bound: null, and the reason each time it is evaluated.</summary>
internal sealed record BoundError(Diagnostic Diagnostic, TextSpan Span) : BoundExpression(BoundKind.Error, FeelType.Any, Span);
