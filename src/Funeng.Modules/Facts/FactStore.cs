using System.Data.Common;
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
}
