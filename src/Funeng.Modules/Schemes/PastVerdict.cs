using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Schemes;

/// <summary>A verdict that another has replaced. What was decided on it can be understood, and it can be decided again, years later.</summary>
public sealed class PastVerdict : DecidedVerdict
{
    public required long Id { get; init; }

    public required DateTimeOffset ReplacedAt { get; init; }
}

internal sealed class PastVerdictTable : IEntityTypeConfiguration<PastVerdict>
{
    public void Configure(EntityTypeBuilder<PastVerdict> builder)
    {
        builder.ToTable("past_verdict");
        builder.HasIndex(past => new { past.Subject, past.Scheme }).HasDatabaseName("past_verdict_subject");
    }
}
