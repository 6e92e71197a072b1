using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects.Plan;

/// <summary>One node of a project's plan.</summary>
public sealed class ProjectNode
{
    private ReadLinks? links;

    public required long Id { get; init; }

    public required long Project { get; init; }

    /// <summary>From 1.</summary>
    public required int Position { get; init; }

    public required string Name { get; set; }

    /// <summary>Working days it takes.</summary>
    public required int WorkDays { get; set; }

    /// <summary>What it waits for, as <see cref="NodeLink"/>s with commas.</summary>
    public required string After { get; set; }

    public required string Office { get; set; }

    /// <summary>The crew or inspectors who work on it, by the name under which a place keeps its capacities; empty where its own name says that.</summary>
    public string Crew { get; set; } = "";

    /// <summary>The latest day when the plan was made.</summary>
    public DateOnly? BaselineOn { get; set; }

    /// <summary>It is not begun before this day: before, those who work on it are with others.</summary>
    public DateOnly? NotBefore { get; set; }

    public DateOnly? DoneOn { get; set; }

    public required string Evidence { get; set; }

    /// <summary>Its unique id in the plan file it came from.</summary>
    public int? Uid { get; set; }

    /// <summary>Rises with every change.</summary>
    public long Version { get; set; }

    public IReadOnlyList<NodeLink> Links => (links is { } read && read.Text == After ? read : links = new ReadLinks(After, NodeLink.ReadAll(After))).Links;

    public IReadOnlyList<int> WaitsFor => [.. Links.Select(link => link.Before)];

    /// <summary>The same node before it was done, without the turn it was given since.</summary>
    internal ProjectNode Undone() =>
        new() { Id = Id, Project = Project, Position = Position, Name = Name, WorkDays = WorkDays, After = After, Office = Office, Crew = Crew, BaselineOn = BaselineOn, Evidence = "", Uid = Uid, Version = Version };

    private sealed record ReadLinks(string Text, IReadOnlyList<NodeLink> Links);
}

internal sealed class ProjectNodeTable : IEntityTypeConfiguration<ProjectNode>
{
    public void Configure(EntityTypeBuilder<ProjectNode> builder)
    {
        builder.Ignore(node => node.WaitsFor).Ignore(node => node.Links);
        builder.Property(node => node.Version).IsConcurrencyToken();
        builder.HasOne<Project>().WithMany().HasForeignKey(node => node.Project);
        builder.HasIndex(node => new { node.Project, node.Position }).HasDatabaseName("project_node_position").IsUnique();
    }
}

/// <summary>The plan file that was handed in, whole.</summary>
public sealed class ProjectPlanFile
{
    public required long Project { get; init; }

    public required string FileName { get; set; }

    public required byte[] Content { get; set; }

    public required string Who { get; set; }

    public required DateTimeOffset At { get; set; }

    /// <summary>The working days of its nodes run from begin to end, interruptions included; see <see cref="CountPlanDays"/>.</summary>
    public bool DaysCounted { get; set; }
}

internal sealed class ProjectPlanFileTable : IEntityTypeConfiguration<ProjectPlanFile>
{
    public void Configure(EntityTypeBuilder<ProjectPlanFile> builder)
    {
        builder.HasKey(file => file.Project);
        builder.HasOne<Project>().WithMany().HasForeignKey(file => file.Project);
    }
}
