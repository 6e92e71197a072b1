using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Registry.Browse;

/// <summary>A view of the list that a user has saved for himself: the address without its page.</summary>
public sealed class SavedView
{
    public required long Id { get; init; }

    public required long Account { get; init; }

    public required string Name { get; init; }

    /// <summary>county=370303&amp;sort=-employees</summary>
    public required string Query { get; set; }

    /// <summary>Shown when the list is opened without conditions.</summary>
    public bool IsDefault { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class SavedViewTable : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> builder) =>
        builder.HasIndex(view => new { view.Account, view.Name }).HasDatabaseName("saved_view_name").IsUnique();
}
