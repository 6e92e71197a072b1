using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Tasks;

/// <summary>How an item's state, light and due are said on pages.</summary>
internal static class TaskWords
{
    /// <summary>The state as a shape: late is bad, soon is a warning.</summary>
    public static Signal SignalOf(TaskItem item, DateTimeOffset now, DateOnly today) => item.State switch
    {
        TaskState.Done => Signal.Done,
        TaskState.Cancelled or TaskState.Draft or TaskState.Paused => Signal.Idle,
        _ when IsLate(item, now) || item.Light == TaskLight.Red => Signal.Bad,
        _ when item.Light == TaskLight.Yellow || item.DueOn <= today.AddDays(2) => Signal.Warning,
        _ => Signal.Good,
    };

    public static bool IsLate(TaskItem item, DateTimeOffset now) => item.State == TaskState.Open && item.DueAt < now;

    /// <summary>超期 3 天, 今天 11:00 前, 5 天后; the state where no clock runs.</summary>
    public static string Due(TaskItem item, DateTimeOffset now, DateTimeOffset? localDue, DateOnly today)
    {
        if (item.State != TaskState.Open) return item.State.DisplayName();
        if (item.DueOn is not { } due || localDue is not { } at) return "没有期限";
        var isTimed = at.TimeOfDay != TimeSpan.Zero;
        if (isTimed && due == today)
            return IsLate(item, now) ? $"今天 {at:HH:mm} 已超时" : $"今天 {at:HH:mm} 前";
        return Fmt.Due(due, today);
    }

    /// <summary>Marks a due day that leans on an unpublished holiday notice.</summary>
    public static string Provisional(TaskItem item) => item.IsProvisional ? "（暂定）" : "";
}
