using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects.Capacity;

/// <summary>What an office of a place has little of: review slots, inspectors, a crew. A node that names it, or is called as it says and names nobody who is known here, holds one of it while it is worked on.</summary>
public sealed class ScarceResource
{
    public required long Id { get; init; }

    /// <summary>Code of the county or zone whose projects it serves.</summary>
    public required string Place { get; init; }

    public required string Office { get; set; }

    public required string Name { get; init; }

    /// <summary>Names of nodes, with 、 between them.</summary>
    public required string Nodes { get; set; }

    public required string Who { get; set; }

    public required DateTimeOffset At { get; set; }

    public long Version { get; set; }

    public IReadOnlyList<string> NodeNames => Nodes.Split('、', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>How many there are from a day on, until the next such day.</summary>
public sealed class ScarceAmount
{
    public required long Id { get; init; }

    public required long Resource { get; init; }

    public required DateOnly FromOn { get; init; }

    public required int Amount { get; set; }
}

internal sealed class ScarceResourceTable : IEntityTypeConfiguration<ScarceResource>
{
    public void Configure(EntityTypeBuilder<ScarceResource> builder)
    {
        builder.Ignore(row => row.NodeNames);
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.HasIndex(row => new { row.Place, row.Name }).HasDatabaseName("scarce_resource_name").IsUnique();
    }
}

internal sealed class ScarceAmountTable : IEntityTypeConfiguration<ScarceAmount>
{
    public void Configure(EntityTypeBuilder<ScarceAmount> builder)
    {
        builder.HasOne<ScarceResource>().WithMany().HasForeignKey(row => row.Resource);
        builder.HasIndex(row => new { row.Resource, row.FromOn }).HasDatabaseName("scarce_amount_from").IsUnique();
    }
}
