namespace Funeng.Feel.Syntax;

/// <summary>The arithmetic operators, all left associative (DMN 1.5, 10.3.1.2).</summary>
internal enum ArithmeticOperator : byte
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

internal enum ComparisonOperator : byte
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

internal enum LogicOperator : byte
{
    And,
    Or,
}

internal enum Quantifier : byte
{
    Some,
    Every,
}
