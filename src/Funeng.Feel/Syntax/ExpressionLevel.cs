namespace Funeng.Feel.Syntax;

/// <summary>How tightly an expression binds, from loose to tight, as in feel-grammar.md.</summary>
internal enum Level
{
    Construct,
    Or,
    And,
    Comparison,
    Sum,
    Product,
    Power,
    Negation,
    InstanceOf,
    Postfix,
    Primary,
}

/// <summary>The level of each kind of expression.</summary>
internal static class ExpressionLevel
{
    public static Level Of(Expression expression) => expression switch
    {
        If or For or Quantified or FunctionDefinition => Level.Construct,
        Logic logic => logic.Operator == LogicOperator.Or ? Level.Or : Level.And,
        Comparison or Between or In => Level.Comparison,
        Arithmetic { Operator: ArithmeticOperator.Add or ArithmeticOperator.Subtract } => Level.Sum,
        Arithmetic { Operator: ArithmeticOperator.Power } => Level.Power,
        Arithmetic => Level.Product,
        Negation => Level.Negation,
        InstanceOf => Level.InstanceOf,
        Path or Filter or Invocation => Level.Postfix,
        _ => Level.Primary,
    };
}
