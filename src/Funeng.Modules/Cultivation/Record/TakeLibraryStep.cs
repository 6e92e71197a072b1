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
    FunengDb db, FunengDatabase database, IdSource ids, LibraryCatalogue libraries, LibrarySight sight, LibraryReaders readers, TierDecision standards, AuditTrail audit,
    CurrentUser user, FollowUps followUps, CityProfile city, TimeProvider clock)
{
    /// <summary>Of a selection; a page shows no more.</summary>
    public const int MostAtOnce = 100;

    private const int LongestReason = 500, LongestOrganization = 100;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public async Task<TakeStepResult> RunAsync(string libraryId, string code, StepRequest request, CancellationToken cancellation)
    {
        if (libraries.Find(libraryId) is not { } library || await FindAsync(library, code, request, cancellation) is not { } enterprise)
            return new TakeStepResult.NotFound();

        var publication = followUps.NewPublication();
        var result = await TakeAsync(library, enterprise, request, publication, cancellation);
        // 应入未入 and 应出未出 follow at once.
        if (result is TakeStepResult.Taken)
            await followUps.FollowAsync(publication, cancellation);
        return result;
    }

    /// <summary>
    /// The same step for a selection, each by itself: what one of them lacks holds up none of the others. Who is over the limit is refused like
    /// any other, and the lists follow whatever was taken even when the caller goes away in the middle.
    /// </summary>
    public async Task<IReadOnlyList<SelectedStep>> RunAsync(
        string libraryId, IReadOnlyList<SelectedRecord> selection, StepRequest request, CancellationToken cancellation)
    {
        var results = new List<SelectedStep>();
        var publication = followUps.NewPublication();
        var asked = selection.DistinctBy(item => item.Code).ToList();
        try
        {
            foreach (var item in asked.Take(MostAtOnce))
                results.Add(await OneOfAsync(libraryId, item, request, publication, cancellation));
        }
        finally
        {
            await followUps.FollowAsync(publication, cancellation);
        }

        return [.. results, .. asked.Skip(MostAtOnce).Select(item => new SelectedStep(item.Code, item.Code, TooMany))];
    }

    private static readonly TakeStepResult TooMany = new TakeStepResult.Refused($"一次最多办理 {MostAtOnce} 家，这一家没有办；请再选一次");

    private async Task<SelectedStep> OneOfAsync(
        string libraryId, SelectedRecord item, StepRequest request, long publication, CancellationToken cancellation)
    {
        var one = request with { Version = item.Version };
        return libraries.Find(libraryId) is not { } library || await FindAsync(library, item.Code, one, cancellation) is not { } enterprise
            ? new SelectedStep(item.Code, item.Code, new TakeStepResult.NotFound())
            : new SelectedStep(item.Code, enterprise.Name, await TakeAsync(library, enterprise, one, publication, cancellation));
    }

    private async Task<Subject?> FindAsync(LibraryDefinition library, string code, StepRequest request, CancellationToken cancellation) =>
        await sight.FindAsync(library, code, cancellation) ?? await FromOutsideAsync(library, code, request, cancellation);

    private async Task<TakeStepResult> TakeAsync(
        LibraryDefinition library, Subject enterprise, StepRequest request, long publication, CancellationToken cancellation)
    {
        if (TooLong(request) is { } tooLong)
            return new TakeStepResult.Refused(tooLong);
        var today = city.Today(clock);
        var record = await sight.Records
            .Where(row => row.Library == library.Id && row.Subject == enterprise.Id)
            .OrderByDescending(row => row.Id)
            .FirstOrDefaultAsync(cancellation);
        if ((record?.Version ?? 0) != request.Version)
            return new TakeStepResult.ChangedMeanwhile();

        var (verdict, knownAt) = await DecideAsync(library, enterprise, today, cancellation);
        var actor = ActorOf(user, enterprise);
        if (request is { Step: LibraryStep.GiveOpinion, Supports: null })
            return new TakeStepResult.Refused("请选择支持或不支持入库");
        var action = request.ToAction(verdict?.Outcome, await HasSpokenAsync(record, actor, cancellation));
        var result = LibraryProcess.Apply(record?.Standing, action, actor, request.Reason, today, library);
        if (result is StepResult.NotAllowed notAllowed)
            return new TakeStepResult.NotAllowed(notAllowed.Message);
        if (result is StepResult.Refused refused)
            return new TakeStepResult.Refused(refused.Message + Missing(verdict, action));
        return await StoreAsync(library, enterprise, record, ((StepResult.Moved)result).Standing, request, actor, (verdict, knownAt), today, publication, cancellation);
    }

    private async Task<TakeStepResult> StoreAsync(
        LibraryDefinition library, Subject enterprise, LibraryRecord? record, LibraryStanding standing, StepRequest request, LibraryActor actor,
        (TierVerdict?, DateTimeOffset) decided, DateOnly today, long publication, CancellationToken cancellation)
    {
        var before = record?.State;
        record = Keep(record, standing, library, enterprise, today);
        if (request.Step == LibraryStep.AskOpinion && await readers.AddAsync(record, request.Reader, actor, today, cancellation) is { } problem)
        {
            db.ChangeTracker.Clear();
            return new TakeStepResult.Refused(problem);
        }

        db.Add(Taken(record, before, request, actor, decided, today));
        audit.Record(request.Step.DisplayName(), $"library:{library.Id}:{enterprise.Code}", request.Reason, new { State = before }, new { record.State });
        followUps.Owe(db, publication, enterprise.Id);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException conflict) when (WriteCollision.Is(conflict))
        {
            // The version moved, or somebody opened a record at the same moment.
            db.ChangeTracker.Clear();
            return new TakeStepResult.ChangedMeanwhile();
        }

        return new TakeStepResult.Taken(record.State);
    }

    private static string? TooLong(StepRequest request) =>
        request.Reason.Trim().Length is > LongestReason and var words ? $"理由有 {words} 个字，最多 {LongestReason} 个"
        : request.Organization?.Length is > LongestOrganization and var letters ? $"单位名称有 {letters} 个字，最多 {LongestOrganization} 个"
        : null;

    private Task<bool> HasSpokenAsync(LibraryRecord? record, LibraryActor actor, CancellationToken cancellation) => record is null
        ? Task.FromResult(false)
        : db.Set<LibraryStepTaken>().AnyAsync(
            step => step.Record == record.Id && step.Step == LibraryStep.GiveOpinion && step.Actor == actor.UserId, cancellation);

    // “Still open” helps nobody who is not told what is missing.
    private static string Missing(TierVerdict? verdict, LibraryAction action) =>
        action is LibraryAction.Confirm or LibraryAction.PassReview && verdict is { Outcome: Outcome.Unknown, Verdict.Missing: { Count: > 0 } missing }
            ? $"（缺：{string.Join("、", missing.Take(3).Select(fact => EvidenceLines.Label(fact.Definition)))}{(missing.Count > 3 ? $" 等 {missing.Count} 项" : "")}）"
            : "";

    /// <summary>An outside account nominates by code what it cannot see; whether the enterprise stands in the library already is not told.</summary>
    private async Task<Subject?> FromOutsideAsync(LibraryDefinition library, string code, StepRequest request, CancellationToken cancellation) =>
        request.Step == LibraryStep.Nominate && LibraryProcess.IsOutsider(user.Role)
            ? await db.Set<Subject>().SingleOrDefaultAsync(
                subject => subject.Kind == Subject.Enterprise && subject.Code == code
                    && !db.Set<LibraryRecord>().Any(record => record.Library == library.Id && record.Subject == subject.Id && record.ClosedOn == null),
                cancellation)
            : null;

    /// <summary>Read at a moment at which nobody was publishing, so that the facts known then can be read again.</summary>
    private async Task<(TierVerdict? Verdict, DateTimeOffset KnownAt)> DecideAsync(
        LibraryDefinition library, Subject enterprise, DateOnly today, CancellationToken cancellation)
    {
        await using var moment = await PublishingMoment.HoldAsync(database, clock, cancellation);
        return (await standards.DecideAsync(library, enterprise.Id, today, cancellation, moment.At), moment.At);
    }

    /// <param name="user">Who acts.</param>
    /// <param name="enterprise">On which enterprise; null for several.</param>
    internal static LibraryActor ActorOf(CurrentUser user, Subject? enterprise = null) => new(
        user.Id?.ToString(CultureInfo.InvariantCulture) ?? user.Name, user.Name, user.Role, enterprise is not null && user.Scope.Organization == enterprise.Id)
    {
        Permissions = user.Permissions,
    };

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
        LibraryRecord record, LibraryState? before, StepRequest request, LibraryActor actor, (TierVerdict? Verdict, DateTimeOffset KnownAt) decided,
        DateOnly today) => new()
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
        IsOutside = actor.IsOutsider,
        Supports = request.Step == LibraryStep.GiveOpinion ? request.Supports : null,
        Evidence = JsonSerializer.Serialize(decided.Verdict?.Evidence ?? [], Json),
        RuleVersion = decided.Verdict?.Rules.VersionName,
        RuleSha256 = decided.Verdict?.Rules.Sha256,
        KnownAt = decided.Verdict is null ? null : decided.KnownAt,
    };
}
