using System.Text;

namespace Funeng.Feel.Syntax;

/// <summary>
/// Writes a parsed expression as FEEL text again, with the parentheses that its tree needs. It does not know the scope: where <c>a-b</c> is
/// a name as well, the printed difference of a and b reads as that name.
/// </summary>
internal sealed class ExpressionPrinter
{
    private readonly StringBuilder text = new();
    private readonly bool everyParenthesis;

    private ExpressionPrinter(bool everyParenthesis) => this.everyParenthesis = everyParenthesis;

    /// <summary>The text of an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="everyParenthesis">Puts parentheses around every part, so that the text shows the tree.</param>
    public static string Print(Expression expression, bool everyParenthesis = false)
    {
        var printer = new ExpressionPrinter(everyParenthesis);
        printer.WriteBare(expression, ExpressionLevel.Of(expression));
        return printer.text.ToString();
    }

    private void Write(Expression expression, Level atLeast)
    {
        var level = ExpressionLevel.Of(expression);
        var needsParentheses = level < atLeast || (everyParenthesis && level < Level.Primary);
        Write(needsParentheses ? "(" : "");
        WriteBare(expression, level);
        Write(needsParentheses ? ")" : "");
    }

    private void WriteBare(Expression expression, Level level)
    {
        switch (expression)
        {
            case Logic logic:
                WriteInfix(logic.Left, logic.Operator == LogicOperator.Or ? " or " : " and ", logic.Right, level);
                break;
            case Comparison comparison:
                WriteInfix(comparison.Left, $" {Evaluation.OperatorText.Of(comparison.Operator)} ", comparison.Right, level);
                break;
            case Arithmetic arithmetic:
                WriteInfix(arithmetic.Left, $" {Evaluation.OperatorText.Of(arithmetic.Operator)} ", arithmetic.Right, level);
                break;
            case Between between:
                WriteInfix(between.Value, " between ", between.Low, level);
                Write(" and ");
                Write(between.High, Level.Sum);
                break;
            case In @in:
                Write(@in.Value, Level.Comparison);
                Write(" in (");
                WriteRow(@in.Tests.Tests);
                Write(")");
                break;
            case Negation negation:
                Write("-");
                Write(negation.Operand, Level.Negation);
                break;
            case InstanceOf instance:
                Write(instance.Value, Level.InstanceOf);
                Write($" instance of {SyntaxText.Of(instance.Type)}");
                break;
            default:
                WriteOperand(expression);
                break;
        }
    }

    private void WriteOperand(Expression expression)
    {
        switch (expression)
        {
            case Path path:
                Write(path.Source, Level.Postfix);
                Write($".{path.Member}");
                break;
            case Filter filter:
                Write(filter.Source, Level.Postfix);
                WriteBetween("[", filter.Condition, "]");
                break;
            case Invocation invocation:
                Write(invocation.Function, Level.Postfix);
                Write("(");
                WriteArguments(invocation.Arguments);
                Write(")");
                break;
            case If or For or Quantified or FunctionDefinition:
                WriteConstruct(expression);
                break;
            default:
                WritePrimary(expression);
                break;
        }
    }

    private void WriteConstruct(Expression expression)
    {
        switch (expression)
        {
            case If @if:
                WriteBetween("if ", @if.Condition, " then ");
                WriteBetween("", @if.Then, " else ");
                Write(@if.Else, Level.Construct);
                break;
            case For @for:
                Write("for ");
                WriteIterators(@for.Iterators);
                WriteBetween(" return ", @for.Return, "");
                break;
            case Quantified quantified:
                Write(quantified.Quantifier == Quantifier.Some ? "some " : "every ");
                WriteIterators(quantified.Iterators);
                WriteBetween(" satisfies ", quantified.Satisfies, "");
                break;
            case FunctionDefinition function:
                Write($"function({string.Join(", ", function.Parameters.Select(SyntaxText.Of))}) ");
                Write(function.IsExternal ? "external " : "");
                Write(function.Body, Level.Construct);
                break;
        }
    }

    private void WritePrimary(Expression expression)
    {
        switch (expression)
        {
            case NumberLiteral number:
                Write(number.Value.ToString());
                break;
            case StringLiteral literal:
                Write(SyntaxText.Quoted(literal.Value));
                break;
            case AtLiteral at:
                Write($"@{SyntaxText.Quoted(at.Text)}");
                break;
            case BooleanLiteral boolean:
                Write(boolean.Value ? "true" : "false");
                break;
            case Name name:
                Write(name.Identifier);
                break;
            case ListLiteral list:
                Write("[");
                WriteRow(list.Items);
                Write("]");
                break;
            case ContextLiteral context:
                WriteContext(context);
                break;
            case RangeLiteral range:
                WriteBetween(range.LowIncluded ? "[" : "(", range.Low, "..");
                WriteBetween("", range.High, range.HighIncluded ? "]" : ")");
                break;
            case OperatorRange range:
                WriteBetween($"({Evaluation.OperatorText.Of(range.Operator)} ", range.End, ")");
                break;
            case UnaryComparison test:
                Write($"{Evaluation.OperatorText.Of(test.Operator)} ");
                Write(test.Operand, Level.Sum);
                break;
            case UnaryTests tests:
                WriteTests(tests);
                break;
            default:
                Write("null");
                break;
        }
    }

    private void WriteTests(UnaryTests tests)
    {
        Write(tests.Negated ? "not(" : tests.Tests.Count == 0 ? "-" : "");
        WriteRow(tests.Tests);
        Write(tests.Negated ? ")" : "");
    }

    private void WriteContext(ContextLiteral context)
    {
        Write("{");
        for (var index = 0; index < context.Entries.Count; index++)
        {
            Write(index == 0 ? "" : ", ");
            WriteBetween($"{SyntaxText.Quoted(context.Entries[index].Key)}: ", context.Entries[index].Value, "");
        }

        Write("}");
    }

    private void WriteArguments(IReadOnlyList<Argument> arguments)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            Write(index == 0 ? "" : ", ");
            Write(arguments[index].Name is { } name ? $"{name}: " : "");
            Write(arguments[index].Value, Level.Construct);
        }
    }

    private void WriteIterators(IReadOnlyList<Iterator> iterators)
    {
        for (var index = 0; index < iterators.Count; index++)
        {
            WriteBetween($"{(index == 0 ? "" : ", ")}{iterators[index].Variable} in ", iterators[index].Source, "");
            if (iterators[index].End is { } end)
            {
                WriteBetween("..", end, "");
            }
        }
    }

    private void WriteRow(IReadOnlyList<Expression> items)
    {
        for (var index = 0; index < items.Count; index++)
        {
            Write(index == 0 ? "" : ", ");
            Write(items[index], Level.Construct);
        }
    }

    // Left associative: the right side must be tighter than the operator itself.
    private void WriteInfix(Expression left, string operation, Expression right, Level level)
    {
        Write(left, level);
        Write(operation);
        Write(right, level + 1);
    }

    private void WriteBetween(string before, Expression expression, string after)
    {
        Write(before);
        Write(expression, Level.Construct);
        Write(after);
    }

    private void Write(string part) => text.Append(part);
}
