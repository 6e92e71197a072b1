using Funeng.Feel.BuiltIns;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Syntax;

/// <summary>Makes random expressions of every production over a few names.</summary>
internal sealed class RandomExpressions(int seed)
{
    public static readonly string[] Names = ["a", "b", "c d", "loan amount", "营业收入", "list", "f"];

    private static readonly string[] Functions = [.. BuiltInLibrary.All.Select(function => function.Name).Order(StringComparer.Ordinal)];

    private const string Signs = "()[]{}.,:+-*/<>=!\"'@? \\0a营＞\uD83D";

    private readonly Random random = new(seed);

    public Expression Next(int depth)
    {
        if (depth <= 0)
        {
            return Leaf();
        }

        return random.Next(22) switch
        {
            0 => new Negation(Next(depth - 1), default),
            1 or 2 => new Arithmetic(Next(depth - 1), (ArithmeticOperator)random.Next(5), Next(depth - 1), default),
            3 or 4 => new Comparison(Next(depth - 1), (ComparisonOperator)random.Next(6), Next(depth - 1), default),
            5 or 6 => new Logic(Next(depth - 1), (LogicOperator)random.Next(2), Next(depth - 1), default),
            7 => new Between(Next(depth - 1), Next(depth - 1), Next(depth - 1), default),
            8 => new In(Next(depth - 1), new UnaryTests(Some(1, Test, depth), false, default), default),
            9 => new If(Next(depth - 1), Next(depth - 1), Next(depth - 1), default),
            10 => new For([NextIterator(depth)], Next(depth - 1), default),
            11 => new Quantified((Quantifier)random.Next(2), [NextIterator(depth)], Next(depth - 1), default),
            12 or 13 => new Invocation(
                new Name(Pick(Functions), default), [.. Some(0, Next, depth).Select(value => new Argument(null, value))], default),
            14 => new Funeng.Feel.Syntax.Path(Next(depth - 1), Pick(["year", "x", "days"]), default),
            15 => new Filter(Next(depth - 1), Next(depth - 1), default),
            16 => new ListLiteral(Some(0, Next, depth), default),
            17 => new ContextLiteral([new ContextEntry("x", Next(depth - 1), default), new ContextEntry("y z", Next(depth - 1), default)], default),
            18 => new RangeLiteral(Next(depth - 1), Next(depth - 1), random.Next(2) == 0, random.Next(2) == 0, default),
            19 => new OperatorRange((ComparisonOperator)random.Next(6), Next(depth - 1), default),
            20 => new InstanceOf(Next(depth - 1), NextType(depth), default),
            _ => new FunctionDefinition([new Parameter("p", null)], Next(depth - 1), false, default),
        };
    }

    /// <summary>A text with some signs changed, dropped or doubled.</summary>
    public string Mutate(string text)
    {
        var characters = text.ToList();
        for (var times = random.Next(1, 4); times > 0 && characters.Count > 0; times--)
        {
            var place = random.Next(characters.Count);
            switch (random.Next(3))
            {
                case 0:
                    characters.RemoveAt(place);
                    break;
                case 1:
                    characters.Insert(place, Signs[random.Next(Signs.Length)]);
                    break;
                default:
                    characters.Insert(place, characters[random.Next(characters.Count)]);
                    break;
            }
        }

        return string.Concat(characters);
    }

    private Expression Leaf() => random.Next(8) switch
    {
        0 or 1 => new NumberLiteral(FeelNumber.FromDecimal(random.Next(2_000) / 8m), default),
        2 => new StringLiteral(Pick(["", "abc", "\"\\\n", "营业收入", "🐎"]), default),
        3 => new BooleanLiteral(random.Next(2) == 0, default),
        4 => new NullLiteral(default),
        5 => new AtLiteral(Pick(["2024-02-29", "P1Y", "PT3H", "10:00:00Z", "2024-05-01T10:00:00", "?"]), default),
        _ => new Name(Pick(Names), default),
    };

    private Expression Test(int depth) => random.Next(3) == 0
        ? new UnaryComparison((ComparisonOperator)random.Next(6), Next(depth - 1), default)
        : Next(depth);

    private Iterator NextIterator(int depth) =>
        new("i", Next(depth - 1), random.Next(3) == 0 ? new NumberLiteral(FeelNumber.FromInt64(random.Next(6)), default) : null, default);

    private TypeSyntax NextType(int depth) => random.Next(depth <= 0 ? 1 : 4) switch
    {
        0 => new NamedTypeSyntax(Pick(["number", "string", "date and time", "Any", "Null"]), default),
        1 => new ListTypeSyntax(NextType(depth - 1), default),
        2 => new RangeTypeSyntax(NextType(depth - 1), default),
        _ => new FunctionTypeSyntax([NextType(depth - 1)], NextType(depth - 1), default),
    };

    private List<Expression> Some(int atLeast, Func<int, Expression> make, int depth) =>
        [.. Enumerable.Range(0, random.Next(atLeast, 4)).Select(_ => make(depth - 1))];

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];
}
