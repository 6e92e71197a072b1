using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Policies.Library;

/// <summary>What made a version of a policy that is kept in the database.</summary>
public enum LibraryStep
{
    [Display(Name = "编入政策库")] Admitted,
    [Display(Name = "由新政策替代")] Replaced,
    [Display(Name = "撤回")] Withdrawn,
}

/// <summary>A policy made of a notice, in one version: the text in the form of a <c>policy.yaml</c>. Rows are added and never changed; the last version stands.</summary>
internal sealed class LibraryPolicy
{
    public required string Policy { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Version { get; init; }

    public required string Content { get; init; }

    public required string Sha256 { get; init; }

    public required LibraryStep Step { get; init; }

    /// <summary>The signed draft it was made of.</summary>
    public long? Draft { get; init; }

    public required string Who { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Reason { get; init; }
}

internal sealed class LibraryPolicyTable : IEntityTypeConfiguration<LibraryPolicy>
{
    public void Configure(EntityTypeBuilder<LibraryPolicy> builder)
    {
        builder.HasKey(row => new { row.Policy, row.Version });
        builder.HasIndex(row => row.Draft).HasDatabaseName("library_policy_draft");
    }
}
