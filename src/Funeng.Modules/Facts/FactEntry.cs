using System.ComponentModel.DataAnnotations;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Facts;

/// <summary>What one filing said about one fact, and how that stands today.</summary>
public sealed record FactEntry(
    long Filing, string Key, FeelValue Value, Period Period, FactSource Source, string Place, string Reporter, DateTimeOffset LearnedAt, EntryStanding Standing)
{
    /// <summary>The batch it was filed with; null for a single filing.</summary>
    public long? Batch { get; init; }

    public DateTimeOffset? WithdrawnAt { get; init; }

    public string? WithdrawnBy { get; init; }

    public string? WithdrawalReason { get; init; }
}

public enum EntryStanding
{
    [Display(Name = "现用")]
    Present,

    /// <summary>A later filing of the same source says something else or the same again.</summary>
    [Display(Name = "已更正")]
    Corrected,

    /// <summary>A more trusted source speaks of the same fact and period.</summary>
    [Display(Name = "另有更可信来源")]
    Outranked,

    /// <summary>This filing took back what its source had said before.</summary>
    [Display(Name = "收回此前数值")]
    TakesBack,

    [Display(Name = "已撤销")]
    Withdrawn,
}

/// <summary>Sources that give different values for the same fact and period; the believed one first.</summary>
public sealed record FactConflict(string Key, Period Period, IReadOnlyList<FactEntry> Entries);
