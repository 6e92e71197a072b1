using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>
/// What follows the prescription: measures are confirmed or returned, the revisit says whether the problem is gone, the asker rates, and the case is closed
/// or taken up again. Only the asker, or whoever asks him by telephone and did not work on it, says how content he is.
/// </summary>
public sealed class FollowUpCase(FunengDb db, ClinicSight sight, ClinicBook book, ClinicTerms terms, ClinicAskers askers, TaskBook tasks, CurrentUser user, TimeProvider clock)
{
    private const int Shortest = 4;

    /// <summary>Confirms a measure, or returns it to its office.</summary>
    public Task<IReadOnlyList<Problem>?> ConfirmAsync(long id, long version, long step, bool isDone, string text, CancellationToken cancellation) => ActAsync(id, version, rights => rights.Runs || rights.Leads, async it =>
    {
        if (it.State is not ClinicState.Treating) return ClinicBook.WrongState(it);
        if (text.Trim().Length is < Shortest or > ClinicBook.LongestText) return [new("Text", isDone ? "请写明办成了什么，至少 4 个字。" : "请写明为什么退回，至少 4 个字。")];
        if (await db.Set<PrescriptionStep>().SingleOrDefaultAsync(row => row.Id == step && row.ClinicCase == it.Id && row.DoneOn == null && row.CancelledOn == null, cancellation) is not { } found) return [new("", "这条措施已经办结或撤销。")];
        if (await tasks.FindAsync(ClinicCase.SourceKind, it.Key, found.TaskKey, cancellation) is not { } item) return [new("", "这条措施没有对应的任务。")];
        TaskAct act = isDone ? new TaskAct.Close(text.Trim()) : new TaskAct.Return(text.Trim());
        if (await tasks.ActAsync(item.Id, act, cancellation) is TaskResult.Refused { Problems: [var refused, ..] }) return [refused];
        if (!isDone) book.Note(it, ClinicEntryKind.StepReturned, $"{found.OfficeName}：{text.Trim()}");
        return [];
    }, cancellation);

    /// <summary>The revisit: solved, and the asker is asked to rate; or not, and offices are asked again.</summary>
    public Task<IReadOnlyList<Problem>?> RevisitAsync(long id, long version, bool? isSolved, string text, CancellationToken cancellation) => ActAsync(id, version, rights => rights.Runs, async it =>
    {
        if (it.State is not ClinicState.Review) return ClinicBook.WrongState(it);
        var problems = new List<Problem>();
        if (isSolved is null) problems.Add(new("Solved", "请选择问题解决了没有。"));
        if (text.Trim().Length is < Shortest or > 500) problems.Add(new("Text", "请写明复诊情况，例如“9 月 3 日现场查看，电源已接入”，4 到 500 个字。"));
        if (problems.Count > 0) return problems;
        it.RevisitOn = null;
        if (isSolved == true)
        {
            (it.State, it.SolvedOn, it.Result) = (ClinicState.Rating, book.Today, text.Trim());
            // The asker's time is not the office's: handed in, its clock stands still.
            await book.FinishStageAsync(it, 2, text.Trim(), cancellation);
            await askers.AskToRateAsync(it, book.Today, cancellation);
        }
        else
        {
            it.State = ClinicState.Consulting;
        }

        book.Note(it, ClinicEntryKind.Revisited, $"{(isSolved == true ? "已解决" : "没有解决，继续会诊")}：{text.Trim()}");
        return [];
    }, cancellation);

    /// <summary>The asker's word: content, and the case is closed; not content, and it begins anew.</summary>
    public Task<IReadOnlyList<Problem>?> RateAsync(long id, long version, string rating, string note, CancellationToken cancellation) => ActAsync(id, version, rights => rights.Asks || rights.CallsBack, async it =>
    {
        if (it.State is not ClinicState.Rating) return ClinicBook.WrongState(it);
        if (!Enum.TryParse<ClinicRating>(rating, out var given) || !Enum.IsDefined(given)) return [new("Rating", "请选择满意程度。")];
        if (note.Trim().Length > 500 || (given == ClinicRating.Dissatisfied && note.Trim().Length < Shortest)) return [new("Note", "不满意请写明还差什么，4 到 500 个字。")];
        var isAsker = (await sight.RightsAsync(it, cancellation)).Asks;
        (it.Rating, it.RatingNote, it.RatedBy, it.RatedOn) = (given, note.Trim(), isAsker ? user.Name : $"{user.Name}（电话回访）", book.Today);
        book.Note(it, ClinicEntryKind.Rated, $"{given.DisplayName()}{(it.RatingNote.Length > 0 ? "：" + it.RatingNote : "")}{(isAsker ? "" : "（电话回访）")}");
        if (given == ClinicRating.Dissatisfied) await BeginAgainAsync(it, $"提出人不满意：{it.RatingNote}", cancellation);
        else await CloseAsync(it, it.Result, cancellation);
        return [];
    }, cancellation);

    /// <summary>Closes what the asker has not rated in time; it does not count as content.</summary>
    public Task<IReadOnlyList<Problem>?> CloseUnratedAsync(long id, long version, CancellationToken cancellation) => ActAsync(id, version, rights => rights.Runs, async it =>
    {
        if (it.State is not ClinicState.Rating || it.SolvedOn is not { } solved) return ClinicBook.WrongState(it);
        if (book.Today <= solved.AddDays(terms.RatingDays)) return [new("", $"提出人在 {Fmt.Date(solved.AddDays(terms.RatingDays))} 以前都可以评价，还不能不带评价结案。可以电话回访。")];
        await CloseAsync(it, it.Result, cancellation);
        await askers.TellAsync(it, $"已结案：“{it.Title}”（{it.Number}），没有收到您的评价；{Fmt.Date(book.Today.AddDays(terms.ReopenDays))} 以前可以要求重新办理", cancellation);
        return [];
    }, cancellation);

    /// <summary>Takes a closed case up again.</summary>
    public Task<IReadOnlyList<Problem>?> ReopenAsync(long id, long version, string reason, CancellationToken cancellation) => ActAsync(id, version, rights => rights.Runs || rights.Asks, async it =>
    {
        if (!it.IsOver) return ClinicBook.WrongState(it);
        if (reason.Trim().Length is < Shortest or > 500) return [new("Reason", "请写明为什么要重新办理，4 到 500 个字。")];
        if (!(await sight.RightsAsync(it, cancellation)).Runs && it.ClosedOn is { } closed && book.Today > closed.AddDays(terms.ReopenDays))
            return [new("", $"办结已超过 {terms.ReopenDays} 天，请作为新的问题再报一次。")];
        await BeginAgainAsync(it, reason.Trim(), cancellation);
        return [];
    }, cancellation);

    private async Task CloseAsync(ClinicCase it, string text, CancellationToken cancellation)
    {
        await book.CloseAsync(it, ClinicState.Closed, text, cancellation);
        book.Note(it, ClinicEntryKind.Closed, text);
    }

    private async Task BeginAgainAsync(ClinicCase it, string reason, CancellationToken cancellation)
    {
        await book.EndItemsAsync(it, "", "重新办理", isDone: false, cancellation);
        it.Course++;
        // The course before stays in the log; nothing of it is said of the new one.
        (it.Waited, it.BegunAt) = (it.Waited + book.WaitedOf(it), clock.GetUtcNow());
        (it.State, it.TriagedOn, it.SolvedOn, it.ClosedOn, it.Workdays, it.PrescribedOn, it.RevisitOn, it.Result) = (ClinicState.Reported, null, null, null, null, null, null, "");
        (it.LeaderName, it.RaisedOn, it.DecidedOn, it.Diagnosis) = ("", null, null, "");
        (it.Rating, it.RatingNote, it.RatedBy, it.RatedOn, it.MergedInto) = (null, "", "", null, null);
        foreach (var photo in await db.Set<ClinicPhoto>().Where(photo => photo.CameFrom == it.Id).ToListAsync(cancellation)) (photo.ClinicCase, photo.CameFrom) = (it.Id, null);
        await book.EndLeaderAsync(it, book.Today.AddDays(-1), "重新办理", cancellation);
        book.Note(it, ClinicEntryKind.Reopened, reason);
        if (it.Lead is { } lead) await book.KeepMainAsync(it, lead, cancellation);
        if (await book.ProblemOfAsync(it, cancellation) is { ClosedOn: not null } row)
        {
            (row.ClosedOn, row.Result) = (null, "");
            row.Version++;
        }
    }

    /// <returns>What is wrong; null when there is no such case for this account, or not to be acted on by it.</returns>
    private async Task<IReadOnlyList<Problem>?> ActAsync(long id, long version, Func<ClinicRights, bool> may, Func<ClinicCase, Task<IReadOnlyList<Problem>>> act, CancellationToken cancellation)
    {
        if (await sight.FindAsync(id, cancellation) is not { } it || !may(await sight.RightsAsync(it, cancellation))) return null;
        if (version != it.Version) return ClinicBook.ChangedMeanwhile;
        var problems = await act(it);
        return problems.Count > 0 ? problems : await book.SaveAsync(it, cancellation);
    }
}
