using System.Data.Common;
using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;

namespace Funeng.Modules.Cultivation.Compare;

/// <summary>Who keeps, gains and loses by a new standard, and for which reasons, within the scope of the user who asks.</summary>
public sealed class ReadComparison(
    FunengDatabase database, LibraryCatalogue libraries, TierStandards standards, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public IReadOnlyList<StandardPair> Pairs => CompareStandards.Pairs(libraries, standards, city.Today(clock));

    /// <summary>The pair of a library, the first one for none or an unknown one; null while nothing can be compared.</summary>
    public StandardPair? Find(string? library)
    {
        var pairs = Pairs;
        return pairs.FirstOrDefault(candidate => candidate.Library.Id == library) ?? (pairs is [var first, ..] ? first : null);
    }

    // Every enterprise of the scope counts: whom nobody compared yet, for want of any fact, is open and not left out.
    private const string Rows = "subject s left join standard_comparison c on c.subject = s.id and c.old_scheme = @old and c.new_scheme = @new";
    private const string Old = "coalesce(c.old_outcome, 'Unknown')", New = "coalesce(c.new_outcome, 'Unknown')";

    public async Task<ComparisonView> RunAsync(StandardPair pair, ComparisonFilter filter, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var counts = new Dictionary<Shift, long>();
        var reasons = new Dictionary<string, long>();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText =
                $"select {Old}, {New}, coalesce(c.new_failed, ''), count(*) from {Rows} where {Where(command, pair, filter with { Shift = null })} group by 1, 2, 3";
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var shift = ShiftOf(reader.GetString(0), reader.GetString(1));
                var count = reader.GetInt64(3);
                counts[shift] = counts.GetValueOrDefault(shift) + count;
                if (shift != Shift.Loses) continue;
                foreach (var key in reader.GetString(2).Split(';', StringSplitOptions.RemoveEmptyEntries))
                    reasons[key] = reasons.GetValueOrDefault(key) + count;
            }
        }

        var rows = await RowsAsync(connection, pair, filter, cancellation);
        return new ComparisonView(
            pair, counts,
            [.. reasons.OrderByDescending(reason => reason.Value).Select(reason => new LossReason(Label(pair.New, reason.Key), reason.Value))],
            rows, counts.GetValueOrDefault(filter.Shift ?? Shift.Loses));
    }

    /// <summary>The label of a criterion, or its key when the scheme has no such criterion.</summary>
    public static string Label(Scheme scheme, string key) =>
        scheme.Criteria.FirstOrDefault(criterion => criterion.Key == key)?.Label is { Length: > 0 } label ? label : key;

    private async Task<IReadOnlyList<ComparisonRow>> RowsAsync(
        DbConnection connection, StandardPair pair, ComparisonFilter filter, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        var shift = filter.Shift ?? Shift.Loses;
        command.CommandText =
            $"select s.code, s.name, s.region, s.zone, {Old}, {New}, coalesce(c.old_failed, ''), coalesce(c.new_failed, ''), coalesce(c.holds_title, @none) from {Rows} where {Where(command, pair, filter with { Shift = shift })} order by s.name limit @size offset @skip";
        command.AddParameter("none", false);
        command.AddParameter("size", filter.Size);
        command.AddParameter("skip", (long)(filter.Page - 1) * filter.Size);
        var rows = new List<ComparisonRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(new ComparisonRow(
                reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? "" : reader.GetString(2), reader.IsDBNull(3) ? "" : reader.GetString(3),
                Enum.Parse<Outcome>(reader.GetString(4)), Enum.Parse<Outcome>(reader.GetString(5)),
                Labels(pair.Old, reader.GetString(6)), Labels(pair.New, reader.GetString(7)), reader.GetBoolean(8)));
        }

        return rows;
    }

    private static IReadOnlyList<string> Labels(Scheme scheme, string keys) =>
        [.. keys.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(key => Label(scheme, key))];

    private string Where(DbCommand command, StandardPair pair, ComparisonFilter filter)
    {
        var conditions = new List<string> { $"s.kind = '{Subject.Enterprise}'", SeenSubjects.Where(command, user.EnterpriseScope.Sql(command, "s.region", "s.zone", "s.id"), null, filter.Area) };
        command.AddParameter("old", pair.Old.Id);
        command.AddParameter("new", pair.New.Id);
        if (filter.HoldersOnly)
        {
            conditions.Add("c.holds_title = @holds");
            command.AddParameter("holds", true);
        }

        conditions.Add(filter.Shift switch
        {
            null => "1 = 1",
            Shift.Keeps => "c.old_outcome = 'Met' and c.new_outcome = 'Met'",
            Shift.Gains => "c.old_outcome = 'NotMet' and c.new_outcome = 'Met'",
            Shift.Loses => "c.old_outcome = 'Met' and c.new_outcome = 'NotMet'",
            Shift.Neither => "c.old_outcome = 'NotMet' and c.new_outcome = 'NotMet'",
            _ => $"({Old} = 'Unknown' or {New} = 'Unknown')",
        });
        return string.Join(" and ", conditions);
    }

    private static Shift ShiftOf(string before, string after) => (before, after) switch
    {
        (nameof(Outcome.Met), nameof(Outcome.Met)) => Shift.Keeps,
        (nameof(Outcome.NotMet), nameof(Outcome.Met)) => Shift.Gains,
        (nameof(Outcome.Met), nameof(Outcome.NotMet)) => Shift.Loses,
        (nameof(Outcome.NotMet), nameof(Outcome.NotMet)) => Shift.Neither,
        _ => Shift.Open,
    };
}

/// <summary>What a new standard does to an enterprise on the same facts.</summary>
public enum Shift
{
    [System.ComponentModel.DataAnnotations.Display(Name = "保持")] Keeps,
    [System.ComponentModel.DataAnnotations.Display(Name = "新增")] Gains,
    [System.ComponentModel.DataAnnotations.Display(Name = "失去")] Loses,
    [System.ComponentModel.DataAnnotations.Display(Name = "都不符合")] Neither,
    [System.ComponentModel.DataAnnotations.Display(Name = "待补充")] Open,
}

public sealed record ComparisonFilter(Shift? Shift, string? Area, bool HoldersOnly, int Page = 1, int Size = 20)
{
    /// <summary>What an address asks for; losses where it does not say.</summary>
    public static ComparisonFilter Read(string? change, string? area, string? holders) => new(
        Enum.TryParse<Shift>(change, ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) ? chosen : Compare.Shift.Loses, string.IsNullOrEmpty(area) ? null : area, holders == "1");
}

public sealed record LossReason(string Label, long Count);

public sealed record ComparisonRow(
    string Code, string Name, string Region, string Zone, Outcome Old, Outcome New, IReadOnlyList<string> OldFailed, IReadOnlyList<string> NewFailed,
    bool HoldsTitle);

/// <param name="Total">How many rows the chosen shift has.</param>
public sealed record ComparisonView(
    StandardPair Pair, IReadOnlyDictionary<Shift, long> Counts, IReadOnlyList<LossReason> Reasons, IReadOnlyList<ComparisonRow> Rows, long Total);
