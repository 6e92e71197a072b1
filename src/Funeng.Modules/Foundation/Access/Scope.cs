using System.Data.Common;
using System.Linq.Expressions;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Foundation.Access;

/// <summary>
/// Which rows an account sees: everything, or those in its regions (a code and all below it: 3703 covers 370303001), in its functional
/// zones, or its own organization. Who has a whole city also has the rows nobody has placed yet, so that somebody can place them.
/// Applied in every query; never by hiding a button.
/// </summary>
public sealed record Scope(bool Everything, IReadOnlyList<string> Regions, IReadOnlyList<string> Zones, long? Organization)
{
    // Two digits are a province, four a city, six a district, nine a township.
    private const int CityCode = 4;

    public static readonly Scope All = new(true, [], [], null);

    public static readonly Scope Nothing = new(false, [], [], null);

    public static Scope OfRegions(params IReadOnlyList<string> regions) => new(false, regions, [], null);

    public static Scope OfZones(params IReadOnlyList<string> zones) => new(false, [], zones, null);

    public static Scope OfOrganization(long subject) => new(false, [], [], subject);

    /// <summary>Whether rows without a region are in the scope: for whoever has a whole city or more.</summary>
    public bool CoversUnplaced => Everything || Regions.Any(prefix => prefix.Length <= CityCode);

    public bool Covers(string? region, string? zone, long subject) =>
        Everything
        || Organization == subject
        || (region is null && CoversUnplaced)
        || (region is not null && Regions.Any(prefix => region.StartsWith(prefix, StringComparison.Ordinal)))
        || (zone is not null && Zones.Contains(zone));

    /// <summary>The same as <see cref="Covers"/>, as a condition of an EF Core query.</summary>
    public IQueryable<T> Filter<T>(
        IQueryable<T> rows, Expression<Func<T, string?>> region, Expression<Func<T, string?>> zone, Expression<Func<T, long>> subject)
    {
        if (Everything)
        {
            return rows;
        }

        var row = Expression.Parameter(typeof(T), "row");
        var startsWith = typeof(string).GetMethod(nameof(string.StartsWith), [typeof(string)])!;
        Expression any = CoversUnplaced ? Expression.Equal(On(region, row), Expression.Constant(null, typeof(string))) : Expression.Constant(false);
        foreach (var prefix in Regions)
        {
            var value = On(region, row);
            any = Expression.OrElse(any, Expression.AndAlso(
                Expression.NotEqual(value, Expression.Constant(null, typeof(string))), Expression.Call(value, startsWith, Expression.Constant(prefix))));
        }

        foreach (var code in Zones)
        {
            any = Expression.OrElse(any, Expression.Equal(On(zone, row), Expression.Constant(code)));
        }

        if (Organization is { } own)
        {
            any = Expression.OrElse(any, Expression.Equal(On(subject, row), Expression.Constant(own)));
        }

        return rows.Where(Expression.Lambda<Func<T, bool>>(any, row));
    }

    /// <summary>The same as <see cref="Covers"/>, as a condition of hand-written SQL; adds its parameters to the command.</summary>
    public string Sql(DbCommand command, string regionColumn, string zoneColumn, string subjectColumn)
    {
        if (Everything)
        {
            return "1 = 1";
        }

        List<string> conditions = [CoversUnplaced ? $"{regionColumn} is null" : "1 = 0"];
        for (var index = 0; index < Regions.Count; index++)
        {
            conditions.Add($"{regionColumn} like @scope_region{index}");
            command.AddParameter($"scope_region{index}", Regions[index] + "%");
        }

        for (var index = 0; index < Zones.Count; index++)
        {
            conditions.Add($"{zoneColumn} = @scope_zone{index}");
            command.AddParameter($"scope_zone{index}", Zones[index]);
        }

        if (Organization is { } own)
        {
            conditions.Add($"{subjectColumn} = @scope_own");
            command.AddParameter("scope_own", own);
        }

        return $"({string.Join(" or ", conditions)})";
    }

    public bool Equals(Scope? other) =>
        other is not null
        && Everything == other.Everything
        && Organization == other.Organization
        && Regions.SequenceEqual(other.Regions)
        && Zones.SequenceEqual(other.Zones);

    public override int GetHashCode() => HashCode.Combine(Everything, Organization, Regions.Count, Zones.Count);

    private static Expression On<T, TValue>(Expression<Func<T, TValue>> member, ParameterExpression row) =>
        new Rebind(member.Parameters[0], row).Visit(member.Body);

    private sealed class Rebind(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
