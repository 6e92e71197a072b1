using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Policies.Tell;

/// <summary>An enterprise that was told of a benefit: once in the year, or for all where that is had once; whoever tells it again. What was told on figures that were put right is taken back, and then was never told.</summary>
internal sealed class PolicyTold
{
    public required long Id { get; init; }

    /// <summary>Id of the benefit.</summary>
    public required string Benefit { get; init; }

    public required long Subject { get; init; }

    /// <summary>Of the day it was told.</summary>
    public required int Year { get; init; }

    public required string Who { get; init; }

    public required DateTimeOffset ToldAt { get; init; }

    /// <summary>When it was told that by the figures as they were put right it is not entitled; null while the telling stands.</summary>
    public DateTimeOffset? TakenBackAt { get; set; }

    public string TakenBackBy { get; set; } = "";
}

internal sealed class PolicyToldTable : IEntityTypeConfiguration<PolicyTold>
{
    public void Configure(EntityTypeBuilder<PolicyTold> builder)
    {
        builder.ToTable("policy_told");
        builder.HasIndex(told => new { told.Benefit, told.Subject, told.Year }).HasDatabaseName("policy_told_once").IsUnique().HasFilter("taken_back_at is null");
        builder.HasIndex(told => told.Subject).HasDatabaseName("policy_told_subject");
    }
}
