using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Tasks;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>Until when an application can be handed in, in words for whoever fills it in.</summary>
/// <param name="IsOver">The last day is over.</param>
public sealed record ApplyBy(string Text, bool IsOver)
{
    /// <summary>Weeks before the end nobody counts working days; from here on they are what is left to gather papers in.</summary>
    private const int CountedDays = 45;

    /// <returns>Null for what the enterprise cannot hand in any more, or need not: it lies with the reviewers, or is decided.</returns>
    public static ApplyBy? Of(ApplicationView view, OfficialCalendar official, DateOnly today)
    {
        if (!view.Application.IsOpen || !view.Benefit.IsAppliedFor) return null;
        // What was returned may be corrected after the last day.
        if (view.Application.SubmittedAt is not null) return new ApplyBy("补正不受申报截止日期限制，改好就交", false);
        if (StartApplication.Closed(view.Form.Rule, today) is { } closed) return new ApplyBy(closed.TrimEnd('。') + "，这一份不能再交", true);
        return view.Benefit.Deadline is { } last ? new ApplyBy($"{Fmt.Date(last)} 截止（当天算在内），{Left(last, official, today)}", false)
            : view.Policy.EffectiveTo is { } end ? new ApplyBy($"没有规定截止日期；政策执行到 {Fmt.Date(end)}", false) : new ApplyBy("没有规定截止日期", false);
    }

    private static string Left(DateOnly last, OfficialCalendar official, DateOnly today)
    {
        var days = last.DayNumber - today.DayNumber;
        if (days == 0) return "今天是最后一天";
        return days > CountedDays ? $"还有 {days} 天" : $"还有 {days} 天，其中 {official.Calendar.Count(today, last)} 个工作日{(official.Calendar.IsProvisional(today, last) ? "（暂定）" : "")}";
    }
}
