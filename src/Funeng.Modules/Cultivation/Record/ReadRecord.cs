using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Cultivation.Record;

/// <summary>One enterprise in one library: its standing, every step so far, what the standard says today, and what this user may do next.</summary>
public sealed class ReadRecord(
    FunengDb db, LibraryCatalogue libraries, LibrarySight sight, TierDecision standards, LibraryReaders readers, SizeBar sizes,
    CurrentUser user, CityProfile city, TimeProvider clock)
{
    /// <returns>Null when there is no such library or enterprise, or not for this user.</returns>
    public async Task<RecordView?> RunAsync(string libraryId, string code, CancellationToken cancellation)
    {
        if (libraries.Find(libraryId) is not { } library || await sight.FindAsync(library, code, cancellation) is not { } enterprise)
            return null;

        var records = await sight.Records.AsNoTracking()
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
        var offered = LibraryProcess.StepsFor(current?.Standing, actor);
        var standard = await sight.SeesEvidenceAsync(current, cancellation) ? await standards.DecideAsync(library, enterprise.Id, today, cancellation) : null;
        var isTooLarge = standard is not null && library.IsForSmes && sizes.IsTooLarge(library, await standards.ViewAsync(enterprise.Id, today, cancellation));
        return new RecordView(
            library, enterprise, current, steps, standard, today, offered, LibraryProcess.DoorsOf(actor), actor.IsOutsider, sight.SeesEnterprises,
            offered.Contains(LibraryStep.AskOpinion) ? await readers.CouldBeAskedAsync(current!, cancellation) : []) { IsTooLarge = isTooLarge };
    }
}

/// <param name="Record">The latest record; null when the enterprise never stood in this library.</param>
/// <param name="Standard">What the standard in force says today; null for a library the platform does not decide, and for an outside
/// account whose opinion is not asked for.</param>
/// <param name="SpeaksFromOutside">The user's own opinion counts as one from outside.</param>
/// <param name="Askable">Outside accounts before which the record could be put.</param>
public sealed record RecordView(
    LibraryDefinition Library, Subject Enterprise, LibraryRecord? Record, IReadOnlyList<LibraryStepTaken> Steps, TierVerdict? Standard,
    DateOnly Today, IReadOnlyList<LibraryStep> Offered, IReadOnlyList<EntryDoor> Doors, bool SpeaksFromOutside, bool SeesEnterprises,
    IReadOnlyList<OutsideAccount> Askable)
{
    public Outcome? Outcome => Standard?.Outcome;

    /// <summary>A tier of small and middling enterprises, and this one is certainly large.</summary>
    public bool IsTooLarge { get; init; }
}
