using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects.Clinic;

public enum ClinicUrgency
{
    [Display(Name = "一般")] Usual,
    [Display(Name = "紧急")] Urgent,
    [Display(Name = "特急")] Critical,
}

/// <summary>Where a case is; the order is the way it goes.</summary>
public enum ClinicState
{
    [Display(Name = "待分诊")] Reported,
    [Display(Name = "会诊中")] Consulting,
    [Display(Name = "处方办理中")] Treating,
    [Display(Name = "待复诊")] Review,
    [Display(Name = "待评价")] Rating,
    [Display(Name = "已办结")] Closed,
    [Display(Name = "不予受理")] Refused,
    [Display(Name = "已并案")] Merged,
}

public enum ClinicRating
{
    [Display(Name = "满意")] Satisfied,
    [Display(Name = "基本满意")] Acceptable,
    [Display(Name = "不满意")] Dissatisfied,
}

/// <summary>
/// An urgent problem of a project, from the report to the asker's rating. What offices do by when are items of the tasks module under
/// <see cref="Source"/>; a case reopened begins another course.
/// </summary>
public sealed class ClinicCase
{
    /// <summary>The kind of source of all its items.</summary>
    public const string SourceKind = "clinic";

    public required long Id { get; init; }

    /// <summary>诊〔2026〕12号.</summary>
    public required string Number { get; init; }

    /// <summary>Null for a problem of an enterprise whose project stands in no ledger.</summary>
    public long? Project { get; init; }

    /// <summary>The row of the project's problem list.</summary>
    public long? Problem { get; init; }

    public required string ProjectName { get; init; }

    /// <summary>The stage of the project when the problem was reported.</summary>
    public required string ProjectStage { get; init; }

    public string? Region { get; init; }
    public string? Zone { get; init; }
    public long? Owner { get; init; }
    public required string OwnerName { get; init; }
    public required string Title { get; init; }
    public required string Detail { get; init; }
    public required ProblemClass Class { get; set; }
    public required ClinicUrgency Urgency { get; set; }
    public required string Contact { get; init; }
    public required string Phone { get; init; }
    public long? Reporter { get; init; }
    public required string ReporterName { get; init; }
    public required DateTimeOffset ReportedAt { get; init; }
    public required DateOnly ReportedOn { get; init; }

    /// <summary>When the present course began; its clock runs from then, whoever leads.</summary>
    public required DateTimeOffset BegunAt { get; set; }

    /// <summary>Working days earlier courses lay with the asker, from the day they were handed in; no office's time.</summary>
    public int Waited { get; set; }

    public ClinicState State { get; set; }

    /// <summary>From 1; another one each time it is reopened.</summary>
    public int Course { get; set; } = 1;

    public long? Round { get; set; }
    public long? Lead { get; set; }
    public string LeadName { get; set; } = "";
    public DateOnly? TriagedOn { get; set; }

    /// <summary>Whom it was taken to for top-level reception; empty for nobody.</summary>
    public string LeaderName { get; set; } = "";

    public DateOnly? RaisedOn { get; set; }
    public DateOnly? DecidedOn { get; set; }
    public string Diagnosis { get; set; } = "";
    public DateOnly? PrescribedOn { get; set; }
    public DateOnly? RevisitOn { get; set; }
    public DateOnly? SolvedOn { get; set; }
    public string Result { get; set; } = "";
    public ClinicRating? Rating { get; set; }
    public string RatingNote { get; set; } = "";
    public string RatedBy { get; set; } = "";
    public DateOnly? RatedOn { get; set; }
    public DateOnly? ClosedOn { get; set; }

    /// <summary>Working days it took the offices, from the first report to the day it was handed in to the asker; his own time is not counted.</summary>
    public int? Workdays { get; set; }

    public bool IsSynthetic { get; init; }
    public long Version { get; set; }

    /// <summary>The case that tells of the same problem and goes on for both.</summary>
    public long? MergedInto { get; set; }

    public bool IsOver => State is ClinicState.Closed or ClinicState.Refused or ClinicState.Merged;

    /// <summary>Those that are not over.</summary>
    public static IQueryable<ClinicCase> Open(IQueryable<ClinicCase> cases) =>
        cases.Where(row => row.State != ClinicState.Closed && row.State != ClinicState.Refused && row.State != ClinicState.Merged);

    public string Key => Id.ToString(CultureInfo.InvariantCulture);

    public string Link => $"/projects/clinic/{Key}";

    public TaskSource Source => new(SourceKind, Key, Title, Link);
}

internal sealed class ClinicCaseTable : IEntityTypeConfiguration<ClinicCase>
{
    public void Configure(EntityTypeBuilder<ClinicCase> builder)
    {
        builder.Ignore(row => row.IsOver).Ignore(row => row.Key).Ignore(row => row.Link).Ignore(row => row.Source);
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.HasOne<Project>().WithMany().HasForeignKey(row => row.Project);
        builder.HasOne<ClinicRound>().WithMany().HasForeignKey(row => row.Round);
        builder.HasIndex(row => row.Number).HasDatabaseName("clinic_case_number").IsUnique();
        builder.HasIndex(row => row.State).HasDatabaseName("clinic_case_state");
        builder.HasIndex(row => row.Project).HasDatabaseName("clinic_case_project");
        builder.HasIndex(row => row.Owner).HasDatabaseName("clinic_case_owner");
        builder.HasIndex(row => row.Region).HasDatabaseName("clinic_case_region");
    }
}
