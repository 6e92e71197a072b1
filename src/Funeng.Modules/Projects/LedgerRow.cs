using Funeng.Engines.Facts;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Projects;

/// <summary>A node as a ledger names it: 主体封顶, 2026-06-30.</summary>
public sealed record LedgerMilestone(string Name, DateOnly? PlannedOn, DateOnly? DoneOn);

/// <summary>One project as a ledger describes it, understood and without problems.</summary>
public sealed record LedgerRow(string Code, string Name, ProjectKind Kind, ProjectNature Nature, int ListedYear)
{
    public string? Region { get; init; }

    public string? Zone { get; init; }

    public string? Industry { get; init; }

    /// <summary>The enterprise, when it is registered.</summary>
    public long? Owner { get; init; }

    public string OwnerName { get; init; } = "";

    public string Summary { get; init; } = "";

    /// <summary>What it says of the project's facts.</summary>
    public IReadOnlyList<(string Key, Period Period, Funeng.Feel.Values.FeelValue Value)> Facts { get; init; } = [];

    /// <summary>Yuan to be invested in <see cref="ListedYear"/>; months it says nothing of share what is left of it.</summary>
    public decimal? YearPlan { get; init; }

    /// <summary>Yuan to be invested by month of <see cref="ListedYear"/>; months it says nothing of are left out.</summary>
    public IReadOnlyDictionary<int, decimal> Targets { get; init; } = new Dictionary<int, decimal>();

    /// <summary>Yuan that were invested in months of <see cref="ListedYear"/>, each for itself.</summary>
    public IReadOnlyDictionary<int, decimal> Done { get; init; } = new Dictionary<int, decimal>();

    /// <summary>Nodes with the day they are planned for and the day they were done.</summary>
    public IReadOnlyList<LedgerMilestone> Milestones { get; init; } = [];

    /// <summary>第 5 行: where in the ledger it stands.</summary>
    public string Place { get; init; } = "";

    public bool IsSynthetic { get; init; }

    public DateTimeOffset? LearnedAt { get; init; }

    /// <summary>The filings that say so, one for each source and period.</summary>
    public IEnumerable<NewFiling> Filings(long subject) => Facts
        .GroupBy(fact => (Source: ProjectFacts.SourceOf(fact.Key), fact.Period))
        .Select(group => new NewFiling(subject, group.Key.Period, group.Key.Source, [.. group.Select(fact => new FiledValue(fact.Key, fact.Value))])
        {
            Place = Place,
            LearnedAt = LearnedAt,
        });
}
