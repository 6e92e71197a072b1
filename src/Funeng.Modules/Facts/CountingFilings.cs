using System.Data.Common;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Facts;

/// <summary>Which filings count at a moment; the few batches and withdrawals are held in memory instead of being joined to every row.</summary>
internal sealed class CountingFilings
{
    private readonly long moment;
    private readonly HashSet<long> batches = [];
    private readonly HashSet<long> withdrawn = [];

    private CountingFilings(long moment) => this.moment = moment;

    public static async Task<CountingFilings> ReadAsync(DbConnection connection, DbTransaction transaction, long moment, CancellationToken cancellation)
    {
        var counting = new CountingFilings(moment);
        await counting.FillAsync(
            counting.batches, connection, transaction, "select id from batch where published_at <= @moment and (withdrawn_at is null or withdrawn_at > @moment)", cancellation);
        await counting.FillAsync(counting.withdrawn, connection, transaction, "select filing from filing_withdrawal where at <= @moment", cancellation);
        return counting;
    }

    public bool Counts(long filing, long? batch, long learned) =>
        learned <= moment && (batch is not { } id || batches.Contains(id)) && (withdrawn.Count == 0 || !withdrawn.Contains(filing));

    public bool CountsGrant(long? batch, long learned, long? withdrawn) =>
        learned <= moment && (batch is not { } id || batches.Contains(id)) && (withdrawn is not { } at || at > moment);

    private async Task FillAsync(HashSet<long> ids, DbConnection connection, DbTransaction transaction, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.AddParameter("moment", moment);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            ids.Add(reader.GetInt64(0));
        }
    }
}
