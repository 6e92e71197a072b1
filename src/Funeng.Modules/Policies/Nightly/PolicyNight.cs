using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Policies.Nightly;

/// <summary>What one open benefit came to over all enterprises in one night. Written once; the next night has its own.</summary>
public sealed class PolicyNight
{
    public required DateOnly Day { get; init; }

    /// <summary>Id of the benefit.</summary>
    public required string Benefit { get; init; }

    public required int Entitled { get; init; }

    /// <summary>How many cannot be decided because facts, or the place, are missing.</summary>
    public required int Undecided { get; init; }

    /// <summary>How many of the entitled nobody has told yet.</summary>
    public required int Untold { get; init; }

    /// <summary>What they would be paid altogether; the low end of ranges.</summary>
    public required long CostFen { get; init; }

    public required DateTimeOffset MatchedAt { get; init; }
}

internal sealed class PolicyNightTable : IEntityTypeConfiguration<PolicyNight>
{
    public void Configure(EntityTypeBuilder<PolicyNight> builder)
    {
        builder.ToTable("policy_night");
        builder.HasKey(night => new { night.Day, night.Benefit });
    }
}
