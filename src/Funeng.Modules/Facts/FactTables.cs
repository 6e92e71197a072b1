using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Facts;

/// <summary>
/// The present facts of all subjects of a kind in columns, kept in memory and read anew when anything was filed since, by this process or
/// another. Handed out with a scope only.
/// </summary>
public sealed class FactTables(FunengDatabase database, FactTableLoader loader) : IDisposable
{
    private const string Stamp = """
        select coalesce((select max(id) from filing), 0), (select count(*) from filing_withdrawal),
            coalesce((select max(published_at) from batch), 0), coalesce((select max(withdrawn_at) from batch), 0),
            (select count(*) from subject)
        """;

    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<string, (string Stamp, LoadedFacts Facts)> cache = [];

    public async Task<ScopedFactTable> OpenAsync(Scope scope, string kind, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            var stamp = await StampAsync(cancellation);
            if (!cache.TryGetValue(kind, out var known) || known.Stamp != stamp)
            {
                known = cache[kind] = (stamp, await loader.LoadAsync(kind, null, cancellation));
            }

            return new ScopedFactTable(known.Facts, scope);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The table as it was at a past moment; built for the asker.</summary>
    public async Task<ScopedFactTable> OpenAsOfAsync(Scope scope, string kind, DateTimeOffset asOf, CancellationToken cancellation) =>
        new(await loader.LoadAsync(kind, asOf, cancellation), scope);

    public void Dispose() => gate.Dispose();

    private async Task<string> StampAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = Stamp;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(field => Convert.ToString(reader.GetValue(field), CultureInfo.InvariantCulture)));
    }
}

/// <summary>Rows of a fact table that a scope covers. There is no way to the others.</summary>
public sealed class ScopedFactTable
{
    private readonly LoadedFacts facts;
    private readonly int[] rows;

    internal ScopedFactTable(LoadedFacts facts, Scope scope)
    {
        this.facts = facts;
        rows = [.. Enumerable.Range(0, facts.Places.Count).Where(row => scope.Covers(facts.Places[row].Region, facts.Places[row].Zone, facts.Table.Subjects[row]))];
    }

    public int Count => rows.Length;

    /// <param name="index">From 0 up to <see cref="Count"/>.</param>
    public long Subject(int index) => facts.Table.Subjects[rows[index]];

    public FeelValue Read(int index, FactDefinition definition, Period period) => facts.Table.Read(rows[index], definition, period);

    /// <summary>The facts of one row for the exact evaluator, without their filings and without titles.</summary>
    public SubjectFacts Facts(int index) => facts.Table.ReadSubject(rows[index]);
}

/// <summary>A table and where each of its subjects lies.</summary>
public sealed record LoadedFacts(FactTable Table, IReadOnlyList<(string? Region, string? Zone)> Places);
