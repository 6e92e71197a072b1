using Funeng.Feel.Values;

namespace Funeng.Feel.Syntax;

/// <summary>if, for, some, every and function: they extend as far to the right as possible.</summary>
internal sealed partial class Parser
{
    private If ParseIf()
    {
        var start = Take().Start;
        var condition = ParseNested();
        ExpectWord("then");
        var then = ParseNested();
        ExpectWord("else");
        var otherwise = ParseNested();
        return Typed(new If(condition, then, otherwise, From(start)), TypeOf(then));
    }

    private For ParseFor()
    {
        var start = Take().Start;
        var iterators = ParseIterators();
        ExpectWord("return");
        scope.Declare("partial", FeelType.ListOf(FeelType.Any));
        var body = ParseNested();
        Leave(iterators.Count);
        return Typed(new For(iterators, body, From(start)), FeelType.ListOf(TypeOf(body)));
    }

    private Quantified ParseQuantified(Quantifier quantifier)
    {
        var start = Take().Start;
        var iterators = ParseIterators();
        ExpectWord("satisfies");
        var body = ParseNested();
        Leave(iterators.Count);
        return new Quantified(quantifier, iterators, body, From(start));
    }

    /// <summary>Reads <c>a in X, b in Y</c>. Each variable has its own frame, seen by those after it.</summary>
    private List<Iterator> ParseIterators()
    {
        var iterators = new List<Iterator>();
        do
        {
            var start = position;
            while (Current.MayBeInName && !IsWord("in"))
            {
                Take();
            }

            if (start == position)
            {
                FailExpecting("the name of a variable");
            }

            var name = tokens[start..position];
            ExpectWord("in");
            var source = ParseNested();
            var end = TakeIf(TokenKind.DotDot) ? ParseNested() : null;
            scope = new NameScope(scope);
            var variable = scope.Declare(name, end is null ? TypeOf(source).ElementOrSelf() : FeelType.Any);
            iterators.Add(new Iterator(variable, source, end, From(tokens[start].Start)));
        }
        while (TakeIf(TokenKind.Comma));
        return iterators;
    }

    private void Leave(int frames)
    {
        for (; frames > 0; frames--)
        {
            scope = scope.Outer!;
        }
    }

    private FunctionDefinition ParseFunction()
    {
        var start = Take().Start;
        Take();
        scope = new NameScope(scope);
        var parameters = new List<Parameter>();
        while (!failed && Current.Kind != TokenKind.CloseParenthesis)
        {
            parameters.Add(ParseParameter());
            if (!TakeIf(TokenKind.Comma))
            {
                break;
            }
        }

        Expect(TokenKind.CloseParenthesis, ")");
        var isExternal = TakeWord("external");
        var body = ParseNested();
        scope = scope.Outer!;
        return new FunctionDefinition(parameters, body, isExternal, From(start));
    }

    private Parameter ParseParameter()
    {
        var start = position;
        while (Current.MayBeInName)
        {
            Take();
        }

        if (start == position)
        {
            FailExpecting("the name of a parameter");
        }

        var name = tokens[start..position];
        var type = TakeIf(TokenKind.Colon) ? ParseType() : null;
        return new Parameter(scope.Declare(name, FeelType.Any), type);
    }
}
