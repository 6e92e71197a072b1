using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Lists;

/// <summary>Since when somebody looks who belongs on a list. Before that nobody stood on it because nobody had looked, which is not the same as none.</summary>
public sealed class ListBeginnings(FunengDatabase database, CityProfile city)
{
    /// <summary>The first day of one list; null while nobody has looked yet.</summary>
    public async Task<DateOnly?> OfAsync(string list, CancellationToken cancellation) =>
        (await ReadAsync(list, cancellation)).TryGetValue(list, out var first) ? first : null;

    /// <summary>The first day of every list whose id begins so.</summary>
    public Task<IReadOnlyDictionary<string, DateOnly>> OfAllAsync(string beginning, CancellationToken cancellation) => ReadAsync(beginning + "%", cancellation);

    /// <summary>Why a list holds nobody on a day before its first.</summary>
    internal static string WhyNone(DateOnly? began) =>
        began is { } first ? $"平台自 {Fmt.Date(first)} 起每天按条件筛查；在那之前没有人查过，不等于没有。" : "这张清单还没有筛查过，不等于没有。";

    private async Task<IReadOnlyDictionary<string, DateOnly>> ReadAsync(string lists, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.AddParameter("lists", lists);
        command.CommandText =
            """
            select v.list, min(v.first_seen), (select min(m.since) from list_membership m where m.list = v.list)
            from list_version v where v.list like @lists group by v.list
            """;
        var since = new Dictionary<string, DateOnly>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var first = DateOnly.FromDateTime(city.Local(InstantConverter.FromStored(reader.GetInt64(1))).DateTime);
            since[reader.GetString(0)] = reader.IsDBNull(2) || reader.GetFieldValue<DateOnly>(2) is var hit && hit > first ? first : reader.GetFieldValue<DateOnly>(2);
        }

        return since;
    }
}
