using System.Data.Common;
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
/// joins the unit of work, and with it a row that the subject has to be followed up; <see cref="PublishAsync(CancellationToken)"/> saves both and begins.
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
    FollowUps followUps)
{
    private readonly HashSet<long> touched = [];
    private readonly Dictionary<object, string> toStamp = [];
    private long publication = ids.Next();
    private readonly FilingPacker packer = new(catalogue);

    public async Task RecordAsync(NewFiling filing, CancellationToken cancellation)
    {
        var numbering = await numbers.EnsureAsync(filing.Values.Select(packer.KeyOf), cancellation);
        Keep(filing.LearnedAt is null ? nameof(FilingRow.LearnedAt) : null, new FilingRow
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
        Touch(filing.Subject);
    }

    public void Record(NewTitleGrant grant)
    {
        Keep(grant.LearnedAt is null ? nameof(TitleGrantRow.LearnedAt) : null, new TitleGrantRow
        {
            Id = ids.Next(),
            Subject = grant.Subject,
            Scheme = grant.Scheme,
            Award = grant.Award,
            ValidFrom = grant.From,
            ValidTo = grant.To,
            Undated = grant.IsUndated,
            Source = grant.Source,
            LearnedAt = Learned(grant.LearnedAt),
            Reporter = grant.Reporter ?? user.Name,
            Place = grant.Place,
        });
        Touch(grant.Subject);
    }

    /// <summary>Notes that a grant no longer counts; it stays in the register with who, when and why. Joins the unit of work.</summary>
    /// <returns>False when there is no such grant of the subject or it was withdrawn before; when that happens before this is saved, saving is refused.</returns>
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
        toStamp[row] = nameof(TitleGrantRow.WithdrawnAt);
        Touch(subject);
        return true;
    }

    /// <summary>
    /// Saves the unit of work, then waits until figures, verdicts and lists have followed. After the commit a caller who goes away stops
    /// nothing, and nothing that goes wrong is his: it is done again.
    /// </summary>
    public Task PublishAsync(CancellationToken cancellation) => PublishAsync(_ => Task.CompletedTask, cancellation);

    /// <summary>The same where what is recorded depends on what is there already: both in one transaction.</summary>
    /// <param name="first">Looks and records; runs before anything is saved.</param>
    /// <param name="cancellation">Stops before the commit, and ends the waiting after it.</param>
    public async Task PublishAsync(Func<CancellationToken, Task> first, CancellationToken cancellation)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellation))
        {
            await JoinPublishingAsync(transaction, cancellation);
            await first(cancellation);
            Stamp(time.GetUtcNow());
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(CancellationToken.None);
        }

        if (touched.Count > 0)
            await FollowAsync(publication, cancellation);
        touched.Clear();
        toStamp.Clear();
        publication = ids.Next();
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

        Keep(nameof(FilingWithdrawal.At), new FilingWithdrawal { Filing = filing, At = time.GetUtcNow(), Who = user.Name, Reason = reason });
        audit.Record("撤销报送", $"filing:{filing}", reason);
        Touch(row.Subject);
        try
        {
            await PublishAsync(cancellation);
            return true;
        }
        catch (Exception problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            if (await db.Set<FilingWithdrawal>().AnyAsync(withdrawal => withdrawal.Filing == filing, cancellation)) return false;
            throw;
        }
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

    /// <summary>Clears away a batch that was never published, as when its import failed.</summary>
    /// <returns>False when it counts already.</returns>
    public Task<bool> DiscardBatchAsync(long batch, CancellationToken cancellation) => ClearUnpublished.DiscardAsync(db, batch, cancellation);

    /// <summary>Undoes a published batch; what it said stays in the history.</summary>
    /// <returns>False when it is not published.</returns>
    public Task<bool> WithdrawBatchAsync(long batch, string reason, CancellationToken cancellation) =>
        WithdrawBatchAsync(batch, reason, _ => Task.FromResult(BatchRemains.Nothing), cancellation);

    /// <summary>The same with what else belongs to the undo, all in one transaction: about whom the batch goes on counting is decided there.</summary>
    /// <param name="within">Runs once the batch no longer counts and before anything is committed.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="cancellation">Stops before the commit; nothing is undone then.</param>
    /// <returns>False when it is not published.</returns>
    public async Task<bool> WithdrawBatchAsync(long batch, string reason, Func<CancellationToken, Task<BatchRemains>> within, CancellationToken cancellation)
    {
        var withdrawal = ids.Next();
        if (!await StoreWithdrawalAsync(batch, reason, withdrawal, within, cancellation))
            return false;
        await FollowAsync(withdrawal, cancellation);
        return true;
    }

    private async Task<bool> StoreWithdrawalAsync(long batch, string reason, long withdrawal, Func<CancellationToken, Task<BatchRemains>> within, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await JoinPublishingAsync(transaction, cancellation);
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
        var remains = await within(cancellation);
        if (remains.Kept.Count > 0) await KeepCountingAsync(batch, remains.Kept, cancellation);
        var touchedByIt = (await SubjectsOfAsync(batch, cancellation)).Except(remains.Gone);
        await MustFollowAsync(transaction.GetDbTransaction(), withdrawal, touchedByIt, cancellation);
        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    /// <summary>What the batch said of some subjects becomes a batch of its own that counts from the same moment on.</summary>
    private async Task KeepCountingAsync(long batch, IReadOnlyCollection<long> kept, CancellationToken cancellation)
    {
        const int subjectsAtOnce = 500;
        var old = await db.Set<Batch>().AsNoTracking().SingleAsync(row => row.Id == batch, cancellation);
        var (own, filings) = (ids.Next(), 0L);
        foreach (var chunk in kept.Chunk(subjectsAtOnce))
        {
            filings += await db.Set<FilingRow>().Where(filing => filing.Batch == batch && chunk.Contains(filing.Subject))
                .ExecuteUpdateAsync(row => row.SetProperty(filing => filing.Batch, own), cancellation);
            await db.Set<TitleGrantRow>().Where(grant => grant.Batch == batch && chunk.Contains(grant.Subject))
                .ExecuteUpdateAsync(row => row.SetProperty(grant => grant.Batch, own), cancellation);
        }

        db.Add(new Batch
        {
            Id = own, Title = $"{old.Title}（撤销时保留）", Source = old.Source, Reporter = old.Reporter, State = BatchState.Published, Headings = old.Headings,
            OpenedAt = old.OpenedAt, PublishedAt = old.PublishedAt, Filings = filings,
        });
        await db.Set<Batch>().Where(row => row.Id == batch).ExecuteUpdateAsync(row => row.SetProperty(stored => stored.Filings, old.Filings - filings), cancellation);
        await db.SaveChangesAsync(cancellation);
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

    internal FunengDb Db => db;

    /// <summary>Nothing is learned in the future: a verdict on it could not be decided again as of its own moment.</summary>
    internal DateTimeOffset Learned(DateTimeOffset? said) => said is { } moment && moment < time.GetUtcNow() ? moment : time.GetUtcNow();

    internal Task JoinPublishingAsync(IDbContextTransaction transaction, CancellationToken cancellation)
    {
        var stored = transaction.GetDbTransaction();
        return PublishingMoment.JoinAsync(stored.Connection!, stored, database.Kind, cancellation);
    }

    /// <summary>Writes, in the transaction that publishes, that subjects must be followed up.</summary>
    internal Task MustFollowAsync(DbTransaction transaction, long published, IEnumerable<long> subjects, CancellationToken cancellation) =>
        FollowUpRows.WriteAsync(transaction.Connection!, transaction, subjects.Select(subject => followUps.Rows.New(published, subject)), cancellation);

    /// <summary>Begins what follows a publishing that is committed, and waits for it as long as the caller lives.</summary>
    internal Task FollowAsync(long published, CancellationToken cancellation) => followUps.FollowAsync(published, cancellation);

    private void Touch(long subject)
    {
        if (touched.Add(subject))
            db.Add(followUps.Rows.New(publication, subject));
    }

    private void Keep(string? countsFrom, object row)
    {
        db.Add(row);
        if (countsFrom is not null)
            toStamp[row] = countsFrom;
    }

    /// <summary>What counts from now on is dated when it is about to be committed, not when it was put into the unit of work.</summary>
    private void Stamp(DateTimeOffset moment)
    {
        foreach (var (row, property) in toStamp)
            db.Entry(row).Property(property).CurrentValue = moment;
    }

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

/// <summary>What an undo leaves of a batch.</summary>
/// <param name="Kept">Subjects about whom it goes on counting.</param>
/// <param name="Gone">Subjects that are no more.</param>
public sealed record BatchRemains(IReadOnlyCollection<long> Kept, IReadOnlyCollection<long> Gone)
{
    public static readonly BatchRemains Nothing = new([], []);
}
