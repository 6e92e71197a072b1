using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>A paper of an enterprise, kept once: whoever asks for its kind again finds it there until it runs out.</summary>
public sealed class HeldFile
{
    public required long Id { get; init; }

    public required long Subject { get; init; }

    public required string Kind { get; init; }

    public required string FileName { get; init; }

    public required string MediaType { get; init; }

    public required long Size { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>Last day it counts; null when it does not run out.</summary>
    public DateOnly? ValidTo { get; init; }

    public required string Who { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    public bool IsSynthetic { get; init; }

    public bool Counts(DateOnly day) => WithdrawnAt is null && !(ValidTo < day);
}

internal sealed class HeldFileContent
{
    public required long File { get; init; }

    public required byte[] Content { get; init; }
}

/// <summary>Which paper stands for which material of an application.</summary>
internal sealed class ApplicationMaterial
{
    public required long Application { get; init; }

    public required string Material { get; init; }

    public required long File { get; set; }
}

internal sealed class HeldFileTable : IEntityTypeConfiguration<HeldFile>
{
    public void Configure(EntityTypeBuilder<HeldFile> builder) => builder.HasIndex(row => new { row.Subject, row.Kind }).HasDatabaseName("held_file_subject");
}

internal sealed class HeldFileContentTable : IEntityTypeConfiguration<HeldFileContent>
{
    public void Configure(EntityTypeBuilder<HeldFileContent> builder)
    {
        builder.HasKey(row => row.File);
        builder.Property(row => row.File).ValueGeneratedNever();
        builder.HasOne<HeldFile>().WithOne().HasForeignKey<HeldFileContent>(row => row.File);
    }
}

internal sealed class ApplicationMaterialTable : IEntityTypeConfiguration<ApplicationMaterial>
{
    public void Configure(EntityTypeBuilder<ApplicationMaterial> builder)
    {
        builder.HasKey(row => new { row.Application, row.Material });
        builder.HasOne<Application>().WithMany().HasForeignKey(row => row.Application);
        builder.HasOne<HeldFile>().WithMany().HasForeignKey(row => row.File);
        builder.HasIndex(row => row.File).HasDatabaseName("application_material_file");
    }
}
