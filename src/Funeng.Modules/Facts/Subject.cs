using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Facts;

/// <summary>What facts are about: an enterprise, a person, a project. Its region and zone decide who sees it.</summary>
public sealed class Subject
{
    public const string Enterprise = "enterprise";

    public const string Project = "project";

    public required long Id { get; init; }

    /// <summary>enterprise, person, project…</summary>
    public required string Kind { get; init; }

    /// <summary>The code people know it by; unique within the kind.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    /// <summary>Code of the region it lies in: 370303001.</summary>
    public string? Region { get; set; }

    /// <summary>Code of the functional zone it lies in, if any.</summary>
    public string? Zone { get; set; }

    /// <summary>Names its latest move to another place and grows with time; null while it lies where it was registered.</summary>
    public long? LastMove { get; set; }
}

internal sealed class SubjectTable : IEntityTypeConfiguration<Subject>
{
    public void Configure(EntityTypeBuilder<Subject> builder)
    {
        builder.HasIndex(subject => new { subject.Kind, subject.Code }).HasDatabaseName("subject_code").IsUnique();
        builder.HasIndex(subject => subject.Region).HasDatabaseName("subject_region");
        builder.HasIndex(subject => subject.Zone).HasDatabaseName("subject_zone");
        builder.HasIndex(subject => subject.LastMove).HasDatabaseName("subject_moved").HasFilter("last_move is not null");
    }
}
