using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>What a set of cases comes to. Rates say of how many; who did not rate is not content.</summary>
/// <param name="Median">Working days the offices took, of those closed; null without any.</param>
/// <param name="InTime">Handed in within the limit of the clock, of those closed.</param>
/// <param name="Limit">That limit in working days.</param>
/// <param name="Decision">Median working days from taking it to a leader to his decision; null without any.</param>
public sealed record ClinicFigures(
    int Cases, int Open, int Late, int Closed, int Refused, int Merged, int Again, decimal? Median, int InTime, int Limit, int Rated, int Content, int Raised, decimal? Decision,
    IReadOnlyList<ClassFigures> Classes, IReadOnlyList<OfficeFigures> Offices);

public sealed record ClassFigures(ProblemClass Class, int Cases, int Open, int Closed, decimal? Median);

/// <summary>How an office answers.</summary>
public sealed record OfficeFigures(string Office, int Asked, int Answered, int Late, decimal? Median, int Steps, int StepsDone, int StepsLate);

/// <summary>Counts cases.</summary>
public sealed class CountCases(FunengDb db, ClockBook clocks, OfficialCalendar calendar)
{
    public async Task<ClinicFigures> RunAsync(IReadOnlyList<ClinicRow> rows, DateOnly today, CancellationToken cancellation)
    {
        // One problem told twice is one.
        var cases = rows.Select(row => row.Case).Where(row => row.State != ClinicState.Merged).ToList();
        var closed = cases.Where(row => row.State == ClinicState.Closed).ToList();
        var limit = clocks.Get("clinic").Stages is [.., var last] ? last.Within.Amount : 0;
        return new ClinicFigures(
            cases.Count, cases.Count(row => !row.IsOver), rows.Count(row => row.IsLate(today)), closed.Count, cases.Count(row => row.State == ClinicState.Refused), rows.Count - cases.Count, cases.Count(row => row.Course > 1),
            Median(closed.Select(row => row.Workdays)), closed.Count(row => row.Workdays <= limit), (int)limit, closed.Count(row => row.Rating is not null),
            closed.Count(row => row.Rating is ClinicRating.Satisfied or ClinicRating.Acceptable), cases.Count(row => row.RaisedOn is not null),
            Median(cases.Where(row => row.RaisedOn is not null && row.DecidedOn is not null).Select(row => (int?)calendar.Calendar.Count(row.RaisedOn!.Value, row.DecidedOn!.Value))),
            [.. cases.GroupBy(row => row.Class).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).Select(group => new ClassFigures(
                group.Key, group.Count(), group.Count(row => !row.IsOver), group.Count(row => row.State == ClinicState.Closed), Median(group.Where(row => row.State == ClinicState.Closed).Select(row => row.Workdays))))],
            await OfficesAsync([.. rows.Select(row => row.Case.Id)], today, cancellation));
    }

    private async Task<IReadOnlyList<OfficeFigures>> OfficesAsync(IReadOnlyList<long> ids, DateOnly today, CancellationToken cancellation)
    {
        var asked = await db.Set<Consultation>().AsNoTracking().Where(row => ids.Contains(row.ClinicCase)).ToListAsync(cancellation);
        var steps = await db.Set<PrescriptionStep>().AsNoTracking().Where(row => ids.Contains(row.ClinicCase)).ToListAsync(cancellation);
        var within = clocks.Get("consultation").Stages is [.., var last] ? (int)last.Within.Amount : 0;
        var (askedOf, stepsOf) = (asked.ToLookup(row => row.OfficeName), steps.ToLookup(row => row.OfficeName));
        return
        [
            .. askedOf.Select(group => group.Key).Concat(stepsOf.Select(group => group.Key)).Distinct().Select(office =>
            {
                var own = askedOf[office].ToList();
                var acts = stepsOf[office].ToList();
                return new OfficeFigures(
                    office, own.Count, own.Count(row => row.AnsweredOn is not null), own.Count(row => calendar.Calendar.Count(row.AskedOn, row.EndedOn ?? today) > within),
                    Median(own.Where(row => row.AnsweredOn is not null).Select(row => (int?)calendar.Calendar.Count(row.AskedOn, row.AnsweredOn!.Value))),
                    acts.Count, acts.Count(row => row.DoneOn is not null), acts.Count(row => (row.EndedOn ?? today) > row.DueOn));
            }).OrderByDescending(row => row.Late + row.StepsLate).ThenByDescending(row => row.Asked + row.Steps).ThenBy(row => row.Office, StringComparer.Ordinal),
        ];
    }

    private static decimal? Median(IEnumerable<int?> numbers)
    {
        var sorted = numbers.OfType<int>().Order().ToList();
        return sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2m;
    }
}
