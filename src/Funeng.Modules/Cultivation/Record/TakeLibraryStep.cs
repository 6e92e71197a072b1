using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Cultivation.Record;

/// <summary>Takes one step of a library record for the signed-in user and stores who, when, why and on what evidence.</summary>
public sealed class TakeLibraryStep(
    FunengDb db, IdSource ids, LibraryCatalogue libraries, LibrarySight sight, LibraryReaders readers, TierDecision standards, AuditTrail audit,
    CurrentUser user, RefreshLists lists, CityProfile city, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public async Task<TakeStepResult> RunAsync(string libraryId, string code, StepRequest request, CancellationToken cancellation)
    {
        if (libraries.Find(libraryId) is not { } library
            || (await sight.FindAsync(library, code, cancellation) ?? await FromOutsideAsync(library, code, request, cancellation)) is not { } enterprise)
            return new TakeStepResult.NotFound();

        var today = city.Today(clock);
        var record = await sight.Records
            .Where(row => row.Library == library.Id && row.Subject == enterprise.Id)
            .OrderByDescending(row => row.Id)
            .FirstOrDefaultAsync(cancellation);
        if ((record?.Version ?? 0) != request.Version)
            return new TakeStepResult.ChangedMeanwhile();

        var verdict = await standards.DecideAsync(library, enterprise.Id, today, cancellation);
        var actor = ActorOf(user, enterprise);
        var result = LibraryProcess.Apply(record?.Standing, request.ToAction(verdict?.Outcome, actor.Role), actor, request.Reason, today, library);
        if (result is StepResult.NotAllowed notAllowed)
            return new TakeStepResult.NotAllowed(notAllowed.Message);
        if (result is StepResult.Refused refused)
            return new TakeStepResult.Refused(refused.Message);

        var before = record?.State;
        record = Keep(record, ((StepResult.Moved)result).Standing, library, enterprise, today);
        if (request.ToAction(null, actor.Role) is LibraryAction.AskOpinion ask && await readers.AddAsync(record, ask.Account, actor, today, cancellation) is { } problem)
            return new TakeStepResult.Refused(problem);

        db.Add(Taken(record, before, request, actor, verdict, today));
        audit.Record(request.Step.DisplayName(), $"library:{library.Id}:{enterprise.Code}", request.Reason, new { State = before }, new { record.State });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            // The version moved, or somebody opened a record at the same moment.
            return new TakeStepResult.ChangedMeanwhile();
        }

        // 应入未入 and 应出未出 follow at once.
        await lists.RunAsync([enterprise.Id], cancellation);
        return new TakeStepResult.Taken(record.State);
    }

    /// <summary>An outside account nominates by code what it cannot see; whether the enterprise stands in the library already is not told.</summary>
    private async Task<Subject?> FromOutsideAsync(LibraryDefinition library, string code, StepRequest request, CancellationToken cancellation) =>
        request.Step == LibraryStep.Nominate && IsOutsider(user.Role)
            ? await db.Set<Subject>().SingleOrDefaultAsync(
                subject => subject.Kind == Subject.Enterprise && subject.Code == code
                    && !db.Set<LibraryRecord>().Any(record => record.Library == library.Id && record.Subject == subject.Id && record.ClosedOn == null),
                cancellation)
            : null;

    internal static LibraryActor ActorOf(CurrentUser user, Subject enterprise) => new(
        user.Id?.ToString(CultureInfo.InvariantCulture) ?? user.Name, user.Name, user.Role, user.Scope.Organization == enterprise.Id);

    internal static bool IsOutsider(Role role) => role is Role.Expert or Role.Bank;

    private LibraryRecord Keep(LibraryRecord? record, LibraryStanding standing, LibraryDefinition library, Subject enterprise, DateOnly today)
    {
        if (record is null || record.ClosedOn is not null)
        {
            record = new LibraryRecord { Id = ids.Next(), Library = library.Id, Subject = enterprise.Id, OpenedOn = today };
            db.Add(record);
        }

        record.Take(standing, today);
        return record;
    }

    private LibraryStepTaken Taken(
        LibraryRecord record, LibraryState? before, StepRequest request, LibraryActor actor, TierVerdict? verdict, DateOnly today) => new()
    {
        Id = ids.Next(),
        Record = record.Id,
        Step = request.Step,
        StateBefore = before,
        StateAfter = record.State,
        Actor = actor.UserId,
        ActorName = actor.Name,
        ActorRole = actor.Role,
        TakenAt = clock.GetUtcNow(),
        TakenOn = today,
        Reason = request.Reason.Trim(),
        Organization = request.Organization,
        IsOutside = request.IsOutside || IsOutsider(actor.Role),
        Supports = request.Supports,
        Evidence = JsonSerializer.Serialize(verdict?.Evidence ?? [], Json),
    };
}

/// <summary>What the form of a record sends.</summary>
/// <param name="Version">The version of the record the page showed; 0 when there was none.</param>
public sealed record StepRequest(
    LibraryStep Step, string Reason, int Version, EntryDoor? Door = null, string? Organization = null, bool IsOutside = false,
    bool? Supports = null, ExitGround? Ground = null, long Reader = 0)
{
    public LibraryAction ToAction(Outcome? verdict, Role role) => Step switch
    {
        LibraryStep.Discover => new LibraryAction.Discover(),
        LibraryStep.Nominate => new LibraryAction.Nominate(Door ?? EntryDoor.DepartmentProposal, Organization ?? ""),
        LibraryStep.AskOpinion => new LibraryAction.AskOpinion(Reader),
        LibraryStep.GiveOpinion => new LibraryAction.GiveOpinion(
            Organization ?? "", IsOutside || TakeLibraryStep.IsOutsider(role), Supports ?? false),
        LibraryStep.Confirm => new LibraryAction.Confirm(verdict),
        LibraryStep.Decline => new LibraryAction.Decline(),
        LibraryStep.OpenReview => new LibraryAction.OpenReview(),
        LibraryStep.PassReview => new LibraryAction.PassReview(verdict),
        LibraryStep.Warn => new LibraryAction.Warn(),
        LibraryStep.LiftWarning => new LibraryAction.LiftWarning(),
        LibraryStep.Exit => new LibraryAction.Exit(Ground ?? ExitGround.AfterWarning),
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), Step, "a step without an action"),
    };
}

/// <summary>Every way taking a step can end.</summary>
public abstract record TakeStepResult
{
    private TakeStepResult()
    {
    }

    public sealed record Taken(LibraryState State) : TakeStepResult;

    public sealed record NotFound : TakeStepResult;

    public sealed record NotAllowed(string Message) : TakeStepResult;

    public sealed record Refused(string Message) : TakeStepResult;

    public sealed record ChangedMeanwhile : TakeStepResult;
}
