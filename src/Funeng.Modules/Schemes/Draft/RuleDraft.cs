using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Schemes.Draft;

/// <summary>A copy of a scheme's model that somebody changes, checks and tries. It decides nothing and never becomes a rule by itself.</summary>
public sealed class RuleDraft
{
    public required long Id { get; init; }

    public required string Scheme { get; init; }

    /// <summary>Signature of the pack it was copied from.</summary>
    public required string BasedOn { get; init; }

    public required string Title { get; set; }

    public required string Criteria { get; set; }

    /// <summary>The account that may change it.</summary>
    public required long Owner { get; init; }

    public required string OwnerName { get; init; }

    public required DateTimeOffset SavedAt { get; set; }

    /// <summary>Counts the savings; a page that shows an older one may not overwrite.</summary>
    public required int Version { get; set; }
}

internal sealed class RuleDraftTable : IEntityTypeConfiguration<RuleDraft>
{
    public void Configure(EntityTypeBuilder<RuleDraft> builder)
    {
        builder.ToTable("rule_draft");
        builder.HasIndex(draft => draft.Scheme).HasDatabaseName("rule_draft_scheme");
        builder.Property(draft => draft.Version).IsConcurrencyToken();
    }
}
