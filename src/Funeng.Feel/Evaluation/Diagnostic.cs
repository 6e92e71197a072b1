using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>
/// Why a value is null, or what is wrong in a text: kind, place, the words of the message and the values at hand.
/// FEEL never throws; every error is null and one of these (DMN 1.5, 10.3.2.13).
/// </summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Span">Where.</param>
/// <param name="Words">Names that the message speaks of: the operation or name first, then what was possible.</param>
/// <param name="Values">The values that led to it, in order of the operands.</param>
public sealed record Diagnostic(DiagnosticKind Kind, TextSpan Span, IReadOnlyList<string> Words, IReadOnlyList<FeelValue> Values)
{
    /// <summary>A diagnostic without values.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="span">Where.</param>
    /// <param name="words">Names that the message speaks of.</param>
    internal Diagnostic(DiagnosticKind kind, TextSpan span, params string[] words)
        : this(kind, span, words, [])
    {
    }

    /// <summary>The expression still has its meaning; a person should look at it all the same.</summary>
    public bool IsWarning => Kind == DiagnosticKind.FullWidthSign;

    /// <summary>What happened, in English, with what was possible. Built when it is read.</summary>
    public string Message => DiagnosticMessage.Of(this);

    /// <summary>The message and its place.</summary>
    public override string ToString() => $"{Message} {Span}";
}
