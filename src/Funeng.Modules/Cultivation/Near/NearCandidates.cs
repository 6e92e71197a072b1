using System.Data.Common;
using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;

namespace Funeng.Modules.Cultivation.Near;

/// <summary>Who may be near a tier, by the stored verdicts and within the scope of who asks: the most promising first, and no more than a page can weigh.</summary>
public sealed class NearCandidates(FunengDatabase database, PathPlanner planner, CurrentUser user)
{
    /// <summary>So many are weighed of those that fail nothing unchangeable; of more, those with the fewest failing conditions and the most points.</summary>
    public const int Weighed = 600;

    /// <summary>So many of the others, for whom there is no path.</summary>
    public const int WeighedHopeless = 200;

    private const string Failures = "length(v.failed) - length(replace(v.failed, ';', ''))";

    private const string IsLarge = $"exists (select 1 from verdict z where z.subject = s.id and z.scheme = '{ScaleColumn.Scheme}' and z.class = '大型')";

    // Marks the row that is a number and no enterprise.
    private const int Counted = 2;

    /// <summary>
    /// Whoever is large by the stored verdict is only counted: of those that miss little they have the most points, and would take the places of all
    /// others. Whose verdict does not follow his facts yet is left out when he is weighed.
    /// </summary>
    /// <param name="distance">At most so many conditions that fail or are open.</param>
    public async Task<(IReadOnlyList<NearCandidate> Candidates, int Large)> FindAsync(
        LibraryDefinition library, Scheme scheme, LibraryFilter filter, int distance, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = Sql(command, library, scheme, filter, distance);
        var rows = new List<NearCandidate>();
        var large = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (reader.GetInt32(5) == Counted) large = (int)reader.GetInt64(0);
            else rows.Add(new NearCandidate(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? "" : reader.GetString(3),
                reader.IsDBNull(4) ? "" : reader.GetString(4), reader.GetInt32(5) == 1));
        }

        return (rows, large);
    }

    private string Sql(DbCommand command, LibraryDefinition library, Scheme scheme, LibraryFilter filter, int distance)
    {
        var seen = SeenSubjects.Where(command, user.EnterpriseScope.Sql(command, "s.region", "s.zone", "s.id"), filter.Query, filter.Area);
        command.AddParameter("scheme", scheme.Id);
        command.AddParameter("distance", distance);
        command.AddParameter("library", library.Id);
        var hopeless = HopelessSql(command, scheme);
        var from =
            $"from verdict v join subject s on s.id = v.subject where v.scheme = @scheme and v.outcome = 'NotMet' and {Failures} < @distance and {seen} and not exists (select 1 from library_record r where r.library = @library and r.subject = s.id and r.closed_on is null)";
        var small = library.IsForSmes ? $"not {IsLarge}" : "1 = 1";
        string Some(int isHopeless, int most) => string.Create(CultureInfo.InvariantCulture,
            $"select * from (select s.id, s.code, s.name, s.region, s.zone, {isHopeless} as hopeless {from} and {small} and {hopeless} = {isHopeless} order by {Failures}, coalesce(v.score_high, 0) desc, s.name limit {most}) c{isHopeless}");
        var all = $"{Some(0, Weighed)} union all {Some(1, WeighedHopeless)}";
        return library.IsForSmes ? string.Create(CultureInfo.InvariantCulture, $"{all} union all select count(*), '', '', null, null, {Counted} {from} and {IsLarge}") : all;
    }

    // 1 for who fails a condition that rests on nothing anybody can change.
    private string HopelessSql(DbCommand command, Scheme scheme)
    {
        var keys = planner.Unchangeable(scheme).Order(StringComparer.Ordinal).ToList();
        for (var index = 0; index < keys.Count; index++) command.AddParameter($"hopeless{index}", $"%;{keys[index]};%");
        var any = string.Join(" or ", keys.Select((_, index) => $"';' || v.failed || ';' like @hopeless{index}").DefaultIfEmpty("1 = 0"));
        return $"case when {any} then 1 else 0 end";
    }
}

/// <param name="IsHopeless">Fails a condition that rests on nothing anybody can change.</param>
public sealed record NearCandidate(long Id, string Code, string Name, string Region, string Zone, bool IsHopeless);
