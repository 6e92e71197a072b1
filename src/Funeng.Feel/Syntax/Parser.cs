using System.Runtime.CompilerServices;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Syntax;

/// <summary>
/// A precedence parser written by hand after feel-grammar.md. It resolves names against a scope that grows while it reads, because
/// in FEEL a name is whatever the scope says it is. It never throws: the first error ends the reading and is reported with its place.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>The longest text that is read, in UTF-16 units.</summary>
    public const int LongestText = 1_000_000;

    /// <summary>How deeply brackets and constructs may nest.</summary>
    public const int DeepestNesting = 200;

    /// <summary>How many operators may follow one another, so that the tree stays walkable.</summary>
    public const int DeepestTree = 1_500;

    // Tokens that were read in vain.
    private const int MostTakenBack = 2_000_000;

    private readonly SourceText source;
    private readonly List<Token> tokens;
    private readonly List<Diagnostic> diagnostics;
    private readonly Dictionary<Expression, FeelType> types = new(ReferenceEqualityComparer.Instance);
    private readonly NameScope typeNames;
    private NameScope scope;
    private int position;
    private int nesting;
    private int treeDepth;
    private bool failed;
    private bool isTooLarge;
    private int takenBack;

    private Parser(SourceText source, List<Token> tokens, NameScope scope, NameScope typeNames, List<Diagnostic> diagnostics)
    {
        this.source = source;
        this.tokens = tokens;
        this.diagnostics = diagnostics;
        this.typeNames = typeNames;
        this.scope = new NameScope(scope);
    }

    private Token Current => failed ? tokens[^1] : tokens[position];

    /// <summary>Reads one expression; everything up to the end of the text belongs to it.</summary>
    /// <param name="source">The text.</param>
    /// <param name="scope">The names that may occur.</param>
    /// <param name="typeNames">The names of types that may follow <c>instance of</c>.</param>
    /// <param name="diagnostics">Receives what is wrong with the text.</param>
    public static Expression ParseExpression(SourceText source, NameScope scope, NameScope typeNames, List<Diagnostic> diagnostics) =>
        Read(source, scope, typeNames, diagnostics, parser => parser.ParseNested());

    /// <summary>Reads a cell of a decision table, or allowed values: tests on <c>?</c>.</summary>
    public static UnaryTests ParseUnaryTests(SourceText source, NameScope scope, NameScope typeNames, List<Diagnostic> diagnostics)
    {
        var read = Read(source, scope, typeNames, diagnostics, parser => parser.ParseTestsOfCell());
        return read as UnaryTests ?? new UnaryTests([read], false, read.Span);
    }

    private static Expression Read(
        SourceText source, NameScope scope, NameScope typeNames, List<Diagnostic> diagnostics, Func<Parser, Expression> production)
    {
        if (source.Text.Length > LongestText)
        {
            diagnostics.Add(new Diagnostic(DiagnosticKind.TooLarge, new TextSpan(source, 0, 0), "the text is too long", $"{LongestText} signs"));
            return new MissingExpression(new TextSpan(source, 0, 0));
        }

        var before = diagnostics.Count;
        var tokens = Lexer.Tokenize(source, diagnostics);
        var parser = new Parser(source, tokens, scope, typeNames, diagnostics) { failed = diagnostics.Count > before };
        var expression = production(parser);
        if (parser.Current.Kind != TokenKind.End)
        {
            parser.FailExpecting("an operator or the end");
        }

        return parser.failed ? new MissingExpression(new TextSpan(source, 0, source.Text.Length)) : expression;
    }

    /// <summary>A whole expression inside another construct.</summary>
    private Expression ParseNested()
    {
        if (++nesting > DeepestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            FailTooDeep("the expression nests too deeply", DeepestNesting);
        }

        var outerDepth = treeDepth;
        treeDepth = 0;
        var expression = failed ? Missing() : ParseOr();
        treeDepth = Math.Max(outerDepth, treeDepth + 1);
        nesting--;
        return expression;
    }

    private Expression ParseOr()
    {
        var left = ParseAnd();
        while (TakeWord("or"))
        {
            left = Deeper(new Logic(left, LogicOperator.Or, ParseAnd(), From(left)));
        }

        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseComparison();
        while (TakeWord("and"))
        {
            left = Deeper(new Logic(left, LogicOperator.And, ParseComparison(), From(left)));
        }

        return left;
    }

    private Expression ParseComparison()
    {
        var left = ParseSum();
        while (true)
        {
            if (TakeComparisonOperator() is { } comparison)
            {
                left = Deeper(new Comparison(left, comparison, ParseSum(), From(left)));
            }
            else if (TakeWord("between"))
            {
                left = Deeper(ParseBetween(left));
            }
            else if (TakeWord("in"))
            {
                left = Deeper(new In(left, ParseTestsOfIn(), From(left)));
            }
            else
            {
                return left;
            }
        }
    }

    private Between ParseBetween(Expression value)
    {
        var low = ParseSum();
        ExpectWord("and");
        return new Between(value, low, ParseSum(), From(value));
    }

    private Expression ParseSum()
    {
        var left = ParseProduct();
        while (Current.Kind is TokenKind.Plus or TokenKind.Minus)
        {
            var operation = Take().Kind == TokenKind.Plus ? ArithmeticOperator.Add : ArithmeticOperator.Subtract;
            left = Deeper(new Arithmetic(left, operation, ParseProduct(), From(left)));
        }

        return left;
    }

    private Expression ParseProduct()
    {
        var left = ParsePower();
        while (Current.Kind is TokenKind.Star or TokenKind.Slash)
        {
            var operation = Take().Kind == TokenKind.Star ? ArithmeticOperator.Multiply : ArithmeticOperator.Divide;
            left = Deeper(new Arithmetic(left, operation, ParsePower(), From(left)));
        }

        return left;
    }

    // Left associative, and looser than the minus sign before a number: 2 ** 3 ** 2 is 64 and -2 ** 2 is 4.
    private Expression ParsePower()
    {
        var left = ParseNegation();
        while (TakeIf(TokenKind.StarStar))
        {
            left = Deeper(new Arithmetic(left, ArithmeticOperator.Power, ParseNegation(), From(left)));
        }

        return left;
    }

    private Expression ParseNegation()
    {
        if (Current.Kind != TokenKind.Minus)
        {
            return ParseInstanceOf();
        }

        var minus = SpanOf(Take());
        if (++nesting > DeepestNesting)
        {
            FailTooDeep("the expression nests too deeply", DeepestNesting);
        }

        var operand = ParseNegation();
        nesting--;
        return Deeper(new Negation(operand, minus.To(operand.Span)));
    }

    private Expression ParseInstanceOf()
    {
        var value = ParsePostfix();
        while (TakeWord("instance"))
        {
            ExpectWord("of");
            var type = ParseType();
            value = Deeper(new InstanceOf(value, type, value.Span.To(type.Span)));
        }

        return value;
    }

    private ComparisonOperator? TakeComparisonOperator()
    {
        ComparisonOperator? comparison = Current.Kind switch
        {
            TokenKind.Equal => ComparisonOperator.Equal,
            TokenKind.NotEqual => ComparisonOperator.NotEqual,
            TokenKind.Less => ComparisonOperator.Less,
            TokenKind.LessOrEqual => ComparisonOperator.LessOrEqual,
            TokenKind.Greater => ComparisonOperator.Greater,
            TokenKind.GreaterOrEqual => ComparisonOperator.GreaterOrEqual,
            _ => null,
        };
        if (comparison is not null)
        {
            Take();
        }

        return comparison;
    }

    private Expression Deeper(Expression expression)
    {
        if (++treeDepth > DeepestTree)
        {
            FailTooDeep("too many operators follow one another", DeepestTree);
        }

        return expression;
    }
}
