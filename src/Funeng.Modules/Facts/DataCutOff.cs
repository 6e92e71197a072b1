using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Facts;

/// <summary>When anything was last filed. Asked by every page: read from the database once a minute, and after each filing of this process.</summary>
internal sealed class DataCutOff(FunengDatabase database, TimeProvider time) : IDataCutOff, IFilingListener
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private volatile Reading? latest;

    public async ValueTask<DateTimeOffset?> FindAsync(CancellationToken cancellation)
    {
        if (latest is { } known && time.GetElapsedTime(known.At) < Kept)
        {
            return known.Learned;
        }

        var read = new Reading(time.GetTimestamp(), await ReadAsync(cancellation));
        latest = read;
        return read.Learned;
    }

    public Task PublishedAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        latest = null;
        return Task.CompletedTask;
    }

    private async Task<DateTimeOffset?> ReadAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            select max(moment) from (
                select max(published_at) as moment from batch where state = 'Published'
                union all select max(learned_at) from filing where batch is null) as filed
            """;
        return await command.ExecuteScalarAsync(cancellation) is long stored ? InstantConverter.FromStored(stored) : null;
    }

    private sealed record Reading(long At, DateTimeOffset? Learned);
}
