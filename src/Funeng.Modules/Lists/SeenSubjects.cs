using System.Data.Common;
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
