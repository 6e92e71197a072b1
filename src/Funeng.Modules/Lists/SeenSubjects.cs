using System.Data.Common;
using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Lists;

/// <summary>What every list of subjects asks of its rows, as SQL over the table <c>subject</c> joined as <c>s</c>: who may see them, words, a place, a page.</summary>
public static class SeenSubjects
{
    /// <param name="command">Gets the parameters.</param>
    /// <param name="seen">The condition that says which of them may be seen at all.</param>
    /// <param name="words">Looked for in name and code, as typed: % and _ are letters like others. Null or blank for all.</param>
    /// <param name="area">A region code (and all below it) or the code of a zone; null or empty for everywhere.</param>
    public static string Where(DbCommand command, string seen, string? words, string? area)
    {
        var condition = seen;
        if (!string.IsNullOrWhiteSpace(words))
        {
            // PostgreSQL tells cases apart in like, SQLite does not.
            condition += @" and (lower(s.name) like @words escape '\' or lower(s.code) like @words escape '\')";
            command.AddParameter("words", $"%{Literal(words.Trim().ToLowerInvariant())}%");
        }

        if (!string.IsNullOrEmpty(area))
        {
            condition += @" and (s.region like @area escape '\' or s.zone = @zone)";
            command.AddParameter("area", Literal(area) + "%");
            command.AddParameter("zone", area);
        }

        return condition;
    }

    /// <summary>
    /// Whether a scope leaves no subject out, so that counts need not look at each: it is everything, or a whole city and no subject lies elsewhere. Those the index
    /// of regions tells at once.
    /// </summary>
    public static async Task<bool> AreAllAsync(DbConnection connection, Scope scope, CancellationToken cancellation)
    {
        if (scope.Everything) return true;
        if (!scope.CoversUnplaced) return false;
        await using var command = connection.CreateCommand();
        var city = scope.Regions.MinBy(region => region.Length)!;
        command.AddParameter("first", city);
        // Codes are digits, twelve at most: no code of the city comes behind this one, in any order of letters a database may have.
        command.AddParameter("last", city + "999999999999");
        command.CommandText = "select exists (select 1 from subject s where s.region < @first) or exists (select 1 from subject s where s.region > @last)";
        return !Convert.ToBoolean(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
    }

    /// <param name="command">Gets the parameters.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">Rows of a page.</param>
    public static string Page(DbCommand command, int page, int size)
    {
        command.AddParameter("size", size);
        command.AddParameter("skip", (long)(page - 1) * size);
        return "limit @size offset @skip";
    }

    private static string Literal(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
