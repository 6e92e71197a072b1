using Funeng.Feel.Values;

namespace Funeng.Feel.Syntax;

/// <summary>
/// The names that the parser may meet, frame by frame from inside out. A name is a sequence of tokens; at each place the longest
/// sequence in any frame wins, and of equal ones the innermost (DMN 1.5, 10.3.1.4).
/// </summary>
internal sealed class NameScope(NameScope? outer)
{
    private readonly Node root = new();

    public NameScope? Outer { get; } = outer;

    /// <summary>Adds a name to this frame; a later one of the same name takes its place.</summary>
    /// <returns>The name in normal form.</returns>
    public string Declare(string name, FeelType type) => Declare(Lexer.Tokenize(new SourceText(name), []), type);

    /// <summary>Adds a name that is already cut into tokens; everything from an end token on is left out.</summary>
    public string Declare(IReadOnlyList<Token> tokens, FeelType type)
    {
        var node = root;
        foreach (var token in tokens)
        {
            if (token.Kind != TokenKind.End)
            {
                node = node.Enter(token.Text);
            }
        }

        node.Name = NameText.Join(tokens);
        node.Type = type;
        return node.Name;
    }

    /// <summary>The longest name that starts at a token; null when there is none.</summary>
    public NameMatch? Match(IReadOnlyList<Token> tokens, int start)
    {
        NameMatch? best = null;
        for (var frame = this; frame is not null; frame = frame.Outer)
        {
            if (frame.MatchHere(tokens, start) is { } match && (best is null || match.TokenCount > best.Value.TokenCount))
            {
                best = match;
            }
        }

        return best;
    }

    private NameMatch? MatchHere(IReadOnlyList<Token> tokens, int start)
    {
        NameMatch? best = null;
        var node = root;
        for (var index = start; tokens[index].Kind != TokenKind.End && node.Find(tokens[index].Text) is { } next; index++)
        {
            node = next;
            if (node.Name is not null)
            {
                best = new NameMatch(node.Name, node.Type!, index - start + 1);
            }
        }

        return best;
    }

    private sealed class Node
    {
        private Dictionary<string, Node>? children;

        public string? Name { get; set; }

        public FeelType? Type { get; set; }

        public Node? Find(string text) => children is not null && children.TryGetValue(text, out var child) ? child : null;

        public Node Enter(string text)
        {
            children ??= new Dictionary<string, Node>(StringComparer.Ordinal);
            if (!children.TryGetValue(text, out var child))
            {
                child = new Node();
                children.Add(text, child);
            }

            return child;
        }
    }
}

/// <summary>A name found in a scope, and how many tokens it takes.</summary>
internal readonly record struct NameMatch(string Name, FeelType Type, int TokenCount);
