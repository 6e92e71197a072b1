using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Facts;

/// <summary>
/// A subject whose figures, verdicts and lists must still follow what was published about it. It is written in the transaction of the
/// filings, so that neither a caller who goes away nor a killed process leaves facts that nobody decides with.
/// </summary>
internal sealed class FollowUp
{
    public required long Id { get; init; }

    /// <summary>The rows of one publishing; its own process works on them at once.</summary>
    public required long Publication { get; init; }

    public required long Subject { get; init; }

    /// <summary>Name of the one listener that is still to hear; empty for all.</summary>
    public string Listener { get; init; } = "";

    public int Attempts { get; init; }

    /// <summary>When whoever finds it may take it up.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Problem { get; init; }
}

internal sealed class FollowUpTable : IEntityTypeConfiguration<FollowUp>
{
    public void Configure(EntityTypeBuilder<FollowUp> builder)
    {
        builder.HasIndex(row => row.DueAt).HasDatabaseName("follow_up_due");
        builder.HasIndex(row => row.Publication).HasDatabaseName("follow_up_publication");
    }
}
