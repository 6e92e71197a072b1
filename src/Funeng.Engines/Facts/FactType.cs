namespace Funeng.Engines.Facts;

/// <summary>The kind of value a fact holds.</summary>
public enum FactType
{
    /// <summary>A decimal number; money is in yuan, shares are in percentage points (3 means 3 %).</summary>
    Number,

    /// <summary>A whole number: people, patents, ranks, levels.</summary>
    Integer,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>A text, or the code of one of the definition's choices.</summary>
    Text,

    /// <summary>A calendar day.</summary>
    Date,
}
