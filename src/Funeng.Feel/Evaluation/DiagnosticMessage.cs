using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>The English wording of a diagnostic.</summary>
internal static class DiagnosticMessage
{
    private const int LongestValue = 80;

    public static string Of(Diagnostic diagnostic) => diagnostic.Kind switch
    {
        DiagnosticKind.UnexpectedToken => $"'{Word(diagnostic, 0)}' stands where {Word(diagnostic, 1)} was expected",
        DiagnosticKind.UnexpectedEnd => $"the text ends where {Word(diagnostic, 0)} was expected",
        DiagnosticKind.NotClosed => $"{Word(diagnostic, 0)} is not closed",
        DiagnosticKind.FullWidthSign => $"'{Word(diagnostic, 0)}' is full-width and counts as a letter; write '{Word(diagnostic, 1)}'",
        DiagnosticKind.TooLarge or DiagnosticKind.LimitExceeded =>
            diagnostic.Words.Count > 1 ? $"{Word(diagnostic, 0)}; the limit is {Word(diagnostic, 1)}" : Word(diagnostic, 0),
        DiagnosticKind.UnknownName => $"'{Word(diagnostic, 0)}' is not defined{Suggestions(diagnostic, 1)}",
        DiagnosticKind.UnknownType => $"there is no type '{Word(diagnostic, 0)}'{Suggestions(diagnostic, 1)}",
        DiagnosticKind.WrongArguments => $"{Word(diagnostic, 0)} does not take these arguments: {Word(diagnostic, 1)}",
        DiagnosticKind.DuplicateKey => $"the entry '{Word(diagnostic, 0)}' stands twice in the context",
        DiagnosticKind.InvalidLiteral => $"'{Word(diagnostic, 0)}' is no date, time, date and time or duration",
        DiagnosticKind.ExternalFunction => $"'{Word(diagnostic, 0)}' is defined outside FEEL and is not called",
        DiagnosticKind.MissingValue => $"{Word(diagnostic, 0)} has no value to work on{Given(diagnostic)}",
        DiagnosticKind.WrongKind => $"{Word(diagnostic, 0)} is not defined for these kinds{Given(diagnostic)}",
        DiagnosticKind.OutOfDomain => $"{Word(diagnostic, 0)} has no result{Given(diagnostic)}",
        DiagnosticKind.TypeMismatch => $"the value is not of type {Word(diagnostic, 0)}{Given(diagnostic)}",
        DiagnosticKind.NotAllowed => $"the value is not among the allowed values of {Word(diagnostic, 0)}{Given(diagnostic)}",
        DiagnosticKind.NotAFunction => $"what is called is not a function{Given(diagnostic)}",
        DiagnosticKind.NoSuchMember => $"there is no '{Word(diagnostic, 0)}'{Suggestions(diagnostic, 1)}{Given(diagnostic)}",
        DiagnosticKind.NoSuchItem => $"the list has no item at that position{Given(diagnostic)}",
        DiagnosticKind.InvalidRange => $"the ends do not make a range{Given(diagnostic)}",
        DiagnosticKind.SeveralRulesMatch => $"rules {List(diagnostic, 0)} match, and only one may",
        DiagnosticKind.DifferentOutputs => $"rules {List(diagnostic, 0)} match and give different outputs",
        DiagnosticKind.NoRuleMatches => "no rule matches",
        DiagnosticKind.NotInOutputValues => $"the output {Word(diagnostic, 0)} is not among its output values{Given(diagnostic)}",
        DiagnosticKind.MissingInput => $"'{Word(diagnostic, 0)}' was not given",
        DiagnosticKind.UnknownElement => $"the model has no element '{Word(diagnostic, 0)}'",
        DiagnosticKind.Cycle => $"these require each other: {List(diagnostic, 0)}",
        DiagnosticKind.InvalidModel => Word(diagnostic, 0),
        _ => diagnostic.Kind.ToString(),
    };

    private static string Word(Diagnostic diagnostic, int index) =>
        index < diagnostic.Words.Count ? diagnostic.Words[index] : "?";

    private static string List(Diagnostic diagnostic, int first) => string.Join(", ", diagnostic.Words.Skip(first));

    private static string Suggestions(Diagnostic diagnostic, int first) =>
        diagnostic.Words.Count > first ? $"; there is {List(diagnostic, first)}" : "";

    private static string Given(Diagnostic diagnostic) =>
        diagnostic.Values.Count == 0 ? "" : $": {string.Join(", ", diagnostic.Values.Select(Shortened))}";

    private static string Shortened(FeelValue value)
    {
        var text = value.ToString();
        return text.Length <= LongestValue ? text : string.Concat(text.AsSpan(0, LongestValue), "…");
    }
}
