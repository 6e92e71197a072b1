using Funeng.Engines.Planning;

namespace Funeng.Modules.Projects.Officers;

/// <summary>One of an officer's, and when it was seen last.</summary>
/// <param name="EveryDays">It is to be seen again within so many days.</param>
/// <param name="Since">From when the days count where it was never seen.</param>
public sealed record PlannedSubject(string Kind, string Key, int EveryDays, DateOnly? Last, DateOnly Since)
{
    /// <summary>The last day on which it is still in time.</summary>
    public DateOnly DueOn => (Last ?? Since).AddDays(EveryDays);
}

/// <summary>A visit to be made on a working day.</summary>
/// <param name="IsLate">No day was left before it was due.</param>
public sealed record PlannedVisit(PlannedSubject Subject, DateOnly On, bool IsLate);

/// <summary>
/// Spreads the visits of an officer over the working days ahead: what has waited longest goes first, no day has more than a few, and what can still be in
/// time is put on the emptiest day before it is due.
/// </summary>
public static class VisitPlan
{
    public static IReadOnlyList<PlannedVisit> Of(IReadOnlyList<PlannedSubject> subjects, DateOnly today, int daysAhead, int mostADay, WorkCalendar calendar)
    {
        var days = Enumerable.Range(0, daysAhead).Select(today.AddDays).Where(calendar.IsWorkday).ToList();
        if (days.Count == 0) return [];
        var horizon = today.AddDays(daysAhead - 1);
        var load = days.ToDictionary(day => day, _ => 0);
        var planned = new List<PlannedVisit>();
        foreach (var subject in subjects.Where(subject => subject.DueOn <= horizon).OrderBy(subject => subject.DueOn).ThenBy(subject => subject.Kind, StringComparer.Ordinal).ThenBy(subject => subject.Key, StringComparer.Ordinal))
        {
            // In time on the emptiest day; too late on the first day that has room.
            var inTime = days.Where(day => day <= subject.DueOn && load[day] < mostADay).ToList();
            var day = inTime.Count > 0 ? inTime.MinBy(candidate => (load[candidate], candidate.DayNumber)) : days.Cast<DateOnly?>().FirstOrDefault(candidate => load[candidate!.Value] < mostADay);
            if (day is not { } chosen) break;
            load[chosen]++;
            planned.Add(new PlannedVisit(subject, chosen, chosen > subject.DueOn));
        }

        return [.. planned.OrderBy(visit => visit.On).ThenBy(visit => visit.Subject.DueOn)];
    }
}

/// <summary>Something to be looked after, with how much work it is.</summary>
public sealed record ShareItem(string Kind, string Key, int Weight, string? Region);

/// <summary>
/// Gives what has nobody to those who have least, heaviest first; of two with as little, to whoever is already in the same district. Nothing that has somebody
/// moves, and the loads that come out differ by no more than those before or the heaviest thing given.
/// </summary>
public static class FairShare
{
    /// <param name="items">What is to be given.</param>
    /// <param name="loads">Who can take it, with what each has now.</param>
    /// <param name="districts">The districts each is in already; may lack somebody.</param>
    /// <returns>Who gets what; nothing when there is nobody.</returns>
    public static IReadOnlyList<(ShareItem Item, long Officer)> Of(
        IReadOnlyList<ShareItem> items, IReadOnlyDictionary<long, int> loads, IReadOnlyDictionary<long, IReadOnlySet<string>> districts)
    {
        if (loads.Count == 0) return [];
        var load = loads.ToDictionary();
        var shares = new List<(ShareItem, long)>();
        foreach (var item in items.OrderByDescending(item => item.Weight).ThenBy(item => item.Kind, StringComparer.Ordinal).ThenBy(item => item.Key, StringComparer.Ordinal))
        {
            var least = load.Values.Min();
            var officer = load.Where(pair => pair.Value == least)
                .OrderByDescending(pair => item.Region is { Length: >= 6 } region && districts.TryGetValue(pair.Key, out var own) && own.Contains(region[..6])).ThenBy(pair => pair.Key).First().Key;
            load[officer] += item.Weight;
            shares.Add((item, officer));
        }

        return shares;
    }
}
