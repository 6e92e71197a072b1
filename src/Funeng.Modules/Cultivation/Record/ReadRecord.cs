using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Cultivation.Record;

/// <summary>One enterprise in one library: its standing, every step so far, what the standard says today, and what this user may do next.</summary>
public sealed class ReadRecord(
    FunengDb db, LibraryCatalogue libraries, SubjectDirectory subjects, TierDecision standards, CurrentUser user, CityProfile city, TimeProvider clock)
{
    /// <returns>Null when there is no such library or enterprise, or not for this user.</returns>
    public async Task<RecordView?> RunAsync(string libraryId, string code, CancellationToken cancellation)
    {
        if (libraries.Find(libraryId) is not { } library || await subjects.FindAsync(user.Scope, Subject.Enterprise, code, cancellation) is not { } enterprise)
            return null;

        var records = await db.Set<LibraryRecord>().AsNoTracking()
            .Where(record => record.Library == library.Id && record.Subject == enterprise.Id)
            .OrderByDescending(record => record.Id)
            .ToListAsync(cancellation);
        var ids = records.Select(record => record.Id).ToList();
        var steps = await db.Set<LibraryStepTaken>().AsNoTracking()
            .Where(step => ids.Contains(step.Record))
            .OrderByDescending(step => step.Id)
            .ToListAsync(cancellation);

        var today = city.Today(clock);
        var current = records.Count > 0 ? records[0] : null;
        var actor = TakeLibraryStep.ActorOf(user, enterprise);
        return new RecordView(
            library, enterprise, current, steps, await standards.DecideAsync(library, enterprise.Id, today, cancellation), today,
            LibraryProcess.StepsFor(current?.Standing, actor), LibraryProcess.DoorsOf(actor), TakeLibraryStep.IsOutsider(user.Role));
    }
}

/// <param name="Record">The latest record; null when the enterprise never stood in this library.</param>
/// <param name="Standard">What the standard in force says today; null for a library the platform does not decide.</param>
/// <param name="SpeaksFromOutside">The user's own opinion counts as one from outside.</param>
public sealed record RecordView(
    LibraryDefinition Library, Subject Enterprise, LibraryRecord? Record, IReadOnlyList<LibraryStepTaken> Steps, TierVerdict? Standard,
    DateOnly Today, IReadOnlyList<LibraryStep> Offered, IReadOnlyList<EntryDoor> Doors, bool SpeaksFromOutside)
{
    public Outcome? Outcome => Standard?.Outcome;
}
