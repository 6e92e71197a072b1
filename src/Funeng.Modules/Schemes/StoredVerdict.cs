using Funeng.Engines.Criteria;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Schemes;

/// <summary>The latest verdict of a subject under a scheme, with the version and signature of the rules that gave it.</summary>
public sealed class StoredVerdict
{
    public required long Subject { get; init; }

    public required string Scheme { get; init; }

    /// <summary>Name of the version: the scheme's id, with <c>@n</c> from the second on.</summary>
    public required string Version { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>Application date.</summary>
    public required DateOnly OnDate { get; init; }

    /// <summary>The facts are those known at this moment.</summary>
    public required DateTimeOffset AsOf { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>Thousandths of a point; null for schemes without a score.</summary>
    public long? ScoreLow { get; init; }

    public long? ScoreHigh { get; init; }

    /// <summary>Number of missing facts that could still change the outcome.</summary>
    public required int Missing { get; init; }

    /// <summary>Ids of the conditions that stand against the subject, joined by semicolons.</summary>
    public required string Failed { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>What a classification comes to, such as 小型; null where it is open or the scheme is none.</summary>
    public string? Class { get; init; }

    public static StoredVerdict Of(long subject, RulePack pack, Verdict verdict, DateTimeOffset asOf, DateTimeOffset now) => new()
    {
        Subject = subject,
        Scheme = pack.Id,
        Version = pack.VersionName,
        Sha256 = pack.Sha256,
        OnDate = verdict.On,
        AsOf = asOf,
        Outcome = verdict.Outcome,
        ScoreLow = Thousandths(verdict.Score?.Low),
        ScoreHigh = Thousandths(verdict.Score?.High),
        Missing = verdict.Missing.Count,
        Failed = string.Join(';', VerdictSummary.FailedIds(verdict)),
        DecidedAt = now,
        Class = verdict.Findings.FirstOrDefault(finding => finding.Criterion.Kind == CriterionKind.Class)?.Class,
    };

    /// <summary>True when the other says the same: outcome, score, missing and failed conditions.</summary>
    public bool SaysTheSameAs(StoredVerdict other) =>
        (Outcome, ScoreLow, ScoreHigh, Missing, Failed) == (other.Outcome, other.ScoreLow, other.ScoreHigh, other.Missing, other.Failed);

    private static long? Thousandths(Feel.Values.FeelNumber? points) =>
        points is { } number && number.TryToDecimal(out var value) ? (long)decimal.Round(value * 1000) : null;
}

internal sealed class VerdictTable : IEntityTypeConfiguration<StoredVerdict>
{
    public void Configure(EntityTypeBuilder<StoredVerdict> builder)
    {
        builder.ToTable("verdict");
        builder.HasKey(verdict => new { verdict.Subject, verdict.Scheme });
        builder.HasIndex(verdict => new { verdict.Scheme, verdict.Outcome }).HasDatabaseName("verdict_scheme");
        builder.HasIndex(verdict => new { verdict.Scheme, verdict.Class }).HasDatabaseName("verdict_class");
    }
}
