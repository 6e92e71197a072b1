using Funeng.Engines.Criteria;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Schemes;

/// <summary>A verdict that another has replaced. What was decided on it can be understood, and it can be decided again, years later.</summary>
public sealed class PastVerdict
{
    public required long Id { get; init; }

    public required long Subject { get; init; }

    public required string Scheme { get; init; }

    public required string Version { get; init; }

    public required string Sha256 { get; init; }

    public required DateOnly OnDate { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    public required Outcome Outcome { get; init; }

    public long? ScoreLow { get; init; }

    public long? ScoreHigh { get; init; }

    public required int Missing { get; init; }

    public required string Failed { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    public required DateTimeOffset ReplacedAt { get; init; }

    public string? Class { get; init; }

    /// <summary>The verdict as it stood.</summary>
    public StoredVerdict Verdict => new()
    {
        Subject = Subject,
        Scheme = Scheme,
        Version = Version,
        Sha256 = Sha256,
        OnDate = OnDate,
        AsOf = AsOf,
        Outcome = Outcome,
        ScoreLow = ScoreLow,
        ScoreHigh = ScoreHigh,
        Missing = Missing,
        Failed = Failed,
        DecidedAt = DecidedAt,
        Class = Class,
    };
}

internal sealed class PastVerdictTable : IEntityTypeConfiguration<PastVerdict>
{
    public void Configure(EntityTypeBuilder<PastVerdict> builder)
    {
        builder.ToTable("past_verdict");
        builder.Ignore(past => past.Verdict);
        builder.HasIndex(past => new { past.Subject, past.Scheme }).HasDatabaseName("past_verdict_subject");
    }
}
