using System.Runtime.CompilerServices;
using System.Text.Json;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Funeng.Modules.Facts;

/// <summary>
/// The door to filings. They are only ever added: a correction is a later filing, a withdrawal is noted beside it. A filing recorded here
/// joins the unit of work; <see cref="PublishAsync"/> saves it and tells the listeners.
/// </summary>
public sealed class FactStore(
    FunengDb db,
    FunengDatabase database,
    FactNumbers numbers,
    FactCatalogue catalogue,
    FactSources sources,
    IdSource ids,
    CurrentUser user,
    AuditTrail audit,
    TimeProvider time,
    IEnumerable<IFilingListener> listeners)
{
    private readonly HashSet<long> touched = [];
    private readonly FilingPacker packer = new(catalogue);

    public async Task RecordAsync(NewFiling filing, CancellationToken cancellation)
    {
        var numbering = await numbers.EnsureAsync(filing.Values.Select(packer.KeyOf), cancellation);
        db.Add(new FilingRow
        {
            Id = ids.Next(),
            Subject = filing.Subject,
            Period = filing.Period.Year,
            Source = filing.Source,
            LearnedAt = Learned(filing.LearnedAt),
            Reporter = filing.Reporter ?? user.Name,
            Place = filing.Place,
            Packed = packer.TryPack(filing, numbering)!,
        });
        touched.Add(filing.Subject);
    }

    public void Record(NewTitleGrant grant)
    {
        db.Add(new TitleGrantRow
        {
            Id = ids.Next(),
            Subject = grant.Subject,
            Scheme = grant.Scheme,
            Award = grant.Award,
            ValidFrom = grant.From,
            ValidTo = grant.To,
            Source = grant.Source,
            LearnedAt = Learned(grant.LearnedAt),
            Reporter = grant.Reporter ?? user.Name,
            Place = grant.Place,
        });
        touched.Add(grant.Subject);
    }

    /// <summary>Notes that a grant no longer counts; it stays in the register with who, when and why. Joins the unit of work.</summary>
    /// <returns>False when there is no such grant of the subject or it was withdrawn before.</returns>
    public async Task<bool> TakeBackAsync(long grant, long subject, string reason, CancellationToken cancellation)
    {
        var row = await db.Set<TitleGrantRow>().SingleOrDefaultAsync(stored => stored.Id == grant && stored.Subject == subject, cancellation);
        if (row is not { WithdrawnAt: null })
        {
            return false;
        }

        row.WithdrawnAt = time.GetUtcNow();
        row.WithdrawnBy = user.Name;
        row.Reason = reason;
        touched.Add(subject);
        return true;
    }

    /// <summary>Saves the unit of work, then tells the listeners which subjects have new facts.</summary>
    public async Task PublishAsync(CancellationToken cancellation)
    {
        await db.SaveChangesAsync(cancellation);
        long[] subjects = [.. touched];
        touched.Clear();
        await TellAsync(subjects);
    }

    /// <summary>Takes one filing out of the present view; it stays in the history with who, when and why.</summary>
    /// <returns>False when there is no such filing about the subject or it was withdrawn before.</returns>
    public async Task<bool> WithdrawAsync(long filing, long subject, string reason, CancellationToken cancellation)
    {
        var row = await db.Set<FilingRow>().AsNoTracking().SingleOrDefaultAsync(stored => stored.Id == filing && stored.Subject == subject, cancellation);
        if (row is null || await db.Set<FilingWithdrawal>().AnyAsync(withdrawal => withdrawal.Filing == filing, cancellation))
        {
            return false;
        }

        db.Add(new FilingWithdrawal { Filing = filing, At = time.GetUtcNow(), Who = user.Name, Reason = reason });
        audit.Record("撤销报送", $"filing:{filing}", reason);
        touched.Add(row.Subject);
        await PublishAsync(cancellation);
        return true;
    }

    public async Task<FilingBatch> BeginBatchAsync(NewBatch batch, CancellationToken cancellation)
    {
        var row = new Batch
        {
            Id = ids.Next(),
            Title = batch.Title,
            Source = batch.Source,
            Reporter = batch.Reporter ?? user.Name,
            State = BatchState.Loading,
            Headings = JsonSerializer.Serialize(batch.Headings),
            OpenedAt = time.GetUtcNow(),
        };
        await FilingBatch.InsertAsync(database, row, cancellation);
        return new FilingBatch(row, this, database, numbers, packer, ids, time);
    }

    /// <summary>Undoes a published batch; what it said stays in the history.</summary>
    /// <returns>False when it is not published.</returns>
    public async Task<bool> WithdrawBatchAsync(long batch, string reason, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var now = time.GetUtcNow();
        var who = user.Name;
        var changed = await db.Set<Batch>().Where(row => row.Id == batch && row.State == BatchState.Published).ExecuteUpdateAsync(
            row => row.SetProperty(stored => stored.State, BatchState.Withdrawn)
                .SetProperty(stored => stored.WithdrawnAt, now)
                .SetProperty(stored => stored.WithdrawnBy, who)
                .SetProperty(stored => stored.Reason, reason),
            cancellation);
        if (changed == 0)
        {
            return false;
        }

        audit.Record("撤销批次", $"batch:{batch}", reason);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        await TellAsync(await SubjectsOfAsync(batch, CancellationToken.None));
        return true;
    }

    /// <summary>What is known of one subject, at a past moment if one is given.</summary>
    public async Task<SubjectFacts> LoadSubjectAsync(long subject, DateTimeOffset? asOf, CancellationToken cancellation)
    {
        await foreach (var (_, facts) in LoadSubjectsAsync([subject], asOf, cancellation))
        {
            return facts;
        }

        throw new InvalidOperationException("Every subject asked for is answered.");
    }

    /// <summary>The same for many subjects, in the order given; a subject nothing was filed about has no facts.</summary>
    public async IAsyncEnumerable<(long Subject, SubjectFacts Facts)> LoadSubjectsAsync(
        IReadOnlyCollection<long> subjects, DateTimeOffset? asOf, [EnumeratorCancellation] CancellationToken cancellation)
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
                    filings.Add(filing);
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
        await HistoryOfAsync(subject, key, cancellation);

    /// <summary>The facts about which sources differ today.</summary>
    public async Task<IReadOnlyList<FactConflict>> ConflictsAsync(long subject, CancellationToken cancellation) =>
        FactFolding.Conflicts(await HistoryOfAsync(subject, null, cancellation));

    internal FunengDb Db => db;

    /// <summary>Nothing is learned in the future: a verdict on it could not be decided again as of its own moment.</summary>
    internal DateTimeOffset Learned(DateTimeOffset? said) => said is { } moment && moment < time.GetUtcNow() ? moment : time.GetUtcNow();

    /// <summary>What is published is published: verdicts and lists follow even when whoever filed it has gone away meanwhile.</summary>
    internal async Task TellAsync(IReadOnlyCollection<long> subjects)
    {
        if (subjects.Count == 0)
        {
            return;
        }

        foreach (var listener in listeners)
        {
            await listener.PublishedAsync(subjects, CancellationToken.None);
        }
    }

    private async Task<IReadOnlyList<FactEntry>> HistoryOfAsync(long subject, string? key, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        try
        {
            var transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            var filings = await FilingReader.EverAsync(db.Database.GetDbConnection(), transaction, subject, cancellation);
            return await FoldAsync(folding => folding.History(filings, key), cancellation);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private async Task<List<long>> SubjectsOfAsync(long batch, CancellationToken cancellation) =>
        await db.Set<FilingRow>().Where(filing => filing.Batch == batch).Select(filing => filing.Subject)
            .Union(db.Set<TitleGrantRow>().Where(grant => grant.Batch == batch).Select(grant => grant.Subject))
            .ToListAsync(cancellation);

    private async Task<T> FoldAsync<T>(Func<FactFolding, T> fold, CancellationToken cancellation)
    {
        var folding = new FactFolding(catalogue, sources, await numbers.EnsureAsync([], cancellation));
        var result = fold(folding);
        return folding.MetNewNumber ? fold(new FactFolding(catalogue, sources, await numbers.RenewAsync(cancellation))) : result;
    }
}
