using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Review;

/// <summary>What waits for the user at his steps, the most overdue first; and everything he may look at.</summary>
public sealed class ListReviews(FunengDb db, ReadApplication read, ReviewDesk desk, RouteBook routes, PolicyBook policies, CurrentUser user, CityProfile city, TimeProvider clock) : IHomeContributor
{
    public const int PageSize = 20;

    public async Task<ReviewList> RunAsync(string tab, string text, int page, CancellationToken cancellation)
    {
        var waiting = Waiting();
        var rows = tab switch
        {
            "returned" => read.Visible().Where(row => row.State == ApplicationState.Returned),
            "all" => read.Visible(),
            _ => waiting,
        };
        if (text.Trim() is { Length: > 0 } words)
        {
            var named = db.Set<Subject>().Where(subject => subject.Kind == Subject.Enterprise && (subject.Name.Contains(words) || subject.Code == words)).Select(subject => subject.Id);
            rows = rows.Where(row => row.Number == words || named.Contains(row.Subject));
        }

        var today = city.Today(clock);
        var count = await rows.CountAsync(cancellation);
        page = Math.Clamp(page, 1, Math.Max(1, (count + PageSize - 1) / PageSize));
        // Without a day, as of what was returned, comes last.
        var shown = await rows.AsNoTracking().OrderBy(row => row.DueOn == null).ThenBy(row => row.DueOn).ThenBy(row => row.SubmittedAt).ThenBy(row => row.Id)
            .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellation);
        var ids = shown.Select(row => row.Subject).ToList();
        var names = await db.Set<Subject>().AsNoTracking().Where(subject => ids.Contains(subject.Id)).ToDictionaryAsync(subject => subject.Id, cancellation);
        return new ReviewList(
            [.. shown.Select(row => new ReviewRow(row, names[row.Subject], policies.FindBenefit(row.Benefit), desk.StepOf(row)?.Name ?? ""))], count, page, today,
            await waiting.CountAsync(cancellation), await waiting.CountAsync(row => row.DueOn < today, cancellation), await read.Visible().CountAsync(row => row.State == ApplicationState.Returned, cancellation));
    }

    public async Task<HomeContribution> ContributeAsync(CurrentUser user, DateOnly today, CancellationToken cancellation)
    {
        if (user.Has(Permission.ApplyForBenefits))
        {
            var returned = await read.Visible().CountAsync(row => row.State == ApplicationState.Returned, cancellation);
            return returned == 0 ? HomeContribution.None : new HomeContribution([new WorkItem("申报", $"{returned} 份申报被退回，要补正", "改好再交，审核接着办", "/applications", Amount: returned)], [], []);
        }

        if (!user.Has(Permission.ReviewApplications) || await Waiting().CountAsync(cancellation) is not (> 0 and var count)) return HomeContribution.None;
        var first = await Waiting().MinAsync(row => row.DueOn, cancellation);
        return new HomeContribution([new WorkItem("待审", $"{count} 份申报等您审核", "按时限先后", "/reviews", first, count)], [], []);
    }

    /// <summary>Those at a step the user's role decides.</summary>
    private IQueryable<Application> Waiting()
    {
        IQueryable<Application>? all = null;
        foreach (var (route, step) in routes.StepsOf(user.Role))
        {
            var some = read.Visible().Where(row => row.State == ApplicationState.InReview && row.Route == route.Id && row.Step == step);
            all = all is null ? some : all.Concat(some);
        }

        return all ?? read.Visible().Where(row => false);
    }
}

/// <param name="Waiting">How many wait for the user.</param>
/// <param name="Late">How many of those are past their day.</param>
public sealed record ReviewList(IReadOnlyList<ReviewRow> Rows, int Count, int Page, DateOnly Today, int Waiting, int Late, int Returned);

public sealed record ReviewRow(Application Application, Subject Enterprise, BenefitRule? Rule, string Step);
