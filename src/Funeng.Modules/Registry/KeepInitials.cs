using Funeng.Modules.Foundation.Data;
using Microsoft.Extensions.Hosting;

namespace Funeng.Modules.Registry;

/// <summary>Fills in the initials of names that an older release wrote without them, some at a time, while the site serves.</summary>
public sealed class KeepInitials(FunengDatabase database) : BackgroundService
{
    private const int AtOnce = 2_000;

    /// <summary>Every name has its initials: a search by them may be left to the database.</summary>
    public bool AreKept { get; private set; }

    internal async Task RunAsync(CancellationToken cancellation)
    {
        while (await FillAsync(cancellation) == AtOnce)
        {
        }

        AreKept = true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (Exception problem) when (problem is OperationCanceledException or System.Data.Common.DbException)
        {
            // Searches go on by the index, and the next start tries again.
        }
    }

    private async Task<int> FillAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var names = new List<(long Id, string Name)>();
        await using (var read = connection.CreateCommand())
        {
            read.CommandText = $"select id, name from organization where name_initials is null limit {AtOnce.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
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
        return names.Count;
    }
}
