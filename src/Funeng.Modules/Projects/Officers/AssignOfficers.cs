using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Officers;

/// <summary>Gives enterprises and projects their officers: one by one, or shared out fairly when somebody leaves or many have nobody.</summary>
public sealed class AssignOfficers(
    FunengDb db, Portfolios portfolios, DutyBook duties, FindHolders find, OrganizationDirectory organizations, ProjectDirectory projects, OfficerRules rules, CurrentUser user, CityProfile city, TimeProvider clock)
{
    private const int LongestReason = 200, AtOnce = 100;

    /// <summary>Projects within the scope that are not over and have no officer.</summary>
    public async Task<IReadOnlyList<Project>> WithoutAsync(CancellationToken cancellation) => await Without().AsNoTracking().OrderBy(project => project.Code).ToListAsync(cancellation);

    public Task<int> CountWithoutAsync(CancellationToken cancellation) => Without().CountAsync(cancellation);

    /// <summary>The code is that of a project or of an enterprise.</summary>
    public async Task<IReadOnlyList<Problem>> AssignAsync(string code, string person, string reason, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var source = user.Has(Permission.ManageProjects) ? await SourceAsync(code.Trim(), cancellation) : null;
        if (source is null) problems.Add(new("Code", "没有这个代码的项目或企业，它已终止或不再存续，或不在您的管理范围内。"));
        if (Holder.Parse(person) is not { } holder || !await find.IsPersonAsync(holder, cancellation)) problems.Add(new("Person", "没有选择专员。"));
        if (reason.Trim().Length is < 2 or > LongestReason) problems.Add(new("Reason", "请写明依据，例如“服务专员分工”。"));
        if (problems.Count > 0) return problems;
        await duties.AssignAsync(new NewDuty(source!, Portfolios.Role, Holder.Parse(person)!.Value, city.Today(clock), reason.Trim()), cancellation);
        return await SaveAsync(cancellation) ? [] : [new("Code", "刚刚有人调整了这一家的专员，请再看一次。")];
    }

    /// <summary>Shares out what one officer has, or what nobody has, among the officers there are.</summary>
    /// <param name="from">The officer who leaves; null for what has nobody.</param>
    public async Task<(int Shared, IReadOnlyList<Problem> Problems)> ShareOutAsync(long? from, string reason, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageProjects)) return (0, [new("", "不由您分配。")]);
        if (reason.Trim().Length is < 2 or > LongestReason) return (0, [new("Reason", "请写明原因，例如“调离”。")]);
        var all = await portfolios.AllAsync(cancellation);
        var loads = (await portfolios.LoadsAsync(all, cancellation)).Where(load => load.Person != from && load is { IsInOffice: true, AwayUntil: null }).ToDictionary(load => load.Person, load => load.Weight);
        if (loads.Count == 0) return (0, [new("From", "没有别的在岗专员可以接手。请先指定至少一名。")]);
        var (items, sources) = await ItemsAsync(from, all, cancellation);
        if (items.Count == 0) return (0, [new("From", "没有要分的。")]);
        var districts = all.Where(one => one is { Officer: not null, Region.Length: >= 6 }).GroupBy(one => one.Officer!.Value).ToDictionary(group => group.Key, group => (IReadOnlySet<string>)group.Select(one => one.Region![..6]).ToHashSet());
        return await GiveAsync([.. FairShare.Of(items, loads, districts).Select(share => new NewDuty(sources[(share.Item.Kind, share.Item.Key)], Portfolios.Role, Holder.Person(share.Officer), city.Today(clock), reason.Trim()))], cancellation)
            ? (items.Count, []) : (0, [new("", "分配期间有人调整了专员，什么都没有改。请再试一次。")]);
    }

    /// <summary>All or none; what is saved is let go, so that a thousand take no longer each than ten.</summary>
    private async Task<bool> GiveAsync(IReadOnlyList<NewDuty> given, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        foreach (var chunk in given.Chunk(AtOnce))
        {
            foreach (var duty in chunk) await duties.AssignAsync(duty, cancellation);
            if (!await SaveAsync(cancellation)) return false;
            db.ChangeTracker.Clear();
        }

        await transaction.CommitAsync(cancellation);
        return true;
    }

    private async Task<(List<ShareItem>, Dictionary<(string, string), TaskSource>)> ItemsAsync(long? from, IReadOnlyList<Served> all, CancellationToken cancellation)
    {
        if (from is { } leaving)
        {
            var own = all.Where(one => one.Officer == leaving).ToList();
            return ([.. own.Select(one => new ShareItem(one.Kind, one.Key, rules.WeightOf(one.Kind), one.Region))], own.ToDictionary(one => (one.Kind, one.Key), one => new TaskSource(one.Kind, one.Key, one.Name, one.Link)));
        }

        var open = await WithoutAsync(cancellation);
        return ([.. open.Select(one => new ShareItem(ProjectsModule.Subject, one.Code, rules.ProjectWeight, one.Region))],
            open.ToDictionary(one => (ProjectsModule.Subject, one.Code), one => new TaskSource(ProjectsModule.Subject, one.Code, one.Name, one.Link)));
    }

    private async Task<TaskSource?> SourceAsync(string code, CancellationToken cancellation) =>
        await projects.FindAsync(user, code, cancellation) is { } project ? project.Stage == LifeCycle.Ended ? null : new TaskSource(ProjectsModule.Subject, project.Code, project.Name, project.Link)
        : await organizations.FindAsync(user.EnterpriseScope, code, cancellation) is { State: OrganizationState.Active } enterprise ? new TaskSource(Portfolios.Enterprise, enterprise.Code, enterprise.Name, enterprise.Link) : null;

    private IQueryable<Project> Without()
    {
        var held = portfolios.Held(city.Today(clock)).Where(duty => duty.SourceKind == ProjectsModule.Subject).Select(duty => duty.SourceKey);
        return projects.Within(user).Where(project => project.Stage != LifeCycle.Ended && !held.Contains(project.Code));
    }

    private async Task<bool> SaveAsync(CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
            return true;
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            return false;
        }
    }
}
