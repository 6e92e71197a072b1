using System.Data.Common;
using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;

namespace Funeng.Modules.Cultivation.Library;

/// <summary>How full every tier is for the rows this user sees: members by state, 应入未入, 应出未出, and what waits for review.</summary>
public sealed class BrowseLibraries(FunengDatabase database, LibraryCatalogue libraries, LibrarySight sight, ListBeginnings beginnings, CurrentUser user, CityProfile city, TimeProvider clock)
{
    /// <param name="area">A region code (six digits or more) or a zone code to look at; null means everything in scope.</param>
    /// <param name="asOf">A past day to look at; null, today and a day to come mean today.</param>
    public async Task<LibrariesView> RunAsync(string? area, DateOnly? asOf, CancellationToken cancellation)
    {
        asOf = PastDay.Of(asOf, city.Today(clock));
        await using var connection = await database.OpenAsync(cancellation);
        // Whoever sees everything everywhere needs not look at each subject.
        var isAll = area is null && await SeenSubjects.AreAllAsync(connection, user.EnterpriseScope, cancellation);
        var records = await CountAsync(connection, RecordsSql, PastRecords.From, isAll ? null : sight.Sql, area, asOf, cancellation);
        var lists = await CountAsync(
            connection, ListsSql, MembersOn.Sql, isAll ? null : command => user.EnterpriseScope.Sql(command, "s.region", "s.zone", "s.id"), area, asOf, cancellation);
        var since = await beginnings.OfAllAsync("should-", cancellation);
        var tiers = libraries.Libraries.ToDictionary(library => library.Id, library => Tier(library, records, list => Count(lists, since, list, asOf)));
        return new LibrariesView([.. libraries.Ladders.Select(ladder =>
            new LadderView(ladder, [.. libraries.Of(ladder).Select(library => tiers[library.Id])]))]);
    }

    private static ListCount Count(Dictionary<(string, string), long> counts, IReadOnlyDictionary<string, DateOnly> since, string list, DateOnly? asOf) =>
        !since.TryGetValue(list, out var first) ? new ListCount(null, null)
        : asOf < first ? new ListCount(null, first)
        : new ListCount(counts.GetValueOrDefault((list, "")), first);

    private const string RecordsSql =
        "select r.library, r.state, count(*) from {1} {2} where r.closed_on is null and {0} group by r.library, r.state";

    private const string ListsSql =
        "select m.list, '', count(*) from list_membership m {2} where {1} and m.list like 'should-%' and {0} group by m.list";

    private static async Task<Dictionary<(string, string), long>> CountAsync(
        DbConnection connection, string sql, Func<DbCommand, DateOnly?, string> when, Func<DbCommand, string>? seen, string? area, DateOnly? asOf, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        var join = seen is null ? "" : $"join subject s on s.id = {(sql == RecordsSql ? "r" : "m")}.subject";
        command.CommandText = string.Format(CultureInfo.InvariantCulture, sql, seen is null ? "1 = 1" : SeenSubjects.Where(command, seen(command), null, area), when(command, asOf), join);
        var counts = new Dictionary<(string, string), long>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            counts[(reader.GetString(0), reader.GetString(1))] = reader.GetInt64(2);
        return counts;
    }

    private static TierView Tier(
        LibraryDefinition library, Dictionary<(string, string), long> records, Func<string, ListCount> list)
    {
        long In(LibraryState state) => records.GetValueOrDefault((library.Id, state.ToString()));
        return new TierView(
            library,
            In(LibraryState.Member) + In(LibraryState.UnderReview) + In(LibraryState.Warned),
            In(LibraryState.Nominated),
            In(LibraryState.UnderReview),
            In(LibraryState.Warned),
            list(CultivationLists.ShouldEnter(library)),
            list(CultivationLists.ShouldLeave(library)));
    }
}

public sealed record LibrariesView(IReadOnlyList<LadderView> Ladders);

/// <summary>How many stood on a list.</summary>
/// <param name="Members">Null when nobody had looked yet on that day, which is not the same as none.</param>
/// <param name="Since">Since when somebody looks; null when nobody ever has.</param>
public sealed record ListCount(long? Members, DateOnly? Since)
{
    /// <summary>How many stand on the lists somebody had looked at; null when there is none.</summary>
    public static long? Sum(IEnumerable<ListCount> lists) => lists.Select(list => list.Members).OfType<long>().ToList() is { Count: > 0 } known ? known.Sum() : null;
}

public sealed record LadderView(Ladder Ladder, IReadOnlyList<TierView> Tiers);

/// <summary>Counts of one tier; <paramref name="Members"/> includes those under review or warned.</summary>
public sealed record TierView(
    LibraryDefinition Library, long Members, long Nominated, long UnderReview, long Warned, ListCount ShouldEnter, ListCount ShouldLeave)
{
    public long Waiting => Nominated + UnderReview;
}
