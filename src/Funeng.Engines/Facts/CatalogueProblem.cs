namespace Funeng.Engines.Facts;

/// <summary>What is wrong with an entry of the fact catalogue.</summary>
/// <param name="Key">Key of the faulty entry.</param>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Message">What happened, where, and what was possible, in English.</param>
public sealed record CatalogueProblem(string Key, CatalogueProblemKind Kind, string Message);

/// <summary>The ways a catalogue entry can be faulty.</summary>
public enum CatalogueProblemKind
{
    /// <summary>An entry that is not written as the catalogue's format asks.</summary>
    Unreadable,

    /// <summary>Another entry has the same key, name or label.</summary>
    Duplicate,

    /// <summary>A view of an entry that does not exist or is not filed.</summary>
    UnknownBase,

    /// <summary>A formula or domain that FEEL cannot read, or that names something the catalogue lacks.</summary>
    FaultyExpression,

    /// <summary>A formula that needs itself, directly or through others.</summary>
    Cycle,

    /// <summary>A formula whose values cannot be bounded while facts are missing.</summary>
    Unsupported,
}
