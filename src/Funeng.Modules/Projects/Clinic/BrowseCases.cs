using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>A case with what is due next.</summary>
/// <param name="DueOn">The earliest day of its open items; null when nobody has anything to do by a day.</param>
/// <param name="Waits">For whom it waits, by that item.</param>
public sealed record ClinicRow(ClinicCase Case, ClinicRound? Round, DateOnly? DueOn, string Waits, bool IsMine)
{
    public bool IsLate(DateOnly today) => !Case.IsOver && DueOn < today;
}

/// <summary>The cases an account may see, all of them: filtered, with the most urgent first. Figures are of the whole, never of a first page.</summary>
public sealed class BrowseCases(FunengDb db, ClinicSight sight, KeepRounds rounds, TaskBook tasks, TriageClock triage, Callers callers, HolderNames names, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public const int Size = 20;

    public async Task<IReadOnlyList<ClinicRow>> ReadAsync(ClinicQuery query, CancellationToken cancellation)
    {
        var cases = await Filter(await sight.VisibleAsync(cancellation), query).AsNoTracking().OrderByDescending(row => row.ReportedOn).ThenByDescending(row => row.Id).ToListAsync(cancellation);
        var known = (await rounds.ReadAsync(cancellation)).ToDictionary(round => round.Id);
        var open = cases.Where(row => !row.IsOver).ToList();
        var items = open.Count == 0 ? null : await tasks.OfManyAsync(ClinicCase.SourceKind, [.. open.Select(row => row.Key)], cancellation);
        var caller = await callers.MeAsync(cancellation);
        var mine = await MineAsync(caller, cancellation);
        var bodies = items is null ? [] : items.SelectMany(group => group).Where(item => !item.IsOver).Select(WhoOf).OfType<Holder>().Distinct().ToList();
        var named = await names.OfAsync(bodies, city.Today(clock), cancellation);
        return
        [
            .. cases.Select(row =>
            {
                var next = row.IsOver || items is null ? null : items[row.Key].Where(item => item.State == TaskState.Open && item.DueOn is not null).OrderBy(item => item.DueOn).ThenByDescending(item => item.Key.StartsWith("consult-", StringComparison.Ordinal)).FirstOrDefault();
                var waits = row.State == ClinicState.Rating ? "提出人" : next is not null && WhoOf(next) is { } who ? named.GetValueOrDefault(who)?.Name ?? "" : row.LeadName;
                return new ClinicRow(row, row.Round is { } id ? known.GetValueOrDefault(id) : null, row.State == ClinicState.Review ? row.RevisitOn : row.State == ClinicState.Rating ? null : next?.DueOn ?? triage.DueOn(row), waits, mine.Contains(row.Id) || IsForMe(row));
            }).OrderBy(row => row.Case.IsOver).ThenBy(row => row.Case.IsOver ? DateOnly.MaxValue.DayNumber - (row.Case.ClosedOn?.DayNumber ?? 0) : 0)
                .ThenByDescending(row => row.IsLate(city.Today(clock))).ThenByDescending(row => row.Case.Urgency).ThenBy(row => row.DueOn ?? DateOnly.MaxValue).ThenBy(row => row.Case.Id),
        ];
    }

    /// <summary>Cases that wait for this account: to be triaged or revisited by its office, answered by its body, rated by the asker.</summary>
    private bool IsForMe(ClinicCase row)
    {
        var runs = user.Has(Permission.ManageProjects) && user.Scope.Covers(row.Region, row.Zone, -1);
        return row.State switch
        {
            ClinicState.Reported or ClinicState.Review => runs,
            ClinicState.Rating => user.Role == Role.Enterprise ? user.Scope.Organization is { } own && own == row.Owner : user.Id is { } account && row.Reporter == account,
            _ => false,
        };
    }

    private async Task<HashSet<long>> MineAsync(Caller caller, CancellationToken cancellation)
    {
        var bodies = caller.Bodies;
        if (bodies.Count == 0) return [];
        var asked = db.Set<Consultation>().Where(row => row.AnsweredOn == null && row.ReleasedOn == null && bodies.Contains(row.Office)).Select(row => row.ClinicCase);
        var acting = db.Set<PrescriptionStep>().Where(row => row.DoneOn == null && row.CancelledOn == null && bodies.Contains(row.Office)).Select(row => row.ClinicCase);
        return [.. await asked.Union(acting).ToListAsync(cancellation)];
    }

    private static Holder? WhoOf(TaskItem item) => item.Owner ?? (item.LeadBody is { } body ? Holder.Body(body) : null);

    private static IQueryable<ClinicCase> Filter(IQueryable<ClinicCase> cases, ClinicQuery query)
    {
        if (query.Round is { } round) cases = cases.Where(row => row.Round == round);
        if (query.Class is { } kind) cases = cases.Where(row => row.Class == kind);
        if (query.State is { } state) cases = cases.Where(row => row.State == state);
        if (query.Urgency is { } urgency) cases = cases.Where(row => row.Urgency == urgency);
        if (query.Text is { Length: > 0 } text) cases = cases.Where(row => row.Title.Contains(text) || row.ProjectName.Contains(text) || row.OwnerName.Contains(text) || row.Number.Contains(text));
        return query.Tab switch
        {
            ClinicQuery.Leader => cases.Where(row => row.RaisedOn != null),
            ClinicQuery.Over => cases.Where(row => row.State == ClinicState.Closed || row.State == ClinicState.Refused || row.State == ClinicState.Merged),
            ClinicQuery.Figures => cases,
            _ => query.State is ClinicState.Closed or ClinicState.Refused or ClinicState.Merged ? cases : ClinicCase.Open(cases),
        };
    }
}
