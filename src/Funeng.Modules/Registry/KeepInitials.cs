using Funeng.Modules.Foundation.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Registry;

/// <summary>Fills in the initials of names that an older release wrote without them, some at a time, while the site serves.</summary>
public sealed partial class KeepInitials(FunengDatabase database, TimeProvider time, ILogger<KeepInitials> log) : BackgroundService
{
    private const int AtOnce = 2_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Every name has its initials: a search by them may be left to the database.</summary>
    public bool AreKept { get; private set; }

    internal async Task RunAsync(CancellationToken cancellation)
    {
        // In the order of their ids, so that none is looked at twice; what is registered meanwhile brings its initials along.
        for (long? last = long.MinValue; last is not null;) last = await FillAsync(last.Value, cancellation);
        AreKept = true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!AreKept && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                // Searches go on by the index meanwhile.
                NotFilled(log, problem);
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // The site stops.
            }
        }
    }

    /// <returns>The last id looked at; null when there was nothing behind it.</returns>
    private async Task<long?> FillAsync(long after, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var names = new List<(long Id, string Name)>();
        await using (var read = connection.CreateCommand())
        {
            read.CommandText = "select id, name from organization where id > @after and name_initials is null order by id limit @most";
            read.AddParameter("after", after);
            read.AddParameter("most", AtOnce);
            await using var reader = await read.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation)) names.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var (id, name) in names)
        {
            await using var write = connection.CreateCommand();
            write.Transaction = transaction;
            // Whoever renames it meanwhile writes its initials too.
            write.CommandText = "update organization set name_initials = @initials where id = @id and name_initials is null";
            write.AddParameter("initials", Organization.InitialsOf(name));
            write.AddParameter("id", id);
            await write.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return names.Count < AtOnce ? null : names[^1].Id;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Initials of names were not filled in; it is tried again in a minute.")]
    private static partial void NotFilled(ILogger log, Exception problem);
}
