using System.Runtime.ExceptionServices;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.City;

namespace Funeng.Modules.Schemes.Decide;

/// <summary>
/// Decides subjects under the schemes in force today and stores what changed; done for whoever new facts were published about.
/// Many subjects are decided from the fact table in memory, a few from their filings.
/// </summary>
internal sealed class DecideVerdicts(
    SubjectFactsSource facts, VerdictWriter verdicts, RuleBook book, DecidingGate gate, CityProfile city, TimeProvider time, IEnumerable<IVerdictListener> listeners)
{
    /// <summary>Subjects decided and stored together when they are read from their filings.</summary>
    internal int Few { get; set; } = 400;

    /// <summary>From how many subjects on they are read from the fact table.</summary>
    internal int Many { get; set; } = 4000;

    /// <summary>Of so many, subjects decided and stored together.</summary>
    internal int Together { get; set; } = 8000;

    /// <param name="subjects">Ids of the subjects.</param>
    /// <param name="schemes">Ids of the schemes to decide; null for all, and then what no scheme in force says any more is gone.</param>
    /// <param name="report">Told how many subjects are done.</param>
    /// <param name="cancellation">Stops between two chunks; what is stored stays.</param>
    /// <returns>How many subjects got another verdict.</returns>
    public async Task<int> RunAsync(
        IReadOnlyCollection<long> subjects, IReadOnlySet<string>? schemes, Func<int, ValueTask>? report, CancellationToken cancellation)
    {
        var done = 0;
        var changed = 0;
        var many = subjects.Count >= Many;
        foreach (var chunk in subjects.Chunk(many ? Together : Few))
        {
            var other = await ChunkAsync(chunk, schemes, many, cancellation);
            changed += other.Count;

            // After a filing lists have to look again even where no verdict changed: their conditions speak of facts too.
            var concerned = schemes is null ? chunk : other;
            if (concerned.Count > 0)
            {
                await TellAsync(concerned, cancellation);
            }

            done += chunk.Length;
            if (report is not null) await report(done);
        }

        return changed;
    }

    /// <summary>A listener that fails takes nothing from the others; whoever asked for the deciding hears of it afterwards, and asks again.</summary>
    internal async Task TellAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        var problems = new List<Exception>();
        foreach (var listener in listeners)
        {
            try
            {
                await listener.DecidedAsync(subjects, cancellation);
            }
            catch (Exception problem) when (!cancellation.IsCancellationRequested)
            {
                problems.Add(problem);
            }
        }

        if (problems is [var only]) ExceptionDispatchInfo.Throw(only);
        if (problems.Count > 1) throw new AggregateException(problems);
    }

    private async Task<IReadOnlyCollection<long>> ChunkAsync(long[] subjects, IReadOnlySet<string>? schemes, bool many, CancellationToken cancellation)
    {
        // Reading and storing are one step: whoever files in between waits, decides after us and so has the last word.
        using var turn = await gate.EnterAsync(cancellation);
        var known = many ? await facts.OfManyAsync(subjects, cancellation) : await facts.OfFewAsync(subjects, cancellation);
        var today = city.Today(time);
        var packs = book.InForce(today).Where(pack => schemes?.Contains(pack.Id) != false).ToList();
        var decided = new List<StoredVerdict>[known.Count];
        Parallel.For(0, known.Count, new ParallelOptions { CancellationToken = cancellation }, index =>
        {
            var view = book.View(known.Read(index), today);
            decided[index] = [.. packs.Select(pack => StoredVerdict.Of(subjects[index], pack, book.Survey(pack, view), known.AsOf, known.AsOf))];
        });
        return await verdicts.ReplaceAsync(subjects, schemes, [.. decided.SelectMany(some => some)], cancellation);
    }
}

/// <summary>Decides whoever new facts were published about. Schemes speak of enterprises; of other subjects only the lists are told.</summary>
internal sealed class DecideOnFilings(DecideVerdicts decide, SubjectDirectory directory) : IFilingListener
{
    public async Task PublishedAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        var others = await directory.OtherThanAsync(Subject.Enterprise, subjects, cancellation);
        await decide.RunAsync(others.Count == 0 ? subjects : [.. subjects.Where(subject => !others.Contains(subject))], null, null, cancellation);
        if (others.Count > 0)
            await decide.TellAsync(others, cancellation);
    }
}
