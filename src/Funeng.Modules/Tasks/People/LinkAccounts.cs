using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.People;

/// <summary>An account with the person it belongs to and that person's posts.</summary>
public sealed record LinkedAccount(long Account, string UserName, string DisplayName, Role Role, long? Person, string PersonName, string Posts);

/// <summary>A person with his posts, to choose from.</summary>
public sealed record KnownPerson(long Id, string Name, string Posts, bool IsTaken);

/// <summary>Says which person of the registry an account is: from then on his tasks, duties, absences are the account's.</summary>
public sealed class LinkAccounts(FunengDb db, Callers callers, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    private const int Most = 20;

    public async Task<(IReadOnlyList<LinkedAccount> Rows, int Total)> BrowseAsync(string? words, bool onlyUnlinked, int page, int size, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageUsers)) return ([], 0);
        var text = words?.Trim() ?? "";
        var upper = text.ToUpperInvariant();
        // Those who do no tasks need no person.
        Role[] outside = [Role.Enterprise, Role.Bank, Role.Expert, Role.Public];
        var found =
            from account in db.Accounts
            where !outside.Contains(account.Role)
            from link in db.Set<AccountPerson>().Where(link => link.Account == account.Id).DefaultIfEmpty()
            from person in db.Set<Person>().Where(person => link != null && person.Id == link.Person).DefaultIfEmpty()
            where (text == "" || account.DisplayName.Contains(text) || account.NormalizedUserName!.Contains(upper) || (person != null && person.Name.Contains(text)))
                && (!onlyUnlinked || link == null)
            select new { account.Id, account.UserName, account.NormalizedUserName, account.DisplayName, account.Role, Person = person == null ? (long?)null : person.Id, Name = person == null ? "" : person.Name };
        var total = await found.CountAsync(cancellation);
        var rows = await found.OrderBy(row => row.NormalizedUserName).Skip((page - 1) * size).Take(size).ToListAsync(cancellation);
        var posts = await PostsAsync([.. rows.Select(row => row.Person).OfType<long>()], cancellation);
        return ([.. rows.Select(row => new LinkedAccount(row.Id, row.UserName ?? "", row.DisplayName, row.Role, row.Person, row.Name, row.Person is { } person ? posts.GetValueOrDefault(person, "") : ""))], total);
    }

    /// <summary>Persons with such a name.</summary>
    public async Task<IReadOnlyList<KnownPerson>> FindAsync(string? words, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageUsers) || words?.Trim() is not { Length: > 0 } text) return [];
        var rows = await db.Set<Person>().AsNoTracking().Where(person => person.Name.Contains(text)).OrderBy(person => person.Name).ThenBy(person => person.Id).Take(Most).ToListAsync(cancellation);
        List<long> ids = [.. rows.Select(person => person.Id)];
        var (posts, taken) = (await PostsAsync(ids, cancellation), await db.Set<AccountPerson>().Where(link => ids.Contains(link.Person)).Select(link => link.Person).ToListAsync(cancellation));
        return [.. rows.Select(person => new KnownPerson(person.Id, person.Name, posts.GetValueOrDefault(person.Id, "没有任职"), taken.Contains(person.Id)))];
    }

    /// <param name="account">The account.</param>
    /// <param name="person">Null to end the link.</param>
    /// <returns>Why not; null when it is done.</returns>
    public async Task<string?> RunAsync(long account, long? person, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageUsers) || await db.Accounts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == account, cancellation) is not { } found) return "没有这个账号。";
        var before = await db.Set<AccountPerson>().Where(link => link.Account == account).Select(link => (long?)link.Person).SingleOrDefaultAsync(cancellation);
        if (before == person) return null;
        if (person is { } id)
        {
            if (!await db.Set<Person>().AnyAsync(row => row.Id == id, cancellation)) return "没有这个人员。";
            await callers.LinkAsync(account, id, cancellation);
        }
        else
        {
            db.RemoveRange(await db.Set<AccountPerson>().Where(link => link.Account == account).ToListAsync(cancellation));
        }

        audit.Record(person is null ? "解除账号与人员的对应" : "账号对应到人员", $"account:{account}", found.DisplayName, before is null ? null : new { Person = before }, person is null ? null : new { Person = person });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            return "刚刚有人改过这个账号的对应，请再看一次。";
        }

        return null;
    }

    private async Task<Dictionary<long, string>> PostsAsync(IReadOnlyList<long> persons, CancellationToken cancellation)
    {
        var today = city.Today(time);
        var rows = await (
            from tenure in db.Set<Tenure>().Where(tenure => persons.Contains(tenure.Person) && tenure.FromOn <= today && (tenure.ToOn == null || tenure.ToOn >= today))
            join post in db.Set<Post>() on tenure.Post equals post.Id
            join body in db.Set<Organization>() on post.Organization equals body.Id
            orderby post.Rank
            select new { tenure.Person, Text = body.Name + post.Title }).ToListAsync(cancellation);
        return rows.GroupBy(row => row.Person).ToDictionary(group => group.Key, group => string.Join("、", group.Select(row => row.Text)));
    }
}
