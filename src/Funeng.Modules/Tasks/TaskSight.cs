using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks;

/// <summary>
/// Which items an account sees, as a condition of the query: what it does, leads, helps with, gave out, or answers for by a duty; overseers see what lies
/// in their scope besides. A draft is its maker's alone.
/// </summary>
public sealed class TaskSight(FunengDb db, CurrentUser user, Callers callers, CityProfile city, TimeProvider time)
{
    public async Task<IQueryable<TaskItem>> VisibleAsync(CancellationToken cancellation) =>
        Seen(db, await callers.MeAsync(cancellation), user.Has(Permission.OverseeTasks), user.Scope, city.Today(time));

    /// <summary>Null when there is none or it is not for this account: the two look the same.</summary>
    public async Task<TaskItem?> FindAsync(long id, CancellationToken cancellation) =>
        await (await VisibleAsync(cancellation)).SingleOrDefaultAsync(item => item.Id == id, cancellation);

    /// <summary>The same as <see cref="VisibleAsync"/> for one stored item and any account, as when it is to be told of it.</summary>
    internal static async Task<bool> SeesAsync(FunengDb db, TaskItem item, Account account, Caller caller, DateOnly day, CancellationToken cancellation) =>
        RolePermissions.Of(account.Role) is var permissions && permissions.Contains(Permission.ViewTasks)
        && await Seen(db, caller, permissions.Contains(Permission.OverseeTasks), account.Scope, day).AnyAsync(row => row.Id == item.Id, cancellation);

    /// <summary>What the user may do to an item it sees.</summary>
    public async Task<TaskRights> RightsAsync(TaskItem item, CancellationToken cancellation)
    {
        var caller = await callers.MeAsync(cancellation);
        var overseesIt = user.Has(Permission.OverseeTasks) && user.Has(Permission.OpenTasks) && user.Scope.Covers(item.Region, item.Zone, -1);
        var leads = item.LeadBody is { } lead && caller.Bodies.Contains(lead);
        var does = caller.Does(item);
        // Whoever does the work does not confirm it, unless he gave it to himself; nor in the place of the giver who is away.
        var gaveItOut = item.Creator is { } giver && (giver == caller.Account || (!does && item.State != TaskState.Draft && caller.StandsInFor.Contains(giver)));
        return new TaskRights(Does: does || leads, Directs: gaveItOut || overseesIt, Leads: leads || gaveItOut || overseesIt);
    }

    private static IQueryable<TaskItem> Seen(FunengDb db, Caller caller, bool oversees, Scope scope, DateOnly day)
    {
        var (account, persons, posts, bodies, givers) = (caller.Account, caller.Persons, caller.Posts, caller.Bodies, caller.StandsInFor);
        var published = db.Set<TaskItem>().Where(item => item.State != TaskState.Draft);
        var overseen = (oversees ? scope.Filter(published, item => item.Region, item => item.Zone, item => item.Id) : published.Where(item => false)).Select(item => item.Id);
        // As one set of names: asked for each item whether some duty is for it, a database reads all duties for each.
        var answeredFor = DutyBook.HeldBy(db, caller, day).Select(duty => duty.SourceKind + ":" + duty.SourceKey);
        var helped = db.Set<TaskCooperation>().Where(row => bodies.Contains(row.Body)).Select(row => row.Item);
        return db.Set<TaskItem>().Where(item =>
            (account != null && item.Creator == account)
            || (item.State != TaskState.Draft
                && ((item.OwnerKind == HolderKind.Person && persons.Contains(item.OwnerId ?? 0))
                    || (item.OwnerKind == HolderKind.Post && posts.Contains(item.OwnerId ?? 0))
                    || (item.OwnerKind == HolderKind.Body && bodies.Contains(item.OwnerId ?? 0))
                    || (item.LeadBody != null && bodies.Contains(item.LeadBody ?? 0))
                    || givers.Contains(item.Creator ?? 0)
                    || helped.Contains(item.Id)
                    || answeredFor.Contains(item.SourceKind + ":" + item.SourceKey)
                    || overseen.Contains(item.Id))));
    }
}

/// <param name="Does">Reports, finishes stages, hands in, delegates, uploads evidence.</param>
/// <param name="Directs">Publishes, confirms, returns, pauses, extends, cancels, urges.</param>
/// <param name="Leads">Rates the bodies that help.</param>
public sealed record TaskRights(bool Does, bool Directs, bool Leads);
