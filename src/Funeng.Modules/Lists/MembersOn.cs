using System.Data.Common;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Lists;

/// <summary>Which memberships of lists count on a day: today those that are open, on a past day those that had begun and not yet ended.</summary>
internal static class MembersOn
{
    /// <summary>The condition on <c>list_membership m</c>; adds its parameter.</summary>
    /// <param name="command">The command it goes into.</param>
    /// <param name="day">A past day; null for today.</param>
    public static string Sql(DbCommand command, DateOnly? day)
    {
        if (day is null)
            return "m.until is null";

        command.AddParameter("members_on", day);
        return "m.since <= @members_on and (m.until is null or m.until > @members_on)";
    }
}
