using System.Data.Common;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Facts;

/// <summary>
/// Reads all filings of a kind of subject into a fact table. The rows are cut into as many ranges as there are cores; each range is read over
/// a connection of its own and unpacked by the same thread, so that nothing is handed over between threads.
/// </summary>
public sealed class FactTableLoader(FunengDatabase database, FactCatalogue catalogue, FactSources sources, FactNumbers numbers)
{
    private const int MostThreads = 8;
    private const int FewestRows = 512;
    private const int SubjectsAtOnce = 1000;

    /// <summary>The table as it was at a past moment, or as it is.</summary>
    public async Task<FactTable> LoadAsync(string kind, DateTimeOffset? asOf, CancellationToken cancellation)
    {
        await using var moment = await OpenAsync(cancellation);
        return await LoadAsync(moment, kind, asOf, cancellation);
    }

    /// <summary>As many connections at one moment as a whole table is read over.</summary>
    internal Task<SameMoment> OpenAsync(CancellationToken cancellation) =>
        SameMoment.OpenAsync(database, Math.Min(Environment.ProcessorCount, MostThreads), cancellation);

    internal async Task<FactTable> LoadAsync(SameMoment moment, string kind, DateTimeOffset? asOf, CancellationToken cancellation)
    {
        var (connection, transaction) = moment.Readers[0];
        var subjects = await SubjectsAsync(connection, transaction, kind, cancellation);
        var counting = await CountingFilings.ReadAsync(connection, transaction, FilingReader.Moment(asOf), cancellation);
        var words = new StoredWords(catalogue, sources, await numbers.RenewAsync(cancellation));
        var builder = new FactTableBuilder(catalogue, subjects);
        await GrantsAsync(connection, transaction, "1 = 1", counting, builder, cancellation);
        var ranges = Ranges(subjects.Count, moment.Readers.Count).ToList();
        await Task.WhenAll(ranges.Select((range, index) => Task.Run(
            () => ReadAsync(
                moment.Readers[index], $"subject between {subjects[range.First]} and {subjects[range.Last]}", counting,
                new FactTableFilling(words, builder.Beside()), cancellation),
            cancellation)));
        return builder.Build();
    }

    /// <summary>A small table of the subjects that changed since a table was read, and of those it does not know; null when it holds some that are no more.</summary>
    internal async Task<FactTable?> LoadAsync(
        SameMoment moment, string kind, FactTable known, IReadOnlySet<long> changed, bool hasOthers, CancellationToken cancellation)
    {
        var (connection, transaction) = moment.Readers[0];
        var present = hasOthers ? await SubjectsAsync(connection, transaction, kind, cancellation) : known.Subjects;
        List<long> added = hasOthers ? [.. present.Where(subject => known.FindRow(subject) < 0)] : [];
        if (present.Count - added.Count < known.Subjects.Count)
        {
            return null;
        }

        // What changed may be about another kind of subject.
        List<long> subjects = [.. changed.Where(subject => known.FindRow(subject) >= 0).Concat(added).Order()];
        var counting = await CountingFilings.ReadAsync(connection, transaction, FilingReader.Moment(null), cancellation);
        var words = new StoredWords(catalogue, sources, await numbers.RenewAsync(cancellation));
        var builder = new FactTableBuilder(catalogue, subjects);
        foreach (var chunk in subjects.Chunk(SubjectsAtOnce))
        {
            var some = $"subject in ({string.Join(',', chunk)})";
            await GrantsAsync(connection, transaction, some, counting, builder, cancellation);
            await ReadAsync(moment.Readers[0], some, counting, new FactTableFilling(words, builder), cancellation);
        }

        return builder.Build();
    }

    /// <summary>Nearly equal ranges of rows that two threads may fill side by side.</summary>
    private static IEnumerable<(int First, int Last)> Ranges(int rows, int parts)
    {
        var groups = (rows + FactTableBuilder.RowsTogether - 1) / FactTableBuilder.RowsTogether;
        parts = Math.Clamp(rows / FewestRows, 1, parts);
        for (var part = 0; part < parts; part++)
        {
            var first = (int)((long)groups * part / parts) * FactTableBuilder.RowsTogether;
            var end = Math.Min(rows, (int)((long)groups * (part + 1) / parts) * FactTableBuilder.RowsTogether);
            if (first < end)
            {
                yield return (first, end - 1);
            }
        }
    }

    private static async Task ReadAsync(
        (DbConnection Connection, DbTransaction Transaction) reader, string some, CountingFilings counting, FactTableFilling filling,
        CancellationToken cancellation)
    {
        await using var scan = await FilingScan.OpenAsync(reader.Connection, reader.Transaction, some, cancellation);
        while (scan.Next())
        {
            if (counting.Counts(scan.Id, scan.Batch, scan.Learned))
            {
                cancellation.ThrowIfCancellationRequested();
                filling.Add(scan);
            }
        }

        filling.Finish();
    }

    private static async Task<List<long>> SubjectsAsync(DbConnection connection, DbTransaction transaction, string kind, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "select id from subject where kind = @kind order by id";
        command.AddParameter("kind", kind);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var subjects = new List<long>();
        while (reader.Read())
        {
            subjects.Add(reader.GetInt64(0));
        }

        return subjects;
    }

    private static async Task GrantsAsync(
        DbConnection connection, DbTransaction transaction, string some, CountingFilings counting, FactTableBuilder builder, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            $"select subject, scheme, award, valid_from, valid_to, batch, learned_at, withdrawn_at from title_grant where {some} order by subject, valid_from, id";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (reader.Read())
        {
            if (counting.CountsGrant(reader.IsDBNull(5) ? null : reader.GetInt64(5), reader.GetInt64(6), reader.IsDBNull(7) ? null : reader.GetInt64(7)))
            {
                builder.Add(reader.GetInt64(0), new TitleGrant(
                    string.Intern(reader.GetString(1)), string.Intern(reader.GetString(2)), reader.GetFieldValue<DateOnly>(3),
                    reader.IsDBNull(4) ? null : reader.GetFieldValue<DateOnly>(4), FilingRef.Assumed, DateTimeOffset.UnixEpoch));
            }
        }
    }
}
