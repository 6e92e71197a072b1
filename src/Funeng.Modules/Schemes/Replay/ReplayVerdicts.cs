using System.Runtime.CompilerServices;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Schemes.Replay;

/// <summary>Decides stored verdicts again by the rules and the facts they name, and compares. Same rules, same facts, same answer.</summary>
public sealed class ReplayVerdicts(FunengDb db, FactReader facts, RuleArchive archive)
{
    private const int SubjectsAtOnce = 500;

    private (long Subject, DateTimeOffset AsOf, SubjectFacts Facts)? loaded;

    /// <param name="sample">How many verdicts, drawn at random from the present and the replaced ones of all subjects and schemes; null for all.</param>
    /// <param name="cancellation">Stops between two verdicts.</param>
    /// <param name="seed">The same seed draws the same sample from the same verdicts.</param>
    public async Task<ReplayReport> RunAsync(int? sample, CancellationToken cancellation, int seed = 0)
    {
        var total = await db.Set<StoredVerdict>().CountAsync(cancellation) + await db.Set<PastVerdict>().CountAsync(cancellation);
        var drawn = sample is { } wanted && wanted < total ? Draw(wanted, total, seed) : null;
        var schemes = new HashSet<string>();
        var differences = new List<ReplayDifference>();
        var identical = 0;
        var position = 0;
        await foreach (var verdict in EveryAsync(cancellation))
        {
            if (drawn?.Contains(position++) == false) continue;
            schemes.Add(verdict.Scheme);
            if (await DifferenceAsync(verdict, cancellation) is { } difference) differences.Add(new ReplayDifference(verdict, difference));
            else identical++;
        }

        return new ReplayReport(identical, differences, schemes.Count);
    }

    /// <summary>As many different positions as wanted, each as likely as any other.</summary>
    private static HashSet<int> Draw(int wanted, int total, int seed)
    {
        var random = new Random(seed);
        var drawn = new HashSet<int>();
        while (drawn.Count < wanted) drawn.Add(random.Next(total));
        return drawn;
    }

    /// <summary>Every verdict ever stored, present and replaced, some subjects at a time: a city has millions.</summary>
    private async IAsyncEnumerable<DecidedVerdict> EveryAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = long.MinValue;
        while (true)
        {
            var subjects = await db.Set<Subject>().Where(subject => subject.Id > last).OrderBy(subject => subject.Id).Take(SubjectsAtOnce)
                .Select(subject => subject.Id).ToListAsync(cancellation);
            if (subjects.Count == 0) yield break;
            var (first, end) = (subjects[0], subjects[^1]);
            var present = await db.Set<StoredVerdict>().AsNoTracking().Where(verdict => verdict.Subject >= first && verdict.Subject <= end).ToListAsync(cancellation);
            var past = await db.Set<PastVerdict>().AsNoTracking().Where(verdict => verdict.Subject >= first && verdict.Subject <= end).ToListAsync(cancellation);
            foreach (var verdict in present.Concat<DecidedVerdict>(past).OrderBy(verdict => verdict.Subject).ThenBy(verdict => verdict.AsOf))
            {
                yield return verdict;
            }

            last = end;
        }
    }

    private async Task<SubjectFacts> FactsAsync(DecidedVerdict verdict, CancellationToken cancellation)
    {
        if (loaded is not { } known || known.Subject != verdict.Subject || known.AsOf != verdict.AsOf)
            loaded = known = (verdict.Subject, verdict.AsOf, await facts.LoadSubjectAsync(verdict.Subject, verdict.AsOf, cancellation));
        return known.Facts;
    }

    private async Task<string?> DifferenceAsync(DecidedVerdict verdict, CancellationToken cancellation)
    {
        if (await archive.FindAsync(verdict.Sha256, cancellation) is not { } rules) return "its rules are not remembered";
        var known = RuleArchive.In(rules.Book.Catalogue, await FactsAsync(verdict, cancellation));
        var again = rules.Book.Survey(rules.Pack, rules.Book.View(known, verdict.OnDate));
        var replayed = StoredVerdict.Of(verdict.Subject, rules.Pack, again, verdict.AsOf, verdict.DecidedAt);
        return replayed.SaysTheSameAs(verdict) ? null : $"it was {verdict.Outcome} [{verdict.Failed}], it is {replayed.Outcome} [{replayed.Failed}]";
    }
}

/// <param name="Schemes">How many schemes the verdicts were of.</param>
public sealed record ReplayReport(int Identical, IReadOnlyList<ReplayDifference> Differences, int Schemes);

public sealed record ReplayDifference(DecidedVerdict Verdict, string What);
