using System.Data.Common;
using System.Threading.Channels;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Facts;

/// <summary>Reads all filings of a kind of subject into a fact table: one task reads the database, another unpacks into columns.</summary>
public sealed class FactTableLoader(FunengDatabase database, FactCatalogue catalogue, FactSources sources, FactNumbers numbers)
{
    private const int GroupsAhead = 4000;

    public async Task<LoadedFacts> LoadAsync(string kind, DateTimeOffset? asOf, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        // One transaction, so that subjects, batches and filings are of one moment.
        await using var transaction = await BeginReadingAsync(connection, cancellation);
        var (subjects, places) = await SubjectsAsync(connection, transaction, kind, cancellation);
        var filling = new FactTableFilling(catalogue, sources, await numbers.RenewAsync(cancellation), subjects);
        var counting = await CountingFilings.ReadAsync(connection, transaction, FilingReader.Moment(asOf), cancellation);

        var groups = Channel.CreateBounded<List<PackedFiling>>(new BoundedChannelOptions(GroupsAhead) { SingleReader = true, SingleWriter = true });
        var fill = Task.Run(() => filling.FillAsync(groups.Reader, cancellation), cancellation);
        Exception? failure = null;
        try
        {
            await ReadAsync(connection, transaction, counting, groups.Writer, cancellation);
        }
        catch (Exception problem)
        {
            failure = problem;
            throw;
        }
        finally
        {
            groups.Writer.TryComplete(failure);
            if (failure is null)
            {
                await fill;
            }
        }

        return new LoadedFacts(filling.Build(), places);
    }

    private static async Task<DbTransaction> BeginReadingAsync(DbConnection connection, CancellationToken cancellation) =>
        connection is Microsoft.Data.Sqlite.SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);

    private static async Task<(List<long> Subjects, List<(string?, string?)> Places)> SubjectsAsync(
        DbConnection connection, DbTransaction transaction, string kind, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "select id, region, zone from subject where kind = @kind order by id";
        command.AddParameter("kind", kind);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var subjects = new List<long>();
        var places = new List<(string?, string?)>();
        while (await reader.ReadAsync(cancellation))
        {
            subjects.Add(reader.GetInt64(0));
            places.Add((reader.IsDBNull(1) ? null : string.Intern(reader.GetString(1)), reader.IsDBNull(2) ? null : string.Intern(reader.GetString(2))));
        }

        return (subjects, places);
    }

    /// <summary>Sends the filings of each subject together, in the order of the index on (subject, period).</summary>
    private async Task ReadAsync(
        DbConnection connection, DbTransaction transaction, CountingFilings counting, ChannelWriter<List<PackedFiling>> groups, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "select id, subject, period, source, batch, learned_at, packed from filing order by subject";
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var ranks = new Dictionary<string, int>();
        var group = new List<PackedFiling>();
        var subject = long.MinValue;
        // Reading and sending are synchronous on purpose: two million awaits would cost more than the work.
        while (reader.Read())
        {
            var learned = reader.GetInt64(5);
            if (!counting.Counts(reader.GetInt64(0), reader.IsDBNull(4) ? null : reader.GetInt64(4), learned))
            {
                continue;
            }

            if (reader.GetInt64(1) != subject)
            {
                await SendAsync(groups, group, cancellation);
                group = new List<PackedFiling>(4);
                subject = reader.GetInt64(1);
            }

            var source = reader.GetString(3);
            if (!ranks.TryGetValue(source, out var rank))
            {
                ranks[source] = rank = sources.Get(source).Rank;
            }

            group.Add(new PackedFiling(reader.GetInt64(0), subject, reader.GetInt32(2), source, rank, learned, (byte[])reader.GetValue(6)));
        }

        await SendAsync(groups, group, cancellation);
    }

    private static async ValueTask SendAsync(ChannelWriter<List<PackedFiling>> groups, List<PackedFiling> group, CancellationToken cancellation)
    {
        if (group.Count > 0 && !groups.TryWrite(group))
        {
            await groups.WriteAsync(group, cancellation);
        }
    }
}

/// <summary>One filing as the table needs it.</summary>
internal readonly record struct PackedFiling(long Id, long Subject, int Period, string Source, int Rank, long Learned, byte[] Packed);

/// <summary>Which filings count at a moment; the few batches and withdrawals are held in memory instead of being joined to every row.</summary>
internal sealed class CountingFilings
{
    private readonly long moment;
    private readonly HashSet<long> batches = [];
    private readonly HashSet<long> withdrawn = [];

    private CountingFilings(long moment) => this.moment = moment;

    public static async Task<CountingFilings> ReadAsync(DbConnection connection, DbTransaction transaction, long moment, CancellationToken cancellation)
    {
        var counting = new CountingFilings(moment);
        await counting.FillAsync(
            counting.batches, connection, transaction, "select id from batch where published_at <= @moment and (withdrawn_at is null or withdrawn_at > @moment)", cancellation);
        await counting.FillAsync(counting.withdrawn, connection, transaction, "select filing from filing_withdrawal where at <= @moment", cancellation);
        return counting;
    }

    public bool Counts(long filing, long? batch, long learned) =>
        learned <= moment && (batch is not { } id || batches.Contains(id)) && (withdrawn.Count == 0 || !withdrawn.Contains(filing));

    private async Task FillAsync(HashSet<long> ids, DbConnection connection, DbTransaction transaction, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.AddParameter("moment", moment);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            ids.Add(reader.GetInt64(0));
        }
    }
}
