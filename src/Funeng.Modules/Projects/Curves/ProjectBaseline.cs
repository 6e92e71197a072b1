using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects.Curves;

/// <summary>A plan as it stood when somebody gave it a name. Written once.</summary>
public sealed class ProjectBaseline
{
    public required long Id { get; init; }

    public required long Project { get; init; }

    public required string Name { get; init; }

    public required string Note { get; init; }

    /// <summary>A <see cref="PlanSnapshot"/> as JSON.</summary>
    public required string Content { get; init; }

    public required string Who { get; init; }

    public required DateTimeOffset At { get; init; }

    public PlanSnapshot Snapshot() => JsonSerializer.Deserialize<PlanSnapshot>(Content)!;
}

/// <summary>What is planned: investment by month, nodes with the day each is to be done, and the promised day.</summary>
public sealed record PlanSnapshot(IReadOnlyList<PlannedMonth> Months, IReadOnlyList<PlannedNode> Nodes, DateOnly? Promised);

public sealed record PlannedMonth(int Year, int Month, long Fen);

/// <param name="IsWork">Part of the building itself: from the node 开工 on. Only these count for physical progress.</param>
public sealed record PlannedNode(int Position, string Name, int WorkDays, DateOnly? Finish, bool IsWork);

internal sealed class ProjectBaselineTable : IEntityTypeConfiguration<ProjectBaseline>
{
    public void Configure(EntityTypeBuilder<ProjectBaseline> builder)
    {
        builder.HasOne<Project>().WithMany().HasForeignKey(baseline => baseline.Project);
        builder.HasIndex(baseline => new { baseline.Project, baseline.Name }).HasDatabaseName("project_baseline_name").IsUnique();
    }
}
