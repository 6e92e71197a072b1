namespace Funeng.Engines.Criteria;

/// <summary>What reading a scheme gave.</summary>
/// <param name="Scheme">The scheme; null when the model lacks what makes it one.</param>
/// <param name="Problems">Everything wrong with it; a scheme with problems is not to be used.</param>
public sealed record SchemeReading(Scheme? Scheme, IReadOnlyList<SchemeProblem> Problems);

/// <summary>What is wrong with a scheme.</summary>
/// <param name="Decision">Id of the decision; empty for the model as a whole.</param>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Message">What happened, where, and what was possible, in English.</param>
public sealed record SchemeProblem(string Decision, SchemeProblemKind Kind, string Message);

/// <summary>The ways a scheme can be faulty.</summary>
public enum SchemeProblemKind
{
    /// <summary>FEEL or DMN cannot read it.</summary>
    FaultyModel,

    /// <summary>An element of the criteria profile is missing.</summary>
    MissingElement,

    /// <summary>A name that the catalogue lacks.</summary>
    UnknownFact,

    /// <summary>A construct whose values cannot be bounded while facts are missing.</summary>
    UnsupportedConstruct,
}
