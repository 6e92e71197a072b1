using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Policies.Tell;

/// <summary>An enterprise that opened the page of a policy, and whether somebody of it said that it is understood. The first time of each counts in each year.</summary>
internal sealed class PolicyRead
{
    public required string Policy { get; init; }

    public required long Subject { get; init; }

    /// <summary>Of the first reading, in the city's time.</summary>
    public required int Year { get; init; }

    public required DateTimeOffset ReadAt { get; init; }

    public required string ReadBy { get; init; }

    public DateTimeOffset? UnderstoodAt { get; set; }

    public string UnderstoodBy { get; set; } = "";
}

internal sealed class PolicyReadTable : IEntityTypeConfiguration<PolicyRead>
{
    public void Configure(EntityTypeBuilder<PolicyRead> builder)
    {
        builder.ToTable("policy_read").HasKey(read => new { read.Policy, read.Subject, read.Year });
        builder.HasIndex(read => read.Subject).HasDatabaseName("policy_read_subject");
    }
}
