using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Redemption.NoApplication;

/// <summary>Of how many enterprises a list was computed, for one benefit.</summary>
public sealed class ListScan
{
    public required long Batch { get; init; }

    public required string Benefit { get; init; }

    public required int Met { get; init; }

    /// <summary>Those of whom facts are missing: neither entitled nor not.</summary>
    public required int Undecided { get; init; }

    public required int Everybody { get; init; }

    public int NotMet => Everybody - Met - Undecided;
}

/// <summary>An enterprise that meets the conditions and is not on the list all the same.</summary>
public sealed class LeftOut
{
    public required long Id { get; init; }

    public required long Batch { get; init; }

    public required string Benefit { get; init; }

    public required long Subject { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public string? Region { get; init; }

    public string? Zone { get; init; }

    public required string Reason { get; init; }
}

internal sealed class ListScanTable : IEntityTypeConfiguration<ListScan>
{
    public void Configure(EntityTypeBuilder<ListScan> builder)
    {
        builder.ToTable("redemption_scan").HasKey(scan => new { scan.Batch, scan.Benefit });
        builder.Ignore(scan => scan.NotMet);
        builder.HasOne<Awards.RedemptionBatch>().WithMany().HasForeignKey(scan => scan.Batch);
    }
}

internal sealed class LeftOutTable : IEntityTypeConfiguration<LeftOut>
{
    public void Configure(EntityTypeBuilder<LeftOut> builder)
    {
        builder.ToTable("redemption_left_out");
        builder.HasOne<Awards.RedemptionBatch>().WithMany().HasForeignKey(left => left.Batch);
        builder.HasIndex(left => left.Batch).HasDatabaseName("redemption_left_out_batch");
        builder.HasIndex(left => left.Subject).HasDatabaseName("redemption_left_out_subject");
    }
}
