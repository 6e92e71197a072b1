using Funeng.Engines.Planning;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Tasks.Handle;

/// <summary>What is said of a task in words: why it stands where it stands, what happened to it, and what happens by itself next.</summary>
internal sealed class TaskStory(TaskView view, CityProfile city)
{
    /// <summary>The reason of a red state is the first sentence below the head.</summary>
    public (string Kind, string Text)? Why()
    {
        var item = view.Item;
        if (item.IsOver) return null;
        if (item.State == TaskState.Paused) return ("warn", $"计时已暂停：{view.Steps.FirstOrDefault(step => step.Kind == TaskStepKind.Paused)?.Text}");
        if (item.State == TaskState.Submitted) return (view.Rights.Directs ? "warn" : "", view.Rights.Directs ? "承办人已提交办结，请确认或退回。" : "已提交办结，等待交办人确认；等待期间不计时。");
        if (TaskWords.IsLate(item, view.Now)) return ("bad", $"{TaskWords.Due(item, view.Now, (item.DueAt is { } at ? city.Local(at) : null), view.Today)}，最近一次填报 {Fmt.Date(item.ReportedOn)}。");
        if (item.Light != TaskLight.Green) return ("warn", view.Steps.FirstOrDefault(step => step.Kind is TaskStepKind.YellowCard or TaskStepKind.RedCard)?.Text ?? item.Light.DisplayName());
        return null;
    }

    public List<TimeLineEntry> TimeLine() =>
    [
        .. view.Ahead.Reverse().Select(ahead => new TimeLineEntry(Fmt.Date(ahead.Day), ahead.Rung.Anchor == RungAnchor.HandedIn ? "提醒确认" : Word(ahead.Rung.Act), If(ahead.Rung), IsPlanned: true)),
        .. view.Steps.Select(step => new TimeLineEntry(
            Fmt.Moment(city.Local(step.At)), $"{step.Kind.DisplayName()} · {step.Who}", Text(step),
            Signal: step.Kind is TaskStepKind.RedCard or TaskStepKind.Returned or TaskStepKind.Escalated or TaskStepKind.Cancelled ? Signal.Bad : null)),
    ];

    private static string If(LadderRung rung) => rung.Anchor switch
    {
        RungAnchor.Silence => "如一直没有填报",
        RungAnchor.HandedIn => rung.Act == RungAct.Remind ? "如交办人仍未确认" : "如仍未确认，请督查室确认",
        _ => "如仍未办结",
    };

    private static string? Text(TaskStep step)
    {
        var due = step.DueBefore is { } before && step.DueAfter is { } after && before != after ? $"期限 {Fmt.Date(before)} → {Fmt.Date(after)}。" : "";
        var value = step.Value is { } number ? $"完成 {Fmt.Number(number)}。" : "";
        return due + value + (step.Kind == TaskStepKind.Opened ? "" : step.Text) is { Length: > 0 } text ? text : null;
    }

    private static string Word(RungAct act) => act switch
    {
        RungAct.Remind => "将自动提醒", RungAct.Yellow => "将亮黄牌", RungAct.Red => "将亮红牌", RungAct.Supervise => "将转督办", _ => "将提请顶格协调",
    };
}
