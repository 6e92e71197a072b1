using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects;

/// <summary>A node that the bureau's ledger names, with the day it is planned for and the day it was done.</summary>
public sealed class ProjectMilestone
{
    public required long Id { get; init; }

    public required long Project { get; init; }

    public required string Name { get; init; }

    public DateOnly? PlannedOn { get; set; }

    public DateOnly? DoneOn { get; set; }
}

/// <summary>What was invested in one month, by the ledger; ten-day reports say more and count before it.</summary>
public sealed class ProjectMonth
{
    public required long Id { get; init; }

    public required long Project { get; init; }

    public required int Year { get; init; }

    public required int Month { get; init; }

    public required long DoneFen { get; set; }
}

internal sealed class ProjectMilestoneTable : IEntityTypeConfiguration<ProjectMilestone>
{
    public void Configure(EntityTypeBuilder<ProjectMilestone> builder)
    {
        builder.HasOne<Project>().WithMany().HasForeignKey(node => node.Project);
        builder.HasIndex(node => new { node.Project, node.Name }).HasDatabaseName("project_milestone_name").IsUnique();
    }
}

internal sealed class ProjectMonthTable : IEntityTypeConfiguration<ProjectMonth>
{
    public void Configure(EntityTypeBuilder<ProjectMonth> builder)
    {
        builder.HasOne<Project>().WithMany().HasForeignKey(month => month.Project);
        builder.HasIndex(month => new { month.Project, month.Year, month.Month }).HasDatabaseName("project_month_of").IsUnique();
    }
}
