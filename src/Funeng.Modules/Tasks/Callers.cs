using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks;

/// <summary>Who an account is as a person of the registry, on a day: himself and those he stands in for, their posts, their bodies.</summary>
public sealed record Caller(long? Account, long? Person, IReadOnlyList<long> Persons, IReadOnlyList<long> Posts, IReadOnlyList<long> Bodies)
{
    public static readonly Caller Nobody = new(null, null, [], [], []);

    /// <summary>Accounts of those he stands in for.</summary>
    public IReadOnlyList<long> StandsInFor { get; init; } = [];

    /// <summary>Whether the holder is this caller; members of a body are all meant when a body is.</summary>
    public bool Is(Holder? holder) => holder is { } given && given.Kind switch
    {
        HolderKind.Person => Persons.Contains(given.Id),
        HolderKind.Post => Posts.Contains(given.Id),
        _ => Bodies.Contains(given.Id),
    };

    /// <summary>Whether it is his work: that of its owner, or of its lead body where nobody owns it.</summary>
    internal bool Does(TaskItem item) => Is(item.Owner) || (item.Owner is null && item.LeadBody is { } lead && Bodies.Contains(lead));
}

/// <summary>Joins accounts and persons, and finds the accounts behind a holder.</summary>
public sealed class Callers(FunengDb db, CurrentUser user, CityProfile city, TimeProvider time)
{
    private Caller? me;

    /// <summary>The signed-in user today.</summary>
    public async Task<Caller> MeAsync(CancellationToken cancellation) =>
        me ??= user.Id is { } account ? await OfAsync(account, user.Scope.Organization, city.Today(time), cancellation) : Caller.Nobody;

    /// <summary>Says that an account belongs to a person; adds to the unit of work.</summary>
    public async Task LinkAsync(long account, long person, CancellationToken cancellation)
    {
        if (await db.Set<AccountPerson>().SingleOrDefaultAsync(row => row.Account == account, cancellation) is { } link)
            link.Person = person;
        else
            db.Add(new AccountPerson { Account = account, Person = person });
    }

    /// <summary>The accounts of a holder on a day, and of whoever stands in for an absent one.</summary>
    public async Task<IReadOnlyList<long>> AccountsOfAsync(Holder holder, DateOnly day, CancellationToken cancellation)
    {
        var persons = await AlongAsync(await PersonsOfAsync(holder, day, cancellation), found => Away(day).Where(absence => found.Contains(absence.Person)).Select(absence => absence.Deputy), cancellation);
        var accounts = await db.Set<AccountPerson>().Where(link => persons.Contains(link.Person)).Select(link => link.Account).ToListAsync(cancellation);
        if (holder.Kind == HolderKind.Body)
            accounts.AddRange(await db.Accounts.Where(account => account.Organization == holder.Id).Select(account => account.Id).ToListAsync(cancellation));
        return [.. accounts.Distinct()];
    }

    /// <summary>The accounts of whoever holds it himself on a day; of those who stand in only where there is none.</summary>
    internal async Task<IReadOnlyList<long>> OwnAccountsOfAsync(Holder holder, DateOnly day, CancellationToken cancellation)
    {
        var persons = await PersonsOfAsync(holder, day, cancellation);
        var own = await db.Accounts.AsNoTracking().Where(account => db.Set<AccountPerson>().Any(link => link.Account == account.Id && persons.Contains(link.Person))).ToListAsync(cancellation);
        return own.Exists(account => !account.IsDisabled) ? own.ConvertAll(account => account.Id) : await AccountsOfAsync(holder, day, cancellation);
    }

    /// <summary>An account, and those of whoever stands in for its person on a day.</summary>
    internal async Task<IReadOnlyList<long>> WithStandInsAsync(long account, DateOnly day, CancellationToken cancellation) =>
        await db.Set<AccountPerson>().Where(link => link.Account == account).Select(link => (long?)link.Person).SingleOrDefaultAsync(cancellation) is { } person
            ? [account, .. (await AccountsOfAsync(Holder.Person(person), day, cancellation)).Where(other => other != account)] : [account];

    /// <summary>Which of these persons are away on a day: until when, and who stands in.</summary>
    public async Task<IReadOnlyDictionary<long, (DateOnly Until, string StandIn)>> AwayAsync(IReadOnlyCollection<long> persons, DateOnly day, CancellationToken cancellation) =>
        (await (from absence in db.Set<Absence>() join deputy in db.Set<Person>() on absence.Deputy equals deputy.Id
            where persons.Contains(absence.Person) && absence.FromOn <= day && absence.ToOn >= day select new { absence.Person, absence.ToOn, deputy.Name }).ToListAsync(cancellation))
            .GroupBy(row => row.Person).ToDictionary(group => group.Key, group => (group.Max(row => row.ToOn), group.First().Name));

    private async Task<List<long>> PersonsOfAsync(Holder holder, DateOnly day, CancellationToken cancellation)
    {
        if (holder.Kind == HolderKind.Person) return [holder.Id];
        var posts = holder.Kind == HolderKind.Post
            ? db.Set<Post>().Where(post => post.Id == holder.Id)
            : db.Set<Post>().Where(post => post.Organization == holder.Id);
        return await Serving(day).Where(tenure => posts.Any(post => post.Id == tenure.Post)).Select(tenure => tenure.Person).Distinct().ToListAsync(cancellation);
    }

    internal async Task<Caller> OfAsync(long account, long? organization, DateOnly day, CancellationToken cancellation)
    {
        var person = await db.Set<AccountPerson>().Where(link => link.Account == account).Select(link => (long?)link.Person).SingleOrDefaultAsync(cancellation);
        List<long> bodies = organization is { } own ? [own] : [];
        if (person is not { } self) return new Caller(account, null, [], [], bodies);
        var persons = await AlongAsync([self], found => Away(day).Where(absence => found.Contains(absence.Deputy)).Select(absence => absence.Person), cancellation);
        var posts = await (
            from tenure in Serving(day)
            join post in db.Set<Post>() on tenure.Post equals post.Id
            where persons.Contains(tenure.Person)
            select new { post.Id, post.Organization }).ToListAsync(cancellation);
        var away = persons.FindAll(other => other != self);
        return new Caller(account, self, persons, [.. posts.Select(post => post.Id).Distinct()], [.. bodies.Union(posts.Select(post => post.Organization))])
        {
            StandsInFor = away.Count == 0 ? [] : await db.Set<AccountPerson>().Where(link => away.Contains(link.Person)).Select(link => link.Account).ToListAsync(cancellation),
        };
    }

    /// <summary>These persons and who follows on them step by step: whoever stands in may be away himself, and then his own deputy does both.</summary>
    private static async Task<List<long>> AlongAsync(List<long> persons, Func<List<long>, IQueryable<long>> next, CancellationToken cancellation)
    {
        var (found, newest) = (persons.ToHashSet(), persons);
        while (newest.Count > 0)
        {
            var front = newest;
            newest = [.. (await next(front).ToListAsync(cancellation)).Where(found.Add)];
        }

        return [.. found];
    }

    private IQueryable<Absence> Away(DateOnly day) => db.Set<Absence>().Where(absence => absence.FromOn <= day && absence.ToOn >= day);

    private IQueryable<Tenure> Serving(DateOnly day) => db.Set<Tenure>().Where(tenure => tenure.FromOn <= day && (tenure.ToOn == null || tenure.ToOn >= day));
}
