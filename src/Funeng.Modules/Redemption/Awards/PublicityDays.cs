using Funeng.Modules.Tasks;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>
/// Until when a list is public, by the calendar in force: a year whose holidays were not published when the list was put up may have gained some
/// since. The last day moves with it, and never to before the day that was announced.
/// </summary>
public sealed class PublicityDays(OfficialCalendar official, RedemptionRules rules)
{
    /// <summary>The last day, which counts; null before the list is public.</summary>
    public DateOnly? LastOf(RedemptionBatch batch)
    {
        if (batch.PublicFrom is not { } first || batch.PublicTo is not { } announced) return null;
        // A list that was taken over with both days given keeps them.
        if (batch.PublicWorkdays is null && announced <= first) return announced;
        var counted = official.Calendar.Add(first, batch.PublicWorkdays ?? rules.PublicityWorkdays);
        return counted > announced ? counted : announced;
    }

    /// <summary>Whether the last day leans on a year whose holidays are not published (暂定).</summary>
    public bool IsProvisional(RedemptionBatch batch) => batch.PublicFrom is { } first && LastOf(batch) is { } last && official.Calendar.IsProvisional(first, last);

    /// <summary>Whether a public list may still be spoken against on a day.</summary>
    public bool IsOpen(RedemptionBatch batch, DateOnly today) => batch.State == BatchState.Public && LastOf(batch) >= today;

    /// <summary>2026-03-09, with 暂定 where it may still move.</summary>
    public string Say(RedemptionBatch batch) => Foundation.Ui.Fmt.Date(LastOf(batch)) + (IsProvisional(batch) ? "（暂定）" : "");
}
