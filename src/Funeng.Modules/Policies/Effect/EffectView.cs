using Funeng.Engines.Effects;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Policies.Effect;

/// <param name="Year">The year in which they first had it.</param>
/// <param name="Outcome">Key of the figure looked at.</param>
/// <param name="IsSameYear">True to look at the year itself instead of the next one.</param>
public sealed record EffectQuestion(int? Year, string? Outcome, bool? IsSameYear);

/// <summary>The years compared.</summary>
/// <param name="Year">In which they first had it.</param>
/// <param name="Before">The year before.</param>
/// <param name="After">The year whose figure is looked at.</param>
public sealed record EffectSpan(int Year, int Before, int After);

public sealed record EffectView
{
    public required BenefitRule Rule { get; init; }

    public required RecipientSource Source { get; init; }

    /// <summary>Labels of the titles the benefit goes with; empty where it was paid.</summary>
    public required IReadOnlyList<string> Titles { get; init; }

    /// <summary>In which years how many first had it.</summary>
    public required IReadOnlyList<(int Year, int Count)> Years { get; init; }

    public required FactDefinition Outcome { get; init; }

    public required IReadOnlyList<FactDefinition> Outcomes { get; init; }

    /// <summary>Null where no year can be compared: then there is no finding either.</summary>
    public EffectSpan? Span { get; init; }

    public EffectFinding? Finding { get; init; }

    /// <summary>How many first had it in the year, with figures or without.</summary>
    public int Recipients { get; init; }

    /// <summary>How many with the figures never had it.</summary>
    public int Others { get; init; }

    /// <summary>In what they should be near, in words.</summary>
    public IReadOnlyList<string> Measures { get; init; } = [];

    /// <summary>The sets by name, the largest difference first.</summary>
    public IReadOnlyList<EffectPair> Pairs { get; init; } = [];
}

public sealed record EffectPair(EffectPart Subject, IReadOnlyList<EffectPart> Compared, double Difference);

/// <param name="Before">The figure of the year before.</param>
/// <param name="Change">Its change, in logarithms.</param>
public sealed record EffectPart(string Code, string Name, double Before, double Change);
