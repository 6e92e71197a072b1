using Funeng.Feel.Values;

namespace Funeng.Feel.Syntax;

/// <summary>A parsed FEEL expression. One record per grammar production (feel-grammar.md); nothing here evaluates.</summary>
internal abstract record Expression(TextSpan Span);

internal sealed record NumberLiteral(FeelNumber Value, TextSpan Span) : Expression(Span);

internal sealed record StringLiteral(string Value, TextSpan Span) : Expression(Span);

internal sealed record BooleanLiteral(bool Value, TextSpan Span) : Expression(Span);

internal sealed record NullLiteral(TextSpan Span) : Expression(Span);

/// <summary><c>@"2024-05-01"</c>: a date, time, date and time or duration; any other text is null.</summary>
internal sealed record AtLiteral(string Text, TextSpan Span) : Expression(Span);

/// <summary>A name in normal form: one space between words, none around symbols.</summary>
internal sealed record Name(string Identifier, TextSpan Span) : Expression(Span);

internal sealed record Negation(Expression Operand, TextSpan Span) : Expression(Span);

internal sealed record Arithmetic(Expression Left, ArithmeticOperator Operator, Expression Right, TextSpan Span) : Expression(Span);

internal sealed record Comparison(Expression Left, ComparisonOperator Operator, Expression Right, TextSpan Span) : Expression(Span);

internal sealed record Logic(Expression Left, LogicOperator Operator, Expression Right, TextSpan Span) : Expression(Span);

internal sealed record Between(Expression Value, Expression Low, Expression High, TextSpan Span) : Expression(Span);

/// <summary><c>value in test</c> or <c>value in (test, test)</c>.</summary>
internal sealed record In(Expression Value, UnaryTests Tests, TextSpan Span) : Expression(Span);

internal sealed record If(Expression Condition, Expression Then, Expression Else, TextSpan Span) : Expression(Span);

internal sealed record For(IReadOnlyList<Iterator> Iterators, Expression Return, TextSpan Span) : Expression(Span);

internal sealed record Quantified(Quantifier Quantifier, IReadOnlyList<Iterator> Iterators, Expression Satisfies, TextSpan Span)
    : Expression(Span);

/// <summary>One <c>name in source</c> of an iteration; <paramref name="End"/> is there for <c>name in start..end</c>.</summary>
internal sealed record Iterator(string Variable, Expression Source, Expression? End, TextSpan Span);

internal sealed record Invocation(Expression Function, IReadOnlyList<Argument> Arguments, TextSpan Span) : Expression(Span);

/// <summary>An argument of a call; <paramref name="Name"/> is there in a call by names.</summary>
internal sealed record Argument(string? Name, Expression Value);

internal sealed record Path(Expression Source, string Member, TextSpan Span) : Expression(Span);

internal sealed record Filter(Expression Source, Expression Condition, TextSpan Span) : Expression(Span);

internal sealed record ListLiteral(IReadOnlyList<Expression> Items, TextSpan Span) : Expression(Span);

internal sealed record ContextLiteral(IReadOnlyList<ContextEntry> Entries, TextSpan Span) : Expression(Span);

internal sealed record ContextEntry(string Key, Expression Value, TextSpan KeySpan);

internal sealed record RangeLiteral(Expression Low, Expression High, bool LowIncluded, bool HighIncluded, TextSpan Span)
    : Expression(Span);

/// <summary>A range written with one operator: <c>(&lt; 5)</c>. The other end is undefined, which is not the same as null.</summary>
internal sealed record OperatorRange(ComparisonOperator Operator, Expression End, TextSpan Span) : Expression(Span);

internal sealed record InstanceOf(Expression Value, TypeSyntax Type, TextSpan Span) : Expression(Span);

internal sealed record FunctionDefinition(
    IReadOnlyList<Parameter> Parameters, Expression Body, bool IsExternal, TextSpan Span) : Expression(Span);

internal sealed record Parameter(string Name, TypeSyntax? Type);

/// <summary>A list of tests on the value <c>?</c>, joined by "or". <c>-</c> is an empty list that is not negated: it always holds.</summary>
internal sealed record UnaryTests(IReadOnlyList<Expression> Tests, bool Negated, TextSpan Span) : Expression(Span);

/// <summary>A test with an operator in front: <c>&lt; 5</c>.</summary>
internal sealed record UnaryComparison(ComparisonOperator Operator, Expression Operand, TextSpan Span) : Expression(Span);

/// <summary>Stands where the text could not be understood; a diagnostic says why.</summary>
internal sealed record MissingExpression(TextSpan Span) : Expression(Span);

/// <summary>The name of a type with its parts: <c>list&lt;number&gt;</c>, <c>context&lt;a: string&gt;</c>, <c>function&lt;number&gt; -> string</c>.</summary>
internal abstract record TypeSyntax(TextSpan Span);

internal sealed record NamedTypeSyntax(string Name, TextSpan Span) : TypeSyntax(Span);

internal sealed record ListTypeSyntax(TypeSyntax Element, TextSpan Span) : TypeSyntax(Span);

internal sealed record RangeTypeSyntax(TypeSyntax Element, TextSpan Span) : TypeSyntax(Span);

internal sealed record ContextTypeSyntax(IReadOnlyList<(string Name, TypeSyntax Type)> Entries, TextSpan Span) : TypeSyntax(Span);

internal sealed record FunctionTypeSyntax(IReadOnlyList<TypeSyntax> Parameters, TypeSyntax Result, TextSpan Span) : TypeSyntax(Span);
