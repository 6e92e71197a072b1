using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Policies.Follow;

/// <summary>An account that wants to hear when a policy changes.</summary>
internal sealed class PolicyFollow
{
    public required long Account { get; init; }

    public required string Policy { get; init; }

    public required DateTimeOffset Since { get; init; }
}

/// <summary>A text of a policy as it once stood.</summary>
internal sealed class PolicyVersion
{
    public required string Policy { get; init; }

    public required string Sha256 { get; init; }

    public required string Content { get; init; }

    /// <summary>When it was first seen.</summary>
    public required DateTimeOffset RememberedAt { get; init; }

    /// <summary>True for the one of each policy that stood at the last start.</summary>
    public required bool IsCurrent { get; set; }
}

internal sealed class PolicyFollowTable : IEntityTypeConfiguration<PolicyFollow>
{
    public void Configure(EntityTypeBuilder<PolicyFollow> builder)
    {
        builder.ToTable("policy_follow").HasKey(follow => new { follow.Account, follow.Policy });
        builder.HasIndex(follow => follow.Policy).HasDatabaseName("policy_follow_policy");
    }
}

internal sealed class PolicyVersionTable : IEntityTypeConfiguration<PolicyVersion>
{
    // Two hosts that start together write the same news: the one that finds the marker moved already tells nobody.
    public void Configure(EntityTypeBuilder<PolicyVersion> builder)
    {
        builder.ToTable("policy_version").HasKey(version => new { version.Policy, version.Sha256 });
        builder.Property(version => version.IsCurrent).IsConcurrencyToken();
    }
}
