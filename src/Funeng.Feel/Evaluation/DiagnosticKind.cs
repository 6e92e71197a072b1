namespace Funeng.Feel.Evaluation;

/// <summary>What went wrong. Chinese wording hangs on the kind, not on the English message.</summary>
public enum DiagnosticKind
{
    /// <summary>A sign was expected and another one stands there.</summary>
    UnexpectedToken,

    /// <summary>The text ends in the middle of an expression.</summary>
    UnexpectedEnd,

    /// <summary>A string or a comment is not closed.</summary>
    NotClosed,

    /// <summary>A full-width sign such as ＞ or （ counts as a letter of a name; the half-width one is meant (a warning).</summary>
    FullWidthSign,

    /// <summary>The text is too long, or its parts nest too deeply.</summary>
    TooLarge,

    /// <summary>A name that is not in scope.</summary>
    UnknownName,

    /// <summary>A type that is neither built in nor defined in the model.</summary>
    UnknownType,

    /// <summary>A function has no parameter of that name, or not that many.</summary>
    WrongArguments,

    /// <summary>A context holds an entry twice.</summary>
    DuplicateKey,

    /// <summary>An <c>@"…"</c> literal that is no date, time or duration.</summary>
    InvalidLiteral,

    /// <summary>Functions outside FEEL (Java, PMML) are not called.</summary>
    ExternalFunction,

    /// <summary>A value is missing (null) where the operation needs one.</summary>
    MissingValue,

    /// <summary>The operation does not exist for values of these kinds.</summary>
    WrongKind,

    /// <summary>The values are outside the domain of the operation: division by zero, overflow, a bad date.</summary>
    OutOfDomain,

    /// <summary>A value does not conform to the declared type and cannot be converted.</summary>
    TypeMismatch,

    /// <summary>A value is not one of the allowed values of its type.</summary>
    NotAllowed,

    /// <summary>What is called is not a function.</summary>
    NotAFunction,

    /// <summary>The value has no such entry or property.</summary>
    NoSuchMember,

    /// <summary>A position outside a list.</summary>
    NoSuchItem,

    /// <summary>A range whose ends are of different kinds or in the wrong order.</summary>
    InvalidRange,

    /// <summary>Several rules match in a table with the policy unique.</summary>
    SeveralRulesMatch,

    /// <summary>Matching rules give different outputs in a table with the policy any.</summary>
    DifferentOutputs,

    /// <summary>No rule of a table matches and there is no default output.</summary>
    NoRuleMatches,

    /// <summary>An output is not among the output values that order it.</summary>
    NotInOutputValues,

    /// <summary>A required input was not given.</summary>
    MissingInput,

    /// <summary>The model names an element that does not exist.</summary>
    UnknownElement,

    /// <summary>Decisions require each other in a circle.</summary>
    Cycle,

    /// <summary>The model is not well formed.</summary>
    InvalidModel,

    /// <summary>Calls nest too deeply, or a list or string grows too large.</summary>
    LimitExceeded,
}
