using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks;

/// <summary>One choice of a form: a holder and what people call it.</summary>
public sealed record NamedHolder(Holder Holder, string Name);

/// <summary>To whom work can be given: posts that are held today, and bodies of government.</summary>
public sealed class FindHolders(FunengDb db, Callers callers, CurrentUser user, CityProfile city, TimeProvider time)
{
    private const int Most = 500;

    private static readonly OrganizationKind[] Government = [OrganizationKind.Department, OrganizationKind.Township, OrganizationKind.Zone];

    /// <summary>Whoever oversees may give work to any post; everybody else to the posts of his own bodies.</summary>
    public async Task<IReadOnlyList<NamedHolder>> ForDelegationAsync(CancellationToken cancellation)
    {
        var bodies = (await callers.MeAsync(cancellation)).Bodies;
        return user.Has(Permission.OverseeTasks) ? await PostsAsync(null, cancellation) : bodies.Count == 0 ? [] : await PostsAsync(bodies, cancellation);
    }

    /// <summary>Bodies that can lead or help.</summary>
    public async Task<IReadOnlyList<NamedHolder>> BodiesAsync(CancellationToken cancellation)
    {
        var rows = await Bodies()
            .OrderBy(body => body.Kind).ThenBy(body => body.Name).Take(Most).Select(body => new { body.Id, body.Name }).ToListAsync(cancellation);
        return [.. rows.Select(row => new NamedHolder(Holder.Body(row.Id), row.Name))];
    }

    /// <summary>Whether a body can lead or help.</summary>
    public Task<bool> IsBodyAsync(long id, CancellationToken cancellation) => Bodies().AnyAsync(body => body.Id == id, cancellation);

    /// <summary>Persons who hold a post today, each once.</summary>
    public async Task<IReadOnlyList<NamedHolder>> PersonsAsync(CancellationToken cancellation)
    {
        var rows = await Held(null).OrderBy(row => row.Body).ThenBy(row => row.Rank).Take(Most).ToListAsync(cancellation);
        return [.. rows.DistinctBy(row => row.PersonId).Select(row => new NamedHolder(Holder.Person(row.PersonId), $"{row.Person}（{row.Body}{row.Title}）"))];
    }

    private async Task<IReadOnlyList<NamedHolder>> PostsAsync(IReadOnlyList<long>? bodies, CancellationToken cancellation)
    {
        var rows = await Held(bodies).OrderBy(row => row.Body).ThenBy(row => row.Rank).Take(Most).ToListAsync(cancellation);
        return [.. rows.DistinctBy(row => row.PostId).Select(row => new NamedHolder(Holder.Post(row.PostId), $"{row.Person}（{row.Body}{row.Title}）"))];
    }

    private IQueryable<Organization> Bodies() =>
        db.Set<Organization>().AsNoTracking().Where(body => Government.Contains(body.Kind) && body.State == OrganizationState.Active);

    private IQueryable<HeldPost> Held(IReadOnlyList<long>? bodies)
    {
        var day = city.Today(time);
        return
            from post in db.Set<Post>().Where(post => bodies == null || bodies.Contains(post.Organization))
            join body in db.Set<Organization>() on post.Organization equals body.Id
            join tenure in db.Set<Tenure>().Where(tenure => tenure.FromOn <= day && (tenure.ToOn == null || tenure.ToOn >= day)) on post.Id equals tenure.Post
            join person in db.Set<Person>() on tenure.Person equals person.Id
            select new HeldPost { PostId = post.Id, Title = post.Title, Rank = post.Rank, Body = body.Name, PersonId = person.Id, Person = person.Name };
    }

    private sealed class HeldPost
    {
        public long PostId { get; init; }
        public string Title { get; init; } = "";
        public int Rank { get; init; }
        public string Body { get; init; } = "";
        public long PersonId { get; init; }
        public string Person { get; init; } = "";
    }
}
