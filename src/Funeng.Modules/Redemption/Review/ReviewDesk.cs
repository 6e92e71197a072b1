using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Applications;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Review;

/// <summary>Moves an application along its route: history, clock and pauses. Adds to the unit of work; who may has been asked.</summary>
public sealed class ReviewDesk(FunengDb db, RouteBook routes, ReviewClock clock, IdSource ids, AuditTrail audit, CurrentUser user, TimeProvider time)
{
    /// <summary>Null when the route was taken out of the file.</summary>
    public RouteStep? StepOf(Application application) =>
        routes.Find(application.Route) is { } route && application.Step >= 0 && application.Step < route.Steps.Count ? route.Steps[application.Step] : null;

    /// <summary>It was handed in for the first time: the first step begins.</summary>
    internal void Begin(Application application, ReviewRoute route)
    {
        application.Route = route.Id;
        Enter(application, 0);
        Keep(application, ReviewActKind.Submitted, "", "", []);
    }

    /// <summary>It comes back corrected to the step that returned it, whose clock goes on.</summary>
    internal async Task ResumeAsync(Application application, CancellationToken cancellation)
    {
        var (now, pauses) = (time.GetUtcNow(), await PausesAsync(application, cancellation));
        foreach (var pause in pauses.Where(pause => pause.ToAt is null)) pause.ToAt = now;
        application.State = ApplicationState.InReview;
        var returned = await db.Set<ReviewAct>().AsNoTracking().Where(act => act.Application == application.Id && act.Kind == ReviewActKind.Returned).OrderByDescending(act => act.At).FirstOrDefaultAsync(cancellation);
        application.DueOn = StepOf(application) is { } step ? clock.Resumed(application, step, pauses, now, returned) : null;
        Keep(application, ReviewActKind.Resubmitted, "", "", []);
    }

    internal void Pass(Application application, string reason)
    {
        Keep(application, ReviewActKind.Passed, reason, "", []);
        Enter(application, application.Step + 1);
    }

    /// <summary>The enterprise is told what to correct; until it has, nobody's time runs.</summary>
    internal void Return(Application application, string reason, IReadOnlyList<string> corrections)
    {
        Keep(application, ReviewActKind.Returned, reason, "", corrections);
        db.Add(new ReviewPause { Id = ids.Next(), Application = application.Id, Step = application.Step, FromAt = time.GetUtcNow() });
        application.State = ApplicationState.Returned;
        application.DueOn = null;
    }

    internal void End(Application application, ReviewActKind kind, string reason, string clause)
    {
        Keep(application, kind, reason, clause, []);
        application.State = kind switch
        {
            ReviewActKind.Approved => ApplicationState.Approved,
            ReviewActKind.Refused => ApplicationState.Refused,
            _ => ApplicationState.Withdrawn,
        };
        application.DueOn = null;
    }

    private Task<List<ReviewPause>> PausesAsync(Application application, CancellationToken cancellation) =>
        db.Set<ReviewPause>().Where(pause => pause.Application == application.Id).ToListAsync(cancellation);

    private void Enter(Application application, int step)
    {
        var now = time.GetUtcNow();
        (application.State, application.Step, application.StepAt) = (ApplicationState.InReview, step, now);
        application.DueOn = StepOf(application) is { } entered ? clock.Read(application, entered, [], now).DueOn : null;
    }

    private void Keep(Application application, ReviewActKind kind, string reason, string clause, IReadOnlyList<string> corrections)
    {
        var now = time.GetUtcNow();
        application.Version++;
        application.ChangedAt = now;
        db.Add(new ReviewAct
        {
            Id = ids.Next(), Application = application.Id, Step = application.Step, StepName = StepOf(application)?.Name ?? "", Kind = kind, Reason = reason, Clause = clause,
            Corrections = string.Join('\n', corrections), Who = user.Name, Account = user.Id, DueOn = application.DueOn, At = now,
        });
        audit.Record($"{(kind is ReviewActKind.Submitted or ReviewActKind.Resubmitted or ReviewActKind.Withdrawn ? "申报" : StepOf(application)?.Name ?? "审核")}：{kind.DisplayName()}", $"application:{application.Id}", reason);
    }
}
