using System.Globalization;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>
/// What offices do on the pages of tasks is seen here: an opinion handed in there is one, a measure confirmed there is done, one cancelled there is no part of the
/// prescription any more; the last one calls for the revisit.
/// </summary>
/// <param name="later">The book itself works through the tasks that tell this listener.</param>
internal sealed class ClinicListener(FunengDb db, Lazy<ClinicBook> later, ClinicTerms terms, OfficialCalendar calendar) : ITaskListener
{
    private ClinicBook Book => later.Value;

    public Task ChangedAsync(TaskChange change, CancellationToken cancellation) => change.Item switch
    {
        { SourceKind: not ClinicCase.SourceKind } => Task.CompletedTask,
        { State: TaskState.Submitted or TaskState.Done or TaskState.Cancelled } item when Id(item.Key, "consult-") is { } asked => AskedAsync(asked, item.State, change.Text.Trim(), cancellation),
        { State: TaskState.Submitted or TaskState.Done or TaskState.Cancelled } item when Id(item.Key, "step-") is { } step => StepAsync(step, item.State, change.Text.Trim(), cancellation),
        _ => Task.CompletedTask,
    };

    private static long? Id(string key, string start) =>
        key.StartsWith(start, StringComparison.Ordinal) && long.TryParse(key[start.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private async Task AskedAsync(long id, TaskState state, string text, CancellationToken cancellation)
    {
        if (await db.Set<Consultation>().SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { IsWaitedFor: true } asked) return;
        if (state != TaskState.Cancelled && text.Length == 0) return;
        var it = await CaseAsync(asked.ClinicCase, cancellation);
        if (state == TaskState.Cancelled) await Book.ReleaseAsync(it, asked, text, cancellation);
        else await Book.HearAsync(it, asked, null, text, cancellation);
        it.Version++;
    }

    private async Task StepAsync(long id, TaskState state, string text, CancellationToken cancellation)
    {
        if (await db.Set<PrescriptionStep>().SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { EndedOn: null } step) return;
        if (text.Length > 0) step.Result = text;
        if (state == TaskState.Submitted) return;
        var it = await CaseAsync(step.ClinicCase, cancellation);
        if (state == TaskState.Done) step.DoneOn = Book.Today;
        else step.CancelledOn = Book.Today;
        Book.Note(it, state == TaskState.Done ? ClinicEntryKind.StepDone : ClinicEntryKind.StepCancelled, $"{step.OfficeName}：{step.Measure}。{step.Result}");
        await FinishStepsAsync(it, cancellation);
        it.Version++;
    }

    /// <summary>The last measure calls for the revisit; where all were cancelled, nothing was done and offices are asked again.</summary>
    private async Task FinishStepsAsync(ClinicCase it, CancellationToken cancellation)
    {
        var steps = await db.Set<PrescriptionStep>().Where(row => row.ClinicCase == it.Id && row.Course == it.Course).ToListAsync(cancellation);
        if (it.State != ClinicState.Treating || steps.Exists(step => step.EndedOn is null)) return;
        if (steps.Exists(step => step.DoneOn is not null)) (it.State, it.RevisitOn) = (ClinicState.Review, calendar.Calendar.Add(Book.Today, terms.RevisitWorkdays));
        else it.State = ClinicState.Consulting;
    }

    private Task<ClinicCase> CaseAsync(long id, CancellationToken cancellation) => db.Set<ClinicCase>().SingleAsync(row => row.Id == id, cancellation);
}
