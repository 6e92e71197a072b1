using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects;

/// <summary>The lists of projects that a government draws up; the S-articles name these.</summary>
public enum ProjectKind
{
    [Display(Name = "省重点项目")] Provincial,
    [Display(Name = "市重大项目")] City,
    [Display(Name = "市重点技改项目")] Renovation,
    [Display(Name = "外资重点项目")] Foreign,
    [Display(Name = "产业攻关项目")] Breakthrough,
    [Display(Name = "任务项目")] Task,
    [Display(Name = "其他项目")] Other,
}

public enum ProjectNature
{
    [Display(Name = "新建")] New,
    [Display(Name = "续建")] Continued,
}

/// <summary>
/// A key project: what it is called, where it lies, whose it is, and, repeated from the facts, how it stands today. The id is that of its subject.
/// </summary>
public sealed class Project
{
    public required long Id { get; init; }

    public required string Code { get; init; }

    public required string Name { get; set; }

    public required ProjectKind Kind { get; set; }

    public required ProjectNature Nature { get; set; }

    /// <summary>The year in whose list it stands.</summary>
    public required int ListedYear { get; set; }

    public string? Industry { get; set; }

    public string? Region { get; set; }

    public string? Zone { get; set; }

    /// <summary>The enterprise whose project it is, when it is registered.</summary>
    public long? Owner { get; set; }

    public required string OwnerName { get; set; }

    public required string Summary { get; set; }

    public bool IsSynthetic { get; init; }

    public string? Stage { get; set; }

    public DateOnly? StageOn { get; set; }

    public DateOnly? PlannedStartOn { get; set; }

    public DateOnly? PlannedCompletionOn { get; set; }

    public DateOnly? PlannedProductionOn { get; set; }

    public DateOnly? StartedOn { get; set; }

    public DateOnly? CompletedOn { get; set; }

    public DateOnly? ProductionOn { get; set; }

    public long? TotalFen { get; set; }

    /// <summary>The year of the yearly figures.</summary>
    public int? PlanYear { get; set; }

    public long? PlanFen { get; set; }

    public long? DoneFen { get; set; }

    /// <summary>Hundredths of a percent.</summary>
    public int? Progress { get; set; }

    public DateOnly? ReportedOn { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }

    public long Version { get; set; }

    public decimal? Total => TotalFen / 100m;

    public decimal? Plan => PlanFen / 100m;

    public decimal? Done => DoneFen / 100m;

    /// <summary>Percent of the yearly plan that is done; null without a plan.</summary>
    public decimal? DonePercent => PlanFen > 0 && DoneFen is { } done ? done * 100m / PlanFen : null;

    public bool IsStarted => StartedOn is not null;

    public string Link => $"/projects/{Code}";
}

/// <summary>What is to be invested in one month.</summary>
public sealed class ProjectTarget
{
    public required long Id { get; init; }

    public required long Project { get; init; }

    public required int Year { get; init; }

    public required int Month { get; init; }

    public required long PlanFen { get; set; }
}

internal sealed class ProjectTable : IEntityTypeConfiguration<Project>
{
    public void Configure(EntityTypeBuilder<Project> builder)
    {
        builder.Ignore(project => project.Total);
        builder.Ignore(project => project.Plan);
        builder.Ignore(project => project.Done);
        builder.Ignore(project => project.DonePercent);
        builder.Ignore(project => project.IsStarted);
        builder.Ignore(project => project.Link);
        builder.Property(project => project.Version).IsConcurrencyToken();
        builder.HasIndex(project => project.Code).HasDatabaseName("project_code").IsUnique();
        builder.HasIndex(project => project.Region).HasDatabaseName("project_region");
        builder.HasIndex(project => project.Zone).HasDatabaseName("project_zone");
        builder.HasIndex(project => project.Owner).HasDatabaseName("project_owner");
    }
}

internal sealed class ProjectTargetTable : IEntityTypeConfiguration<ProjectTarget>
{
    public void Configure(EntityTypeBuilder<ProjectTarget> builder)
    {
        builder.HasOne<Project>().WithMany().HasForeignKey(target => target.Project);
        builder.HasIndex(target => new { target.Project, target.Year, target.Month }).HasDatabaseName("project_target_month").IsUnique();
    }
}
