using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Funeng.Modules.Registry.Browse;

/// <summary>The orders of the list. Enterprises without the value come last, whichever way.</summary>
internal static class EnterpriseSort
{
    private static readonly string[] Keys = ["name", "code", "region", "industry", "founded", "revenue", "employees", "changed"];

    public static bool Knows(string sort) => Keys.Contains(sort.TrimStart('-'));

    public static IQueryable<Organization> By(this IQueryable<Organization> rows, string sort, DatabaseFacade database)
    {
        var isDescending = sort is ['-', ..];
        return (sort.TrimStart('-'), isDescending) switch
        {
            ("name", false) => rows.OrderBy(row => row.Name).ThenBy(row => row.Id),
            ("name", true) => rows.OrderByDescending(row => row.Name).ThenBy(row => row.Id),
            ("code", false) => rows.OrderBy(row => row.Code),
            ("code", true) => rows.OrderByDescending(row => row.Code),
            ("region", false) => rows.OrderBy(row => row.Region == null).ThenBy(row => row.Region).ThenBy(row => row.Id),
            ("region", true) => rows.OrderBy(row => row.Region == null).ThenByDescending(row => row.Region).ThenBy(row => row.Id),
            ("industry", false) => rows.OrderBy(row => row.Industry == null).ThenBy(row => row.Industry).ThenBy(row => row.Id),
            ("industry", true) => rows.OrderBy(row => row.Industry == null).ThenByDescending(row => row.Industry).ThenBy(row => row.Id),
            ("founded", false) => rows.OrderBy(row => row.FoundedOn == null).ThenBy(row => row.FoundedOn).ThenBy(row => row.Id),
            // SQLite puts missing values last when descending, so that its indexes can be used as they are.
            ("founded", true) when database.IsSqlite() => rows.OrderByDescending(row => row.FoundedOn).ThenByDescending(row => row.Id),
            ("employees", true) when database.IsSqlite() => rows.OrderByDescending(row => row.Employees).ThenByDescending(row => row.Id),
            ("founded", true) => rows.OrderBy(row => row.FoundedOn == null).ThenByDescending(row => row.FoundedOn).ThenBy(row => row.Id),
            ("employees", false) => rows.OrderBy(row => row.Employees == null).ThenBy(row => row.Employees).ThenBy(row => row.Id),
            ("employees", true) => rows.OrderBy(row => row.Employees == null).ThenByDescending(row => row.Employees).ThenBy(row => row.Id),
            ("changed", false) => rows.OrderBy(row => row.ChangedAt).ThenBy(row => row.Id),
            ("changed", true) => rows.OrderByDescending(row => row.ChangedAt).ThenByDescending(row => row.Id),
            (_, false) => rows.OrderBy(row => row.RevenueFen == null).ThenBy(row => row.RevenueFen).ThenBy(row => row.Id),
            _ when database.IsSqlite() => rows.OrderByDescending(row => row.RevenueFen).ThenByDescending(row => row.Id),
            _ => rows.OrderBy(row => row.RevenueFen == null).ThenByDescending(row => row.RevenueFen).ThenBy(row => row.Id),
        };
    }
}
