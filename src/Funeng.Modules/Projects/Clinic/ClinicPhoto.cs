using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>A photo of what a case is about, as it was sent.</summary>
public sealed class ClinicPhoto
{
    public required long Id { get; init; }

    /// <summary>Goes with the case where that is merged into another.</summary>
    public required long ClinicCase { get; set; }

    /// <summary>The case it was sent to, while it is with the one that was merged into.</summary>
    public long? CameFrom { get; set; }

    public required byte[] Content { get; init; }
    public required string MediaType { get; init; }
    public required string Sha256 { get; init; }
    public required string Who { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>A photo without its content.</summary>
public sealed record PhotoLine(long Id, string Who, DateTimeOffset At);

internal sealed class ClinicPhotoTable : IEntityTypeConfiguration<ClinicPhoto>
{
    public void Configure(EntityTypeBuilder<ClinicPhoto> builder)
    {
        builder.HasOne<ClinicCase>().WithMany().HasForeignKey(row => row.ClinicCase);
        builder.HasIndex(row => new { row.ClinicCase, row.Sha256 }).HasDatabaseName("clinic_photo_once").IsUnique();
        builder.HasIndex(row => row.CameFrom).HasDatabaseName("clinic_photo_came").HasFilter("came_from is not null");
    }
}
