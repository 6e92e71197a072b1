using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.City;

namespace Funeng.Modules.Schemes.Decide;

/// <summary>
/// Decides subjects under every scheme in force today and stores the verdicts; done for whoever new facts were published about.
/// A subject is decided whole: what no scheme in force says any more is gone.
/// </summary>
public sealed class DecideVerdicts(
    FactStore facts, VerdictStore verdicts, RuleBook book, CityProfile city, TimeProvider time, IEnumerable<IVerdictListener> listeners)
{
    private const int SubjectsAtOnce = 400;

    /// <param name="subjects">Ids of the subjects.</param>
    /// <param name="report">Told how many subjects are done.</param>
    /// <param name="cancellation">Stops between two chunks; what is stored stays.</param>
    public async Task RunAsync(IReadOnlyCollection<long> subjects, Func<int, ValueTask>? report, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var today = city.Today(time);
        var packs = book.InForce(today).ToList();
        var done = 0;
        foreach (var chunk in subjects.Chunk(SubjectsAtOnce))
        {
            await verdicts.ReplaceAsync(chunk, await DecideAsync(chunk, packs, today, now, cancellation), cancellation);
            foreach (var listener in listeners) await listener.DecidedAsync(chunk, cancellation);
            done += chunk.Length;
            if (report is not null) await report(done);
        }
    }

    private async Task<List<StoredVerdict>> DecideAsync(
        long[] subjects, List<RulePack> packs, DateOnly today, DateTimeOffset now, CancellationToken cancellation)
    {
        var decided = new List<StoredVerdict>(subjects.Length * packs.Count);
        await foreach (var (subject, known) in facts.LoadSubjectsAsync(subjects, null, cancellation))
        {
            var view = book.View(known, today);
            decided.AddRange(packs.Select(pack => StoredVerdict.Of(subject, pack, book.Survey(pack, view), now, now)));
        }

        return decided;
    }
}

/// <summary>Decides whoever new facts were published about.</summary>
internal sealed class DecideOnFilings(DecideVerdicts decide) : IFilingListener
{
    public Task PublishedAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation) => decide.RunAsync(subjects, null, cancellation);
}
