using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Redemption.Applications;

public enum ApplicationState
{
    [Display(Name = "填写中")] Draft,
    [Display(Name = "审核中")] InReview,
    [Display(Name = "待补正")] Returned,
    [Display(Name = "已批准")] Approved,
    [Display(Name = "不予支持")] Refused,
    [Display(Name = "已撤回")] Withdrawn,
}

/// <summary>An application of one enterprise for one benefit and year. A second round follows a refusal or a withdrawal only.</summary>
public sealed class Application
{
    public required long Id { get; init; }

    /// <summary>Id of the benefit.</summary>
    public required string Benefit { get; init; }

    public required long Subject { get; init; }

    /// <summary>The year it is for; 一次 for what is paid once.</summary>
    public required string Period { get; init; }

    /// <summary>Which item of the benefit it is for; empty where the benefit has none, or had none when it was begun.</summary>
    public string Item { get; set; } = "";

    /// <summary>What people call the item.</summary>
    public string ItemTitle { get; set; } = "";

    /// <summary>When a reviewer said which item it is for; null where the enterprise did.</summary>
    public DateTimeOffset? ItemNamedAt { get; set; }

    public required int Round { get; set; }

    public ApplicationState State { get; set; }

    /// <summary>Raised by every change of it, its fields and its papers: two changes at one moment cannot both count unseen.</summary>
    public int Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>On the receipt; the same for every handing-in of it.</summary>
    public string? Number { get; set; }

    /// <summary>When it was first handed in.</summary>
    public DateTimeOffset? SubmittedAt { get; set; }

    /// <summary>Id of the route it takes; set when it is handed in.</summary>
    public string Route { get; set; } = "";

    /// <summary>Which step of the route it is at, counted from 0.</summary>
    public int Step { get; set; }

    public DateTimeOffset? StepAt { get; set; }

    /// <summary>Last day of the step's limit; null while nobody's clock runs.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>Signature of the rules it was handed in under.</summary>
    public string RuleSha256 { get; set; } = "";

    public bool IsSynthetic { get; init; }

    /// <summary>The enterprise may change it.</summary>
    public bool IsOpen => State is ApplicationState.Draft or ApplicationState.Returned;

    public bool IsOver => State is ApplicationState.Approved or ApplicationState.Refused or ApplicationState.Withdrawn;

    public string PeriodText => Period.Length == 4 ? Period + " 年" : Period;

    /// <summary>2026 年 · 自动线改造（2301-370303-07）.</summary>
    public string ForText => Item.Length == 0 ? PeriodText : $"{PeriodText} · {(ItemTitle == Item ? Item : $"{ItemTitle}（{Item}）")}";

    public string Link => $"/applications/{Id}";
}

/// <summary>One field as it was last typed. Whoever writes one also raises the version of the application.</summary>
public sealed class ApplicationField
{
    public required long Application { get; init; }

    public required string Key { get; init; }

    /// <summary>In the form of <see cref="FieldText"/>: yuan, ISO dates, true and false.</summary>
    public required string Value { get; set; }

    public required string Who { get; set; }

    public required DateTimeOffset At { get; set; }
}

/// <summary>One handing-in, word for word.</summary>
public sealed class ApplicationSubmission
{
    public required long Id { get; init; }

    public required long Application { get; init; }

    /// <summary>1 for the first, then one for each correction.</summary>
    public required int Sequence { get; init; }

    public required string Number { get; init; }

    /// <summary>What was handed in, as JSON.</summary>
    public required string Content { get; init; }

    public required string Sha256 { get; init; }

    public required string Who { get; init; }

    public long? Account { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class ApplicationTable : IEntityTypeConfiguration<Application>
{
    public void Configure(EntityTypeBuilder<Application> builder)
    {
        builder.Ignore(row => row.IsOpen).Ignore(row => row.IsOver).Ignore(row => row.PeriodText).Ignore(row => row.ForText).Ignore(row => row.Link);
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.HasIndex(row => new { row.Benefit, row.Subject, row.Period, row.Item, row.Round }).HasDatabaseName("application_once").IsUnique();
        builder.HasIndex(row => row.Number).HasDatabaseName("application_number").IsUnique();
        builder.HasIndex(row => new { row.Subject, row.State }).HasDatabaseName("application_subject");
        builder.HasIndex(row => new { row.State, row.Route, row.Step, row.DueOn }).HasDatabaseName("application_step");
    }
}

internal sealed class ApplicationFieldTable : IEntityTypeConfiguration<ApplicationField>
{
    public void Configure(EntityTypeBuilder<ApplicationField> builder)
    {
        builder.HasKey(row => new { row.Application, row.Key });
        builder.HasOne<Application>().WithMany().HasForeignKey(row => row.Application);
    }
}

internal sealed class ApplicationSubmissionTable : IEntityTypeConfiguration<ApplicationSubmission>
{
    public void Configure(EntityTypeBuilder<ApplicationSubmission> builder)
    {
        builder.HasOne<Application>().WithMany().HasForeignKey(row => row.Application);
        builder.HasIndex(row => new { row.Application, row.Sequence }).HasDatabaseName("application_submission_sequence").IsUnique();
    }
}
