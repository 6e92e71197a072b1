using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Clocks;

/// <summary>The office that has to act for a place.</summary>
/// <param name="Body">Organization of the registry.</param>
/// <param name="Region">The region the office has, which covers the place; null for everything.</param>
public sealed record Desk(long Body, string? Region, string? Zone);

/// <summary>
/// Which office stands behind a role at a place: that of the account with the narrowest scope covering it (账号与人员). Where no account of the role
/// belongs to an office, the supervision office or the leader answers.
/// </summary>
public sealed class DeskBodies(FunengDb db, Callers callers, CityProfile city, TimeProvider time)
{
    private readonly Dictionary<(string Roles, string? Region, string? Zone), Desk?> known = [];
    private List<Account>? accounts;

    public async Task<Desk?> OfAsync(IReadOnlyList<Role> roles, string? region, string? zone, CancellationToken cancellation)
    {
        var key = (string.Join(',', roles), region, zone);
        if (known.TryGetValue(key, out var desk)) return desk;
        return known[key] = await FindAsync(roles, region, zone, cancellation) ?? await FindAsync([Role.SupervisionOffice], region, zone, cancellation) ?? await FindAsync([Role.Leader], region, zone, cancellation);
    }

    /// <summary>The bureau of whoever read a text; where he is of no bureau, or his account is closed, the bureau at the place: only a bureau admits policies.</summary>
    public async Task<Desk?> OfReaderAsync(long account, string region, CancellationToken cancellation)
    {
        // Whether it is closed is not stored by itself: it is read of the row, not asked in the query.
        if (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == account, cancellation) is { IsDisabled: false, Role: Role.BureauOfficer or Role.BureauHead } found
            && (await callers.OfAsync(found.Id, found.Organization, city.Today(time), cancellation)).Bodies is [var body, ..]) return new Desk(body, Prefix(found.Scope, region), null);
        return await OfAsync([Role.BureauOfficer, Role.BureauHead], region, null, cancellation);
    }

    private async Task<Desk?> FindAsync(IReadOnlyList<Role> roles, string? region, string? zone, CancellationToken cancellation)
    {
        accounts ??= await db.Accounts.AsNoTracking().Where(account => account.Role != Role.Enterprise && account.Role != Role.Public).OrderBy(account => account.Id).ToListAsync(cancellation);
        var covering = accounts.Where(account => roles.Contains(account.Role) && !account.IsDisabled && account.Scope.Covers(region, zone, -1));
        foreach (var account in covering.OrderByDescending(account => Prefix(account.Scope, region)?.Length ?? (zone is not null && account.Scope.Zones.Contains(zone) ? 6 : 0)))
        {
            if ((await callers.OfAsync(account.Id, account.Organization, city.Today(time), cancellation)).Bodies is [var body, ..])
                return new Desk(body, Prefix(account.Scope, region), zone is not null && account.Scope.Zones.Contains(zone) ? zone : null);
        }

        return null;
    }

    private static string? Prefix(Scope scope, string? region) => region is null ? null : scope.Regions.Where(prefix => region.StartsWith(prefix, StringComparison.Ordinal)).MaxBy(prefix => prefix.Length);
}
