using System.Data.Common;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Funeng.Modules.Facts;

/// <param name="Title">What it is, for people: the file's name.</param>
/// <param name="Source">Id of the source.</param>
public sealed record NewBatch(string Title, string Source)
{
    public string? Reporter { get; init; }

    /// <summary>The column each fact is read from, by <see cref="FilingBatch.Heading"/>.</summary>
    public IReadOnlyDictionary<string, string> Headings { get; init; } = new Dictionary<string, string>();
}

/// <summary>
/// Many filings that count together from one moment on. They are written in chunks as they come, so nobody waits long, and are invisible
/// until <see cref="PublishAsync"/>; a batch that is never published (a killed import) leaves nothing to be seen and is cleared away later.
/// New subjects are kept back until then too.
/// </summary>
public sealed class FilingBatch : IAsyncDisposable
{
    private const int Chunk = 5000;

    private static readonly IReadOnlyList<BulkColumn> FilingColumns =
    [
        new("id", BulkType.Long), new("subject", BulkType.Long), new("period", BulkType.Integer), new("source", BulkType.Text),
        new("batch", BulkType.Long), new("learned_at", BulkType.Long), new("reporter", BulkType.Text), new("place", BulkType.Text),
        new("packed", BulkType.Bytes),
    ];

    private static readonly IReadOnlyList<BulkColumn> SubjectColumns =
    [
        new("id", BulkType.Long), new("kind", BulkType.Text), new("code", BulkType.Text), new("name", BulkType.Text),
        new("region", BulkType.Text), new("zone", BulkType.Text),
    ];

    private readonly Batch batch;
    private readonly FactStore store;
    private readonly FunengDatabase database;
    private readonly FactNumbers numbers;
    private readonly FilingPacker packer;
    private readonly IdSource ids;
    private readonly TimeProvider time;
    private readonly Dictionary<(string Kind, string Code), Subject> newSubjects = [];
    private readonly List<NewTitleGrant> grants = [];
    private readonly HashSet<long> subjects = [];
    private List<FilingRow> waiting = new(Chunk);
    private Task writing = Task.CompletedTask;
    private DbConnection? connection;
    private Numbering numbering = Numbering.None;

    internal FilingBatch(Batch batch, FactStore store, FunengDatabase database, FactNumbers numbers, FilingPacker packer, IdSource ids, TimeProvider time)
    {
        this.batch = batch;
        this.store = store;
        this.database = database;
        this.numbers = numbers;
        this.packer = packer;
        this.ids = ids;
        this.time = time;
    }

    public long Id => batch.Id;

    public static string Heading(string key, Period period) => FactFolding.Heading(key, period);

    /// <summary>The ids of subjects by code. Those not yet known are given one now and stored when the batch is published.</summary>
    public async Task<IReadOnlyDictionary<string, long>> SubjectsAsync(IReadOnlyCollection<NewSubject> wanted, CancellationToken cancellation)
    {
        var found = new Dictionary<string, long>(wanted.Count);
        foreach (var kind in wanted.GroupBy(subject => subject.Kind))
        {
            var stored = await new SubjectDirectory(store.Db, ids).FindIdsAsync(kind.Key, [.. kind.Select(subject => subject.Code).Distinct()], cancellation);
            foreach (var subject in kind)
            {
                found[subject.Code] = stored.TryGetValue(subject.Code, out var id) ? id : Reserve(subject);
            }
        }

        return found;
    }

    public async ValueTask WriteAsync(NewFiling filing, CancellationToken cancellation)
    {
        var values = packer.TryPack(filing, numbering);
        if (values is null)
        {
            numbering = await numbers.EnsureAsync(filing.Values.Select(packer.KeyOf), cancellation);
            values = packer.TryPack(filing, numbering)!;
        }

        subjects.Add(filing.Subject);
        waiting.Add(new FilingRow
        {
            Id = ids.Next(),
            Subject = filing.Subject,
            Period = filing.Period.Year,
            Source = filing.Source,
            Batch = Id,
            LearnedAt = store.Learned(filing.LearnedAt),
            Reporter = filing.Reporter ?? batch.Reporter,
            Place = filing.Place,
            Packed = values,
        });
        if (waiting.Count >= Chunk)
        {
            // The chunk is written while the caller makes the next one.
            await writing;
            writing = WriteChunkAsync(waiting, cancellation);
            waiting = new List<FilingRow>(Chunk);
        }
    }

    public void Write(NewTitleGrant grant)
    {
        subjects.Add(grant.Subject);
        grants.Add(grant);
    }

    /// <summary>
    /// Stores the new subjects and whatever else the caller put into the unit of work, makes the batch count, all in one transaction;
    /// then waits until figures, verdicts and lists have followed. They do so also when the caller goes away after the commit.
    /// </summary>
    /// <param name="cancellation">Stops before the commit; nothing of the batch counts then.</param>
    /// <param name="publishedAt">For the generated city only: the moment from which the batch is said to have counted.</param>
    public async Task PublishAsync(CancellationToken cancellation, DateTimeOffset? publishedAt = null)
    {
        await writing;
        await WriteChunkAsync(waiting, cancellation);
        waiting = [];
        await using (var transaction = await store.Db.Database.BeginTransactionAsync(cancellation))
        {
            await store.JoinPublishingAsync(transaction, cancellation);
            await WriteSubjectsAsync(transaction.GetDbTransaction(), cancellation);
            WriteGrants();
            var moment = publishedAt ?? time.GetUtcNow();
            var published = await store.Db.Set<Batch>().Where(row => row.Id == Id && row.State == BatchState.Loading).ExecuteUpdateAsync(
                row => row.SetProperty(stored => stored.State, BatchState.Published)
                    .SetProperty(stored => stored.PublishedAt, moment)
                    .SetProperty(stored => stored.Filings, batch.Filings),
                cancellation);
            if (published == 0)
            {
                throw new InvalidOperationException("The batch was cleared away or published before.");
            }

            await store.Db.SaveChangesAsync(cancellation);
            await store.MustFollowAsync(transaction.GetDbTransaction(), Id, subjects, cancellation);
            await transaction.CommitAsync(CancellationToken.None);
        }

        await store.FollowAsync(Id, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    internal static async Task InsertAsync(FunengDatabase database, Batch batch, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            insert into batch (id, title, source, reporter, state, headings, opened_at, filings)
            values (@id, @title, @source, @reporter, @state, @headings, @opened, 0)
            """;
        command.AddParameter("id", batch.Id);
        command.AddParameter("title", batch.Title);
        command.AddParameter("source", batch.Source);
        command.AddParameter("reporter", batch.Reporter);
        command.AddParameter("state", batch.State.ToString());
        command.AddParameter("headings", batch.Headings);
        command.AddParameter("opened", InstantConverter.ToStored(batch.OpenedAt));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private long Reserve(NewSubject subject)
    {
        if (!newSubjects.TryGetValue((subject.Kind, subject.Code), out var row))
        {
            newSubjects[(subject.Kind, subject.Code)] = row = subject.ToRow(ids.Next());
            // Also where nothing is filed about it: its verdicts are open, not absent.
            subjects.Add(row.Id);
        }

        return row.Id;
    }

    private Task WriteChunkAsync(List<FilingRow> rows, CancellationToken cancellation) => rows.Count == 0
        ? Task.CompletedTask
        : Task.Run(
            async () =>
            {
                connection ??= await database.OpenAsync(cancellation);
                await using var transaction = await connection.BeginTransactionAsync(cancellation);
                await using (var writer = await BulkWriter.BeginAsync(connection, transaction, "filing", FilingColumns, cancellation))
                {
                    foreach (var row in rows)
                    {
                        writer.Write(
                            row.Id, row.Subject, row.Period, row.Source, row.Batch, InstantConverter.ToStored(row.LearnedAt), row.Reporter, row.Place, row.Packed);
                    }

                    await writer.CompleteAsync(cancellation);
                }

                await transaction.CommitAsync(cancellation);
                batch.Filings += rows.Count;
            },
            cancellation);

    private async Task WriteSubjectsAsync(DbTransaction transaction, CancellationToken cancellation)
    {
        await using var writer = await BulkWriter.BeginAsync(transaction.Connection!, transaction, "subject", SubjectColumns, cancellation);
        foreach (var row in newSubjects.Values)
        {
            writer.Write(row.Id, row.Kind, row.Code, row.Name, row.Region, row.Zone);
        }

        await writer.CompleteAsync(cancellation);
    }

    private void WriteGrants()
    {
        foreach (var grant in grants)
        {
            store.Db.Add(new TitleGrantRow
            {
                Id = ids.Next(),
                Subject = grant.Subject,
                Scheme = grant.Scheme,
                Award = grant.Award,
                ValidFrom = grant.From,
                ValidTo = grant.To,
                Undated = grant.IsUndated,
                Source = grant.Source,
                Batch = Id,
                LearnedAt = store.Learned(grant.LearnedAt),
                Reporter = grant.Reporter ?? batch.Reporter,
                Place = grant.Place,
            });
        }

        grants.Clear();
    }
}
