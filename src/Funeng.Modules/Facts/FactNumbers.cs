using System.Collections.Frozen;
using System.Data.Common;
using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Facts;

/// <summary>
/// The stable numbers under which packed values store their fact keys; a key gets the next one when it is first seen. The whole catalogue
/// is numbered at start, so that a filing seldom needs a new number while its own transaction holds the database.
/// </summary>
public sealed class FactNumbers(FunengDatabase database, FactCatalogue catalogue) : IStartStep, IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private Numbering known = Numbering.None;

    public Task RunAsync(CancellationToken cancellation) =>
        EnsureAsync(catalogue.All.Where(definition => definition.Origin is not FactOrigin.View).Select(definition => definition.Key), cancellation);

    public void Dispose() => gate.Dispose();

    internal async Task<Numbering> EnsureAsync(IEnumerable<string> keys, CancellationToken cancellation)
    {
        var numbering = known;
        return keys.All(numbering.Has) ? numbering : await RenewAsync(keys, cancellation);
    }

    /// <summary>The numbering read anew: another process may have added to it.</summary>
    internal Task<Numbering> RenewAsync(CancellationToken cancellation) => RenewAsync([], cancellation);

    private async Task<Numbering> RenewAsync(IEnumerable<string> keys, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            await using var connection = await database.OpenAsync(cancellation);
            var stored = await ReadAsync(connection, null, cancellation);
            var missing = keys.Where(key => !stored.ContainsKey(key)).Distinct().ToList();
            if (missing.Count > 0)
            {
                stored = await AddAsync(connection, missing, cancellation);
            }

            return known = new Numbering(stored);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<Dictionary<string, int>> AddAsync(DbConnection connection, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        if (database.Kind == DatabaseKind.PostgreSql)
        {
            command.CommandText = "lock table fact_number in exclusive mode";
            await command.ExecuteNonQueryAsync(cancellation);
        }

        command.CommandText =
            "insert into fact_number (key, number) select @key, coalesce(max(number), 0) + 1 from fact_number where true on conflict (key) do nothing";
        var parameter = command.AddParameter("key", "");
        foreach (var key in keys)
        {
            parameter.Value = key;
            await command.ExecuteNonQueryAsync(cancellation);
        }

        var stored = await ReadAsync(connection, transaction, cancellation);
        await transaction.CommitAsync(cancellation);
        return stored;
    }

    private static async Task<Dictionary<string, int>> ReadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "select key, number from fact_number";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var stored = new Dictionary<string, int>();
        while (await reader.ReadAsync(cancellation))
        {
            stored[reader.GetString(0)] = Convert.ToInt32(reader.GetValue(1), CultureInfo.InvariantCulture);
        }

        return stored;
    }
}

/// <summary>Keys and numbers as known at one moment.</summary>
internal sealed class Numbering
{
    public static readonly Numbering None = new([]);

    private readonly FrozenDictionary<string, int> numbers;
    private readonly string?[] keys;

    public Numbering(Dictionary<string, int> stored)
    {
        numbers = stored.ToFrozenDictionary(StringComparer.Ordinal);
        keys = new string?[stored.Count == 0 ? 0 : stored.Values.Max() + 1];
        foreach (var (key, number) in stored)
        {
            keys[number] = key;
        }
    }

    /// <summary>One more than the largest number.</summary>
    public int Count => keys.Length;

    public bool Has(string key) => numbers.ContainsKey(key);

    public int? Find(string key) => numbers.TryGetValue(key, out var number) ? number : null;

    public string? KeyOf(int number) => number < keys.Length ? keys[number] : null;
}
