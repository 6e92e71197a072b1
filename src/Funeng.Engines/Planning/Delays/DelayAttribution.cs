using Funeng.Engines.Planning.Targets;

namespace Funeng.Engines.Planning.Delays;

/// <summary>
/// Which office or item cost how many project-days: the forecast finish is followed from working day to working day, and each day it moves away is
/// shared alike by the critical steps that could have gone on that day and did not. A step that waits for another is never to blame.
/// </summary>
/// <remarks>
/// Day-by-day windows analysis (AACE 29R-03, method 3.3; Hegazy and Zhang 2005). Because the daily changes add up to the whole, the shares do too.
/// </remarks>
public static class DelayAttribution
{
    // Divisible by every number up to 20, so that a day is shared among as many without a fraction left over.
    private const long DayInParts = 232_792_560;

    /// <summary>Attributes what happened from one day to another, both included.</summary>
    /// <param name="record">The project as planned and as it went; a circle or unknown id in its links is an error.</param>
    /// <param name="firstDay">First day of the span: of the quarter, or of the project for the whole of its delay.</param>
    /// <param name="lastDay">Last day of the span; no later than the day whose facts are known.</param>
    /// <returns>The delay of the span and its shares.</returns>
    /// <exception cref="ArgumentException">The plan cannot be dated.</exception>
    public static DelayReport Find(ProjectRecord record, long firstDay, long lastDay)
    {
        var ledger = new Ledger(record);
        var first = record.WorkTime.WorkBefore(Math.Max(firstDay, record.FirstDay));
        var last = Math.Min(record.WorkTime.WorkBefore(lastDay + 1), LastEvent(record) + 1);
        if (last > first) ledger.Follow(first, last);
        return ledger.Close();
    }

    /// <summary>After the last step is done nothing moves any more; while one is open everything may.</summary>
    private static long LastEvent(ProjectRecord record) => record.Steps.All(step => step.LastDay is not null)
        ? record.WorkTime.WorkBefore(record.Steps.Select(step => step.LastDay!.Value).DefaultIfEmpty(record.FirstDay).Max() + 1)
        : long.MaxValue - 1;

    private sealed class Ledger(ProjectRecord record)
    {
        private readonly Dictionary<(string Step, string By), (long Lost, long Won)> parts = [];
        private long lost;
        private long won;

        public void Follow(long first, long last)
        {
            var before = new Forecast(record, DayAt(first) - 1, DayAt(first) - 1);
            for (var work = first; work < last; work++)
            {
                var day = DayAt(work);
                // What went wrong on the day first, then its good news: the forecast moves away by the one and comes nearer by the other.
                var waited = new Forecast(record, day, before.Day);
                var after = new Forecast(record, day, day);
                Lose(waited, waited.Finish - before.Finish, day);
                Win(after, waited, before.Day);
                before = after;
            }
        }

        public DelayReport Close()
        {
            var keys = parts.Keys.OrderByDescending(key => parts[key].Lost).ThenBy(key => key.Step, StringComparer.Ordinal).ThenBy(key => key.By, StringComparer.Ordinal).ToList();
            var losses = Cut(lost, [.. keys.Select(key => (decimal)parts[key].Lost)]);
            var gains = Cut(won, [.. keys.Select(key => (decimal)parts[key].Won)]);
            return new DelayReport(record.Id, lost, won, [.. keys.Select((key, index) => new DelayShare(record.Id, key.Step, key.By, losses[index], gains[index]))]);
        }

        private static IReadOnlyList<decimal> Cut(long total, IReadOnlyList<decimal> weights) =>
            total == 0 ? [.. weights.Select(_ => 0m)] : Apportionment.Cut(total, weights, 0.01m);

        private long DayAt(long work) => record.WorkTime.StartAt(work);

        private void Lose(Forecast forecast, long days, long day)
        {
            if (days <= 0) return;
            lost += days;
            var causes = forecast.Idle().SelectMany(step => HoldersOf(step, day), (step, by) => (step.Id, by)).ToList();
            Share(causes, days * DayInParts, (entry, amount) => entry with { Lost = entry.Lost + amount });
        }

        private void Win(Forecast forecast, Forecast waited, long previous)
        {
            var days = waited.Finish - forecast.Finish;
            if (days <= 0) return;
            won += days;
            var causes = forecast.Quick(waited, previous).Select(step => (step.Id, step.Owner)).ToList();
            Share(causes, days * DayInParts, (entry, amount) => entry with { Won = entry.Won + amount });
        }

        private static IReadOnlyList<string> HoldersOf(StepRecord step, long day)
        {
            var holders = step.Holds.Where(hold => hold.FirstDay <= day && day <= (hold.LastDay ?? long.MaxValue)).Select(hold => hold.By).Distinct().ToList();
            return holders.Count > 0 ? holders : [step.Owner];
        }

        private void Share(List<(string Step, string By)> causes, long amount, Func<(long Lost, long Won), long, (long, long)> add)
        {
            for (var index = 0; index < causes.Count; index++)
            {
                var part = (amount / causes.Count) + (index < amount % causes.Count ? 1 : 0);
                parts[causes[index]] = add(parts.GetValueOrDefault(causes[index]), part);
            }
        }
    }
}
