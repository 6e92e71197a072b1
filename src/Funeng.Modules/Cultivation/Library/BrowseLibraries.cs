using System.Data.Common;
using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;

namespace Funeng.Modules.Cultivation.Library;

/// <summary>How full every tier is for the rows this user sees: members by state, 应入未入, 应出未出, and what waits for review.</summary>
public sealed class BrowseLibraries(FunengDatabase database, LibraryCatalogue libraries, LibrarySight sight, CurrentUser user)
{
    /// <param name="area">A region code (six digits or more) or a zone code to look at; null means everything in scope.</param>
    /// <param name="asOf">A past day to look at; null means today.</param>
    public async Task<LibrariesView> RunAsync(string? area, DateOnly? asOf, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var records = await CountAsync(connection, RecordsSql, PastRecords.From, sight.Sql, area, asOf, cancellation);
        var lists = await CountAsync(connection, ListsSql, PastRecords.OnList, command => user.EnterpriseScope.Sql(command, "s.region", "s.zone", "s.id"), area, asOf, cancellation);
        var tiers = libraries.Libraries.ToDictionary(library => library.Id, library => Tier(library, records, lists));
        return new LibrariesView([.. libraries.Ladders.Select(ladder =>
            new LadderView(ladder, [.. libraries.Of(ladder).Select(library => tiers[library.Id])]))])
        {
            ScreenedSince = asOf is null ? null : await ScreenedSinceAsync(connection, asOf.Value, cancellation),
        };
    }

    // Before the first screening nobody stood on these lists because nobody had looked.
    private static async Task<DateOnly?> ScreenedSinceAsync(DbConnection connection, DateOnly day, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select min(since) as since from list_membership where list like 'should-%'";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) && !reader.IsDBNull(0) && reader.GetFieldValue<DateOnly>(0) is var first && first > day ? first : null;
    }

    private const string RecordsSql =
        "select r.library, r.state, count(*) from {1} join subject s on s.id = r.subject where r.closed_on is null and {0} group by r.library, r.state";

    private const string ListsSql =
        "select m.list, '', count(*) from list_membership m join subject s on s.id = m.subject where {1} and m.list like 'should-%' and {0} group by m.list";

    private static async Task<Dictionary<(string, string), long>> CountAsync(
        DbConnection connection, string sql, Func<DbCommand, DateOnly?, string> when, Func<DbCommand, string> seen, string? area, DateOnly? asOf, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        var condition = SeenSubjects.Where(command, seen(command), null, area);
        command.CommandText = string.Format(CultureInfo.InvariantCulture, sql, condition, when(command, asOf));
        var counts = new Dictionary<(string, string), long>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            counts[(reader.GetString(0), reader.GetString(1))] = reader.GetInt64(2);
        return counts;
    }

    private static TierView Tier(
        LibraryDefinition library, Dictionary<(string, string), long> records, Dictionary<(string, string), long> lists)
    {
        long In(LibraryState state) => records.GetValueOrDefault((library.Id, state.ToString()));
        return new TierView(
            library,
            In(LibraryState.Member) + In(LibraryState.UnderReview) + In(LibraryState.Warned),
            In(LibraryState.Nominated),
            In(LibraryState.UnderReview),
            In(LibraryState.Warned),
            lists.GetValueOrDefault((CultivationLists.ShouldEnter(library), "")),
            lists.GetValueOrDefault((CultivationLists.ShouldLeave(library), "")));
    }
}

public sealed record LibrariesView(IReadOnlyList<LadderView> Ladders)
{
    /// <summary>Set when the day asked for lies before the first screening: then 应入未入 and 应出未出 are not known, which is not the same as none.</summary>
    public DateOnly? ScreenedSince { get; init; }
}

public sealed record LadderView(Ladder Ladder, IReadOnlyList<TierView> Tiers);

/// <summary>Counts of one tier; <paramref name="Members"/> includes those under review or warned.</summary>
public sealed record TierView(
    LibraryDefinition Library, long Members, long Nominated, long UnderReview, long Warned, long ShouldEnter, long ShouldLeave)
{
    public long Waiting => Nominated + UnderReview;
}
