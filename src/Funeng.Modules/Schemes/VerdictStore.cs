using System.Data.Common;
using System.Globalization;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Schemes;

/// <summary>The door to stored verdicts. Reading takes a scope, as everything about a subject does.</summary>
public sealed class VerdictStore(FunengDb db, FunengDatabase database)
{
    private static readonly BulkColumn[] Columns =
    [
        new("subject", BulkType.Long), new("scheme", BulkType.Text), new("version", BulkType.Text), new("sha256", BulkType.Text),
        new("on_date", BulkType.Date), new("as_of", BulkType.Long), new("outcome", BulkType.Text), new("score_low", BulkType.Long),
        new("score_high", BulkType.Long), new("missing", BulkType.Integer), new("failed", BulkType.Text), new("decided_at", BulkType.Long),
        new("class", BulkType.Text),
    ];

    /// <summary>The verdicts on subjects a scope covers.</summary>
    public IQueryable<StoredVerdict> Within(Scope scope, string kind = Subject.Enterprise)
    {
        var subjects = scope.Filter(
            db.Set<Subject>().Where(subject => subject.Kind == kind), subject => subject.Region, subject => subject.Zone, subject => subject.Id);
        return db.Set<StoredVerdict>().AsNoTracking().Where(verdict => subjects.Any(subject => subject.Id == verdict.Subject));
    }

    /// <summary>All verdicts on one subject; whoever asks has found the subject within a scope.</summary>
    public async Task<IReadOnlyList<StoredVerdict>> OfSubjectAsync(long subject, CancellationToken cancellation) =>
        await db.Set<StoredVerdict>().AsNoTracking().Where(verdict => verdict.Subject == subject).ToListAsync(cancellation);

    public async Task<IReadOnlyList<StoredVerdict>> OfSubjectsAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation) =>
        await db.Set<StoredVerdict>().AsNoTracking().Where(verdict => subjects.Contains(verdict.Subject)).ToListAsync(cancellation);

    /// <summary>Replaces every verdict on the subjects by the new ones, in one transaction.</summary>
    internal async Task ReplaceAsync(IReadOnlyCollection<long> subjects, IReadOnlyList<StoredVerdict> verdicts, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await OneAtATimeAsync(connection, transaction, cancellation);
        foreach (var chunk in subjects.Chunk(1000))
        {
            await using var delete = connection.CreateCommand();
            delete.Transaction = transaction;
            var ids = string.Join(',', chunk.Select(subject => subject.ToString(CultureInfo.InvariantCulture)));
            delete.CommandText = $"delete from verdict where subject in ({ids})";
            await delete.ExecuteNonQueryAsync(cancellation);
        }

        await using (var writer = await BulkWriter.BeginAsync(connection, transaction, "verdict", Columns, cancellation))
        {
            foreach (var verdict in verdicts)
            {
                writer.Write(
                    verdict.Subject, verdict.Scheme, verdict.Version, verdict.Sha256, verdict.OnDate, InstantConverter.ToStored(verdict.AsOf),
                    verdict.Outcome.ToString(), verdict.ScoreLow, verdict.ScoreHigh, verdict.Missing, verdict.Failed,
                    InstantConverter.ToStored(verdict.DecidedAt), verdict.Class);
            }

            await writer.CompleteAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Two filings about one subject re-decide it at once: the second replaces what the first has written. SQLite has one writer anyway.</summary>
    private async Task OneAtATimeAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellation)
    {
        if (database.Kind == DatabaseKind.PostgreSql)
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "lock table verdict in share row exclusive mode";
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }
}
