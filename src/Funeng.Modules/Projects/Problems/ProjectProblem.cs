using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects.Problems;

/// <summary>What a problem is about; the factors of 要素保障 come first.</summary>
public enum ProblemClass
{
    [Display(Name = "手续")] Procedures,
    [Display(Name = "土地")] Land,
    [Display(Name = "资金")] Funds,
    [Display(Name = "能耗")] Energy,
    [Display(Name = "环境容量")] Environment,
    [Display(Name = "配套")] Utilities,
    [Display(Name = "市场")] Market,
    [Display(Name = "其他")] Other,
}

/// <summary>One obstacle of one project: the problem list, the responsibility list and the progress list show the same rows from three sides.</summary>
public sealed class ProjectProblem
{
    public required long Id { get; init; }

    public required long Project { get; init; }

    public required string Title { get; set; }

    public required ProblemClass Class { get; set; }

    /// <summary>What is done about it.</summary>
    public required string Measure { get; set; }

    /// <summary>The node of the plan it blocks.</summary>
    public required string Node { get; set; }

    /// <summary>The round of urgent problems it was handed down in; null for none.</summary>
    public int? Round { get; set; }

    /// <summary>The body that answers for it.</summary>
    public long? Office { get; set; }

    public required string OfficeName { get; set; }

    public required DateOnly RaisedOn { get; init; }

    public required string RaisedBy { get; init; }

    public DateOnly? DueOn { get; set; }

    public DateOnly? ClosedOn { get; set; }

    public required string Result { get; set; }

    public long Version { get; set; }

    public bool IsOverdue(DateOnly day) => ClosedOn is null && DueOn < day;
}

internal sealed class ProjectProblemTable : IEntityTypeConfiguration<ProjectProblem>
{
    public void Configure(EntityTypeBuilder<ProjectProblem> builder)
    {
        builder.Property(problem => problem.Version).IsConcurrencyToken();
        builder.HasOne<Project>().WithMany().HasForeignKey(problem => problem.Project);
        builder.HasIndex(problem => problem.Project).HasDatabaseName("project_problem_project");
        builder.HasIndex(problem => problem.ClosedOn).HasDatabaseName("project_problem_open");
    }
}
