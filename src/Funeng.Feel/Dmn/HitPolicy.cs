namespace Funeng.Feel.Dmn;

/// <summary>How a decision table answers when several rules match (DMN 1.5, 8.2.8).</summary>
public enum HitPolicy
{
    /// <summary>U: at most one rule matches; more than one is an error.</summary>
    Unique,

    /// <summary>A: all matching rules give equal outputs; different ones are an error.</summary>
    Any,

    /// <summary>P: the matching rule whose outputs stand first in the order of the output values.</summary>
    Priority,

    /// <summary>F: the first matching rule in rule order.</summary>
    First,

    /// <summary>R: all outputs, in rule order.</summary>
    RuleOrder,

    /// <summary>O: all outputs, in the order of the output values.</summary>
    OutputOrder,

    /// <summary>C: all outputs as a list, or aggregated.</summary>
    Collect,
}

/// <summary>What the collect policy does with the outputs of the matching rules (DMN 1.5, 8.2.8).</summary>
internal enum Aggregation
{
    /// <summary>A list of them.</summary>
    None,

    /// <summary>C+: their sum.</summary>
    Sum,

    /// <summary>C&lt;: the smallest.</summary>
    Min,

    /// <summary>C&gt;: the largest.</summary>
    Max,

    /// <summary>C#: how many there are.</summary>
    Count,
}
