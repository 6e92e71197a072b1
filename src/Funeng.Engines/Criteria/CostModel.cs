using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>What it costs to change each fact. Facts without an entry cannot be changed.</summary>
/// <param name="Costs">One entry for each fact that can be changed: filed facts, review items and titles, by their catalogue keys.</param>
public sealed record CostModel(IReadOnlyList<FactCost> Costs)
{
    /// <summary>The first year whose figures can still change; the books of earlier years are closed and stay as they are. Null where no year is closed.</summary>
    public int? FirstOpenYear { get; init; }

    /// <summary>Finds the entry of a fact: by its own key, or for a view by the key of the filed fact it looks at.</summary>
    /// <param name="definition">The fact.</param>
    /// <returns>The entry, or null when the fact cannot be changed.</returns>
    public FactCost? Find(FactDefinition definition) =>
        Costs.FirstOrDefault(cost => cost.Key == definition.Key)
        ?? (definition.Origin is FactOrigin.View view ? Costs.FirstOrDefault(cost => cost.Key == view.Of) : null);
}

/// <summary>The cost of changing one fact and the limits of the change.</summary>
/// <param name="Key">Catalogue key of the fact, of a view (which goes before its filed fact), or of a review item.</param>
/// <param name="PerUnit">Cost of each unit of change of a number, in the fact's unit (per yuan for money); 0 or more.</param>
/// <param name="Fixed">Cost of any change at all; the whole cost for yes/no facts, texts, titles and review items.</param>
public sealed record FactCost(string Key, decimal PerUnit, decimal Fixed)
{
    /// <summary>Which way a number may move. Rising by default; yes/no facts may rise to yes and fall to no.</summary>
    public ChangeDirection Direction { get; init; } = ChangeDirection.Up;

    /// <summary>Least value it can be brought to, in the fact's unit; null for no limit but the domain.</summary>
    public FeelNumber? Lowest { get; init; }

    /// <summary>Greatest value it can be brought to; null for no limit but the domain.</summary>
    public FeelNumber? Highest { get; init; }

    /// <summary>
    /// Greatest change of one year as a share of the present value (0.5 = half of it); null for no limit. Not applied to a value of 0. For a
    /// figure several years ahead it applies to each of them.
    /// </summary>
    public FeelNumber? MaxShare { get; init; }

    /// <summary>Greatest change of one year in the fact's unit; null for no limit.</summary>
    public FeelNumber? MaxChange { get; init; }

    /// <summary>Smallest step in which a number is changed, such as 10 000 for money; null for exact values. Whole-number facts step by 1.</summary>
    public FeelNumber? Step { get; init; }
}

/// <summary>Which way a value may be moved.</summary>
public enum ChangeDirection
{
    /// <summary>Only upwards: revenue, patents; no to yes.</summary>
    Up,

    /// <summary>Only downwards: liabilities; yes to no.</summary>
    Down,

    /// <summary>Both ways.</summary>
    Either,
}

/// <summary>One change of a path.</summary>
/// <param name="Definition">The fact to change, as the rule or formula names it.</param>
/// <param name="From">The fact as it stands; null when it is missing and has to be reached and filed.</param>
/// <param name="To">The value to reach.</param>
/// <param name="Cost">Cost by the model.</param>
public sealed record PathChange(FactDefinition Definition, Fact? From, FeelValue To, decimal Cost);

/// <summary>A set of changes after which the conclusion is met; leaving out any of them, it is not.</summary>
/// <param name="Changes">The changes, the most expensive first.</param>
/// <param name="Total">Sum of their costs.</param>
/// <param name="StillToFile">Missing facts on which the conclusion still depends once the changes are made: the path assumes that they turn
/// out well, and they have to be filed. Empty when the conclusion is certain.</param>
public sealed record UpgradePath(IReadOnlyList<PathChange> Changes, decimal Total, IReadOnlyList<FactDefinition> StillToFile);

/// <summary>A condition that no allowed change repairs.</summary>
/// <param name="Criterion">The criterion that stays unmet.</param>
/// <param name="Fixed">The known facts it rests on that cannot be changed.</param>
/// <param name="Limited">The numbers it rests on that can be changed, but not far enough.</param>
public sealed record PathBlocker(Criterion Criterion, IReadOnlyList<FixedFact> Fixed, IReadOnlyList<LimitedFact> Limited);

/// <summary>A number that can be changed within limits.</summary>
/// <param name="Fact">The fact as it stands.</param>
/// <param name="Furthest">The furthest value the limits allow.</param>
public sealed record LimitedFact(Fact Fact, FeelValue Furthest);

/// <summary>Conditions that cannot be met together within the limits, while any of them left out the others can.</summary>
/// <param name="Conditions">The conditions; one alone where it stays unmet whatever is changed.</param>
/// <param name="IsMinimal">False when the budget ran out before each condition had been left out once.</param>
public sealed record PathConflict(IReadOnlyList<PathBlocker> Conditions, bool IsMinimal);

/// <summary>A known fact that cannot be changed.</summary>
/// <param name="Fact">The fact as it stands.</param>
/// <param name="IsClosed">True when it belongs to a year whose books are closed; else the cost model has no entry for it.</param>
public sealed record FixedFact(Fact Fact, bool IsClosed);

/// <summary>The paths found for one scheme.</summary>
/// <param name="Paths">The cheapest first, then the cheapest that do without some kind of change of each one before (all titles are one kind); empty when the limits allow none.</param>
/// <param name="IsExact">True when the search ended by itself, so that nothing cheaper exists within the model; false when its budget ran out.</param>
public sealed record PathSearch(IReadOnlyList<UpgradePath> Paths, bool IsExact)
{
    /// <summary>True when the search for alternatives ended by itself too: there are no others than those given, up to two.</summary>
    public bool HasAllAlternatives { get; init; } = true;

    /// <summary>Why there is no path: the conditions that stay unmet with every allowed change.</summary>
    public IReadOnlyList<PathBlocker> Blockers { get; init; } = [];

    /// <summary>The cheapest path, or null when none was found.</summary>
    public UpgradePath? Best => Paths.Count > 0 ? Paths[0] : null;
}
