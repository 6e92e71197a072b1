using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Registry.Import;

/// <summary>What an import did to an organization beside its facts: registered it, or gave it another name or place.</summary>
public sealed class Registration
{
    public required long Batch { get; init; }

    public required long Organization { get; init; }

    public required bool IsNew { get; init; }

    /// <summary>The name before; null for a new one.</summary>
    public string? Name { get; init; }

    public string? Region { get; init; }

    public string? Zone { get; init; }

    /// <summary>The former name that was added.</summary>
    public long? Former { get; init; }

    /// <summary>The organization's version after the change: while it stands, nobody has changed it since.</summary>
    public required long Version { get; init; }
}

internal sealed class RegistrationTable : IEntityTypeConfiguration<Registration>
{
    public void Configure(EntityTypeBuilder<Registration> builder) => builder.HasKey(row => new { row.Batch, row.Organization });
}
