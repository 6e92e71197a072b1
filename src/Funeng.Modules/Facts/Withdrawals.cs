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
                union all
                select g.subject, max(coalesce(g.withdrawn_at, b.withdrawn_at)) from title_grant g left join batch b on b.id = g.batch
                where g.subject in ({some}) and (g.withdrawn_at is not null or b.withdrawn_at is not null) group by g.subject
                """;
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var (subject, moment) = (reader.GetInt64(0), InstantConverter.FromStored(reader.GetInt64(1)));
                if (!latest.TryGetValue(subject, out var other) || moment > other) latest[subject] = moment;
            }
        }

        return latest;
    }

    /// <summary>The schemes of which a title of the subject was taken back from a moment on.</summary>
    public static async Task<IReadOnlyList<string>> TitlesAsync(
        DbConnection connection, DbTransaction? transaction, long subject, DateTimeOffset since, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            "select g.scheme from title_grant g left join batch b on b.id = g.batch where g.subject = @subject and coalesce(g.withdrawn_at, b.withdrawn_at) >= @since";
        command.AddParameter("subject", subject);
        command.AddParameter("since", InstantConverter.ToStored(since));
        var schemes = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) schemes.Add(reader.GetString(0));
        return schemes;
    }

    private static async Task<bool> AnyAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "select exists (select 1 from filing_withdrawal) or exists (select 1 from batch where withdrawn_at is not null) or exists (select 1 from title_grant where withdrawn_at is not null)";
        return Convert.ToBoolean(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
    }
}
