using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>A round (批) of urgent problems: reports until a day, one sitting. A functional zone has rounds of its own.</summary>
public sealed class ClinicRound
{
    public required long Id { get; init; }

    /// <summary>Empty for the city.</summary>
    public required string Zone { get; init; }

    public required int Number { get; init; }
    public required DateOnly OpensOn { get; init; }
    public required DateOnly ClosesOn { get; init; }
    public required DateOnly SitsOn { get; init; }
    public required string Maker { get; init; }

    public string Name => $"第 {Number.ToString(CultureInfo.InvariantCulture)} 批";
}

/// <summary>How an office stands to a question.</summary>
public enum Stance
{
    [Display(Name = "可以解决")] Possible,
    [Display(Name = "有条件解决")] Conditional,
    [Display(Name = "本部门不能解决")] Impossible,
}

/// <summary>What one office was asked about a case, and what it said; its clock is that of its item.</summary>
public sealed class Consultation
{
    public required long Id { get; init; }
    public required long ClinicCase { get; init; }
    public required int Course { get; init; }
    public required long Office { get; init; }
    public required string OfficeName { get; init; }
    public required string Question { get; init; }
    public required DateOnly AskedOn { get; init; }

    /// <summary>When its item was cancelled: from then on nobody waits for it.</summary>
    public DateOnly? ReleasedOn { get; set; }

    public Stance? Stance { get; set; }
    public string Opinion { get; set; } = "";
    public DateOnly? AnsweredOn { get; set; }
    public string AnsweredBy { get; set; } = "";

    public bool IsWaitedFor => EndedOn is null;

    public DateOnly? EndedOn => AnsweredOn ?? ReleasedOn;

    public string TaskKey => $"consult-{Id.ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>One line of a prescription: what, by whom, by when. It is an item of the tasks module; when that is done the line is.</summary>
public sealed class PrescriptionStep
{
    public required long Id { get; init; }
    public required long ClinicCase { get; init; }
    public required int Course { get; init; }
    public required int Position { get; init; }
    public required string Measure { get; init; }
    public required long Office { get; init; }
    public required string OfficeName { get; init; }
    public required DateOnly DueOn { get; set; }
    public DateOnly? DoneOn { get; set; }

    /// <summary>When its item was cancelled: from then on it is no part of the prescription.</summary>
    public DateOnly? CancelledOn { get; set; }

    public string Result { get; set; } = "";

    public DateOnly? EndedOn => DoneOn ?? CancelledOn;

    public string TaskKey => $"step-{Id.ToString(CultureInfo.InvariantCulture)}";
}

public enum ClinicEntryKind
{
    [Display(Name = "登记")] Reported,
    [Display(Name = "分诊")] Triaged,
    [Display(Name = "不予受理")] Refused,
    [Display(Name = "请求会诊")] Asked,
    [Display(Name = "会诊意见")] Answered,
    [Display(Name = "提请顶格接洽")] Raised,
    [Display(Name = "开处方")] Prescribed,
    [Display(Name = "措施办结")] StepDone,
    [Display(Name = "退回措施")] StepReturned,
    [Display(Name = "撤销措施")] StepCancelled,
    [Display(Name = "不再等待意见")] Released,
    [Display(Name = "复诊")] Revisited,
    [Display(Name = "评价")] Rated,
    [Display(Name = "办结")] Closed,
    [Display(Name = "重新办理")] Reopened,
    [Display(Name = "补充照片")] Photographed,
    [Display(Name = "并案")] Merged,
}

/// <summary>One thing that happened to a case: who, when, what. Written once.</summary>
public sealed class ClinicEntry
{
    public required long Id { get; init; }
    public required long ClinicCase { get; init; }
    public required ClinicEntryKind Kind { get; init; }
    public required DateTimeOffset At { get; init; }
    public long? Account { get; init; }
    public required string Who { get; init; }
    public required string Text { get; init; }
}

internal sealed class ClinicRoundTable : IEntityTypeConfiguration<ClinicRound>
{
    public void Configure(EntityTypeBuilder<ClinicRound> builder)
    {
        builder.Ignore(round => round.Name);
        builder.HasIndex(round => new { round.Zone, round.Number }).HasDatabaseName("clinic_round_number").IsUnique();
    }
}

internal sealed class ConsultationTable : IEntityTypeConfiguration<Consultation>
{
    public void Configure(EntityTypeBuilder<Consultation> builder)
    {
        builder.Ignore(row => row.TaskKey).Ignore(row => row.IsWaitedFor).Ignore(row => row.EndedOn);
        builder.HasOne<ClinicCase>().WithMany().HasForeignKey(row => row.ClinicCase);
        builder.HasIndex(row => row.ClinicCase).HasDatabaseName("consultation_case");
        builder.HasIndex(row => row.Office).HasDatabaseName("consultation_office");
    }
}

internal sealed class PrescriptionStepTable : IEntityTypeConfiguration<PrescriptionStep>
{
    public void Configure(EntityTypeBuilder<PrescriptionStep> builder)
    {
        builder.Ignore(row => row.TaskKey).Ignore(row => row.EndedOn);
        builder.HasOne<ClinicCase>().WithMany().HasForeignKey(row => row.ClinicCase);
        builder.HasIndex(row => row.ClinicCase).HasDatabaseName("prescription_step_case");
        builder.HasIndex(row => row.Office).HasDatabaseName("prescription_step_office");
    }
}

internal sealed class ClinicEntryTable : IEntityTypeConfiguration<ClinicEntry>
{
    public void Configure(EntityTypeBuilder<ClinicEntry> builder)
    {
        builder.HasOne<ClinicCase>().WithMany().HasForeignKey(row => row.ClinicCase);
        builder.HasIndex(row => row.ClinicCase).HasDatabaseName("clinic_entry_case");
    }
}
