using System.Data.Common;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Facts;

/// <summary>
/// The fact table of a kind together with where each row lies, both in memory: whoever decides a whole city for a draft asks the database only whether something has
/// changed since. Handed out with a scope only; whoever opens it sees every move committed before, by this process or another.
/// </summary>
public sealed class PlacedFacts(FactTables tables, FunengDatabase database) : IDisposable
{
    // Beyond so many all places are read, which is quicker.
    private const int MostApart = 5_000;
    private const int IdsAtOnce = 1_000;

    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<string, KnownPlaces> cache = [];

    /// <summary>For tests: how often all places were read.</summary>
    internal int Readings { get; private set; }

    public async Task<PlacedTable> OpenAsync(Scope scope, string kind, CancellationToken cancellation)
    {
        var table = (await tables.OpenAsync(Scope.All, kind, cancellation)).Table;
        await gate.WaitAsync(cancellation);
        try
        {
            await using var connection = await database.OpenAsync(cancellation);
            var known = await PresentAsync(connection, cache.GetValueOrDefault(kind), table, kind, cancellation);
            cache[kind] = known;
            return new PlacedTable(table, known.Places, scope);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<KnownPlaces> PresentAsync(DbConnection connection, KnownPlaces? known, FactTable table, string kind, CancellationToken cancellation)
    {
        // Read before the places: what moves between the two is read once more next time.
        var mark = await MoveMark.ReadAsync(connection, cancellation);
        if (known is null || !known.IsOf(table) || await MovedAsync(connection, known.Mark, mark, cancellation) is not { } moved) return await ReadAsync(connection, table, mark, kind, cancellation);
        var added = table.Subjects.Count - known.Places.Count;
        if (moved.Count == 0 && added <= 0) return known with { Mark = mark };
        List<long> changed = [.. moved.Where(subject => table.FindRow(subject) >= 0), .. added > 0 ? table.Subjects.Skip(known.Places.Count) : []];
        if (changed.Count > MostApart) return await ReadAsync(connection, table, mark, kind, cancellation);
        var places = known.Places.Change(table.Subjects.Count);
        foreach (var chunk in changed.Chunk(IdsAtOnce)) await PutAsync(connection, $"id in ({string.Join(',', chunk)})", kind, table, places, cancellation);
        return new KnownPlaces(table.Subjects.Count >= known.Subjects.Count ? table.Subjects : known.Subjects, places.Finish(), mark);
    }

    /// <summary>Who may have moved since an earlier mark; null when it cannot be told, or they are too many.</summary>
    private static async Task<IReadOnlyList<long>?> MovedAsync(DbConnection connection, MoveMark earlier, MoveMark now, CancellationToken cancellation)
    {
        if (now == earlier) return [];
        await using var command = connection.CreateCommand();
        command.CommandText = $"select id from subject where last_move > @since limit {MostApart + 1}";
        command.AddParameter("since", earlier.Settled);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var moved = new List<long>();
        while (reader.Read()) moved.Add(reader.GetInt64(0));
        // Fewer than before: this is another database.
        return now.Count < earlier.Count || moved.Count > MostApart ? null : moved;
    }

    private async Task<KnownPlaces> ReadAsync(DbConnection connection, FactTable table, MoveMark mark, string kind, CancellationToken cancellation)
    {
        Readings++;
        var places = RowPlaces.OfNowhere(table.Subjects.Count);
        await PutAsync(connection, "1 = 1", kind, table, places, cancellation);
        return new KnownPlaces(table.Subjects, places.Finish(), mark);
    }

    private static async Task PutAsync(DbConnection connection, string some, string kind, FactTable table, RowPlaces.Changing places, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"select id, region, zone from subject where kind = @kind and {some}";
        command.AddParameter("kind", kind);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        // Rows are there or come from a local file: waiting for each of them by itself costs more than reading it.
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (table.FindRow(reader.GetInt64(0)) is >= 0 and var row) places.Put(row, reader.IsDBNull(1) ? null : reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2));
        }
    }

    private sealed record KnownPlaces(IReadOnlyList<long> Subjects, RowPlaces Places, MoveMark Mark)
    {
        /// <summary>Whether the rows known are those of a table, but for some that one of the two does not have yet.</summary>
        public bool IsOf(FactTable table)
        {
            if (ReferenceEquals(Subjects, table.Subjects)) return true;
            for (var row = Math.Min(Subjects.Count, table.Subjects.Count) - 1; row >= 0; row--)
            {
                if (Subjects[row] != table.Subjects[row]) return false;
            }

            return true;
        }
    }
}

/// <summary>Enough of all moves to tell that there was another.</summary>
/// <param name="Count">Subjects that ever moved.</param>
/// <param name="Last">The latest move.</param>
/// <param name="Sum">Of the remainders of all moves: one that was committed late changes it.</param>
internal sealed record MoveMark(long Count, long Last, long Sum)
{
    // Moves are named by ids, which begin with milliseconds (see IdSource): ten minutes of them, longer than any transaction that moves somebody.
    private const long Unsettled = 600_000L << 21;

    /// <summary>Up to which move no slower transaction can still put one before it.</summary>
    public long Settled => Last - Unsettled;

    public static async Task<MoveMark> ReadAsync(DbConnection connection, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*), coalesce(max(last_move), 0), coalesce(sum(last_move % 2147483647), 0) from subject where last_move is not null";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new MoveMark(reader.GetInt64(0), reader.GetInt64(1), Convert.ToInt64(reader.GetValue(2), System.Globalization.CultureInfo.InvariantCulture));
    }
}
