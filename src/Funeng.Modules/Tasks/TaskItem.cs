using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Tasks;

/// <summary>How large a thing is: a promise is kept by plans, a plan by tasks, a task by milestones.</summary>
public enum TaskLevel
{
    [Display(Name = "承诺")] Commitment,
    [Display(Name = "方案")] Plan,
    [Display(Name = "任务")] Item,
    [Display(Name = "节点")] Milestone,
}

public enum TaskState
{
    [Display(Name = "未发布")] Draft,
    [Display(Name = "办理中")] Open,
    [Display(Name = "已暂停")] Paused,
    [Display(Name = "待确认")] Submitted,
    [Display(Name = "已办结")] Done,
    [Display(Name = "已撤销")] Cancelled,
}

public enum TaskLight
{
    [Display(Name = "绿灯")] Green,
    [Display(Name = "黄牌")] Yellow,
    [Display(Name = "红牌")] Red,
}

/// <summary>What shows that a task is done: 新增规上企业 120 户.</summary>
public sealed record TaskIndicator(string Name, decimal Target, string Unit);

/// <summary>
/// One thing somebody has to do by a day. Changed by <see cref="TaskBook"/> only; every change is a <see cref="TaskStep"/>. Due is the end of the present
/// stage; the end of the whole is <see cref="EndsOn"/>.
/// </summary>
public sealed class TaskItem
{
    public required long Id { get; init; }

    /// <summary>One of the kinds of <c>rules/clocks.yaml</c>.</summary>
    public required string Kind { get; init; }

    public required TaskLevel Level { get; init; }
    public long? Parent { get; init; }
    public required string Title { get; set; }
    public required string Detail { get; set; }
    public required string SourceKind { get; init; }
    public required string SourceKey { get; init; }
    public required string SourceTitle { get; init; }
    public required string SourceLink { get; init; }

    /// <summary>The opener's own name for the item, unique in its source.</summary>
    public required string Key { get; init; }

    public long? LeadBody { get; set; }
    public HolderKind? OwnerKind { get; set; }
    public long? OwnerId { get; set; }
    public TaskState State { get; set; }

    /// <summary>Place of the present stage among those of the kind.</summary>
    public int Stage { get; set; }

    public required DateTimeOffset OpenedAt { get; set; }
    public required DateOnly OpenedOn { get; set; }

    /// <summary>A day that was promised: it does not move when the clock stands still.</summary>
    public DateOnly? FixedDue { get; set; }

    public DateTimeOffset? DueAt { get; set; }
    public DateOnly? DueOn { get; set; }
    public DateOnly? EndsOn { get; set; }

    /// <summary>The due day leans on a year whose holidays are not published.</summary>
    public bool IsProvisional { get; set; }

    public required DateOnly ReportedOn { get; set; }
    public DateOnly? DoneOn { get; set; }
    public TaskLight Light { get; set; }
    public string? Region { get; init; }
    public string? Zone { get; init; }
    public string? IndicatorName { get; set; }
    public decimal? IndicatorTarget { get; set; }
    public string? IndicatorUnit { get; set; }
    public decimal? IndicatorValue { get; set; }
    
    /// <summary>The account of whoever gave it out and confirms it; null for what was asked for or opened by the clock.</summary>
    public long? Creator { get; set; }
    public required string CreatorName { get; set; }
    public bool IsSynthetic { get; init; }

    /// <summary>Rises with every change; two people who act on the same page do not both win.</summary>
    public int Version { get; set; }

    public Holder? Owner => OwnerKind is { } kind && OwnerId is { } id ? new Holder(kind, id) : null;

    public bool IsOver => State is TaskState.Done or TaskState.Cancelled;

    /// <summary>Share of the target reached, in percent; null without an indicator or a value.</summary>
    public decimal? Progress => IndicatorTarget is { } target && target != 0 && IndicatorValue is { } value ? Math.Round(value * 100 / target, 1) : null;

    public TaskSource Source => new(SourceKind, SourceKey, SourceTitle, SourceLink);

    public string Link => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/tasks/{Id}");

    /// <summary>What a holder has to do still; a draft is nobody's but its maker's.</summary>
    internal static Expression<Func<TaskItem, bool>> IsOpenOf(Holder holder) => item =>
        item.OwnerKind == holder.Kind && item.OwnerId == holder.Id && item.State != TaskState.Draft && item.State != TaskState.Done && item.State != TaskState.Cancelled;
}

internal sealed class TaskItemTable : IEntityTypeConfiguration<TaskItem>
{
    public void Configure(EntityTypeBuilder<TaskItem> builder)
    {
        builder.Ignore(item => item.Owner).Ignore(item => item.IsOver).Ignore(item => item.Progress).Ignore(item => item.Source).Ignore(item => item.Link);
        // Text means the same in both databases; nothing sums it in SQL.
        builder.Property(item => item.IndicatorTarget).HasConversion<string>();
        builder.Property(item => item.IndicatorValue).HasConversion<string>();
        builder.Property(item => item.Version).IsConcurrencyToken();
        builder.HasIndex(item => new { item.SourceKind, item.SourceKey, item.Key }).HasDatabaseName("task_item_key").IsUnique();
        builder.HasIndex(item => new { item.OwnerKind, item.OwnerId, item.State }).HasDatabaseName("task_item_owner");
        builder.HasIndex(item => new { item.LeadBody, item.State }).HasDatabaseName("task_item_lead");
        builder.HasIndex(item => new { item.Creator, item.State }).HasDatabaseName("task_item_creator");
        builder.HasIndex(item => new { item.State, item.DueOn }).HasDatabaseName("task_item_due");
        builder.HasIndex(item => item.Parent).HasDatabaseName("task_item_parent");
    }
}
