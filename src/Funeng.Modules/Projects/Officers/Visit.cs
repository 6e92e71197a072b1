using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects.Officers;

/// <summary>One visit of a service officer. Written once; what was found goes on as a problem or a task.</summary>
public sealed class Visit
{
    public required long Id { get; init; }

    /// <summary>enterprise or project.</summary>
    public required string SubjectKind { get; init; }

    public required string SubjectKey { get; init; }

    public required string SubjectTitle { get; init; }

    public required string SubjectLink { get; init; }

    public string? Region { get; init; }

    public string? Zone { get; init; }

    /// <summary>The person of the registry.</summary>
    public required long Officer { get; init; }

    public required string OfficerName { get; init; }

    public required DateOnly OnDay { get; init; }

    public required string Note { get; init; }

    /// <summary>What stands in the way, in one sentence; empty for nothing.</summary>
    public required string Problem { get; init; }

    /// <summary>The item the problem became; null where it became a problem of the project.</summary>
    public long? Task { get; set; }

    /// <summary>The key of the form: a visit that is sent again after a bad line is not stored again.</summary>
    public required string FormKey { get; init; }

    public long? Account { get; init; }

    public required DateTimeOffset At { get; init; }

    public bool IsSynthetic { get; init; }
}

public enum VisitFileKind
{
    [Display(Name = "照片")] Photo,
    [Display(Name = "录音")] Voice,
}

/// <summary>A photo or a voice note of a visit.</summary>
public sealed class VisitFile
{
    public required long Id { get; init; }

    public required long Visit { get; init; }

    public required VisitFileKind Kind { get; init; }

    public required string MediaType { get; init; }

    public required long Size { get; init; }

    public required string Sha256 { get; init; }
}

internal sealed class VisitTable : IEntityTypeConfiguration<Visit>
{
    public void Configure(EntityTypeBuilder<Visit> builder)
    {
        builder.HasIndex(visit => new { visit.SubjectKind, visit.SubjectKey, visit.OnDay }).HasDatabaseName("visit_subject");
        builder.HasIndex(visit => new { visit.Officer, visit.OnDay }).HasDatabaseName("visit_officer");
        builder.HasIndex(visit => new { visit.SubjectKind, visit.SubjectKey, visit.FormKey }).HasDatabaseName("visit_form").IsUnique();
    }
}

internal sealed class VisitFileTable : IEntityTypeConfiguration<VisitFile>
{
    public void Configure(EntityTypeBuilder<VisitFile> builder)
    {
        builder.HasOne<Visit>().WithMany().HasForeignKey(file => file.Visit);
        builder.HasIndex(file => file.Visit).HasDatabaseName("visit_file_visit");
    }
}
