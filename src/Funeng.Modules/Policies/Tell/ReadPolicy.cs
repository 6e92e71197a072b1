using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Tell;

/// <summary>How far an enterprise is with the text of a policy.</summary>
/// <param name="Code">Of the enterprise.</param>
public sealed record ReadingState(string Code, DateTimeOffset ReadAt, DateTimeOffset? UnderstoodAt, string UnderstoodBy);

/// <summary>
/// Notes that an account of an enterprise opened a policy (已读), and that its user said he understands it (已看懂). Nobody else can say either for
/// it; what was said once stays, and what is given every year is read anew for each.
/// </summary>
public sealed class ReadPolicy(FunengDb db, PolicyBook book, CurrentUser user, CityProfile city, TimeProvider time)
{
    /// <summary>The enterprise has the page before it.</summary>
    /// <returns>Null for an account that speaks for no enterprise, and for no such policy.</returns>
    public async Task<ReadingState?> OpenAsync(string policy, CancellationToken cancellation)
    {
        if (Own() is not { } own || book.Find(policy) is null) return null;
        if (await FindAsync(policy, own, cancellation) is { } known) return known;
        db.Add(new PolicyRead { Policy = policy, Subject = own, Year = city.Today(time).Year, ReadAt = time.GetUtcNow(), ReadBy = user.Name });
        return await SaveAsync(policy, own, cancellation);
    }

    /// <returns>Null as of <see cref="OpenAsync"/>.</returns>
    public async Task<ReadingState?> UnderstandAsync(string policy, CancellationToken cancellation)
    {
        if (Own() is not { } own || await OpenAsync(policy, cancellation) is not { } read) return null;
        if (read.UnderstoodAt is not null) return read;
        var (now, name) = ((DateTimeOffset?)time.GetUtcNow(), user.Name);
        await Rows(policy, own).Where(row => row.UnderstoodAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(known => known.UnderstoodAt, now).SetProperty(known => known.UnderstoodBy, name), cancellation);
        return await FindAsync(policy, own, cancellation);
    }

    private long? Own() => user.Role == Role.Enterprise ? user.Scope.Organization : null;

    private async Task<ReadingState?> SaveAsync(string policy, long own, CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // A colleague opened it at this moment.
            db.ChangeTracker.Clear();
        }

        return await FindAsync(policy, own, cancellation);
    }

    private async Task<ReadingState?> FindAsync(string policy, long own, CancellationToken cancellation) => await (
        from row in Rows(policy, own) join enterprise in db.Set<Subject>() on row.Subject equals enterprise.Id orderby row.Year
        select new ReadingState(enterprise.Code, row.ReadAt, row.UnderstoodAt, row.UnderstoodBy)).FirstOrDefaultAsync(cancellation);

    // Of this year, where anything of the policy is given anew in it.
    private IQueryable<PolicyRead> Rows(string policy, long own)
    {
        var today = city.Today(time);
        var rows = db.Set<PolicyRead>().Where(row => row.Policy == policy && row.Subject == own);
        return book.Find(policy)?.Benefits.Any(benefit => benefit.YearOn(today) is not null) == true ? rows.Where(row => row.Year == today.Year) : rows;
    }
}
