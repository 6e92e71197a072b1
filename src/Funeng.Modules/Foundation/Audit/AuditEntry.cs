using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Foundation.Audit;

/// <summary>Who changed what, when and why. Written with the change; a job adds position and hash afterwards.</summary>
public sealed class AuditEntry
{
    public required long Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The acting account; null for the command line and jobs of the product itself.</summary>
    public long? Account { get; init; }

    public required string Who { get; init; }

    public required string Action { get; init; }

    /// <summary>kind:key, such as enterprise:91370303… or account:12.</summary>
    public required string Subject { get; init; }

    public required string Reason { get; init; }

    public string? Before { get; init; }

    public string? After { get; init; }

    public long? Position { get; init; }

    public string? Hash { get; init; }
}

internal sealed class AuditEntryTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit");
        builder.HasIndex(entry => entry.Position).HasDatabaseName("audit_position").IsUnique();
        builder.HasIndex(entry => entry.Action).HasDatabaseName("audit_action");
        builder.HasIndex(entry => new { entry.Subject, entry.Id }).HasDatabaseName("audit_subject");
    }
}
