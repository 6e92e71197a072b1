using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks;

/// <summary>What people call a holder on a day: the person's name, the post with its holder, the body's name.</summary>
public sealed class HolderNames(FunengDb db)
{
    public async Task<IReadOnlyDictionary<Holder, HolderName>> OfAsync(IEnumerable<Holder> holders, DateOnly day, CancellationToken cancellation)
    {
        var asked = holders.Distinct().ToLookup(holder => holder.Kind, holder => holder.Id);
        var names = new Dictionary<Holder, HolderName>();
        await AddPersonsAsync(names, [.. asked[HolderKind.Person]], cancellation);
        await AddPostsAsync(names, [.. asked[HolderKind.Post]], day, cancellation);
        await AddBodiesAsync(names, [.. asked[HolderKind.Body]], cancellation);
        return names;
    }

    /// <summary>The body that answers for what a holder has: itself, or that of the post; null for a person.</summary>
    public async Task<NamedHolder?> BodyOfAsync(Holder holder, CancellationToken cancellation)
    {
        var posts = db.Set<Post>().Where(post => holder.Kind == HolderKind.Post && post.Id == holder.Id).Select(post => post.Organization);
        var body = await db.Set<Organization>().Where(row => posts.Contains(row.Id) || (holder.Kind == HolderKind.Body && row.Id == holder.Id)).Select(row => new { row.Id, row.Name }).SingleOrDefaultAsync(cancellation);
        return body is null ? null : new NamedHolder(Holder.Body(body.Id), body.Name);
    }

    private async Task AddPersonsAsync(Dictionary<Holder, HolderName> names, List<long> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0) return;
        foreach (var row in await db.Set<Person>().Where(person => ids.Contains(person.Id)).Select(person => new { person.Id, person.Name }).ToListAsync(cancellation))
            names[Holder.Person(row.Id)] = new(row.Name, row.Name);
    }

    private async Task AddPostsAsync(Dictionary<Holder, HolderName> names, List<long> ids, DateOnly day, CancellationToken cancellation)
    {
        if (ids.Count == 0) return;
        var rows = await (
            from post in db.Set<Post>().Where(post => ids.Contains(post.Id))
            join body in db.Set<Organization>() on post.Organization equals body.Id
            from tenure in db.Set<Tenure>().Where(tenure => tenure.Post == post.Id && tenure.FromOn <= day && (tenure.ToOn == null || tenure.ToOn >= day)).DefaultIfEmpty()
            from person in db.Set<Person>().Where(person => tenure != null && person.Id == tenure.Person).DefaultIfEmpty()
            select new { post.Id, post.Title, Body = body.Name, Name = person == null ? null : person.Name }).ToListAsync(cancellation);
        foreach (var row in rows)
            names[Holder.Post(row.Id)] = new($"{row.Body}{row.Title}", row.Name, row.Title);
    }

    private async Task AddBodiesAsync(Dictionary<Holder, HolderName> names, List<long> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0) return;
        foreach (var row in await db.Set<Organization>().Where(body => ids.Contains(body.Id)).Select(body => new { body.Id, body.Name }).ToListAsync(cancellation))
            names[Holder.Body(row.Id)] = new(row.Name, null);
    }
}

/// <param name="Name">The name of the person, of the post with its body, or of the body.</param>
/// <param name="Person">Who it is; null for a body and for a vacant post.</param>
/// <param name="Post">Of a post its title alone.</param>
public sealed record HolderName(string Name, string? Person, string? Post = null)
{
    /// <summary>For where the body stands beside it: 王敏（科长）, 局长（空缺）.</summary>
    public string Short => Post is null ? Name : Person is null ? $"{Post}（空缺）" : $"{Person}（{Post}）";

    /// <summary>For one line: 王敏（淄博市工业和信息化局科长）.</summary>
    public string Line => Person is null || Person == Name ? Name : $"{Person}（{Name}）";
}
