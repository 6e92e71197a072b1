using System.Data.Common;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Cultivation;

/// <summary>A record with its whole life, as loaded in bulk.</summary>
public sealed record LoadedRecord(string Library, long Subject, IReadOnlyList<LoadedStep> Steps);

/// <summary>One step of that life.</summary>
public sealed record LoadedStep(LibraryAction Action, LibraryActor Actor, string Reason, DateOnly On);

/// <summary>Writes many library records at once, as for the demo city. Every step goes through the same process as on the page.</summary>
public sealed class LibraryLoader(FunengDatabase database, IdSource ids, LibraryCatalogue libraries)
{
    private static readonly BulkColumn[] RecordColumns =
    [
        new("id", BulkType.Long), new("library", BulkType.Text), new("subject", BulkType.Long), new("state", BulkType.Text), new("door", BulkType.Text),
        new("nominated_by", BulkType.Text), new("outside_opinions", BulkType.Integer), new("opened_on", BulkType.Date), new("confirmed_on", BulkType.Date),
        new("review_due", BulkType.Date), new("warned_until", BulkType.Date), new("closed_on", BulkType.Date), new("version", BulkType.Integer),
    ];

    private static readonly BulkColumn[] StepColumns =
    [
        new("id", BulkType.Long), new("record", BulkType.Long), new("step", BulkType.Text), new("state_before", BulkType.Text), new("state_after", BulkType.Text),
        new("actor", BulkType.Text), new("actor_name", BulkType.Text), new("actor_role", BulkType.Text), new("taken_at", BulkType.Long), new("taken_on", BulkType.Date),
        new("reason", BulkType.Text), new("organization", BulkType.Text), new("is_outside", BulkType.Boolean), new("supports", BulkType.Boolean), new("evidence", BulkType.Text),
    ];

    public async Task WriteAsync(IReadOnlyList<LoadedRecord> records, CancellationToken cancellation)
    {
        var lives = records.Select(Live).ToList();
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await WriteRecordsAsync(connection, transaction, lives, cancellation);
        await WriteStepsAsync(connection, transaction, lives, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Puts nominated records before outside accounts that were asked nothing yet, a few before each, as for the demo city.</summary>
    public async Task AskAsync(IReadOnlyList<long> accounts, int each, LibraryActor by, DateOnly on, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var account in accounts)
        {
            var records = await UnaskedAsync(connection, transaction, account, each, cancellation);
            await AskAsync(connection, transaction, account, records, by, on, cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    // Each account gets records of its own as long as there are some; one that was ever asked is left alone.
    private static async Task<List<long>> UnaskedAsync(DbConnection connection, DbTransaction transaction, long account, int most, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            """
            select r.id from library_record r where r.state = 'Nominated' and not exists (select 1 from library_reader x where x.account = @account)
            order by (select count(*) from library_reader x where x.record = r.id), r.outside_opinions, r.id limit @most
            """;
        command.AddParameter("account", account);
        command.AddParameter("most", most);
        var records = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) records.Add(reader.GetInt64(0));
        return records;
    }

    private async Task AskAsync(
        DbConnection connection, DbTransaction transaction, long account, List<long> records, LibraryActor by, DateOnly on, CancellationToken cancellation)
    {
        if (records.Count == 0)
            return;
        await using (var command = connection.CreateCommand())
        {
            command.Transaction = transaction;
            command.AddParameter("account", account);
            command.AddParameter("by", by.UserId);
            command.AddParameter("on", on);
            var some = string.Join(',', records);
            command.CommandText = $"insert into library_reader (record, account, asked_by, asked_on) select id, @account, @by, @on from library_record where id in ({some})";
            await command.ExecuteNonQueryAsync(cancellation);
            command.CommandText = $"update library_record set version = version + 1 where id in ({some})";
            await command.ExecuteNonQueryAsync(cancellation);
        }

        await using var writer = await BulkWriter.BeginAsync(connection, transaction, "library_step", StepColumns, cancellation);
        foreach (var record in records)
        {
            writer.Write(
                ids.Next(), record, nameof(LibraryStep.AskOpinion), nameof(LibraryState.Nominated), nameof(LibraryState.Nominated), by.UserId, by.Name,
                by.Role.ToString(), At(on), on, "请就技术与成长性提出意见", null, false, null, "[]");
        }

        await writer.CompleteAsync(cancellation);
    }

    private static long At(DateOnly day) => InstantConverter.ToStored(new DateTimeOffset(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.FromHours(8)));

    private Life Live(LoadedRecord loaded)
    {
        var library = libraries.Find(loaded.Library) ?? throw new ArgumentException($"There is no library '{loaded.Library}'.", nameof(loaded));
        var record = new LibraryRecord { Id = ids.Next(), Library = loaded.Library, Subject = loaded.Subject, OpenedOn = loaded.Steps[0].On };
        var steps = new List<(LoadedStep Step, LibraryState? Before, LibraryState After)>();
        LibraryStanding? standing = null;
        foreach (var step in loaded.Steps)
        {
            if (LibraryProcess.Apply(standing, step.Action, step.Actor, step.Reason, step.On, library) is not StepResult.Moved moved)
                throw new ArgumentException($"{loaded.Library}: the step {step.Action.Step} does not follow from {standing?.State}.", nameof(loaded));

            steps.Add((step, standing?.State, moved.Standing.State));
            standing = moved.Standing;
            record.Take(standing, step.On);
        }

        return new Life(record, steps);
    }

    private static async Task WriteRecordsAsync(DbConnection connection, DbTransaction transaction, List<Life> lives, CancellationToken cancellation)
    {
        await using var writer = await BulkWriter.BeginAsync(connection, transaction, "library_record", RecordColumns, cancellation);
        foreach (var record in lives.Select(life => life.Record))
        {
            writer.Write(
                record.Id, record.Library, record.Subject, record.State.ToString(), record.Door?.ToString(), record.NominatedBy, record.OutsideOpinions,
                record.OpenedOn, record.ConfirmedOn, record.ReviewDue, record.WarnedUntil, record.ClosedOn, record.Version);
        }

        await writer.CompleteAsync(cancellation);
    }

    private async Task WriteStepsAsync(DbConnection connection, DbTransaction transaction, List<Life> lives, CancellationToken cancellation)
    {
        await using var writer = await BulkWriter.BeginAsync(connection, transaction, "library_step", StepColumns, cancellation);
        foreach (var (record, steps) in lives)
        {
            foreach (var (step, before, after) in steps)
            {
                var opinion = step.Action as LibraryAction.GiveOpinion;
                writer.Write(
                    ids.Next(), record.Id, step.Action.Step.ToString(), before?.ToString(), after.ToString(), step.Actor.UserId, step.Actor.Name,
                    step.Actor.Role.ToString(), At(step.On), step.On, step.Reason, opinion?.Organization ?? (step.Action as LibraryAction.Nominate)?.Organization,
                    step.Actor.IsOutsider, opinion?.Supports, "[]");
            }
        }

        await writer.CompleteAsync(cancellation);
    }

    private sealed record Life(LibraryRecord Record, List<(LoadedStep Step, LibraryState? Before, LibraryState After)> Steps);
}
