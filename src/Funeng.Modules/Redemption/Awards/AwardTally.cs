using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>Of one enterprise: changed by everybody who proposes an award for it, so that of two at one moment only one can save.</summary>
internal sealed class AwardTally
{
    public required long Subject { get; init; }

    public long Version { get; set; }
}

internal sealed class AwardTallyTable : IEntityTypeConfiguration<AwardTally>
{
    public void Configure(EntityTypeBuilder<AwardTally> builder)
    {
        builder.ToTable("redemption_tally").HasKey(tally => tally.Subject);
        builder.Property(tally => tally.Version).IsConcurrencyToken();
    }
}
