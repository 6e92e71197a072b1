using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Projects;
using Funeng.Modules.Redemption.Aftercare;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Items;
using Microsoft.EntityFrameworkCore;
using BatchState = Funeng.Modules.Redemption.Awards.BatchState;

namespace Funeng.Host.Demo;

/// <summary>
/// What comes after a payment, in the demo city: a claim of which half came back; a project that did not reach its output, whose reward came back in part, so that the
/// higher award that was paid only the difference to it lacks that much now; and an award of which somebody asks that it was for another item.
/// </summary>
internal sealed class DemoAftercare(IServiceProvider services, IReadOnlyDictionary<Role, Account> people, DateOnly today)
{
    private const int Looked = 300, LookedForGrowth = 1500, Grown = 3, NumbersOfGrown = 100;

    private const string Reward = "zb-equipment-reward/reward", Interest = "sd-renovation-loan/interest", Scene = "zb-new-economy-12/scene", Above = "zb-above-scale-award/first";

    private readonly DateOnly paid = Workday(new(today.Year - 2, 6, 14));

    private int batches;

    public static async Task LoadAsync(IServiceProvider services, IReadOnlyDictionary<Role, Account> people, DateOnly today, CancellationToken cancellation)
    {
        var demo = new DemoAftercare(services, people, today);
        await demo.ClaimAsync(cancellation);
        await demo.DifferenceAsync(cancellation);
        await demo.RenameAsync(cancellation);
    }

    /// <summary>Two years ago an enterprise was paid for staying large; last year it was not: the head claims a part back, and half of that has come.</summary>
    private async Task ClaimAsync(CancellationToken cancellation)
    {
        if (await SmallAsync(cancellation) is not { } enterprise || await PaidAsync(Above, enterprise, 100_000, "", "", cancellation) is not { } award) return;
        await BackAsync(award, enterprise, "承诺的规上规模没有保持（演示）", 2, cancellation);
    }

    /// <summary>
    /// Those that grew above the scale the year before last and were paid for it then, before the lists of this year are computed: only they can be
    /// rewarded for having grown on since.
    /// </summary>
    public static async Task LoadGrownAsync(IServiceProvider services, IReadOnlyDictionary<Role, Account> people, DateOnly today, CancellationToken cancellation)
    {
        var demo = new DemoAftercare(services, people, today) { batches = NumbersOfGrown };
        foreach (var enterprise in await demo.GrowingAsync(cancellation)) await demo.PaidAsync(Above, enterprise, 100_000, "", "", cancellation);
    }

    private async Task DifferenceAsync(CancellationToken cancellation)
    {
        if (await BehindAsync(cancellation) is not { } project || await FindAsync(project.Owner!.Value, cancellation) is not { } enterprise) return;
        if (await PaidAsync(Reward, enterprise, 200_000, project.Code, project.Name, cancellation) is not { } lower || await PaidAsync(Interest, enterprise, 500_000, "", "", cancellation) is null) return;
        await BackAsync(lower, enterprise, "项目次年没有达产（演示）", 1, cancellation);
        await AsAsync(null, unit => unit.GetRequiredService<WatchDifferences>().RunAsync(cancellation));
    }

    /// <summary>An award of the time before items were told apart: named since, and somebody says that it was another one. What is on file of both says that he is right.</summary>
    private async Task RenameAsync(CancellationToken cancellation)
    {
        if (await SmallAsync(cancellation) is not { } enterprise || await PaidAsync(Scene, enterprise, 300_000, "YS-CJ-0", "", cancellation) is not { } award) return;
        await AsAsync(null, unit => unit.GetRequiredService<FunengDb>().Set<Award>().Where(row => row.Id == award)
            .ExecuteUpdateAsync(row => row.SetProperty(known => known.Item, "").SetProperty(known => known.ItemKey, (string?)null), cancellation));
        var (wrong, right) = (new NamedItem($"YS-CJ-{paid.Year}-011", "包装线视觉检测场景（演示）"), new NamedItem($"YS-CJ-{paid.Year}-012", "立体仓库调度场景（演示）"));
        await RegisterAsync(enterprise, wrong, "否", "60", cancellation);
        await RegisterAsync(enterprise, right, "是", "150", cancellation);
        await AsAsync(Role.BureauOfficer, unit => unit.GetRequiredService<NameItem>().AwardAsync(award, wrong, "按当年的验收单写明", cancellation));
        await AsAsync(Role.BureauOfficer, unit => unit.GetRequiredService<NameItem>().AwardAsync(award, right, "核对验收单，当年付的是立体仓库，上次写错了", cancellation));
    }

    /// <param name="accepted">是 or 否.</param>
    /// <param name="invested">In 万元.</param>
    private Task<StepResult> RegisterAsync(Subject enterprise, NamedItem scene, string accepted, string invested, CancellationToken cancellation) =>
        AsAsync(Role.BureauOfficer, unit => unit.GetRequiredService<KeepItems>().RunAsync(
            new TypedItem(Scene, enterprise.Code, scene.Number, scene.Title, new Dictionary<string, string> { ["isSceneAccepted"] = accepted, ["sceneInvestment"] = invested }) { IsSynthetic = true }, cancellation));

    /// <summary>An award that was paid two years ago, with its batch and its money.</summary>
    private Task<long?> PaidAsync(string benefit, Subject enterprise, decimal yuan, string item, string title, CancellationToken cancellation) => AsAsync(Role.Treasurer, async unit =>
    {
        if (services.GetRequiredService<PolicyBook>().FindBenefit(benefit) is not { } rule) return null;
        var (db, ids, budgets) = (unit.GetRequiredService<FunengDb>(), unit.GetRequiredService<IdSource>(), unit.GetRequiredService<BudgetBook>());
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var budget = (await budgets.SetAsync(rule.Policy.Id, "", paid.Year, 100_000_000, "演示数据：年度预算", true, cancellation))!.Value;
        var batch = new RedemptionBatch
        {
            Id = ids.Next(), Number = string.Create(CultureInfo.InvariantCulture, $"DF-{paid.Year}-{++batches:0000}"), Policy = rule.Policy.Id, Title = $"{rule.Policy.Title}（{paid.Year}，演示）", Period = paid.Year.ToString(CultureInfo.InvariantCulture),
            Origin = AwardOrigin.NoApplication, Region = rule.Policy.Region, DecidedOn = paid.AddMonths(-2), State = BatchState.Paid, PaidOn = paid, MadeByName = "演示城市", MadeAt = Moment(paid.AddMonths(-2)), IsSynthetic = true,
        };
        db.Add(batch);
        await db.SaveChangesAsync(cancellation);
        if (await unit.GetRequiredService<AwardBook>().ProposeAsync(
            new NewAward(rule, enterprise, batch.Period, yuan) { DecidedOn = batch.DecidedOn, BeganOn = batch.DecidedOn, Facts = [], Origin = AwardOrigin.NoApplication, OriginKey = batch.Number, Batch = batch.Id, IsSynthetic = true, Item = item, ItemTitle = title }, cancellation)
            is not AwardResult.Proposed { Award: { } made }) return null as long?;
        (made.State, made.PaidOn, made.Budget, made.ApprovedAt) = (AwardState.Paid, paid, budget, Moment(paid.AddMonths(-1)));
        await db.SaveChangesAsync(cancellation);
        Money[] part = [new(made.AmountFen, "演示数据") { Award = made.Id, Batch = batch.Id }];
        if (!await budgets.CommitAsync(budget, part, cancellation) || !await budgets.PayAsync(budget, part, cancellation)) return null;
        await db.SaveChangesAsync(cancellation);
        foreach (var entry in await db.Set<BudgetEntry>().Where(entry => entry.Award == made.Id).ToListAsync(cancellation)) db.Entry(entry).Property(row => row.At).CurrentValue = Moment(entry.Kind == EntryKind.Committed ? paid.AddMonths(-1) : paid);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return made.Id;
    });

    /// <summary>The head claims back what is owed; the treasurer writes down that a part of it came.</summary>
    private async Task BackAsync(long award, Subject enterprise, string reason, int parts, CancellationToken cancellation)
    {
        if (await AsAsync(Role.BureauHead, unit => unit.GetRequiredService<WatchCommitments>().ClaimAsync(award, reason, cancellation)) is not StepResult.Done) return;
        await AsAsync(Role.Treasurer, async unit =>
        {
            var open = (await unit.GetRequiredService<ReadClaims>().ReadAsync(enterprise.Id, cancellation)).First(one => one.Award.Id == award).Claim;
            return await unit.GetRequiredService<KeepClaims>().ReceiveAsync(
                open.Id, new TypedReceipt((open.AmountFen / parts / 100m).ToString("0.00", CultureInfo.InvariantCulture), "", today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), $"演示-缴款-{batches:0000}"), cancellation);
        });
    }

    /// <summary>An enterprise whose revenue of last year is on file and below what was promised, and that was given nothing here yet.</summary>
    private Task<Subject?> SmallAsync(CancellationToken cancellation) => AsAsync(null, async unit =>
    {
        var db = unit.GetRequiredService<FunengDb>();
        var subjects = await db.Set<Subject>().AsNoTracking().Where(subject => subject.Kind == Subject.Enterprise && subject.Region != null && !db.Set<Award>().Any(award => award.Subject == subject.Id && award.PaidOn == paid))
            .OrderBy(subject => subject.Code).Take(Looked).ToDictionaryAsync(subject => subject.Id, cancellation);
        var revenue = unit.GetRequiredService<FactCatalogue>().Get("revenue");
        await foreach (var (subject, known) in unit.GetRequiredService<FactReader>().LoadSubjectsAsync([.. subjects.Keys], null, cancellation))
        {
            if (known.Find(revenue, new Period(today.Year - 1))?.Value.AsNumber().TryToDecimal(out var yuan) == true && yuan is > 5_000_000 and < 18_000_000) return subjects[subject];
        }

        return null;
    });

    /// <summary>Enterprises that came above the scale the year before last and had a tenth more revenue in the next.</summary>
    private Task<IReadOnlyList<Subject>> GrowingAsync(CancellationToken cancellation) => AsAsync<IReadOnlyList<Subject>>(null, async unit =>
    {
        var db = unit.GetRequiredService<FunengDb>();
        var subjects = await db.Set<Subject>().AsNoTracking().Where(subject => subject.Kind == Subject.Enterprise && subject.Region != null && !db.Set<Award>().Any(award => award.Subject == subject.Id && award.PaidOn == paid))
            .OrderBy(subject => subject.Code).Take(LookedForGrowth).ToDictionaryAsync(subject => subject.Id, cancellation);
        var catalogue = unit.GetRequiredService<FactCatalogue>();
        var (revenue, above, industry, found) = (catalogue.Get("revenue"), catalogue.Get("aboveScaleOn"), catalogue.Get("industryCode"), new List<Subject>());
        await foreach (var (subject, known) in unit.GetRequiredService<FactReader>().LoadSubjectsAsync([.. subjects.Keys], null, cancellation))
        {
            if (known.FindLatest(above)?.Value.AsDate().Year != paid.Year || known.FindLatest(industry)?.Value.AsString() is not { } code || !IsIndustry(code)) continue;
            if (Number(known.Find(revenue, new Period(today.Year - 1))) >= 1.1m * Number(known.Find(revenue, new Period(today.Year - 2)))) found.Add(subjects[subject]);
            if (found.Count == Grown) break;
        }

        return found;
    });

    // Sections B to D of GB/T 4754-2017, as the fact 划型行业 reads them: the award is for them only.
    private static bool IsIndustry(string code) => string.CompareOrdinal(code, "06") >= 0 && string.CompareOrdinal(code, "47") < 0;

    /// <summary>A project in production that is short of its output.</summary>
    private Task<Project?> BehindAsync(CancellationToken cancellation) => AsAsync(null, async unit =>
    {
        var projects = await unit.GetRequiredService<FunengDb>().Set<Project>().AsNoTracking().Where(project => project.Stage == "投产" && project.Owner != null).OrderBy(project => project.Code).ToDictionaryAsync(project => project.Id, cancellation);
        var catalogue = unit.GetRequiredService<FactCatalogue>();
        await foreach (var (id, known) in unit.GetRequiredService<FactReader>().LoadSubjectsAsync([.. projects.Keys], null, cancellation))
        {
            if (Number(known.FindLatest(catalogue.Get("trailingOutput"))) < Number(known.FindLatest(catalogue.Get("designOutput")))) return projects[id];
        }

        return null;
    });

    private Task<Subject?> FindAsync(long id, CancellationToken cancellation) =>
        AsAsync(null, unit => unit.GetRequiredService<FunengDb>().Set<Subject>().AsNoTracking().SingleOrDefaultAsync(subject => subject.Id == id, cancellation));

    private static decimal? Number(Fact? fact) => fact?.Value.AsNumber().TryToDecimal(out var number) == true ? number : null;

    private static DateOnly Workday(DateOnly day) => day.DayOfWeek switch { DayOfWeek.Saturday => day.AddDays(-1), DayOfWeek.Sunday => day.AddDays(-2), _ => day };

    private static DateTimeOffset Moment(DateOnly day) => new(day.ToDateTime(new TimeOnly(10, 0)), TimeSpan.FromHours(8));

    /// <summary>A unit of work of somebody of the demo; of the product itself for nobody.</summary>
    private async Task<T> AsAsync<T>(Role? role, Func<IServiceProvider, Task<T>> act)
    {
        await using var unit = services.CreateAsyncScope();
        var user = unit.ServiceProvider.GetRequiredService<CurrentUser>();
        if (role is { } known) user.ActAs(people[known].Id, people[known].DisplayName, known, people[known].Scope);
        else user.ActAsSystem();
        return await act(unit.ServiceProvider);
    }
}
