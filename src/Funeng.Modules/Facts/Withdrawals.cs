using System.Data.Common;
using System.Globalization;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Facts;

/// <summary>When something that had been filed about subjects was last taken back, alone or with its batch.</summary>
public static class Withdrawals
{
    private const int SubjectsAtOnce = 1000;

    /// <summary>The subjects about which something was taken back, with the latest moment of it.</summary>
    public static async Task<IReadOnlyDictionary<long, DateTimeOffset>> LatestAsync(
        DbConnection connection, DbTransaction? transaction, IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        var latest = new Dictionary<long, DateTimeOffset>();
        if (subjects.Count == 0 || !await AnyAsync(connection, transaction, cancellation))
        {
            return latest;
        }

        foreach (var chunk in subjects.Chunk(SubjectsAtOnce))
        {
            // Ids are numbers of our own, so they may stand in the text.
            var some = string.Join(',', chunk.Select(subject => subject.ToString(CultureInfo.InvariantCulture)));
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"""
                select f.subject, max(coalesce(w.at, b.withdrawn_at)) from filing f
                left join batch b on b.id = f.batch left join filing_withdrawal w on w.filing = f.id
                where f.subject in ({some}) and (w.at is not null or b.withdrawn_at is not null) group by f.subject
                """;
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                latest[reader.GetInt64(0)] = InstantConverter.FromStored(reader.GetInt64(1));
            }
        }

        return latest;
    }

    private static async Task<bool> AnyAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "select exists (select 1 from filing_withdrawal) or exists (select 1 from batch where withdrawn_at is not null)";
        return Convert.ToBoolean(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
    }
}
