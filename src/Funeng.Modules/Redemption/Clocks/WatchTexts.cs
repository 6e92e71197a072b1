using System.Globalization;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Clocks;

/// <summary>A text of which there is nothing to apply for yet, and until when that is promised.</summary>
public sealed record WaitingText(UnansweredText Text, DateOnly Due);

/// <summary>
/// A text that was read here and is no policy when its promised day comes near becomes a task of the bureau that read it, or of the bureau at the place, with the
/// ladder of its kind: the day is that of its opening, whatever is changed in the draft later. It is done when the policy is in the library or the draft is gone. Texts older than
/// the installation are promised nothing.
/// </summary>
public sealed class WatchTexts(
    FunengDb db, IUnansweredTexts texts, PolicyArrivals arrivals, PromiseClock clock, RedemptionRules rules, TaskBook tasks, DeskBodies desks, OfficialCalendar calendar, CityProfile city, TimeProvider time)
{
    public const string Kind = "text";

    private const int Ahead = 3;

    private const string Key = "online";

    private const string Over = "已编入政策库，或草稿已删去";

    /// <summary>Every text that waits, the oldest first. One whose task somebody ended with his reasons waits no longer.</summary>
    public async Task<IReadOnlyList<WaitingText>> ReadAsync(CancellationToken cancellation)
    {
        if (await arrivals.FirstAsync(cancellation) is not { } first) return [];
        var ended = (await db.Set<TaskItem>().AsNoTracking().Where(item => item.SourceKind == Kind && (item.State == TaskState.Done || item.State == TaskState.Cancelled)).Select(item => item.SourceKey).ToListAsync(cancellation)).ToHashSet();
        return [.. (await texts.SinceAsync(clock.Day(first), cancellation)).Select(text => new WaitingText(text, clock.DueOfText(text.IssuedOn))).Where(one => !ended.Contains(Id(one)))];
    }

    /// <returns>How many tasks were opened and closed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var today = city.Today(time);
        if (!calendar.Calendar.IsWorkday(today)) return 0;
        var (waiting, until, changed) = (await ReadAsync(cancellation), calendar.Calendar.Add(today, Ahead), 0);
        var open = await db.Set<TaskItem>().Where(item => item.SourceKind == Kind && item.State != TaskState.Done && item.State != TaskState.Cancelled).ToListAsync(cancellation);
        foreach (var item in open.Where(item => !waiting.Any(one => Id(one) == item.SourceKey)))
        {
            await tasks.ActAsync(item.Id, item.State == TaskState.Paused ? new TaskAct.Cancel(Over) : new TaskAct.Close(Over), cancellation);
            changed++;
        }

        foreach (var one in waiting.Where(one => one.Due <= until)) changed += await OpenAsync(one, cancellation) ? 1 : 0;
        await db.SaveOrLeaveAsync(cancellation);
        return changed;
    }

    private async Task<bool> OpenAsync(WaitingText waiting, CancellationToken cancellation)
    {
        var text = waiting.Text;
        if (await tasks.FindAsync(Kind, Id(waiting), Key, cancellation) is not null) return false;
        if (await desks.OfReaderAsync(text.Owner, city.RegionCode, cancellation) is not { } desk) return false;
        var title = $"政策上线：{text.Title}";
        return await tasks.OpenAsync(
            new NewTask(Kind, new TaskSource(Kind, Id(waiting), text.Title, text.Link), title.Length <= TaskRules.LongestTitle ? title : title[..TaskRules.LongestTitle])
            {
                Key = Key, LeadBody = desk.Body, Due = waiting.Due, Region = desk.Region,
                Detail = $"{Fmt.Date(text.IssuedOn)} 成文，承诺 {rules.PublishedWithinWorkdays} 个工作日内能申报，到 {Fmt.Date(waiting.Due)} 为止。{(text.IsSigned ? "草拟的条件已签署，还没有编入政策库" : "条件还没有核对、签署")}。"
                    + "没有可申报事项的，请在办结时写明原因。",
            }, cancellation) is TaskResult.Done;
    }

    private static string Id(WaitingText waiting) => waiting.Text.Id.ToString(CultureInfo.InvariantCulture);
}
