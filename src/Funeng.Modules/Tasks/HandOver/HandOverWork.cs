using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.HandOver;

/// <summary>What a holder has now and would hand over.</summary>
/// <param name="OfPosts">How many duties and items a person has by his posts: they stay with the posts.</param>
public sealed record HeldWork(Holder Holder, string Name, IReadOnlyList<HeldDuty> Duties, IReadOnlyList<TaskItem> Items, int OfPosts)
{
    public int Count => Duties.Count + Items.Count;
}

/// <summary>
/// Everything open of one person or post goes to another: when somebody leaves, is moved or is ill for long. Overseers may do it for anybody, everybody else
/// for himself and the bodies he belongs to.
/// </summary>
public sealed class HandOverWork(FunengDb db, DutyBook duties, Callers callers, HolderNames names, CurrentUser user, CityProfile city, TimeProvider time)
{
    public const int FurthestDays = 31;

    private const int Most = 30, LongestReason = 200;

    /// <summary>Persons and posts with such a name, those the user may hand over for.</summary>
    public async Task<IReadOnlyList<NamedHolder>> FindAsync(string words, CancellationToken cancellation)
    {
        var text = words.Trim();
        if (text.Length == 0) return [];
        var (reach, today) = (await ReachAsync(cancellation), city.Today(time));
        var posts = await (
            from post in db.Set<Post>()
            join body in db.Set<Organization>() on post.Organization equals body.Id
            where body.Kind != OrganizationKind.Enterprise && (reach == null || reach.Contains(post.Organization))
            from tenure in db.Set<Tenure>().Where(tenure => tenure.Post == post.Id && tenure.FromOn <= today && (tenure.ToOn == null || tenure.ToOn >= today)).DefaultIfEmpty()
            from person in db.Set<Person>().Where(person => tenure != null && person.Id == tenure.Person).DefaultIfEmpty()
            where post.Title.Contains(text) || body.Name.Contains(text) || (person != null && person.Name.Contains(text))
            orderby body.Name, post.Rank
            select new { post.Id, post.Title, Body = body.Name, Person = person == null ? null : person.Name }).Take(Most).ToListAsync(cancellation);
        var persons = await Persons(reach).Where(person => person.Name.Contains(text)).OrderBy(person => person.Name).Take(Most).ToListAsync(cancellation);
        return
        [
            .. persons.Select(person => new NamedHolder(Holder.Person(person.Id), $"{person.Name}（本人）")),
            .. posts.Select(post => new NamedHolder(Holder.Post(post.Id), $"{post.Body}{post.Title}（{post.Person ?? "空缺"}）")),
        ];
    }

    /// <summary>Null when there is no such holder for this user.</summary>
    public async Task<HeldWork?> ReadAsync(Holder holder, CancellationToken cancellation)
    {
        if (!await IsReachedAsync(holder, cancellation)) return null;
        var today = city.Today(time);
        var held = await duties.OfHolderAsync(holder, today, cancellation);
        var items = await Items(holder).OrderBy(item => item.DueOn).ToListAsync(cancellation);
        var name = (await names.OfAsync([holder], today, cancellation)).GetValueOrDefault(holder)?.Line ?? "";
        return new HeldWork(holder, name, held, items, holder.Kind == HolderKind.Person ? await OfPostsAsync(holder.Id, today, cancellation) : 0);
    }

    /// <returns>How much went over, or what is wrong.</returns>
    public async Task<(int Moved, IReadOnlyList<Problem> Problems)> RunAsync(string from, string to, string onDay, string reason, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var today = city.Today(time);
        var giver = Holder.Parse(from) is { } holder && await IsReachedAsync(holder, cancellation) ? holder : (Holder?)null;
        if (giver is null) problems.Add(new("From", "没有选择移交人，或不由您移交。"));
        var taker = Holder.Parse(to) is { } other && await IsReachedAsync(other, cancellation) ? other : (Holder?)null;
        if (taker is null) problems.Add(new("To", "没有选择接手人，或不在您可以移交的范围内。"));
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

    private IQueryable<TaskItem> Items(Holder holder) => db.Set<TaskItem>().AsNoTracking()
        .Where(item => item.OwnerKind == holder.Kind && item.OwnerId == holder.Id && item.State != TaskState.Done && item.State != TaskState.Cancelled);

    private async Task<int> OfPostsAsync(long person, DateOnly today, CancellationToken cancellation)
    {
        var posts = await db.Set<Tenure>().Where(tenure => tenure.Person == person && tenure.FromOn <= today && (tenure.ToOn == null || tenure.ToOn >= today)).Select(tenure => tenure.Post).ToListAsync(cancellation);
        var count = 0;
        foreach (var post in posts.Distinct().Select(Holder.Post))
            count += (await duties.OfHolderAsync(post, today, cancellation)).Count + await Items(post).CountAsync(cancellation);
        return count;
    }

    /// <summary>The bodies the user may hand over within; null for all.</summary>
    private async Task<IReadOnlyList<long>?> ReachAsync(CancellationToken cancellation) =>
        user.Has(Permission.OpenTasks) && (user.Has(Permission.OverseeTasks) || user.Has(Permission.ManageUsers)) ? null : (await callers.MeAsync(cancellation)).Bodies;

    private IQueryable<Person> Persons(IReadOnlyList<long>? reach)
    {
        var today = city.Today(time);
        var serving = from tenure in db.Set<Tenure>() join post in db.Set<Post>() on tenure.Post equals post.Id
                      where tenure.FromOn <= today && (tenure.ToOn == null || tenure.ToOn >= today) select new { tenure.Person, post.Organization };
        return db.Set<Person>().Where(person => reach == null || (person.Organization != null && reach.Contains(person.Organization ?? 0))
            || serving.Any(row => row.Person == person.Id && reach.Contains(row.Organization)));
    }

    private async Task<bool> IsReachedAsync(Holder holder, CancellationToken cancellation)
    {
        if (!user.Has(Permission.OpenTasks)) return false;
        var reach = await ReachAsync(cancellation);
        return holder.Kind switch
        {
            HolderKind.Person => await Persons(reach).AnyAsync(person => person.Id == holder.Id, cancellation),
            HolderKind.Post => await db.Set<Post>().AnyAsync(post => post.Id == holder.Id && (reach == null || reach.Contains(post.Organization)), cancellation),
            _ => false,
        };
    }
}
