using Funeng.Feel.Values;

namespace Funeng.Feel.Syntax;

/// <summary>Names, paths, filters and calls: everything that depends on what is in scope.</summary>
internal sealed partial class Parser
{
    private static readonly NameScope Properties = PropertyNames();

    private bool closesWithBracket;

    private Expression ParsePostfix()
    {
        var expression = ParsePrimary();
        while (!failed)
        {
            switch (Current.Kind)
            {
                case TokenKind.Dot:
                    expression = Deeper(ParsePath(expression));
                    break;
                case TokenKind.OpenParenthesis:
                    expression = Deeper(ParseCall(expression));
                    break;
                case TokenKind.OpenBracket when closesWithBracket:
                    // The end of an open range, as in ]1..x[, unless a filter can be read here.
                    if (Attempt(() => ParseFilter(expression)) is not { } filter)
                    {
                        return expression;
                    }

                    expression = Deeper(filter);
                    break;
                case TokenKind.OpenBracket:
                    expression = Deeper(ParseFilter(expression));
                    break;
                default:
                    return expression;
            }
        }

        return expression;
    }

    private Name ParseName()
    {
        var start = position;
        if (scope.Match(tokens, start) is { } match && !WordFollows(start + match.TokenCount))
        {
            position += match.TokenCount;
            return Typed(new Name(match.Name, From(tokens[start].Start)), match.Type);
        }

        TakeRun();
        WarnOfFullWidth(new Token(TokenKind.Word, tokens[start].Start, tokens[position - 1].End - tokens[start].Start, ""));
        return new Name(NameText.Join(tokens[start..position]), From(tokens[start].Start));
    }

    /// <summary>Two names cannot follow each other, so the match was too short: the name is not in scope.</summary>
    private bool WordFollows(int index) =>
        tokens[index] is { Kind: TokenKind.Word or TokenKind.Number } next && !next.IsKeyword() && tokens[index - 1].Kind == TokenKind.Word;

    /// <summary>Takes a word and every word or number after it that is not reserved: the longest name there can be.</summary>
    private void TakeRun()
    {
        Take();
        while (Current.Kind is TokenKind.Word or TokenKind.Number && !Current.IsKeyword())
        {
            Take();
        }
    }

    private Path ParsePath(Expression source)
    {
        Take();
        var type = TypeOf(source);
        var start = position;
        if (Current.Kind != TokenKind.Word)
        {
            FailExpecting("a name");
            return new Path(source, "", From(source));
        }

        if (MemberScope(type).Match(tokens, start) is { } match && !WordFollows(start + match.TokenCount))
        {
            position += match.TokenCount;
            var memberType = type.IsList() && match.Type != FeelType.Any ? FeelType.ListOf(match.Type) : match.Type;
            return Typed(new Path(source, match.Name, From(source)), memberType);
        }

        TakeRun();
        return new Path(source, NameText.Join(tokens[start..position]), From(source));
    }

    private Filter ParseFilter(Expression filtered)
    {
        Take();
        var type = TypeOf(filtered);
        var element = type.ElementOrSelf();
        var closes = closesWithBracket;
        closesWithBracket = false;
        scope = new NameScope(scope);
        scope.Declare("item", element);
        DeclareMembers(scope, element);
        var condition = ParseNested();
        scope = scope.Outer!;
        closesWithBracket = closes;
        Expect(TokenKind.CloseBracket, "]");
        var isItem = condition is NumberLiteral or Negation { Operand: NumberLiteral };
        return Typed(new Filter(filtered, condition, From(filtered)), isItem || type.IsList() ? (isItem ? element : type) : FeelType.Any);
    }

    private Invocation ParseCall(Expression function)
    {
        Take();
        var arguments = new List<Argument>();
        var closes = closesWithBracket;
        closesWithBracket = false;
        while (!failed && Current.Kind != TokenKind.CloseParenthesis)
        {
            arguments.Add(new Argument(TakeParameterName(), ParseNested()));
            if (!TakeIf(TokenKind.Comma))
            {
                break;
            }
        }

        closesWithBracket = closes;
        Expect(TokenKind.CloseParenthesis, ")");
        if (arguments.Exists(argument => argument.Name is null) && arguments.Exists(argument => argument.Name is not null))
        {
            FailExpecting("arguments either all by name or all by position");
        }

        return Typed(new Invocation(function, arguments, From(function)), TypeOf(function).ResultOrAny());
    }

    /// <summary>The name before a colon in a call by names; null, and nothing taken, in a call by position.</summary>
    private string? TakeParameterName()
    {
        var end = position;
        while (tokens[end].MayBeInName)
        {
            end++;
        }

        if (failed || end == position || tokens[end].Kind != TokenKind.Colon)
        {
            return null;
        }

        var name = NameText.Join(tokens[position..end]);
        position = end + 1;
        return name;
    }

    private static void DeclareMembers(NameScope frame, FeelType type)
    {
        foreach (var (name, memberType) in type.MembersOrNone())
        {
            frame.Declare(name, memberType);
        }
    }

    private static NameScope MemberScope(FeelType type)
    {
        var members = type.ElementOrSelf().MembersOrNone();
        if (members.Count == 0)
        {
            return Properties;
        }

        var frame = new NameScope(Properties);
        foreach (var (name, memberType) in members)
        {
            frame.Declare(name, memberType);
        }

        return frame;
    }

    private static NameScope PropertyNames()
    {
        var properties = new NameScope(null);
        foreach (var name in new[] { "time offset", "start included", "end included" })
        {
            properties.Declare(name, FeelType.Any);
        }

        return properties;
    }

    /// <summary>What is known of a node's type while reading: enough to find the names of its members.</summary>
    private FeelType TypeOf(Expression expression) => types.GetValueOrDefault(expression, FeelType.Any);

    private T Typed<T>(T expression, FeelType type)
        where T : Expression
    {
        if (type != FeelType.Any)
        {
            types[expression] = type;
        }

        return expression;
    }
}
