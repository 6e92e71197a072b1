using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Tasks;

/// <summary>What an item needs before it is given out, and what may be done to it in which state.</summary>
internal static class TaskRules
{
    public const int LongestTitle = 120;
    public const int LongestText = 2000;

    public static List<Problem> Check(NewTask task, ClockBook clocks)
    {
        var problems = new List<Problem>();
        var kind = clocks.Find(task.Kind);
        if (kind is null) problems.Add(new(nameof(task.Kind), "没有选择任务种类。"));
        if (Text(task.Title, "任务名称", LongestTitle) is { } title) problems.Add(new(nameof(task.Title), title));
        if (task.Detail.Length > LongestText) problems.Add(new(nameof(task.Detail), $"要求有 {task.Detail.Length} 个字，最多 {LongestText} 个。"));
        if (!task.IsDraft) problems.AddRange(Publishing(task.LeadBody, task.Owner, task.Due, task.Indicator is not null, kind));
        return problems;
    }

    /// <summary>A task is given out with a lead body, a measure and a date (S2-56), or not at all.</summary>
    public static IEnumerable<Problem> Publishing(long? leadBody, Holder? owner, DateOnly? due, bool hasIndicator, TaskKind? kind)
    {
        if (leadBody is null && owner is null) yield return new("LeadBody", "没有牵头单位。任务发布前要明确由谁牵头。");
        if (kind is { IsMeasured: true } && !hasIndicator) yield return new("IndicatorName", $"{kind.Name}要有量化指标：名称、目标值和单位。");
        if (due is null && kind is { Stages.Count: 0 }) yield return new("Due", "没有完成时限。请填写到期日。");
    }

    /// <summary>Why an act cannot be done to an item as it stands; null when it can.</summary>
    public static Problem? Refusal(TaskItem item, TaskAct act, ClockBook clocks)
    {
        if (!IsOpenTo(item, act)) return new("", $"任务现在是“{item.State.DisplayName()}”，不能{Word(act)}。");
        return act switch
        {
            TaskAct.Publish => Publishing(item.LeadBody, item.Owner, item.FixedDue, item.IndicatorTarget is not null, clocks.Get(item.Kind)).FirstOrDefault(),
            TaskAct.Report report => Required(report.Text, "进展"),
            TaskAct.FinishStage stage => Required(stage.Text, "办理情况"),
            TaskAct.Submit submit => Required(submit.Text, "办理情况"),
            TaskAct.Urge urge => urge.Text.Length > LongestText ? new("Text", $"说明最多 {LongestText} 个字。") : null,
            TaskAct.Close close => close.Text.Length > LongestText ? new("Text", $"意见最多 {LongestText} 个字。") : null,
            TaskAct.Return back => Required(back.Reason, "退回理由"),
            TaskAct.Pause pause => Required(pause.Reason, "暂停理由"),
            TaskAct.Resume resume => Required(resume.Reason, "恢复说明"),
            TaskAct.Cancel cancel => Required(cancel.Reason, "撤销理由"),
            TaskAct.Delegate to => Required(to.Reason, "转办理由"),
            TaskAct.Extend extend => Required(extend.Reason, "调整理由")
                ?? (extend.Due < item.OpenedOn ? new("Due", $"新的期限早于交办日 {Fmt.Date(item.OpenedOn)}。") : null),
            _ => null,
        };
    }

    private static bool IsOpenTo(TaskItem item, TaskAct act) => act switch
    {
        TaskAct.Publish => item.State == TaskState.Draft,
        TaskAct.Close => item.State is TaskState.Submitted or TaskState.Open,
        TaskAct.Return => item.State == TaskState.Submitted,
        TaskAct.Resume => item.State == TaskState.Paused,
        TaskAct.Cancel => !item.IsOver,
        TaskAct.Extend or TaskAct.Delegate => item.State is TaskState.Draft or TaskState.Open or TaskState.Paused,
        _ => item.State == TaskState.Open,
    };

    private static string Word(TaskAct act) => act switch
    {
        TaskAct.Publish => "发布",
        TaskAct.Report => "填报进展",
        TaskAct.FinishStage => "完成环节",
        TaskAct.Submit => "提交办结",
        TaskAct.Close => "确认办结",
        TaskAct.Return => "退回",
        TaskAct.Pause => "暂停",
        TaskAct.Resume => "恢复",
        TaskAct.Extend => "调整期限",
        TaskAct.Cancel => "撤销",
        TaskAct.Delegate => "转办",
        _ => "催办",
    };

    private static Problem? Required(string text, string what) => Text(text, what, LongestText) is { } problem ? new("Text", problem) : null;

    private static string? Text(string text, string what, int longest) => text.Trim().Length switch
    {
        0 => $"没有填写{what}。",
        var length when length > longest => $"{what}有 {length} 个字，最多 {longest} 个。",
        _ => null,
    };
}
