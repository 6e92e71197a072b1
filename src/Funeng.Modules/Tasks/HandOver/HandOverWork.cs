using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.HandOver;

/// <summary>What a holder has now and would hand over.</summary>
/// <param name="StandsIn">Duties of others in which he is the deputy.</param>
/// <param name="OfPosts">How many duties and items a person has by his posts: they stay with the posts.</param>
public sealed record HeldWork(Holder Holder, string Name, IReadOnlyList<HeldDuty> Duties, IReadOnlyList<HeldDuty> StandsIn, IReadOnlyList<TaskItem> Items, int OfPosts)
{
    /// <summary>What he gave to others and has to confirm.</summary>
    public IReadOnlyList<TaskItem> Given { get; init; } = [];

    public int Count => Duties.Count + StandsIn.Count + Items.Count + Given.Count;
}

/// <summary>
/// Everything open of one person or post goes to another: when somebody leaves, is moved or is ill for long. Overseers may do it for whoever serves within
/// their scope, the head of a bureau for the bodies he belongs to, everybody else for himself.
/// </summary>
public sealed class HandOverWork(
    FunengDb db, DutyBook duties, FindHolders find, Callers callers, HolderNames names, CurrentUser user, CityProfile city, TimeProvider time)
{
    public const int FurthestDays = 31;

    private const int Most = 30, LongestReason = 200;

    /// <summary>Persons and posts with such a name, those the user may hand over for.</summary>
    public async Task<IReadOnlyList<NamedHolder>> FindAsync(string words, CancellationToken cancellation) =>
        words.Trim() is { Length: > 0 } text && user.Has(Permission.OpenTasks)
            ? await NamedAsync(await GiversAsync(cancellation), await LedAsync(cancellation), text, cancellation) : [];

    /// <summary>Persons in office and posts with such a name, those to whom the user may hand over.</summary>
    public async Task<IReadOnlyList<NamedHolder>> FindTakersAsync(string words, CancellationToken cancellation) =>
        words.Trim() is { Length: > 0 } text && user.Has(Permission.OpenTasks)
            ? await NamedAsync(Serving(await TakingAsync(cancellation)), await TakingAsync(cancellation), text, cancellation) : [];

    /// <summary>Null when there is no such holder for this user.</summary>
    public async Task<HeldWork?> ReadAsync(Holder holder, CancellationToken cancellation)
    {
        if (!await GivesAsync(holder, cancellation)) return null;
        var today = city.Today(time);
        var (held, standsIn) = (await duties.OfHolderAsync(holder, today, cancellation), await duties.OfDeputyAsync(holder, today, cancellation));
        var items = await Items(holder).OrderBy(item => item.DueOn).ToListAsync(cancellation);
        var given = await duties.GivenOutBy(holder).AsNoTracking().OrderBy(item => item.DueOn).ToListAsync(cancellation);
        var name = (await names.OfAsync([holder], today, cancellation)).GetValueOrDefault(holder)?.Line ?? "";
        return new HeldWork(holder, name, held, standsIn, items, holder.Kind == HolderKind.Person ? await OfPostsAsync(holder.Id, today, cancellation) : 0) { Given = given };
    }

    /// <returns>How much went over, or what is wrong.</returns>
    public async Task<(int Moved, IReadOnlyList<Problem> Problems)> RunAsync(string from, string to, string onDay, string reason, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var today = city.Today(time);
        var giver = Holder.Parse(from) is { } holder && await GivesAsync(holder, cancellation) ? holder : (Holder?)null;
        if (giver is null) problems.Add(new("From", "没有选择移交人，或不由您移交。"));
        var taker = Holder.Parse(to) is { } other && await TakesAsync(other, cancellation) ? other : (Holder?)null;
        if (taker is null) problems.Add(new("To", "没有选择接手人，或他不在任、不在您可以移交的范围内。"));
        else if (taker == giver) problems.Add(new("To", "接手人和移交人是同一个。"));
        if (!DateOnly.TryParseExact(onDay, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day < today || day > today.AddDays(FurthestDays))
            problems.Add(new("Day", $"移交日应在今天到 {Fmt.Date(today.AddDays(FurthestDays))} 之间。"));
        if (reason.Trim().Length is < 2 or > LongestReason) problems.Add(new("Reason", "请写明移交的原因，例如“岗位调整”。"));
        if (problems.Count > 0) return (0, problems);
        var moved = await duties.HandOverAsync(giver!.Value, taker!.Value, day, reason.Trim(), cancellation);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            return (0, [new("", "移交期间有任务被他人改动，什么都没有移交。请再试一次。")]);
        }

        return (moved, []);
    }

    private IQueryable<TaskItem> Items(Holder holder) => db.Set<TaskItem>().AsNoTracking().Where(TaskItem.IsOpenOf(holder));

    private async Task<int> OfPostsAsync(long person, DateOnly today, CancellationToken cancellation)
    {
        var posts = await db.Set<Tenure>().Where(tenure => tenure.Person == person && tenure.FromOn <= today && (tenure.ToOn == null || tenure.ToOn >= today)).Select(tenure => tenure.Post).ToListAsync(cancellation);
        var count = 0;
        foreach (var post in posts.Distinct().Select(Holder.Post))
            count += (await duties.OfHolderAsync(post, today, cancellation)).Count + await Items(post).CountAsync(cancellation);
        return count;
    }

    private bool Oversees => user.Has(Permission.OverseeTasks) || user.Has(Permission.ManageUsers);

    /// <summary>The bodies whose people and posts the user may hand over for.</summary>
    private async Task<IQueryable<Organization>> LedAsync(CancellationToken cancellation) =>
        Oversees || user.Role == Role.BureauHead ? await TakingAsync(cancellation) : db.Set<Organization>().Where(body => false);

    /// <summary>The bodies to whose people and posts the user may hand over.</summary>
    private async Task<IQueryable<Organization>> TakingAsync(CancellationToken cancellation)
    {
        var bodies = db.Set<Organization>().Where(body => body.Kind != OrganizationKind.Enterprise);
        if (Oversees) return user.Scope.Filter(bodies, body => body.Region, body => body.Zone, body => body.Id);
        var own = (await callers.MeAsync(cancellation)).Bodies;
        return bodies.Where(body => own.Contains(body.Id));
    }

    private IQueryable<Person> Serving(IQueryable<Organization> bodies)
    {
        var serving = find.Posts(bodies, null).Select(row => row.PersonId);
        return db.Set<Person>().Where(person => serving.Contains(person.Id));
    }

    /// <summary>Also those who have left already: their work is what is handed over.</summary>
    private async Task<IQueryable<Person>> GiversAsync(CancellationToken cancellation)
    {
        var (led, self, everybody) = (await LedAsync(cancellation), (await callers.MeAsync(cancellation)).Person, Oversees && user.Scope.Everything);
        var (serving, bodies) = (find.Posts(led, null).Select(row => row.PersonId), led.Select(body => body.Id));
        return db.Set<Person>().Where(person => person.Id == self || serving.Contains(person.Id) || (person.Organization != null && bodies.Contains(person.Organization ?? 0)) || (everybody && person.Organization == null));
    }

    private async Task<IReadOnlyList<NamedHolder>> NamedAsync(IQueryable<Person> among, IQueryable<Organization> bodies, string text, CancellationToken cancellation)
    {
        var posts = await find.Posts(bodies, text).OrderBy(row => row.Body).ThenBy(row => row.Rank).Take(Most).ToListAsync(cancellation);
        var persons = await among.Where(person => person.Name.Contains(text)).OrderBy(person => person.Name).Take(Most).ToListAsync(cancellation);
        return
        [
            .. persons.Select(person => new NamedHolder(Holder.Person(person.Id), $"{person.Name}（本人）")),
            .. posts.Select(post => new NamedHolder(Holder.Post(post.PostId), $"{post.Body}{post.Title}（{post.Person ?? "空缺"}）")),
        ];
    }

    private async Task<bool> GivesAsync(Holder holder, CancellationToken cancellation) =>
        user.Has(Permission.OpenTasks) && await IsAmongAsync(holder, await GiversAsync(cancellation), await LedAsync(cancellation), cancellation);

    private async Task<bool> TakesAsync(Holder holder, CancellationToken cancellation) =>
        user.Has(Permission.OpenTasks) && await TakingAsync(cancellation) is var bodies && await IsAmongAsync(holder, Serving(bodies), bodies, cancellation);

    private async Task<bool> IsAmongAsync(Holder holder, IQueryable<Person> persons, IQueryable<Organization> bodies, CancellationToken cancellation) => holder.Kind switch
    {
        HolderKind.Person => await persons.AnyAsync(person => person.Id == holder.Id, cancellation),
        HolderKind.Post => await find.Posts(bodies, null).AnyAsync(row => row.PostId == holder.Id, cancellation),
        _ => false,
    };
}
