using System.Runtime.CompilerServices;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Funeng.Modules.Facts;

/// <summary>What is known of subjects, now or at a past moment, with everything ever said and where sources differ: filings folded by the precedence of their sources.</summary>
public sealed class FactReader(FunengDb db, FactNumbers numbers, FactCatalogue catalogue, FactSources sources)
{
    /// <summary>What is known of one subject, at a past moment if one is given.</summary>
    public async Task<SubjectFacts> LoadSubjectAsync(long subject, DateTimeOffset? asOf, CancellationToken cancellation)
    {
        await foreach (var (_, facts) in LoadSubjectsAsync([subject], asOf, cancellation))
        {
            return facts;
        }

        throw new InvalidOperationException("Every subject asked for is answered.");
    }

    /// <summary>
    /// The same for many subjects, in the order given; a subject nothing was filed about has no facts. With a source only what that source
    /// says, but every title, whoever granted it.
    /// </summary>
    public async IAsyncEnumerable<(long Subject, SubjectFacts Facts)> LoadSubjectsAsync(
        IReadOnlyCollection<long> subjects, DateTimeOffset? asOf, [EnumeratorCancellation] CancellationToken cancellation, string? source = null)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        try
        {
            var connection = db.Database.GetDbConnection();
            var transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            foreach (var chunk in subjects.Chunk(400))
            {
                var grants = await FilingReader.GrantsAsync(connection, transaction, chunk, asOf, cancellation);
                var filings = new List<StoredFiling>();
                await foreach (var filing in FilingReader.CountingAsync(connection, transaction, chunk, asOf, cancellation))
                {
                    if (source is null || filing.Source == source)
                    {
                        filings.Add(filing);
                    }
                }

                var bySubject = filings.ToLookup(filing => filing.Subject);
                var facts = await FoldAsync(folding => chunk.Select(subject => folding.Present([.. bySubject[subject]], grants[subject])).ToList(), cancellation);
                for (var index = 0; index < chunk.Length; index++)
                {
                    yield return (chunk[index], facts[index]);
                }
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Everything ever said about one fact of a subject, newest first.</summary>
    public async Task<IReadOnlyList<FactEntry>> HistoryAsync(long subject, string key, CancellationToken cancellation) =>
        await HistoryOfAsync(subject, key, null, cancellation);

    /// <summary>Everything ever said about a subject, newest first.</summary>
    public async Task<IReadOnlyList<FactEntry>> HistoryAsync(long subject, CancellationToken cancellation) =>
        await HistoryOfAsync(subject, null, null, cancellation);

    /// <summary>The facts about which sources differ, or differed at a past moment.</summary>
    public async Task<IReadOnlyList<FactConflict>> ConflictsAsync(long subject, DateTimeOffset? asOf, CancellationToken cancellation) =>
        FactFolding.Conflicts(await HistoryOfAsync(subject, null, asOf, cancellation));

    private async Task<IReadOnlyList<FactEntry>> HistoryOfAsync(long subject, string? key, DateTimeOffset? asOf, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        try
        {
            var transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            var filings = asOf is null
                ? await FilingReader.EverAsync(db.Database.GetDbConnection(), transaction, subject, cancellation)
                : await CountingThenAsync(subject, asOf.Value, cancellation);
            return await FoldAsync(folding => folding.History(filings, key), cancellation);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    // What was withdrawn since still counted then.
    private async Task<IReadOnlyList<StoredFiling>> CountingThenAsync(long subject, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var filings = new List<StoredFiling>();
        await foreach (var filing in FilingReader.CountingAsync(
            db.Database.GetDbConnection(), db.Database.CurrentTransaction?.GetDbTransaction(), [subject], asOf, cancellation))
        {
            filings.Add(filing with { WithdrawnAt = null, WithdrawnBy = null, WithdrawalReason = null });
        }

        return filings;
    }

    private async Task<T> FoldAsync<T>(Func<FactFolding, T> fold, CancellationToken cancellation)
    {
        var folding = new FactFolding(catalogue, sources, await numbers.EnsureAsync([], cancellation));
        var result = fold(folding);
        return folding.MetNewNumber ? fold(new FactFolding(catalogue, sources, await numbers.RenewAsync(cancellation))) : result;
    }
}
