using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Supervise;

/// <summary>Which orders an account sees, as a condition of the query: those to its bodies, those it issued, and with oversight those of its scope.</summary>
public sealed class OrderSight(FunengDb db, CurrentUser user, Callers callers)
{
    public async Task<IQueryable<SupervisionOrder>> VisibleAsync(CancellationToken cancellation)
    {
        var caller = await callers.MeAsync(cancellation);
        var (account, bodies) = (caller.Account, caller.Bodies);
        var all = db.Set<SupervisionOrder>();
        var overseen = user.Has(Permission.OverseeTasks) ? user.Scope.Filter(all, order => order.Region, order => order.Zone, order => order.Id) : all.Where(order => false);
        var seen = overseen.Select(order => order.Id);
        return all.Where(order => bodies.Contains(order.Body) || (account != null && order.Issuer == account) || seen.Contains(order.Id));
    }

    public async Task<SupervisionOrder?> FindAsync(long id, CancellationToken cancellation) =>
        await (await VisibleAsync(cancellation)).SingleOrDefaultAsync(order => order.Id == id, cancellation);

    /// <summary>What the user may do to an order it sees: answer it as a member of the body, direct it as a supervisor.</summary>
    public async Task<OrderRights> RightsAsync(SupervisionOrder order, CancellationToken cancellation) => new(
        Answers: (await callers.MeAsync(cancellation)).Bodies.Contains(order.Body),
        Directs: user.Has(Permission.SuperviseTasks) && (order.Issuer == user.Id || user.Scope.Covers(order.Region, order.Zone, -1)));
}

public sealed record OrderRights(bool Answers, bool Directs);
