using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry;

/// <summary>The door to organizations: finds them within a scope, and says who held a post on a day.</summary>
public sealed class OrganizationDirectory(FunengDb db)
{
    private const int IdsAtOnce = 500;

    /// <summary>The organizations of a kind that a scope covers.</summary>
    public IQueryable<Organization> Within(Scope scope, OrganizationKind kind = OrganizationKind.Enterprise) => scope.Filter(
        db.Set<Organization>().AsNoTracking().Where(organization => organization.Kind == kind),
        organization => organization.Region, organization => organization.Zone, organization => organization.Id);

    /// <summary>Null when there is none or it lies outside the scope: the two look the same.</summary>
    public Task<Organization?> FindAsync(
        Scope scope, string code, CancellationToken cancellation, OrganizationKind kind = OrganizationKind.Enterprise) =>
        Within(scope, kind).SingleOrDefaultAsync(organization => organization.Code == code, cancellation);

    public async Task<Organization?> FindAsync(Scope scope, long id, CancellationToken cancellation)
    {
        var found = await db.Set<Organization>().AsNoTracking().SingleOrDefaultAsync(organization => organization.Id == id, cancellation);
        return found is not null && scope.Covers(found.Region, found.Zone, found.Id) ? found : null;
    }

    /// <summary>Those of the ids that exist and that the scope covers.</summary>
    public async Task<IReadOnlyDictionary<long, Organization>> FindManyAsync(Scope scope, IReadOnlyCollection<long> ids, CancellationToken cancellation)
    {
        var found = new Dictionary<long, Organization>(ids.Count);
        foreach (var chunk in ids.Chunk(IdsAtOnce))
        {
            var rows = await db.Set<Organization>().AsNoTracking().Where(organization => chunk.Contains(organization.Id)).ToListAsync(cancellation);
            foreach (var row in rows.Where(row => scope.Covers(row.Region, row.Zone, row.Id)))
            {
                found[row.Id] = row;
            }
        }

        return found;
    }

    public async Task<IReadOnlyList<OrganizationName>> NamesAsync(long organization, CancellationToken cancellation) =>
        await db.Set<OrganizationName>().AsNoTracking().Where(name => name.Organization == organization).OrderBy(name => name.Kind).ToListAsync(cancellation);

    /// <summary>Who holds which post of an organization on a day, in the order of the posts; a vacant post has no person.</summary>
    public async Task<IReadOnlyList<PostHolder>> HoldersAsync(long organization, DateOnly day, CancellationToken cancellation)
    {
        var rows = await (
            from post in db.Set<Post>().Where(post => post.Organization == organization)
            from tenure in db.Set<Tenure>().Where(tenure => tenure.Post == post.Id && tenure.FromOn <= day && (tenure.ToOn == null || tenure.ToOn >= day)).DefaultIfEmpty()
            from person in db.Set<Person>().Where(person => tenure != null && person.Id == tenure.Person).DefaultIfEmpty()
            orderby post.Rank, post.Title
            select new { post, tenure, person }).AsNoTracking().ToListAsync(cancellation);
        return [.. rows.Select(row => new PostHolder(row.post, row.person, row.tenure?.FromOn, row.tenure?.ToOn))];
    }

    /// <summary>Everybody who ever held a post of an organization, post by post, the latest first.</summary>
    public async Task<IReadOnlyList<PostHolder>> TenuresAsync(long organization, CancellationToken cancellation)
    {
        var rows = await (
            from post in db.Set<Post>().Where(post => post.Organization == organization)
            join tenure in db.Set<Tenure>() on post.Id equals tenure.Post
            join person in db.Set<Person>() on tenure.Person equals person.Id
            orderby post.Rank, post.Title, tenure.FromOn descending
            select new { post, tenure, person }).AsNoTracking().ToListAsync(cancellation);
        return [.. rows.Select(row => new PostHolder(row.post, row.person, row.tenure.FromOn, row.tenure.ToOn))];
    }
}

public sealed record PostHolder(Post Post, Person? Person, DateOnly? Since, DateOnly? Until);
