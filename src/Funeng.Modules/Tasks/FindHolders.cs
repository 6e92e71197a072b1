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
    /// <summary>As many choices as one list of a form can hold; beyond it people search.</summary>
    public const int Most = 500;

    private static readonly OrganizationKind[] Government = [OrganizationKind.Department, OrganizationKind.Township, OrganizationKind.Zone];

    /// <summary>Whoever oversees may give work to any post; everybody else to the posts of his own bodies.</summary>
    /// <param name="words">Part of a name, a post or a body; null for all.</param>
    public async Task<IReadOnlyList<NamedHolder>> ForDelegationAsync(string? words, CancellationToken cancellation)
    {
        var bodies = await ReachAsync(cancellation);
        return bodies is { Count: 0 } ? [] : await PostsAsync(Held(bodies, words), cancellation);
    }

    /// <summary>All posts that are held today, with their holders.</summary>
    public Task<IReadOnlyList<NamedHolder>> PostsAsync(string? words, CancellationToken cancellation) => PostsAsync(Held(null, words), cancellation);

    /// <summary>The posts of government that are held today and whose title is asked for: who can receive an enterprise in person.</summary>
    public Task<IReadOnlyList<NamedHolder>> GovernmentPostsAsync(string? words, Func<string, bool> isAsked, CancellationToken cancellation) =>
        PostsAsync(Posts(db.Set<Organization>().Where(body => Government.Contains(body.Kind)), words).Where(row => row.PersonId != null), cancellation, isAsked);

    /// <summary>Whether the user may give work to a post: asked of the rows, not of the list a page shows.</summary>
    public async Task<bool> IsForDelegationAsync(Holder holder, CancellationToken cancellation) =>
        holder.Kind == HolderKind.Post && await Held(await ReachAsync(cancellation), null).AnyAsync(row => row.PostId == holder.Id, cancellation);

    public async Task<bool> IsBodyAsync(Holder holder, CancellationToken cancellation) => holder.Kind == HolderKind.Body && await IsBodyAsync(holder.Id, cancellation);

    /// <summary>Whether somebody holds a post of a body of government today.</summary>
    public async Task<bool> IsPersonAsync(Holder holder, CancellationToken cancellation) =>
        holder.Kind == HolderKind.Person && await Held(null, null).AnyAsync(row => row.PersonId == holder.Id, cancellation);

    /// <summary>Those of these persons who hold a post today.</summary>
    public async Task<IReadOnlySet<long>> InOfficeAsync(IReadOnlyCollection<long> persons, CancellationToken cancellation) =>
        (await Held(null, null).Where(row => persons.Contains(row.PersonId ?? 0)).Select(row => row.PersonId ?? 0).Distinct().ToListAsync(cancellation)).ToHashSet();

    /// <summary>The body in which somebody holds his first post today; null when he holds none.</summary>
    public Task<long?> BodyOfAsync(long person, CancellationToken cancellation) =>
        Held(null, null).Where(row => row.PersonId == person).OrderBy(row => row.Rank).ThenBy(row => row.PostId).Select(row => (long?)row.BodyId).FirstOrDefaultAsync(cancellation);

    /// <summary>Every post, the vacant ones too.</summary>
    public async Task<IReadOnlyList<(Holder Holder, string Body, string Post, string? Person)>> AllPostsAsync(string? words, CancellationToken cancellation) =>
    [
        .. (await Posts(db.Set<Organization>(), words).OrderBy(row => row.Body).ThenBy(row => row.Rank).Take(Most).ToListAsync(cancellation))
            .Select(row => (Holder.Post(row.PostId), row.Body, row.Title, row.Person)),
    ];

    public async Task<bool> IsPostAsync(Holder holder, CancellationToken cancellation) =>
        holder.Kind == HolderKind.Post && await Posts(db.Set<Organization>(), null).AnyAsync(row => row.PostId == holder.Id, cancellation);

    /// <summary>Bodies that can lead or help.</summary>
    public async Task<IReadOnlyList<NamedHolder>> BodiesAsync(string? words, CancellationToken cancellation)
    {
        var rows = await Bodies(words)
            .OrderBy(body => body.Kind).ThenBy(body => body.Name).Take(Most).Select(body => new { body.Id, body.Name }).ToListAsync(cancellation);
        return [.. rows.Select(row => new NamedHolder(Holder.Body(row.Id), row.Name))];
    }

    /// <summary>Whether a body can lead or help.</summary>
    public Task<bool> IsBodyAsync(long id, CancellationToken cancellation) => Bodies(null).AnyAsync(body => body.Id == id, cancellation);

    /// <summary>Persons who hold a post today, each once.</summary>
    public async Task<IReadOnlyList<NamedHolder>> PersonsAsync(string? words, CancellationToken cancellation)
    {
        var rows = await FirstAsync(Held(null, words), row => row.PersonId!.Value, cancellation);
        return [.. rows.Select(row => new NamedHolder(Holder.Person(row.PersonId!.Value), $"{row.Person}（{row.Body}{row.Title}）"))];
    }

    /// <summary>The bodies to whose posts the user may give work; null for all.</summary>
    private async Task<IReadOnlyList<long>?> ReachAsync(CancellationToken cancellation) =>
        user.Has(Permission.OverseeTasks) ? null : (await callers.MeAsync(cancellation)).Bodies;

    private IQueryable<Organization> Bodies(string? words) => db.Set<Organization>().AsNoTracking()
        .Where(body => Government.Contains(body.Kind) && body.State == OrganizationState.Active && (words == null || words == "" || body.Name.Contains(words)));

    private static async Task<IReadOnlyList<NamedHolder>> PostsAsync(IQueryable<HeldPost> held, CancellationToken cancellation, Func<string, bool>? isAsked = null)
    {
        var rows = await FirstAsync(held, row => row.PostId, cancellation, isAsked);
        return [.. rows.Select(row => new NamedHolder(Holder.Post(row.PostId), $"{row.Person}（{row.Body}{row.Title}）"))];
    }

    /// <summary>As many as a list can hold, each once: whoever holds two posts takes one place.</summary>
    private static async Task<IReadOnlyCollection<HeldPost>> FirstAsync(IQueryable<HeldPost> held, Func<HeldPost, long> key, CancellationToken cancellation, Func<string, bool>? isAsked = null)
    {
        var first = new Dictionary<long, HeldPost>();
        await foreach (var row in held.OrderBy(row => row.Body).ThenBy(row => row.Rank).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (isAsked?.Invoke(row.Title) is not false && first.TryAdd(key(row), row) && first.Count == Most) break;
        }

        return first.Values;
    }

    private IQueryable<HeldPost> Held(IReadOnlyList<long>? bodies, string? words) => Posts(
        bodies is null ? db.Set<Organization>() : db.Set<Organization>().Where(body => bodies.Contains(body.Id)), words).Where(row => row.PersonId != null);

    /// <summary>Every post of the bodies among these that are no enterprises, with whoever holds it today; the one search of posts, tenures and persons there is.</summary>
    internal IQueryable<HeldPost> Posts(IQueryable<Organization> bodies, string? words)
    {
        var (day, text) = (city.Today(time), words?.Trim() ?? "");
        var posts =
            from post in db.Set<Post>()
            join body in bodies.Where(body => body.Kind != OrganizationKind.Enterprise) on post.Organization equals body.Id
            from tenure in db.Set<Tenure>().Where(tenure => tenure.Post == post.Id && tenure.FromOn <= day && (tenure.ToOn == null || tenure.ToOn >= day)).DefaultIfEmpty()
            from person in db.Set<Person>().Where(person => tenure != null && person.Id == tenure.Person).DefaultIfEmpty()
            where text == "" || post.Title.Contains(text) || body.Name.Contains(text) || (person != null && person.Name.Contains(text))
            select new HeldPost { PostId = post.Id, Title = post.Title, Rank = post.Rank, BodyId = body.Id, Body = body.Name, PersonId = person == null ? null : person.Id, Person = person == null ? null : person.Name };
        return posts.AsNoTracking();
    }

    internal sealed class HeldPost
    {
        public long PostId { get; init; }
        public string Title { get; init; } = "";
        public int Rank { get; init; }
        public long BodyId { get; init; }
        public string Body { get; init; } = "";

        /// <summary>Null while it is vacant.</summary>
        public long? PersonId { get; init; }
        public string? Person { get; init; }
    }
}
