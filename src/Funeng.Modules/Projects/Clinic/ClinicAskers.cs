using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>Whoever has a problem hears how it ends: the account that reported it, and those of the enterprise it is of. Only the asker can end the step of the rating.</summary>
public sealed class ClinicAskers(FunengDb db, NotificationBox box, ClinicTerms terms, CurrentUser user)
{
    /// <summary>
    /// Adds to the unit of work that the case is solved as far as the offices go, and that it waits for a rating. The enterprise rates; an official who reported it may
    /// have worked on it and then must not, so he is told without being asked. Those of cases merged into it hear that theirs is solved with it.
    /// </summary>
    public async Task AskToRateAsync(ClinicCase it, DateOnly solved, CancellationToken cancellation)
    {
        var (until, told) = (Fmt.Date(solved.AddDays(terms.RatingDays)), new HashSet<long>());
        foreach (var (account, role) in await OfAsync(it, cancellation))
        {
            told.Add(account);
            box.Tell(account, role == Role.Enterprise
                ? $"请您评价：“{it.Title}”（{it.Number}）复诊认为已解决，{until} 以前可以评价，不满意会重新办理"
                : $"等待评价：“{it.Title}”（{it.Number}）复诊认为已解决，{until} 以前可以评价；参与办理的人不能评价，由其他人电话回访", it.Link);
        }

        foreach (var merged in await MergedAsync(it, cancellation))
        {
            foreach (var (account, _) in (await OfAsync(merged, cancellation)).Where(asker => told.Add(asker.Account)))
                box.Tell(account, $"已解决：“{merged.Title}”（{merged.Number}）并入的 {it.Number} 复诊认为已解决，没有解决的请再提出", merged.Link);
        }
    }

    /// <summary>Adds a message on the case to the unit of work, one to each asker; nobody is told of what he does himself.</summary>
    public async Task TellAsync(ClinicCase it, string text, CancellationToken cancellation)
    {
        foreach (var (account, _) in await OfAsync(it, cancellation)) box.Tell(account, text, it.Link);
    }

    private async Task<List<(long Account, Role Role)>> OfAsync(ClinicCase it, CancellationToken cancellation)
    {
        var (owner, reporter, self) = (it.Owner, it.Reporter, user.Id);
        var accounts = db.Set<Account>().Where(account => account.Id == reporter || (owner != null && account.Role == Role.Enterprise && account.Organization == owner));
        return [.. (await accounts.Where(account => account.Id != self).Select(account => new { account.Id, account.Role }).ToListAsync(cancellation)).Select(account => (account.Id, account.Role))];
    }

    // One may have been merged into another before that was merged into this.
    private async Task<List<ClinicCase>> MergedAsync(ClinicCase it, CancellationToken cancellation)
    {
        var all = new List<ClinicCase>();
        for (List<long> into = [it.Id]; into.Count > 0;)
        {
            var keys = into;
            var found = await db.Set<ClinicCase>().AsNoTracking().Where(row => row.MergedInto != null && keys.Contains(row.MergedInto ?? 0)).OrderBy(row => row.Id).ToListAsync(cancellation);
            all.AddRange(found);
            into = found.ConvertAll(row => row.Id);
        }

        return all;
    }
}

/// <summary>On the workbench of whoever asked: the cases that are solved as far as the offices go, and wait for his rating.</summary>
internal sealed class AwaitedRatings(FunengDb db, ClinicSight sight, ClinicTerms terms) : IHomeContributor
{
    private const int Most = 12;

    public async Task<HomeContribution> ContributeAsync(CurrentUser user, DateOnly today, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewProjects) || user.Id is not { } account) return HomeContribution.None;
        var own = user.Role == Role.Enterprise ? user.Scope.Organization : null;
        var waiting = await db.Set<ClinicCase>().AsNoTracking().Where(row => row.State == ClinicState.Rating && (row.Reporter == account || (own != null && row.Owner == own)))
            .OrderBy(row => row.SolvedOn).Take(Most).ToListAsync(cancellation);
        var work = new List<WorkItem>();
        foreach (var it in waiting)
        {
            if ((await sight.RightsAsync(it, cancellation)).Asks) work.Add(new WorkItem("评价", $"问题解决了吗，您满意吗：{it.Title}", $"项目诊所 · {it.Number}", $"{it.Link}#f-Rating", it.SolvedOn?.AddDays(terms.RatingDays)));
        }

        return new HomeContribution(work, [], []);
    }
}
