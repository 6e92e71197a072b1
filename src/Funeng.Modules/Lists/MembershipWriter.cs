using System.Data.Common;
using System.Globalization;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Lists;

/// <summary>Collects the changes of one chunk of subjects and writes them in one transaction.</summary>
internal sealed class MembershipWriter(DbConnection connection, DbTransaction transaction, IdSource ids, DateTimeOffset now, DateOnly today)
{
    private static readonly BulkColumn[] MembershipColumns =
    [
        new("id", BulkType.Long), new("list", BulkType.Text), new("subject", BulkType.Long), new("since", BulkType.Date),
        new("reason", BulkType.Text), new("evidence", BulkType.Text), new("sha256", BulkType.Text), new("learned_at", BulkType.Long),
    ];

    private static readonly BulkColumn[] PendingColumns =
        [new("list", BulkType.Text), new("subject", BulkType.Long), new("missing", BulkType.Text), new("noticed_on", BulkType.Date)];

    private readonly List<(ReadList List, long Subject, string Evidence)> entering = [];
    private readonly List<(string List, long Subject, string Reason, string Evidence)> leaving = [];
    private readonly List<(ReadList List, long Subject, string Missing)> pending = [];
    private readonly List<(string List, long Subject)> settled = [];
    private readonly List<(string List, long Subject, string Evidence)> standing = [];

    public int Entered => entering.Count;

    public int Left => leaving.Count;

    public void Enter(ReadList list, long subject, string evidence) => entering.Add((list, subject, evidence));

    public void Leave(ReadList list, long subject, string evidence) =>
        leaving.Add((list.List.Id, subject, $"不再符合条件：{list.List.Why}", evidence));

    /// <summary>A member whose filings were taken back, so that nothing says any more that it belongs.</summary>
    public void LeaveUnfounded(ReadList list, long subject, string evidence) => leaving.Add((list.List.Id, subject, "进入清单所依据的数据已撤销", evidence));

    /// <summary>What a member stands on today, where that is something else than what is stored.</summary>
    public void Stand(ReadList list, long subject, string evidence) => standing.Add((list.List.Id, subject, evidence));

    public void Pend(ReadList list, long subject, string missing) => pending.Add((list, subject, missing));

    public void Settle(ReadList list, long subject) => settled.Add((list.List.Id, subject));

    /// <summary>Memberships of lists that no longer exist, or whose standard is no longer in force, end.</summary>
    public void LeaveLists(
        IReadOnlyDictionary<(string List, long Subject), OpenMembership> open, HashSet<(string List, long Subject)> waiting, IReadOnlyList<ReadList> lists)
    {
        var known = lists.Select(list => list.List.Id).ToHashSet();
        leaving.AddRange(open.Keys.Where(key => !known.Contains(key.List)).Select(key => (key.List, key.Subject, "清单已停用", "[]")));
        settled.AddRange(waiting.Where(key => !known.Contains(key.List)));
    }

    public async Task<Dictionary<(string List, long Subject), OpenMembership>> OpenAsync(long[] subjects, CancellationToken cancellation)
    {
        await using var command = Command(
            $"select list, subject, coalesce(present_evidence, evidence), learned_at from list_membership where until is null and subject in ({Ids(subjects)})");
        var open = new Dictionary<(string, long), OpenMembership>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            open.Add((reader.GetString(0), reader.GetInt64(1)), new OpenMembership(reader.GetString(2), InstantConverter.FromStored(reader.GetInt64(3))));
        return open;
    }

    /// <summary>Who waits on which list, read before anything is locked.</summary>
    public static async Task<HashSet<(string, long)>> WaitingAsync(FunengDatabase database, long[] subjects, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $"select list, subject from list_pending where subject in ({Ids(subjects)})";
        return await KeysAsync(command, cancellation);
    }

    public async Task<HashSet<(string, long)>> PendingAsync(long[] subjects, CancellationToken cancellation)
    {
        await using var command = Command($"select list, subject from list_pending where subject in ({Ids(subjects)})");
        return await KeysAsync(command, cancellation);
    }

    public async Task SaveAsync(CancellationToken cancellation)
    {
        await LeaveAsync(cancellation);
        await SettleAsync(cancellation);
        await StandAsync(cancellation);
        var stored = InstantConverter.ToStored(now);
        if (entering.Count > 0)
        {
            await using var writer = await BulkWriter.BeginAsync(connection, transaction, "list_membership", MembershipColumns, cancellation);
            foreach (var (list, subject, evidence) in entering)
                writer.Write(ids.Next(), list.List.Id, subject, today, list.List.Why, evidence, list.List.Sha256, stored);
            await writer.CompleteAsync(cancellation);
        }

        if (pending.Count > 0)
        {
            await using var writer = await BulkWriter.BeginAsync(connection, transaction, "list_pending", PendingColumns, cancellation);
            foreach (var (list, subject, missing) in pending) writer.Write(list.List.Id, subject, missing, today);
            await writer.CompleteAsync(cancellation);
        }
    }

    private async Task LeaveAsync(CancellationToken cancellation)
    {
        await using var command = Command(
            "update list_membership set until = @until, left_reason = @reason, left_evidence = @evidence, left_at = @at where list = @list and subject = @subject and until is null");
        command.AddParameter("until", today);
        command.AddParameter("at", InstantConverter.ToStored(now));
        var reason = command.AddParameter("reason", "");
        var evidence = command.AddParameter("evidence", "");
        var list = command.AddParameter("list", "");
        var subject = command.AddParameter("subject", 0L);
        foreach (var left in leaving)
        {
            (list.Value, subject.Value, reason.Value, evidence.Value) = (left.List, left.Subject, left.Reason, left.Evidence);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private async Task StandAsync(CancellationToken cancellation)
    {
        await using var command = Command("update list_membership set present_evidence = @evidence where list = @list and subject = @subject and until is null");
        var evidence = command.AddParameter("evidence", "");
        var list = command.AddParameter("list", "");
        var subject = command.AddParameter("subject", 0L);
        foreach (var member in standing)
        {
            (list.Value, subject.Value, evidence.Value) = (member.List, member.Subject, member.Evidence);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private async Task SettleAsync(CancellationToken cancellation)
    {
        await using var command = Command("delete from list_pending where list = @list and subject = @subject");
        var list = command.AddParameter("list", "");
        var subject = command.AddParameter("subject", 0L);
        foreach (var known in settled)
        {
            (list.Value, subject.Value) = (known.List, known.Subject);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static async Task<HashSet<(string, long)>> KeysAsync(DbCommand command, CancellationToken cancellation)
    {
        var keys = new HashSet<(string, long)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) keys.Add((reader.GetString(0), reader.GetInt64(1)));
        return keys;
    }

    // Ids are numbers of our own, so they may stand in the text; a thousand parameters would be slower.
    private static string Ids(long[] subjects) => string.Join(',', subjects.Select(id => id.ToString(CultureInfo.InvariantCulture)));

    private DbCommand Command(string text)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        return command;
    }
}

/// <param name="Evidence">What it stands on, as last written down.</param>
/// <param name="LearnedAt">When it was found to belong.</param>
internal sealed record OpenMembership(string Evidence, DateTimeOffset LearnedAt);
