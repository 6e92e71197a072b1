using Funeng.Feel.Syntax;

namespace Funeng.Feel.Dmn;

/// <summary>A boxed expression as it stands in the file (DMN 1.5, 10.2). Nothing here evaluates.</summary>
/// <param name="TypeRef">The declared type of the result; null when none is.</param>
/// <param name="Place">Where the box stands, in words.</param>
internal abstract record BoxedExpression(string? TypeRef, string Place);

internal sealed record BoxedLiteral(SourceText Text, bool IsFeel, string? TypeRef, string Place) : BoxedExpression(TypeRef, Place);

internal sealed record BoxedContext(IReadOnlyList<BoxedEntry> Entries, string? TypeRef, string Place) : BoxedExpression(TypeRef, Place);

/// <param name="Name">Null for the last entry that is the result of the context.</param>
internal sealed record BoxedEntry(string? Name, string? TypeRef, BoxedExpression? Value);

internal sealed record BoxedInvocation(
    BoxedExpression? Function, IReadOnlyList<(string Name, BoxedExpression? Value)> Bindings, string? TypeRef, string Place)
    : BoxedExpression(TypeRef, Place);

internal sealed record BoxedList(IReadOnlyList<BoxedExpression?> Items, string? TypeRef, string Place) : BoxedExpression(TypeRef, Place);

internal sealed record BoxedRelation(
    IReadOnlyList<(string Name, string? TypeRef)> Columns, IReadOnlyList<IReadOnlyList<BoxedExpression?>> Rows, string? TypeRef, string Place)
    : BoxedExpression(TypeRef, Place);

internal sealed record BoxedFunction(
    bool IsFeel, IReadOnlyList<FormalParameter> Parameters, BoxedExpression? Body, string? TypeRef, string Place)
    : BoxedExpression(TypeRef, Place);

internal sealed record FormalParameter(string Name, string? TypeRef);

internal sealed record BoxedConditional(
    BoxedExpression? If, BoxedExpression? Then, BoxedExpression? Else, string? TypeRef, string Place) : BoxedExpression(TypeRef, Place);

internal sealed record BoxedFilter(BoxedExpression? In, BoxedExpression? Match, string? TypeRef, string Place)
    : BoxedExpression(TypeRef, Place);

internal sealed record BoxedFor(string Variable, BoxedExpression? In, BoxedExpression? Return, string? TypeRef, string Place)
    : BoxedExpression(TypeRef, Place);

internal sealed record BoxedQuantified(
    Quantifier Quantifier, string Variable, BoxedExpression? In, BoxedExpression? Satisfies, string? TypeRef, string Place)
    : BoxedExpression(TypeRef, Place);

internal sealed record BoxedTable(
    HitPolicy HitPolicy, Aggregation Aggregation, IReadOnlyList<TableInput> Inputs, IReadOnlyList<TableOutput> Outputs,
    IReadOnlyList<TableRule> Rules, string? TypeRef, string Place)
    : BoxedExpression(TypeRef, Place);

internal sealed record TableInput(string? Label, SourceText Expression, string? TypeRef, SourceText? Values);

internal sealed record TableOutput(string? Name, string? Label, string? TypeRef, SourceText? Values, SourceText? Default);

internal sealed record TableRule(
    string? Id, IReadOnlyList<SourceText> Tests, IReadOnlyList<SourceText> Results, IReadOnlyList<string> Annotations);
