using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Cultivation.Titles;

/// <summary>
/// Titles in force on any day, by scheme and place: stock, granted since the beginning of that year, and lapsing soon (S4-20). Places are
/// districts by law or zones by statistics; the two are never added.
/// </summary>
public sealed class CountTitles(FunengDatabase database, CurrentUser user)
{
    public async Task<IReadOnlyList<TitleCount>> RunAsync(DateOnly day, bool byZone, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        var scope = user.EnterpriseScope.Sql(command, "s.region", "s.zone", "s.id");
        command.AddParameter("day", day);
        command.AddParameter("year", new DateOnly(day.Year, 1, 1));
        foreach (var days in TitleCount.Terms)
            command.AddParameter($"in{days.ToString(CultureInfo.InvariantCulture)}", day.AddDays(days));
        command.CommandText =
            $"""
            select g.scheme, {(byZone ? "coalesce(s.zone, '')" : "substr(coalesce(s.region, ''), 1, 6)")},
                   count(distinct g.subject),
                   count(distinct case when g.valid_from >= @year and not g.undated then g.subject end),
                   count(distinct case when g.valid_to <= @in180 then g.subject end),
                   count(distinct case when g.valid_to <= @in90 then g.subject end),
                   count(distinct case when g.valid_to <= @in30 then g.subject end)
            from title_grant g join subject s on s.id = g.subject left join batch b on b.id = g.batch
            where g.valid_from <= @day and (g.valid_to is null or g.valid_to >= @day) and g.withdrawn_at is null
              and (g.batch is null or b.state = 'Published') and {scope}
            group by 1, 2 order by 1, 2
            """;
        var counts = new List<TitleCount>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            counts.Add(new TitleCount(
                reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6)));
        }

        return counts;
    }
}

/// <param name="Place">Code of the district or zone; empty when it is not known or in no zone.</param>
/// <param name="New">Granted since 1 January of the day's year.</param>
public sealed record TitleCount(string Scheme, string Place, long Held, long New, long Within180, long Within90, long Within30)
{
    /// <summary>The terms of the reminders, in days.</summary>
    public static readonly IReadOnlyList<int> Terms = [180, 90, 30];
}
