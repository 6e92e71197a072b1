using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Facts;

/// <summary>
/// The present facts of all subjects of a kind in columns, kept in memory and handed out with a scope only. Whoever opens it sees everything
/// committed before, by this process or another: the subjects filed about since are read again, and all of them only when it cannot be told
/// which. After a restart it comes from its file.
/// </summary>
public sealed partial class FactTables(
    FunengDatabase database, FactTableLoader loader, FactCatalogue catalogue, FactSources sources, Installation installation, ILogger<FactTables> log)
    : IDisposable, IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<string, KnownTable> cache = [];
    private Task saving = Task.CompletedTask;

    /// <summary>A smaller table is read from the filings in no time and needs no file.</summary>
    internal int FewestRowsToSave { get; set; } = 20_000;

    /// <summary>For tests and logs: how the last table was come by.</summary>
    internal FactTableOrigin LastOrigin { get; private set; }

    public async Task<ScopedFactTable> OpenAsync(Scope scope, string kind, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            var table = await PresentAsync(kind, cancellation);
            return new ScopedFactTable(table, await RowsAsync(table, scope, kind, cancellation));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The table as it was at a past moment; built for the asker.</summary>
    public async Task<ScopedFactTable> OpenAsOfAsync(Scope scope, string kind, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var table = await loader.LoadAsync(kind, asOf, cancellation);
        return new ScopedFactTable(table, await RowsAsync(table, scope, kind, cancellation));
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        await saving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        gate.Dispose();
    }

    private async Task<FactTable> PresentAsync(string kind, CancellationToken cancellation)
    {
        LastOrigin = FactTableOrigin.Memory;
        if (!cache.TryGetValue(kind, out var known) && await FileOf(kind).LoadAsync(cancellation) is { } filed)
        {
            known = new KnownTable(filed.Table, filed.Mark, 0);
            LastOrigin = FactTableOrigin.File;
        }

        var present = (known is null ? null : await RefreshAsync(known, kind, cancellation)) ?? await RebuildAsync(kind, cancellation);
        cache[kind] = present;
        if (present.Unsaved > present.Table.Subjects.Count / 10 && present.Table.Subjects.Count >= FewestRowsToSave && saving.IsCompleted)
        {
            cache[kind] = present with { Unsaved = 0 };
            saving = Task.Run(() => SaveAsync(kind, present), CancellationToken.None);
        }

        return present.Table;
    }

    /// <summary>The table brought up to now; null when it cannot be told what has changed, it is most of it, or subjects are gone.</summary>
    private async Task<KnownTable?> RefreshAsync(KnownTable known, string kind, CancellationToken cancellation)
    {
        await using var moment = await SameMoment.OpenAsync(database, 1, cancellation);
        var (connection, transaction) = moment.Readers[0];
        var now = await FactsMark.ReadAsync(connection, transaction, kind, cancellation);
        if (now == known.Mark)
        {
            return known;
        }

        if (await known.Mark.ChangedSinceAsync(connection, transaction, now, cancellation) is not { } changed || changed.Count > 1000 + (known.Table.Subjects.Count / 4))
        {
            return null;
        }

        var patch = await loader.LoadAsync(moment, kind, known.Table, changed, now.HasOtherSubjects(known.Mark), cancellation);
        return patch is null ? null : new KnownTable(known.Table.With(patch), now, known.Unsaved + patch.Subjects.Count);
    }

    private async Task<KnownTable> RebuildAsync(string kind, CancellationToken cancellation)
    {
        LastOrigin = FactTableOrigin.Filings;
        await using var moment = await loader.OpenAsync(cancellation);
        var mark = await FactsMark.ReadAsync(moment.Readers[0].Connection, moment.Readers[0].Transaction, kind, cancellation);
        var table = await loader.LoadAsync(moment, kind, null, cancellation);
        return new KnownTable(table, mark, table.Subjects.Count);
    }

    private async Task SaveAsync(string kind, KnownTable known)
    {
        try
        {
            await FileOf(kind).SaveAsync(known.Table, known.Mark, CancellationToken.None);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The next start reads the filings instead.
            NotSaved(log, problem);
        }
    }

    /// <summary>The rows a scope covers, asked of the database: a subject that has moved is no longer its old region's.</summary>
    private async Task<IReadOnlyList<int>?> RowsAsync(FactTable table, Scope scope, string kind, CancellationToken cancellation)
    {
        if (scope.Everything)
        {
            return null;
        }

        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $"select id from subject where kind = @kind and {scope.Sql(command, "region", "zone", "id")} order by id";
        command.AddParameter("kind", kind);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<int>();
        while (await reader.ReadAsync(cancellation))
        {
            // A subject made since the table was read is not in it yet.
            if (table.FindRow(reader.GetInt64(0)) is >= 0 and var row)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private FactTableFile FileOf(string kind) =>
        new(Path.Combine(installation.DataFolder, string.Create(CultureInfo.InvariantCulture, $"facts-{kind}.table")), catalogue, sources);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The fact table could not be saved")]
    private static partial void NotSaved(ILogger log, Exception problem);

    private sealed record KnownTable(FactTable Table, FactsMark Mark, int Unsaved);
}

/// <summary>Where a table came from before it was brought up to date.</summary>
internal enum FactTableOrigin
{
    Memory,
    File,
    Filings,
}
