using System.Data.Common;
using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;

namespace Funeng.Modules.Cultivation.Library;

/// <summary>The records of one library, and what happened in it lately, as far as the user who asks may see them.</summary>
public sealed class ReadLibrary(FunengDatabase database, LibrarySight sight, CityProfile city, TimeProvider clock)
{
    private static readonly LibraryState[] InLibrary = [LibraryState.Member, LibraryState.UnderReview, LibraryState.Warned];
    private static readonly LibraryState[] Waiting = [LibraryState.Discovered, LibraryState.Nominated, LibraryState.UnderReview];

    // The end of a warning or the review day, whichever the record waits for: what is overdue comes first.
    private const string Due = "case when r.state = 'Warned' then r.warned_until else r.review_due end";

    public Task<LibraryPageRows> MembersAsync(string library, LibraryFilter filter, CancellationToken cancellation) =>
        ReadAsync(library, filter, InLibrary, $"{Due} is null, {Due}, s.name", cancellation);

    /// <summary>Discovered, nominated and under review: what has a term by it, what has none by how long it has waited.</summary>
    public Task<LibraryPageRows> WaitingAsync(string library, LibraryFilter filter, CancellationToken cancellation) =>
        ReadAsync(library, filter, Waiting, "case when r.state = 'UnderReview' then 0 else 1 end, case when r.state = 'UnderReview' then r.review_due else r.opened_on end, s.name", cancellation);

    public async Task<IReadOnlyList<LibraryEvent>> HistoryAsync(string library, LibraryFilter filter, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        var where = Where(command, library, filter);
        var page = SeenSubjects.Page(command, filter.Page, filter.Size);
        command.CommandText =
            $"""
            select t.step, t.taken_on, t.actor_name, t.actor_role, t.reason, s.code, s.name, t.state_after
            from library_step t join library_record r on r.id = t.record join subject s on s.id = r.subject
            where {where}{Until(command, PastDay.Of(filter.AsOf, city.Today(clock)))} order by t.taken_at desc, t.id desc {page}
            """;
        var events = new List<LibraryEvent>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            events.Add(new LibraryEvent(
                Enum.Parse<LibraryStep>(reader.GetString(0)), reader.GetFieldValue<DateOnly>(1), reader.GetString(2),
                Enum.Parse<Role>(reader.GetString(3)), reader.GetString(4), reader.GetString(5), reader.GetString(6)));
        }

        return events;
    }

    /// <summary>Version and state of the latest record of some enterprises, for whoever takes a step on them; who never had one is left out.</summary>
    public async Task<IReadOnlyDictionary<long, (int Version, LibraryState State)>> LatestAsync(string library, IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        var latest = new Dictionary<long, (int, LibraryState)>();
        if (subjects.Count == 0)
            return latest;
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.AddParameter("library", library);
        command.CommandText =
            $"select r.subject, r.version, r.state from library_record r join subject s on s.id = r.subject where r.library = @library and r.subject in ({string.Join(',', subjects)}) and {sight.Sql(command)} order by r.id";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) latest[reader.GetInt64(0)] = (reader.GetInt32(1), Enum.Parse<LibraryState>(reader.GetString(2)));
        return latest;
    }

    private async Task<LibraryPageRows> ReadAsync(
        string library, LibraryFilter filter, LibraryState[] states, string order, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        var named = string.Join(", ", states.Select(state => $"'{state}'"));
        var from = $"from {PastRecords.From(command, PastDay.Of(filter.AsOf, city.Today(clock)))} join subject s on s.id = r.subject where r.closed_on is null and r.state in ({named}) and {Where(command, library, filter)}";
        command.CommandText = $"select count(*) {from}";
        var total = Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
        command.CommandText =
            $"select s.id, s.code, s.name, s.region, s.zone, r.state, r.door, r.opened_on, r.confirmed_on, r.review_due, r.warned_until, r.outside_opinions, r.version {from} order by {order} {SeenSubjects.Page(command, filter.Page, filter.Size)}";
        var rows = new List<LibraryRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) rows.Add(Row(reader));
        return new LibraryPageRows(rows, total);
    }

    private static LibraryRow Row(DbDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), reader.GetString(2),
        reader.IsDBNull(3) ? "" : reader.GetString(3), reader.IsDBNull(4) ? "" : reader.GetString(4),
        Enum.Parse<LibraryState>(reader.GetString(5)), reader.IsDBNull(6) ? null : Enum.Parse<EntryDoor>(reader.GetString(6)),
        reader.GetFieldValue<DateOnly>(7), Day(reader, 8), Day(reader, 9), Day(reader, 10), reader.GetInt32(11), reader.GetInt32(12));

    private static DateOnly? Day(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);

    private static string Until(DbCommand command, DateOnly? asOf)
    {
        if (asOf is null)
            return "";
        command.AddParameter("until", asOf);
        return " and t.taken_on <= @until";
    }

    private string Where(DbCommand command, string library, LibraryFilter filter)
    {
        command.AddParameter("library", library);
        return $"r.library = @library and {SeenSubjects.Where(command, sight.Sql(command), filter.Query, filter.Area)}";
    }
}

public sealed record LibraryPageRows(IReadOnlyList<LibraryRow> Rows, long Total);

public sealed record LibraryRow(
    long Subject, string Code, string Name, string Region, string Zone, LibraryState State, EntryDoor? Door,
    DateOnly OpenedOn, DateOnly? ConfirmedOn, DateOnly? ReviewDue, DateOnly? WarnedUntil, int OutsideOpinions, int Version);

public sealed record LibraryEvent(LibraryStep Step, DateOnly On, string Who, Role Role, string Reason, string Code, string Name);
