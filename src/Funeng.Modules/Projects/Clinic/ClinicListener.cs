using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>What offices do on the pages of tasks is seen here: an opinion handed in there is one, a measure confirmed there is done, the last one calls for the revisit.</summary>
internal sealed class ClinicListener(
    FunengDb db, IdSource ids, ClinicTerms terms, OfficialCalendar calendar, CurrentUser user, CityProfile city, TimeProvider clock) : ITaskListener
{
    public Task ChangedAsync(TaskChange change, CancellationToken cancellation) => change.Item switch
    {
        { SourceKind: not ClinicCase.SourceKind } => Task.CompletedTask,
        { State: TaskState.Submitted or TaskState.Done } item when Id(item.Key, "consult-") is { } asked && change.Text.Trim().Length > 0 => AnswerAsync(asked, change.Text.Trim(), cancellation),
        { State: TaskState.Submitted or TaskState.Done } item when Id(item.Key, "step-") is { } step => StepAsync(step, item.State == TaskState.Done, change.Text.Trim(), cancellation),
        _ => Task.CompletedTask,
    };

    private static long? Id(string key, string start) =>
        key.StartsWith(start, StringComparison.Ordinal) && long.TryParse(key[start.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private async Task AnswerAsync(long id, string text, CancellationToken cancellation)
    {
        if (await db.Set<Consultation>().SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { AnsweredOn: null } asked) return;
        (asked.Opinion, asked.AnsweredOn, asked.AnsweredBy) = (text, city.Today(clock), user.Name);
        Note(asked.ClinicCase, ClinicEntryKind.Answered, $"{asked.OfficeName}：{text}");
    }

    private async Task StepAsync(long id, bool isDone, string text, CancellationToken cancellation)
    {
        if (await db.Set<PrescriptionStep>().SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { DoneOn: null } step) return;
        if (text.Length > 0) step.Result = text;
        if (!isDone) return;
        step.DoneOn = city.Today(clock);
        Note(step.ClinicCase, ClinicEntryKind.StepDone, $"{step.OfficeName}：{step.Measure}。{step.Result}");
        var steps = await db.Set<PrescriptionStep>().Where(row => row.ClinicCase == step.ClinicCase && row.Course == step.Course).ToListAsync(cancellation);
        if (!steps.TrueForAll(row => row.DoneOn is not null)) return;
        var it = await db.Set<ClinicCase>().SingleAsync(row => row.Id == step.ClinicCase, cancellation);
        if (it.State != ClinicState.Treating) return;
        (it.State, it.RevisitOn) = (ClinicState.Review, calendar.Calendar.Add(city.Today(clock), terms.RevisitWorkdays));
        it.Version++;
    }

    private void Note(long it, ClinicEntryKind kind, string text) =>
        db.Add(new ClinicEntry { Id = ids.Next(), ClinicCase = it, Kind = kind, At = clock.GetUtcNow(), Account = user.Id, Who = user.Name, Text = text });
}
