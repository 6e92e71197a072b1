using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects.Plan;

/// <summary>One node of a project's plan.</summary>
public sealed class ProjectNode
{
    public required long Id { get; init; }

    public required long Project { get; init; }

    /// <summary>From 1.</summary>
    public required int Position { get; init; }

    public required string Name { get; set; }

    /// <summary>Working days it takes.</summary>
    public required int WorkDays { get; set; }

    /// <summary>Positions of the nodes it waits for, with commas.</summary>
    public required string After { get; set; }

    public required string Office { get; set; }

    /// <summary>The latest day when the plan was made.</summary>
    public DateOnly? BaselineOn { get; set; }

    public DateOnly? DoneOn { get; set; }

    public required string Evidence { get; set; }

    public IReadOnlyList<int> WaitsFor => [.. After.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
}

internal sealed class ProjectNodeTable : IEntityTypeConfiguration<ProjectNode>
{
    public void Configure(EntityTypeBuilder<ProjectNode> builder)
    {
        builder.Ignore(node => node.WaitsFor);
        builder.HasOne<Project>().WithMany().HasForeignKey(node => node.Project);
        builder.HasIndex(node => new { node.Project, node.Position }).HasDatabaseName("project_node_position").IsUnique();
    }
}
