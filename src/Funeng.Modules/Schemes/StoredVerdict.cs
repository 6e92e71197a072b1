using Funeng.Engines.Criteria;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Schemes;

/// <summary>The latest verdict of a subject under a scheme.</summary>
public sealed class StoredVerdict : DecidedVerdict
{
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

    private static long? Thousandths(Feel.Values.FeelNumber? points) =>
        points is { } number && number.TryToDecimal(out var value) ? (long)decimal.Round(value * 1000) : null;
}

internal sealed class VerdictTable : IEntityTypeConfiguration<StoredVerdict>
{
    public void Configure(EntityTypeBuilder<StoredVerdict> builder)
    {
        // Read from the view; VerdictWriter writes the narrow rows behind it.
        builder.ToView("verdict");
        builder.HasKey(verdict => new { verdict.Subject, verdict.Scheme });
    }
}
