using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Ones;
using Funeng.Modules.Projects.Plan;
using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Host.Demo;

/// <summary>Six ones, plans and problems for the made-up projects: most are complete, some lack a part, some have problems with an office.</summary>
internal static class DemoDuties
{
    // Each duty looks through what is not saved yet: few at a time, or a large city takes the square of it.
    private const int AtOnce = 40;

    private static readonly (string Title, ProblemClass Class, string Node)[] Obstacles =
    [
        ("施工许可证办理等待人防审查意见", ProblemClass.Procedures, "施工图审查与施工许可"), ("地块内管线迁改方案没有确定", ProblemClass.Land, "土地出让或厂房落实"),
        ("项目贷款审批未完成，第三季度资金有缺口", ProblemClass.Funds, "资金到位"), ("能耗指标尚缺 1.2 万吨标准煤", ProblemClass.Energy, "环评与能评批复"),
        ("挥发性有机物排放总量指标没有落实", ProblemClass.Environment, "环评与能评批复"), ("厂区外 10 千伏电源接入点未确定", ProblemClass.Utilities, "水电气热配套接入"),
    ];

    public static async Task LoadAsync(IServiceProvider provider, IReadOnlyList<long> ids, DateOnly today, CancellationToken cancellation)
    {
        var db = provider.GetRequiredService<FunengDb>();
        // What the ledger wrote is tracked still, without the figures that followed from its facts.
        db.ChangeTracker.Clear();
        var posts = await (from post in db.Set<Post>() join body in db.Set<Organization>() on post.Organization equals body.Id orderby body.Code, post.Rank, post.Title select new { post.Id, post.Title, Body = body })
            .ToListAsync(cancellation);
        var offices = posts.Where(post => post.Body.Kind == OrganizationKind.Department && post.Title == "局长").ToList();
        var local = posts.Where(post => post.Body.Kind is OrganizationKind.Township or OrganizationKind.Zone && post.Title is "主任" or "局长").Except(offices).ToList();
        var bodies = posts.Where(post => post.Body.Kind == OrganizationKind.Department).Select(post => post.Body).DistinctBy(body => body.Id).ToList();
        var sections = posts.Where(post => post.Title.EndsWith("科科长", StringComparison.Ordinal)).ToList();
        var leaders = posts.Where(post => post.Title.Contains("市长", StringComparison.Ordinal)).DefaultIfEmpty(offices.FirstOrDefault()).ToList();
        if (offices.Count == 0 || local.Count == 0 || sections.Count == 0) return;

        var plans = provider.GetRequiredService<KeepPlan>();
        var projects = await db.Set<Project>().AsNoTracking().Where(project => ids.Contains(project.Id)).OrderBy(project => project.Code).ToListAsync(cancellation);
        foreach (var (project, index) in projects.Select((project, index) => (project, index)))
        {
            var (office, near) = (offices[index % offices.Count], local[index % local.Count]);
            if (index % 9 != 4) await AssignAsync(provider, project, SixOnes.Leader, Holder.Post(leaders[index % leaders.Count]!.Id), cancellation);
            await AssignAsync(provider, project, SixOnes.Office, Holder.Post(office.Id), cancellation);
            await AssignAsync(provider, project, SixOnes.Guarantor, Holder.Post(near.Id), cancellation);
            if (index % 7 != 3) await AssignAsync(provider, project, SixOnes.Owner, Holder.Post(sections[index % sections.Count].Id), cancellation);
            if (index % 6 != 5 && KeepPlan.Promised(project) is { } promised) DemoNodes.Fill(plans.Make(project, promised, today), project, index, today, provider.GetRequiredService<OfficialCalendar>().Calendar);
            if (index % 5 == 2 && project.Stage is not ("达产" or "达效" or "终止" or "谋划")) await ObstructAsync(provider, project, index, bodies, today, cancellation);
            if (index % AtOnce == AtOnce - 1) await SaveAsync(db, cancellation);
        }

        await SaveAsync(db, cancellation);
    }

    private static async Task SaveAsync(FunengDb db, CancellationToken cancellation)
    {
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
    }

    private static Task AssignAsync(IServiceProvider provider, Project project, string role, Holder holder, CancellationToken cancellation) =>
        provider.GetRequiredService<DutyBook>().AssignAsync(
            new NewDuty(new TaskSource(ProjectsModule.Subject, project.Code, project.Name, project.Link), role, holder, project.StageOn ?? DateOnly.FromDateTime(project.CreatedAt.Date), "重大项目包保分工（演示）"),
            cancellation);

    private static async Task ObstructAsync(IServiceProvider provider, Project project, int index, IReadOnlyList<Organization> bodies, DateOnly today, CancellationToken cancellation)
    {
        var (title, kind, node) = Obstacles[index / 5 % Obstacles.Length];
        var office = DemoOffices.For(bodies, kind, title);
        var problem = new ProjectProblem
        {
            Id = provider.GetRequiredService<IdSource>().Next(), Project = project.Id, Title = title, Class = kind, Node = node, Round = index % 3 == 0 ? 2 : 1,
            Measure = "专班每周会商，明确到人。", Office = office.Id, OfficeName = office.Name, RaisedOn = today.AddDays(-12 - index % 20), RaisedBy = project.OwnerName,
            DueOn = index % 10 == 2 ? today.AddDays(-3) : today.AddDays(6 + index % 15), Result = "",
        };
        provider.GetRequiredService<FunengDb>().Add(problem);
        await provider.GetRequiredService<TaskBook>().OpenAsync(
            new NewTask("problem", new TaskSource(KeepProblems.Source, problem.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), project.Name, $"{project.Link}?tab=problems"), title)
            {
                Key = "handle", LeadBody = office.Id, Due = problem.DueOn, Detail = problem.Measure, Region = project.Region, Zone = project.Zone, IsSynthetic = true,
                OpenedAt = new DateTimeOffset(problem.RaisedOn.ToDateTime(new TimeOnly(9, 0)), TimeSpan.FromHours(8)),
            }, cancellation);
    }
}
