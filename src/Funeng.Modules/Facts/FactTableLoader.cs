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

    public async Task<LoadedFacts> LoadAsync(string kind, DateTimeOffset? asOf, CancellationToken cancellation)
    {
        await using var moment = await SameMoment.OpenAsync(database, Math.Min(Environment.ProcessorCount, MostThreads), cancellation);
        var (connection, transaction) = moment.Readers[0];
        var (subjects, places) = await SubjectsAsync(connection, transaction, kind, cancellation);
        var counting = await CountingFilings.ReadAsync(connection, transaction, FilingReader.Moment(asOf), cancellation);
        var words = new StoredWords(catalogue, sources, await numbers.RenewAsync(cancellation));
        var builder = new FactTableBuilder(catalogue, subjects);
        var ranges = Ranges(subjects.Count, moment.Readers.Count).ToList();
        await Task.WhenAll(ranges.Select((range, index) => Task.Run(
            () => ReadAsync(moment.Readers[index], subjects[range.First], subjects[range.Last], counting, new FactTableFilling(words, builder.Beside()), cancellation),
            cancellation)));
        return new LoadedFacts(builder.Build(), places);
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
        (DbConnection Connection, DbTransaction Transaction) reader, long first, long last, CountingFilings counting, FactTableFilling filling,
        CancellationToken cancellation)
    {
        await using var scan = await FilingScan.OpenAsync(reader.Connection, reader.Transaction, first, last, cancellation);
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
        while (reader.Read())
        {
            subjects.Add(reader.GetInt64(0));
            places.Add((reader.IsDBNull(1) ? null : string.Intern(reader.GetString(1)), reader.IsDBNull(2) ? null : string.Intern(reader.GetString(2))));
        }

        return (subjects, places);
    }
}
