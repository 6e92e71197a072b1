using System.Data.Common;
using System.Runtime.CompilerServices;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Facts;

/// <summary>A filing as stored, with what has happened to it since.</summary>
internal sealed record StoredFiling(
    long Id, long Subject, int Period, string Source, long? Batch, DateTimeOffset LearnedAt, string Reporter, string Place, byte[] Packed, string Headings)
{
    public DateTimeOffset? WithdrawnAt { get; init; }

    public string? WithdrawnBy { get; init; }

    public string? WithdrawalReason { get; init; }
}

/// <summary>The SQL that reads filings. What counts at a moment: learned, published, and not withdrawn by then.</summary>
internal static class FilingReader
{
    private const int SubjectsAtOnce = 400;

    /// <summary>The condition under which a filing <c>f</c> (batch <c>b</c>, withdrawal <c>w</c>) counts at <c>@moment</c>.</summary>
    public const string Counts = """
        f.learned_at <= @moment
        and (f.batch is null or (b.published_at <= @moment and (b.withdrawn_at is null or b.withdrawn_at > @moment)))
        and (w.at is null or w.at > @moment)
        """;

    public const string From = "filing f left join batch b on b.id = f.batch left join filing_withdrawal w on w.filing = f.id";

    private const string Columns = """
        f.id, f.subject, f.period, f.source, f.batch, f.learned_at, f.reporter, f.place, f.packed, coalesce(b.headings, '{}'),
        coalesce(w.at, b.withdrawn_at), coalesce(w.who, b.withdrawn_by), coalesce(w.reason, b.reason)
        """;

    public static long Moment(DateTimeOffset? asOf) => asOf is { } moment ? InstantConverter.ToStored(moment) : long.MaxValue;

    /// <summary>The filings of some subjects that count at a moment, oldest first within a subject.</summary>
    public static async IAsyncEnumerable<StoredFiling> CountingAsync(
        DbConnection connection,
        DbTransaction? transaction,
        IReadOnlyCollection<long> subjects,
        DateTimeOffset? asOf,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var chunk in subjects.Chunk(SubjectsAtOnce))
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"select {Columns} from {From} where f.subject in ({In(command, chunk)}) and {Counts} order by f.subject, f.learned_at, f.id";
            command.AddParameter("moment", Moment(asOf));
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                yield return Read(reader);
            }
        }
    }

    /// <summary>Everything ever published about one subject, withdrawn or not, oldest first.</summary>
    public static async Task<IReadOnlyList<StoredFiling>> EverAsync(
        DbConnection connection, DbTransaction? transaction, long subject, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            $"select {Columns} from {From} where f.subject = @subject and (f.batch is null or b.published_at is not null) order by f.learned_at, f.id";
        command.AddParameter("subject", subject);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var filings = new List<StoredFiling>();
        while (await reader.ReadAsync(cancellation))
        {
            filings.Add(Read(reader));
        }

        return filings;
    }

    public static async Task<ILookup<long, TitleGrantRow>> GrantsAsync(
        DbConnection connection, DbTransaction? transaction, IReadOnlyCollection<long> subjects, DateTimeOffset? asOf, CancellationToken cancellation)
    {
        var grants = new List<TitleGrantRow>();
        foreach (var chunk in subjects.Chunk(SubjectsAtOnce))
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"""
                select g.id, g.subject, g.scheme, g.award, g.valid_from, g.valid_to, g.source, g.batch, g.learned_at, g.reporter, g.place, g.undated
                from title_grant g left join batch b on b.id = g.batch
                where g.subject in ({In(command, chunk)}) and g.learned_at <= @moment
                  and (g.batch is null or (b.published_at <= @moment and (b.withdrawn_at is null or b.withdrawn_at > @moment)))
                  and (g.withdrawn_at is null or g.withdrawn_at > @moment)
                order by g.subject, g.valid_from, g.id
                """;
            command.AddParameter("moment", Moment(asOf));
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                grants.Add(ReadGrant(reader));
            }
        }

        return grants.ToLookup(grant => grant.Subject);
    }

    private static string In(DbCommand command, long[] subjects)
    {
        for (var index = 0; index < subjects.Length; index++)
        {
            command.AddParameter($"s{index}", subjects[index]);
        }

        return string.Join(", ", subjects.Select((_, index) => $"@s{index}"));
    }

    private static StoredFiling Read(DbDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetInt64(1),
        reader.GetInt32(2),
        reader.GetString(3),
        reader.IsDBNull(4) ? null : reader.GetInt64(4),
        InstantConverter.FromStored(reader.GetInt64(5)),
        reader.GetString(6),
        reader.GetString(7),
        reader.GetFieldValue<byte[]>(8),
        reader.GetString(9))
    {
        WithdrawnAt = reader.IsDBNull(10) ? null : InstantConverter.FromStored(reader.GetInt64(10)),
        WithdrawnBy = reader.IsDBNull(11) ? null : reader.GetString(11),
        WithdrawalReason = reader.IsDBNull(12) ? null : reader.GetString(12),
    };

    private static TitleGrantRow ReadGrant(DbDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Subject = reader.GetInt64(1),
        Scheme = reader.GetString(2),
        Award = reader.GetString(3),
        ValidFrom = reader.GetFieldValue<DateOnly>(4),
        ValidTo = reader.IsDBNull(5) ? null : reader.GetFieldValue<DateOnly>(5),
        Source = reader.GetString(6),
        Batch = reader.IsDBNull(7) ? null : reader.GetInt64(7),
        LearnedAt = InstantConverter.FromStored(reader.GetInt64(8)),
        Reporter = reader.GetString(9),
        Place = reader.GetString(10),
        Undated = reader.GetBoolean(11),
    };
}
