using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Projects.Plan;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Ones;

/// <summary>One of the six: 一个项目、一位领导、一个推进部门、一个属地保障、一套方案、一抓到底.</summary>
/// <param name="Role">The duty, of those four that are somebody's.</param>
/// <param name="Lack">What is missing; empty when it is there and current.</param>
public sealed record One(string Title, string Role, string Holder, string Person, DateOnly? Since, string Lack);

/// <summary>The card of 六个一: it is complete, or the project stands on a list. Who has which part is a duty of the tasks module, with its terms and deputies.</summary>
public sealed class SixOnes(
    FunengDb db, ProjectDirectory projects, DutyBook duties, FindHolders find, RefreshLists lists, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public const string Leader = "project-leader", Office = "project-office", Guarantor = "project-guarantor", Owner = "project-owner";

    private static readonly (string Role, string Title)[] Roles =
        [(Leader, "一位挂包领导"), (Office, "一个推进部门"), (Guarantor, "一个属地保障"), (Owner, "一抓到底责任人")];

    public async Task<IReadOnlyList<One>> ReadAsync(Project project, CancellationToken cancellation)
    {
        var held = (await duties.OfAsync(ProjectsModule.Subject, project.Code, city.Today(clock), cancellation)).GroupBy(duty => duty.Role).ToDictionary(group => group.Key, group => group.MaxBy(duty => duty.From)!);
        var nodes = await db.Set<ProjectNode>().CountAsync(node => node.Project == project.Id, cancellation);
        return
        [
            new One("一个项目", "", project.Name, project.Kind.DisplayName(), null, ""),
            .. Roles.Select(role => held.TryGetValue(role.Role, out var duty)
                ? new One(role.Title, role.Role, duty.HolderName, duty.PersonName ?? "", duty.From, duty.Holder.Kind == HolderKind.Post && duty.PersonName is null ? "职务现在空缺" : "")
                : new One(role.Title, role.Role, "", "", null, "还没有明确")),
            new One("一套推进方案", "", nodes > 0 ? $"{nodes} 个节点" : "", "", null, nodes > 0 ? "" : "还没有倒排方案"),
        ];
    }

    /// <summary>Gives one part to a holder from a day on; whoever had it hands over what is open with it.</summary>
    /// <returns>What is wrong; null when there is no such project for this account.</returns>
    public async Task<IReadOnlyList<Problem>?> AssignAsync(string code, string role, string holder, string reason, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageProjects) || await projects.FindAsync(user, code, cancellation) is not { } project)
            return null;
        var problems = new List<Problem>();
        if (Roles.All(known => known.Role != role)) problems.Add(new("Role", "没有选择责任。"));
        if (Holder.Parse(holder) is not { } to || !await IsKnownAsync(to, cancellation)) problems.Add(new("Holder", "没有选择由谁负责。"));
        else if (reason.Trim().Length is < 2 or > 200) problems.Add(new("Reason", "请写明依据，例如“市重大项目包保分工通知”。"));
        else
        {
            await duties.AssignAsync(new NewDuty(new TaskSource(ProjectsModule.Subject, project.Code, project.Name, project.Link), role, to, city.Today(clock), reason.Trim()), cancellation);
            try
            {
                await db.SaveChangesAsync(cancellation);
            }
            catch (DbUpdateException collision) when (WriteCollision.Is(collision))
            {
                return [new("Holder", "刚刚有人调整了这一项，请看现在由谁负责，再决定要不要更换。")];
            }

            await lists.RunAsync([project.Id], cancellation);
        }

        return problems;
    }

    /// <summary>Posts with their holders, then bodies: who can be given a part.</summary>
    public async Task<IReadOnlyList<(string Value, string Text)>> HoldersAsync(string? words, CancellationToken cancellation)
    {
        var posts = await find.AllPostsAsync(words, cancellation);
        var bodies = await BodiesAsync(words, cancellation);
        return
        [
            .. posts.Select(post => (post.Holder.ToString(), $"{post.Body} {post.Post}（{post.Person ?? "空缺"}）")),
            .. bodies.Select(body => (Holder.Body(long.Parse(body.Value, System.Globalization.CultureInfo.InvariantCulture)).ToString(), body.Text)),
        ];
    }

    /// <summary>Offices and townships that can answer for a problem.</summary>
    public async Task<IReadOnlyList<(string Value, string Text)>> BodiesAsync(string? words, CancellationToken cancellation) =>
        [.. (await find.BodiesAsync(words, cancellation)).Select(body => (body.Holder.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), body.Name))];

    private async Task<bool> IsKnownAsync(Holder holder, CancellationToken cancellation) => holder.Kind switch
    {
        HolderKind.Post => await find.IsPostAsync(holder, cancellation),
        HolderKind.Body => await find.IsBodyAsync(holder.Id, cancellation),
        _ => false,
    };
}
