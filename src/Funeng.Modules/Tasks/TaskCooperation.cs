using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Tasks;

/// <summary>A body that helps the lead body (配合单位): its plan (配合方案) with a due day, and how the lead rates it.</summary>
public sealed class TaskCooperation
{
    public required long Id { get; init; }
    public required long Item { get; init; }
    public required long Body { get; init; }
    public DateOnly? PlanDue { get; set; }
    public string? PlanText { get; set; }
    public DateOnly? PlannedOn { get; set; }
    public string? PlannedBy { get; set; }

    /// <summary>One to five.</summary>
    public int? Rating { get; set; }

    public string? RatingNote { get; set; }
    public DateOnly? RatedOn { get; set; }
}

/// <summary>A file that shows that something was done; it lies in the data folder.</summary>
public sealed class TaskEvidence
{
    public required long Id { get; init; }
    public required long Item { get; init; }
    public required string FileName { get; init; }
    public required string MediaType { get; init; }
    public required long Size { get; init; }
    public required string Sha256 { get; init; }
    public long? Account { get; init; }
    public required string Who { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class TaskCooperationTable : IEntityTypeConfiguration<TaskCooperation>
{
    public void Configure(EntityTypeBuilder<TaskCooperation> builder)
    {
        builder.HasIndex(row => new { row.Item, row.Body }).HasDatabaseName("task_cooperation_body").IsUnique();
        builder.HasIndex(row => row.Body).HasDatabaseName("task_cooperation_of");
    }
}

internal sealed class TaskEvidenceTable : IEntityTypeConfiguration<TaskEvidence>
{
    public void Configure(EntityTypeBuilder<TaskEvidence> builder) => builder.HasIndex(row => row.Item).HasDatabaseName("task_evidence_item");
}
