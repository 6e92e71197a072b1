using System.Data.Common;
using System.Globalization;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Cultivation;

/// <summary>
/// Which library records a user sees. Who may see enterprises sees those of the enterprises in scope. An outside account (expert, bank) sees
/// the records put before it and those it nominated, and no other: every other enterprise looks to it as if it did not exist.
/// </summary>
public sealed class LibrarySight(FunengDb db, SubjectDirectory subjects, CurrentUser user)
{
    public bool SeesEnterprises => user.Has(Permission.ViewEnterprises);

    private string Me => user.Id?.ToString(CultureInfo.InvariantCulture) ?? "";

    private long Account => user.Id ?? 0;

    /// <summary>The records this user sees, as a query.</summary>
    public IQueryable<LibraryRecord> Records => SeesEnterprises
        ? db.Set<LibraryRecord>().Where(record => subjects.Within(user.Scope, Subject.Enterprise).Any(subject => subject.Id == record.Subject))
        : db.Set<LibraryRecord>().Where(record =>
            record.NominatedBy == Me || db.Set<LibraryReader>().Any(reader => reader.Record == record.Id && reader.Account == Account));

    /// <summary>The enterprise of a code as one may see it in a library; null when there is none, or not for this user.</summary>
    public Task<Subject?> FindAsync(LibraryDefinition library, string code, CancellationToken cancellation) => SeesEnterprises
        ? subjects.FindAsync(user.Scope, Subject.Enterprise, code, cancellation)
        : db.Set<Subject>().SingleOrDefaultAsync(
            subject => subject.Kind == Subject.Enterprise && subject.Code == code
                && Records.Any(record => record.Subject == subject.Id && record.Library == library.Id),
            cancellation);

    /// <summary>The figures behind a verdict: for an outside account only while its opinion is asked for. Nominating does not open them.</summary>
    public async Task<bool> SeesEvidenceAsync(LibraryRecord? record, CancellationToken cancellation) =>
        SeesEnterprises
        || (record is { State: LibraryState.Nominated }
            && await db.Set<LibraryReader>().AnyAsync(reader => reader.Record == record.Id && reader.Account == Account, cancellation));

    /// <summary>The same as <see cref="Records"/> for hand-written SQL, with the tables joined as <c>r</c> and <c>s</c>; adds its parameters.</summary>
    public string Sql(DbCommand command)
    {
        if (SeesEnterprises)
            return user.Scope.Sql(command, "s.region", "s.zone", "s.id");

        command.AddParameter("sight_me", Me);
        command.AddParameter("sight_account", Account);
        return "(r.nominated_by = @sight_me or exists (select 1 from library_reader x where x.record = r.id and x.account = @sight_account))";
    }
}
