using System.Data.Common;
using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Schemes;

/// <summary>
/// Stores new verdicts by difference: one that says the same under the same rules stays as it is, one that is replaced goes to the past.
/// What all verdicts of a batch share, their rules and their moment, is written once.
/// </summary>
internal sealed class VerdictWriter(FunengDatabase database, IdSource ids, TimeProvider time)
{
    private static readonly BulkColumn[] Columns =
    [
        new("subject", BulkType.Long), new("scheme", BulkType.Text), new("version", BulkType.Text), new("sha256", BulkType.Text),
        new("on_date", BulkType.Date), new("as_of", BulkType.Long), new("outcome", BulkType.Text), new("score_low", BulkType.Long),
        new("score_high", BulkType.Long), new("missing", BulkType.Integer), new("failed", BulkType.Text), new("decided_at", BulkType.Long),
        new("class", BulkType.Text),
    ];

    private static readonly BulkColumn[] RowColumns =
    [
        new("subject", BulkType.Long), new("rules", BulkType.Integer), new("moment", BulkType.Integer), new("outcome", BulkType.Text),
        new("score_low", BulkType.Long), new("score_high", BulkType.Long), new("missing", BulkType.Integer), new("failed", BulkType.Text),
        new("class", BulkType.Text),
    ];

    private static readonly BulkColumn[] PastColumns = [.. Columns, new("id", BulkType.Long), new("replaced_at", BulkType.Long)];

    /// <param name="subjects">Whom the verdicts are about, those without any included.</param>
    /// <param name="schemes">The schemes decided; stored verdicts of others stay. Null means every scheme: what no scheme says any more is gone.</param>
    /// <param name="verdicts">The new verdicts.</param>
    /// <param name="cancellation">Stops before anything is stored.</param>
    /// <returns>The subjects of which a verdict changed.</returns>
    public async Task<IReadOnlyList<long>> ReplaceAsync(
        IReadOnlyCollection<long> subjects, IReadOnlySet<string>? schemes, IReadOnlyList<StoredVerdict> verdicts, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await OneAtATimeAsync(connection, transaction, cancellation);
        var known = new Dictionary<(long, string), StoredVerdict>();
        foreach (var chunk in subjects.Chunk(1000))
        {
            await ReadAsync(connection, transaction, chunk, schemes, known, cancellation);
        }

        var changed = new List<StoredVerdict>();
        foreach (var verdict in verdicts)
        {
            // Another process may have stored one on a later reading meanwhile; it has the last word.
            if (known.TryGetValue((verdict.Subject, verdict.Scheme), out var old)
                && (old.AsOf > verdict.AsOf || (old.Sha256 == verdict.Sha256 && old.Class == verdict.Class && old.SaysTheSameAs(verdict))))
            {
                known.Remove((verdict.Subject, verdict.Scheme));
            }
            else
            {
                changed.Add(verdict);
            }
        }

        // What is left of the known was replaced, or nobody says it any more.
        var names = await VerdictNames.ReadAsync(connection, transaction, cancellation);
        await RetireAsync(connection, transaction, [.. known.Values], names, cancellation);
        await AddAsync(connection, transaction, changed, names, cancellation);
        await transaction.CommitAsync(cancellation);
        return [.. changed.Concat(known.Values).Select(verdict => verdict.Subject).Distinct()];
    }

    /// <summary>Two filings about one subject re-decide it at once: the second replaces what the first has written. SQLite has one writer anyway.</summary>
    private async Task OneAtATimeAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellation)
    {
        if (database.Kind == DatabaseKind.PostgreSql)
        {
            await using var command = Command(connection, transaction, "lock table verdict_row in share row exclusive mode");
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static async Task ReadAsync(
        DbConnection connection, DbTransaction transaction, long[] subjects, IReadOnlySet<string>? schemes,
        Dictionary<(long, string), StoredVerdict> known, CancellationToken cancellation)
    {
        // Ids are numbers of our own, so they may stand in the text.
        var some = string.Join(',', subjects.Select(subject => subject.ToString(CultureInfo.InvariantCulture)));
        await using var command = Command(
            connection, transaction, $"select {string.Join(", ", Columns.Select(column => column.Name))} from verdict where subject in ({some})");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (schemes is null || schemes.Contains(reader.GetString(1)))
            {
                known.Add((reader.GetInt64(0), reader.GetString(1)), Read(reader));
            }
        }
    }

    private static StoredVerdict Read(DbDataReader reader) => new()
    {
        Subject = reader.GetInt64(0),
        Scheme = reader.GetString(1),
        Version = reader.GetString(2),
        Sha256 = reader.GetString(3),
        OnDate = reader.GetFieldValue<DateOnly>(4),
        AsOf = InstantConverter.FromStored(reader.GetInt64(5)),
        Outcome = Enum.Parse<Outcome>(reader.GetString(6)),
        ScoreLow = reader.IsDBNull(7) ? null : reader.GetInt64(7),
        ScoreHigh = reader.IsDBNull(8) ? null : reader.GetInt64(8),
        Missing = reader.GetInt32(9),
        Failed = reader.GetString(10),
        DecidedAt = InstantConverter.FromStored(reader.GetInt64(11)),
        Class = reader.IsDBNull(12) ? null : reader.GetString(12),
    };

    private async Task RetireAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<StoredVerdict> old, VerdictNames names, CancellationToken cancellation)
    {
        if (old.Count == 0)
        {
            return;
        }

        var now = InstantConverter.ToStored(time.GetUtcNow());
        await using (var writer = await BulkWriter.BeginAsync(connection, transaction, "past_verdict", PastColumns, cancellation))
        {
            foreach (var verdict in old)
            {
                writer.Write([.. Row(verdict), ids.Next(), now]);
            }

            await writer.CompleteAsync(cancellation);
        }

        await using var delete = Command(connection, transaction, "delete from verdict_row where subject = @subject and rules = @rules");
        var subject = delete.AddParameter("subject", 0L);
        var rules = delete.AddParameter("rules", 0);
        foreach (var verdict in old)
        {
            (subject.Value, rules.Value) = (verdict.Subject, names.RulesOf(verdict));
            await delete.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static async Task AddAsync(DbConnection connection, DbTransaction transaction, List<StoredVerdict> verdicts, VerdictNames names, CancellationToken cancellation)
    {
        foreach (var verdict in verdicts) await names.NameAsync(verdict, cancellation);
        await using var writer = await BulkWriter.BeginAsync(connection, transaction, "verdict_row", RowColumns, cancellation);
        foreach (var verdict in verdicts)
        {
            writer.Write(
                verdict.Subject, names.RulesOf(verdict), names.MomentOf(verdict), Word(verdict.Outcome), verdict.ScoreLow, verdict.ScoreHigh, verdict.Missing,
                verdict.Failed, verdict.Class);
        }

        await writer.CompleteAsync(cancellation);
    }

    private static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Met => nameof(Outcome.Met),
        Outcome.NotMet => nameof(Outcome.NotMet),
        _ => nameof(Outcome.Unknown),
    };

    private static object?[] Row(StoredVerdict verdict) =>
    [
        verdict.Subject, verdict.Scheme, verdict.Version, verdict.Sha256, verdict.OnDate, InstantConverter.ToStored(verdict.AsOf),
        verdict.Outcome.ToString(), verdict.ScoreLow, verdict.ScoreHigh, verdict.Missing, verdict.Failed, InstantConverter.ToStored(verdict.DecidedAt),
        verdict.Class,
    ];

    private static DbCommand Command(DbConnection connection, DbTransaction transaction, string text)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        return command;
    }
}
