using System.ComponentModel.DataAnnotations;
using Funeng.Modules.Foundation.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Tasks;

public enum TaskStepKind
{
    [Display(Name = "交办")] Opened,
    [Display(Name = "发布")] Published,
    [Display(Name = "填报进展")] Reported,
    [Display(Name = "完成环节")] StageFinished,
    [Display(Name = "提交办结")] Submitted,
    [Display(Name = "确认办结")] Closed,
    [Display(Name = "退回")] Returned,
    [Display(Name = "暂停")] Paused,
    [Display(Name = "恢复")] Resumed,
    [Display(Name = "调整期限")] Extended,
    [Display(Name = "撤销")] Cancelled,
    [Display(Name = "转办")] Delegated,
    [Display(Name = "移交")] HandedOver,
    [Display(Name = "上传佐证")] EvidenceAdded,
    [Display(Name = "报送配合方案")] CooperationPlanned,
    [Display(Name = "评价配合单位")] CooperationRated,
    [Display(Name = "催办")] Urged,
    [Display(Name = "自动提醒")] Reminded,
    [Display(Name = "黄牌")] YellowCard,
    [Display(Name = "红牌")] RedCard,
    [Display(Name = "督办")] Supervised,
    [Display(Name = "顶格协调")] Escalated,
}

/// <summary>One thing that happened to an item: who, when, why. Written once.</summary>
public sealed class TaskStep
{
    public required long Id { get; init; }
    public required long Item { get; init; }
    public required TaskStepKind Kind { get; init; }
    public required DateTimeOffset At { get; init; }
    public long? Account { get; init; }
    public required string Who { get; init; }
    public required string Text { get; init; }
    public int Stage { get; init; }
    public DateOnly? DueBefore { get; init; }
    public DateOnly? DueAfter { get; init; }
    public decimal? Value { get; init; }

    internal static TaskStep Of(
        long id, TaskItem item, TaskStepKind kind, CurrentUser user, DateTimeOffset at, string text, DateOnly? dueBefore = null, decimal? value = null) => new()
    {
        Id = id, Item = item.Id, Kind = kind, At = at, Account = user.Id, Who = user.Name, Text = text, Stage = item.Stage,
        DueBefore = dueBefore, DueAfter = item.DueOn, Value = value,
    };
}

/// <summary>A time in which an item's clock stood still.</summary>
internal sealed class TaskPause
{
    public required long Id { get; init; }
    public required long Item { get; init; }
    public required DateTimeOffset FromAt { get; init; }
    public DateTimeOffset? ToAt { get; set; }
}

/// <summary>A rung of the ladder that was taken for a due day or a silence.</summary>
internal sealed class TaskAlarm
{
    public required long Item { get; init; }
    public required string Rung { get; init; }
    public required DateOnly Anchor { get; init; }
    public required Engines.Planning.RungAct Act { get; init; }
    public required DateOnly TakenOn { get; init; }
}

internal sealed class TaskStepTable : IEntityTypeConfiguration<TaskStep>
{
    public void Configure(EntityTypeBuilder<TaskStep> builder)
    {
        builder.Property(step => step.Value).HasConversion<string>();
        builder.HasIndex(step => step.Item).HasDatabaseName("task_step_item");
    }
}

internal sealed class TaskPauseTable : IEntityTypeConfiguration<TaskPause>
{
    public void Configure(EntityTypeBuilder<TaskPause> builder) => builder.HasIndex(pause => pause.Item).HasDatabaseName("task_pause_item");
}

internal sealed class TaskAlarmTable : IEntityTypeConfiguration<TaskAlarm>
{
    public void Configure(EntityTypeBuilder<TaskAlarm> builder) => builder.HasKey(alarm => new { alarm.Item, alarm.Rung, alarm.Anchor });
}
