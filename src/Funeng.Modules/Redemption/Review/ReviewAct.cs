using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Redemption.Review;

public enum ReviewActKind
{
    [Display(Name = "提交")] Submitted,
    [Display(Name = "补正后提交")] Resubmitted,
    [Display(Name = "通过")] Passed,
    [Display(Name = "退回补正")] Returned,
    [Display(Name = "不予支持")] Refused,
    [Display(Name = "批准")] Approved,
    [Display(Name = "撤回")] Withdrawn,
}

/// <summary>What somebody did with an application at a step; added, never changed.</summary>
public sealed class ReviewAct
{
    public required long Id { get; init; }

    public required long Application { get; init; }

    public required int Step { get; init; }

    public required string StepName { get; init; }

    public required ReviewActKind Kind { get; init; }

    public required string Reason { get; init; }

    /// <summary>The clause a refusal rests on.</summary>
    public required string Clause { get; init; }

    /// <summary>Fields and materials to be corrected, a line each; the key of a field, or <c>material:</c> and its name.</summary>
    public required string Corrections { get; init; }

    public required string Who { get; init; }

    public long? Account { get; init; }

    /// <summary>The last day of the step when it was done.</summary>
    public DateOnly? DueOn { get; init; }

    public required DateTimeOffset At { get; init; }

    public IReadOnlyList<string> CorrectionKeys => Corrections.Length == 0 ? [] : Corrections.Split('\n');
}

/// <summary>A time in which the clock of a step stood still: the enterprise was correcting.</summary>
public sealed class ReviewPause
{
    public required long Id { get; init; }

    public required long Application { get; init; }

    public required int Step { get; init; }

    public required DateTimeOffset FromAt { get; init; }

    public DateTimeOffset? ToAt { get; set; }
}

internal sealed class ReviewActTable : IEntityTypeConfiguration<ReviewAct>
{
    public void Configure(EntityTypeBuilder<ReviewAct> builder)
    {
        builder.Ignore(act => act.CorrectionKeys);
        builder.HasOne<Applications.Application>().WithMany().HasForeignKey(act => act.Application);
        builder.HasIndex(act => new { act.Application, act.At }).HasDatabaseName("review_act_application");
        builder.HasIndex(act => act.Account).HasDatabaseName("review_act_account");
    }
}

internal sealed class ReviewPauseTable : IEntityTypeConfiguration<ReviewPause>
{
    public void Configure(EntityTypeBuilder<ReviewPause> builder)
    {
        builder.HasOne<Applications.Application>().WithMany().HasForeignKey(pause => pause.Application);
        builder.HasIndex(pause => pause.Application).HasDatabaseName("review_pause_application");
    }
}
