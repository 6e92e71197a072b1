using System.Data.Common;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Cultivation.Library;

/// <summary>How library records stood on a day: today's as they are, those of a past day from the last step taken until then.</summary>
internal static class PastRecords
{
    /// <summary>The records (<c>r</c>) that are open, as SQL for a from clause; adds its parameters.</summary>
    public static string From(DbCommand command, DateOnly? asOf)
    {
        if (asOf is not { } day)
            return "library_record r";

        command.AddParameter("asof", day);
        return """
            (select p.id, p.library, p.subject, t.state_after as state, p.door, p.nominated_by, p.opened_on, p.version,
                    case when p.confirmed_on <= @asof then p.confirmed_on end as confirmed_on, cast(null as date) as review_due, cast(null as date) as warned_until,
                    0 as outside_opinions, case when t.state_after in ('Exited', 'Declined') then t.taken_on end as closed_on
             from library_record p
             join library_step t on t.id = (select max(x.id) from library_step x where x.record = p.id and x.taken_on <= @asof)
             where p.opened_on <= @asof) r
            """;
    }
}
