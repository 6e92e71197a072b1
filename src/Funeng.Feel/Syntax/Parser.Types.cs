namespace Funeng.Feel.Syntax;

/// <summary>Types after <c>instance of</c> and in the parameters of functions.</summary>
internal sealed partial class Parser
{
    private TypeSyntax ParseType()
    {
        if (++nesting > DeepestNesting)
        {
            FailTooDeep("the type nests too deeply", DeepestNesting);
        }

        var start = Current;
        var isGeneric = Peek(1).Kind == TokenKind.Less;
        TypeSyntax type = start.Text switch
        {
            "list" when isGeneric => new ListTypeSyntax(ParseElementType(), From(start.Start)),
            "range" when isGeneric => new RangeTypeSyntax(ParseElementType(), From(start.Start)),
            "context" when isGeneric => ParseContextType(),
            "function" when isGeneric => ParseFunctionType(),
            _ => ParseNamedType(),
        };
        nesting--;
        return type;
    }

    private TypeSyntax ParseElementType()
    {
        Take();
        Take();
        var element = ParseType();
        CloseAngle();
        return element;
    }

    private ContextTypeSyntax ParseContextType()
    {
        var start = Take().Start;
        Take();
        var entries = new List<(string, TypeSyntax)>();
        do
        {
            var (key, _) = ParseKey();
            Expect(TokenKind.Colon, ":");
            entries.Add((key, ParseType()));
        }
        while (TakeIf(TokenKind.Comma));
        CloseAngle();
        return new ContextTypeSyntax(entries, From(start));
    }

    private FunctionTypeSyntax ParseFunctionType()
    {
        var start = Take().Start;
        Take();
        var parameters = new List<TypeSyntax>();
        if (Current.Kind != TokenKind.Greater)
        {
            do
            {
                parameters.Add(ParseType());
            }
            while (TakeIf(TokenKind.Comma));
        }

        CloseAngle();
        Expect(TokenKind.Minus, "->");
        Expect(TokenKind.Greater, "->");
        return new FunctionTypeSyntax(parameters, ParseType(), From(start));
    }

    private void CloseAngle() => Expect(TokenKind.Greater, ">");

    private NamedTypeSyntax ParseNamedType()
    {
        var start = position;
        if (Current.Kind != TokenKind.Word)
        {
            FailExpecting("the name of a type");
            return new NamedTypeSyntax("", SpanOf(Current));
        }

        if (typeNames.Match(tokens, start) is { } match && !WordFollows(start + match.TokenCount))
        {
            position += match.TokenCount;
            return new NamedTypeSyntax(match.Name, From(tokens[start].Start));
        }

        TakeRun();
        while (Current.Kind == TokenKind.Dot && Peek(1).Kind == TokenKind.Word)
        {
            Take();
            TakeRun();
        }

        return new NamedTypeSyntax(NameText.Join(tokens[start..position]), From(tokens[start].Start));
    }
}
