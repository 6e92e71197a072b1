using System.Globalization;
using System.Text.Json;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Curves;
using Funeng.Modules.Projects.Officers;
using Funeng.Modules.Projects.Renovation;
using Funeng.Modules.Projects.Sheets;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Host.Demo;

/// <summary>What people did with the made-up projects: baselines, nodes, renovation loans, plans of enterprises and sheets about them, service officers and their visits. Everything is marked synthetic.</summary>
internal static class DemoWorks
{
    private const int EnterprisesServed = 24;

    private static readonly string[] Banks = ["演示商业银行", "演示农村商业银行", "演示工业银行"];

    private static readonly (Optimisation Dimension, string Title, string Baseline, string Target)[] Measures =
    [
        (Optimisation.Technology, "更新数控加工设备，关键工序联网", "数控化率 52%", "数控化率 75%"), (Optimisation.Products, "开发两个高附加值品种", "新产品占 12%", "新产品占 20%"),
        (Optimisation.Quality, "建立过程质量追溯", "一次合格率 96.1%", "一次合格率 98%"), (Optimisation.Chain, "与链主企业签订长期配套协议", "本地配套 2 家", "本地配套 5 家"),
        (Optimisation.Benefit, "降低单位能耗", "吨产品能耗 100", "吨产品能耗 90"),
    ];

    public static async Task LoadAsync(IServiceProvider provider, DateOnly today, CancellationToken cancellation)
    {
        var db = provider.GetRequiredService<FunengDb>();
        db.ChangeTracker.Clear();
        var projects = await db.Set<Project>().Where(project => project.IsSynthetic).OrderBy(project => project.Code).ToListAsync(cancellation);
        if (projects.Count == 0) return;
        var ids = provider.GetRequiredService<IdSource>();
        Nodes(db, ids, projects, today);
        Renovations(db, ids, projects, today);
        var planned = await PlansAsync(db, ids, today, cancellation);
        await SheetsAsync(provider, db, ids, today, cancellation);
        await OfficersAsync(provider, projects, today, cancellation);
        await db.SaveChangesAsync(cancellation);
        await BaselinesAsync(provider, db, ids, projects, cancellation);
        db.ChangeTracker.Clear();
        await provider.GetRequiredService<RefreshLists>().RunAsync(planned, cancellation);
        // Who was on a list only until his plan was written, minutes later, never was on it.
        await db.Database.ExecuteSqlAsync($"delete from list_membership where until = since", cancellation);
    }

    private static void Nodes(FunengDb db, IdSource ids, List<Project> projects, DateOnly today)
    {
        foreach (var (project, index) in projects.Where(project => project.StartedOn is not null).Select((project, index) => (project, index)))
        {
            var start = project.StartedOn!.Value;
            foreach (var (name, days) in new[] { ("基础完工", 60), ("主体封顶", 180), ("设备进场", 270) })
            {
                var on = start.AddDays(days + index % 20);
                db.Add(new ProjectMilestone { Id = ids.Next(), Project = project.Id, Name = name, PlannedOn = on, DoneOn = on.AddDays(index % 4) is var done && done < today && index % 7 != 3 ? done : null });
            }
        }
    }

    private static void Renovations(FunengDb db, IdSource ids, List<Project> projects, DateOnly today)
    {
        foreach (var (project, index) in projects.Where(project => project.Kind == ProjectKind.Renovation).Select((project, index) => (project, index)))
        {
            // Those carried on from last year stood in last year's list too.
            if (index % 5 != 0) db.Add(new ProjectListing { Project = project.Id, Year = project.ListedYear - 1, Kind = ProjectKind.Renovation });
            if (index % 3 == 2) continue;
            var (applied, amount) = (today.AddDays(-150 + index * 7 % 90), (project.TotalFen ?? 0) / 3 / 1_000_000 * 1_000_000);
            if (amount == 0) continue;
            db.Add(new RenovationLoan
            {
                Id = ids.Next(), Project = project.Id, Bank = Banks[index % Banks.Length], AmountFen = amount, Rate = 320 + index * 5 % 60, AppliedOn = applied, SignedOn = index % 4 == 3 ? null : applied.AddDays(20),
                DrawnOn = index % 4 is 0 or 1 ? applied.AddDays(35) : null, DrawnFen = index % 4 is 0 or 1 ? amount / 2 : null, IsSynthetic = true,
            });
        }
    }

    private static async Task<IReadOnlyCollection<long>> PlansAsync(FunengDb db, IdSource ids, DateOnly today, CancellationToken cancellation)
    {
        const long twentyMillion = 2_000_000_000;
        var large = await db.Set<Organization>().AsNoTracking().Where(row => row.IsSynthetic && row.Kind == OrganizationKind.Enterprise && row.RevenueFen >= twentyMillion).OrderBy(row => row.Code).Select(row => row.Id).ToListAsync(cancellation);
        foreach (var (enterprise, index) in large.Select((enterprise, index) => (enterprise, index)).Where(pair => pair.index % 9 != 4))
        {
            var from = new DateOnly(today.Year, 1 + index % 6, 1);
            var plan = new EnterprisePlan
            {
                Id = ids.Next(), Enterprise = enterprise, Goal = "两年内完成关键工序改造，亩均效益提高一成（演示）", Officer = "王敏", FromOn = from, ToOn = from.AddYears(2), IsSynthetic = true, Who = "演示城市", At = At(from),
            };
            db.Add(plan);
            db.AddRange(Measures.Select((measure, at) => new EnterprisePlanMeasure
            {
                Id = ids.Next(), Plan = plan.Id, Dimension = measure.Dimension, Title = measure.Title, Baseline = measure.Baseline, Target = measure.Target, DueOn = from.AddMonths(8 + at * 3),
                DoneOn = (index + at) % 3 == 0 && from.AddMonths(4 + at) < today ? from.AddMonths(4 + at) : null, Result = (index + at) % 3 == 0 && from.AddMonths(4 + at) < today ? "已完成并验收（演示）" : "",
            }));
        }

        return large;
    }

    /// <summary>Diagnoses of the largest and audits of some of their shop floors; every second one was looked at again.</summary>
    private static async Task SheetsAsync(IServiceProvider provider, FunengDb db, IdSource ids, DateOnly today, CancellationToken cancellation)
    {
        var largest = await db.Set<Organization>().AsNoTracking().Where(row => row.IsSynthetic && row.Kind == OrganizationKind.Enterprise && row.RevenueFen != null).OrderByDescending(row => row.RevenueFen).Select(row => row.Id).Take(EnterprisesServed).ToListAsync(cancellation);
        foreach (var (enterprise, index) in largest.Select((enterprise, index) => (enterprise, index)))
        {
            foreach (var form in new[] { provider.GetRequiredService<SheetForms>().Find(SheetForms.Diagnosis), index % 3 == 0 ? provider.GetRequiredService<SheetForms>().Find(SheetForms.ShopFloor) : null }.OfType<SheetForm>())
            {
                Fill(db, ids, form, enterprise, today.AddDays(-200 + index), index, 0);
                if (index % 2 == 0) Fill(db, ids, form, enterprise, today.AddDays(-40 + index), index, 1);
            }
        }
    }

    private static void Fill(FunengDb db, IdSource ids, SheetForm form, long enterprise, DateOnly on, int index, int round)
    {
        var sheet = new EnterpriseSheet
        {
            Id = ids.Next(), Enterprise = enterprise, Form = form.Id, OnDay = on, AgainOn = form.HasAgain && index % 4 != 2 ? on.AddDays(90) : null, Note = "", Who = "王敏", At = At(on),
            FormKey = string.Create(CultureInfo.InvariantCulture, $"demo-{round}"), IsSynthetic = true,
        };
        db.Add(sheet);
        db.AddRange(form.Items.Select((item, line) => new EnterpriseSheetLine
        {
            Id = ids.Next(), Sheet = sheet.Id, Position = line, Item = item.Name, Most = item.Most, Score = item.Most * (45 + (index * 7 + line * 13) % 35 + round * 12) / 100, Target = form.HasTarget ? item.Most * (80 + line % 3 * 5) / 100 : null, Note = "",
        }));
    }

    private static async Task OfficersAsync(IServiceProvider provider, List<Project> projects, DateOnly today, CancellationToken cancellation)
    {
        var (db, duties, ids) = (provider.GetRequiredService<FunengDb>(), provider.GetRequiredService<DutyBook>(), provider.GetRequiredService<IdSource>());
        var officers = await db.Set<Person>().Where(person => person.Name == "吴海涛" || person.Name == "何琳" || person.Name == "王敏").OrderBy(person => person.Name).ToListAsync(cancellation);
        if (officers.Count == 0) return;
        var served = projects.Where((_, index) => index % 8 != 5).Select(project => (Portfolios: ProjectsModule.Subject, project.Code, project.Name, project.Link, project.Region, project.Zone))
            .Concat((await db.Set<Organization>().AsNoTracking().Where(row => row.IsSynthetic && row.Kind == OrganizationKind.Enterprise && row.RevenueFen != null).OrderByDescending(row => row.RevenueFen).Take(EnterprisesServed).ToListAsync(cancellation))
                .Select(row => (Portfolios: Portfolios.Enterprise, row.Code, row.Name, row.Link, row.Region, row.Zone))).ToList();
        foreach (var (one, index) in served.Select((one, index) => (one, index)))
        {
            var officer = officers[index % officers.Count];
            var source = new TaskSource(one.Portfolios, one.Code, one.Name, one.Link);
            await duties.AssignAsync(new NewDuty(source, Portfolios.Role, Holder.Person(officer.Id), today.AddDays(-80), "服务专员分工（演示）"), cancellation);
            // Each duty looks through what is not saved yet.
            if (index % 60 == 59)
            {
                await db.SaveChangesAsync(cancellation);
                db.ChangeTracker.Clear();
            }

            if (index % 4 == 3) continue;
            var on = today.AddDays(-2 - index * 7 % 50);
            db.Add(new Visit
            {
                Id = ids.Next(), SubjectKind = one.Portfolios, SubjectKey = one.Code, SubjectTitle = one.Name, SubjectLink = one.Link, Region = one.Region, Zone = one.Zone, Officer = officer.Id, OfficerName = officer.Name,
                OnDay = on, Note = index % 2 == 0 ? "到现场查看，生产和施工正常，订单排到下季度。演示数据。" : "与负责人面谈，了解用工和融资情况，没有新的困难。演示数据。", Problem = "", FormKey = $"demo-{index.ToString(CultureInfo.InvariantCulture)}", At = At(on), IsSynthetic = true,
            });
        }
    }

    private static async Task BaselinesAsync(IServiceProvider provider, FunengDb db, IdSource ids, List<Project> projects, CancellationToken cancellation)
    {
        var curves = provider.GetRequiredService<ReadCurves>();
        foreach (var project in projects.Where(project => project.StartedOn is not null).Take(12))
        {
            var plan = await curves.SnapshotAsync(project, cancellation);
            if (plan.Months.Count + plan.Nodes.Count == 0) continue;
            // As it was before the summer: what is built was to end three weeks earlier.
            var earlier = plan with { Nodes = [.. plan.Nodes.Select(node => node with { Finish = node.IsWork ? node.Finish?.AddDays(-21) : node.Finish })] };
            db.Add(new ProjectBaseline { Id = ids.Next(), Project = project.Id, Name = "年初计划", Note = "演示数据", Content = JsonSerializer.Serialize(earlier), Who = "演示城市", At = At(new DateOnly(project.ListedYear, 1, 20)) });
        }

        await db.SaveChangesAsync(cancellation);
    }

    private static DateTimeOffset At(DateOnly day) => new(day.ToDateTime(new TimeOnly(17, 0)), TimeSpan.FromHours(8));
}
