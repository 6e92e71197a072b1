using System.Globalization;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>One line as typed; one that is empty throughout is none.</summary>
public sealed record TypedStep(string Measure, string Office, string Due)
{
    public bool IsEmpty => Measure.Length + Office.Length + Due.Length == 0;
}

/// <summary>
/// Writes the prescription: what the matter is, and measures with office and day, each of which becomes a task there. Of a case that was taken to a leader
/// this is the decision. Offices that have not answered by then are not waited for any longer.
/// </summary>
public sealed class PrescribeCase(FunengDb db, ClinicSight sight, ClinicBook book, IdSource ids)
{
    public const int Lines = 5;

    /// <returns>What is wrong; null when there is no such case for this account.</returns>
    public async Task<IReadOnlyList<Problem>?> RunAsync(long id, long version, string diagnosis, IReadOnlyList<TypedStep> typed, CancellationToken cancellation)
    {
        if (await sight.FindAsync(id, cancellation) is not { } it || await sight.RightsAsync(it, cancellation) is not { } rights || !(rights.Runs || rights.Leads)) return null;
        if (version != it.Version) return ClinicBook.ChangedMeanwhile;
        if (it.State is not (ClinicState.Consulting or ClinicState.Treating or ClinicState.Review)) return ClinicBook.WrongState(it);
        var problems = new List<Problem>();
        if (diagnosis.Trim().Length is < 4 or > ClinicBook.LongestText) problems.Add(new("Diagnosis", $"请写明症结在哪里，4 到 {ClinicBook.LongestText} 个字。"));
        var lines = await ReadAsync(typed, problems, cancellation);
        if (problems.Count == 0 && lines.Count == 0) problems.Add(new("Measure1", "至少写一条措施，写明由谁、在哪天之前办。"));
        if (problems.Count > 0) return problems;

        (it.Diagnosis, it.PrescribedOn, it.State, it.RevisitOn) = (diagnosis.Trim(), it.PrescribedOn ?? book.Today, ClinicState.Treating, null);
        if (it.RaisedOn is not null) it.DecidedOn ??= book.Today;
        var position = await db.Set<PrescriptionStep>().CountAsync(row => row.ClinicCase == it.Id, cancellation);
        foreach (var (measure, office, due) in lines)
        {
            var step = new PrescriptionStep
            {
                Id = ids.Next(), ClinicCase = it.Id, Course = it.Course, Position = ++position, Measure = measure, Office = office.Id, OfficeName = office.Name, DueOn = due,
            };
            db.Add(step);
            if (await book.OpenAsync(it, "prescription", step.TaskKey, measure, it.Diagnosis, office.Id, null, due, null, cancellation) is { } refused) return [refused];
        }

        await EndConsultationAsync(it, lines.Max(line => line.Due), cancellation);
        book.Note(it, ClinicEntryKind.Prescribed, $"{it.Diagnosis}（{string.Join("；", lines.Select(line => $"{line.Office.Name} {Fmt.Date(line.Due)} 前{line.Measure}"))}）");
        return await book.SaveAsync(it, cancellation);
    }

    private async Task EndConsultationAsync(ClinicCase it, DateOnly last, CancellationToken cancellation)
    {
        await book.EndItemsAsync(it, "consult-", "处方已开，不再等待意见", isDone: false, cancellation);
        await book.EndItemsAsync(it, "reception-", "已作出决定", isDone: true, cancellation);
        await book.FinishStageAsync(it, 1, "已开处方", cancellation);
        await book.ReachAsync(it, last, cancellation);
    }

    private async Task<List<(string Measure, Organization Office, DateOnly Due)>> ReadAsync(IReadOnlyList<TypedStep> typed, List<Problem> problems, CancellationToken cancellation)
    {
        var lines = new List<(string, Organization, DateOnly)>();
        foreach (var (line, number) in typed.Take(Lines).Select((line, index) => (line, index + 1)).Where(pair => !pair.line.IsEmpty))
        {
            var before = problems.Count;
            var name = number.ToString(CultureInfo.InvariantCulture);
            if (line.Measure.Trim().Length is < 4 or > 100) problems.Add(new($"Measure{name}", $"第 {name} 条措施要 4 到 100 个字。"));
            var office = await book.OfficeAsync(line.Office, cancellation);
            if (office is null) problems.Add(new($"Office{name}", $"第 {name} 条没有选择由谁办。"));
            if (!DateOnly.TryParseExact(line.Due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var due) || due < book.Today || due > book.Today.AddYears(2))
                problems.Add(new($"Due{name}", $"第 {name} 条的期限应是今天以后两年内的一天。"));
            if (problems.Count == before) lines.Add((line.Measure.Trim(), office!, due));
        }

        return lines;
    }
}
