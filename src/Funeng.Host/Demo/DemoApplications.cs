using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Review;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Host.Demo;

/// <summary>
/// Made-up applications at every step, one of the demo enterprise's own in its hands. They go through the same use cases as real ones; only their
/// days are moved back afterwards, so that some are late. Loaded once.
/// </summary>
internal sealed class DemoApplications(IServiceProvider provider, CancellationToken cancellation)
{
    private const int Looked = 100, Wanted = 7, Projects = 2;

    private const string Scored = "zb-equipment-reward/reward";

    private static readonly string[] Benefits = ["zb-trade-support/booth", "zb-cloud-subsidy/subsidy", "zb-skill-training/training", "zb-tech-contract/subsidy"];

    private static readonly byte[] Paper = Encoding.ASCII.GetBytes("%PDF-1.4\n% synthetic paper of the demo city\n%%EOF\n");

    private FunengDb Db => provider.GetRequiredService<FunengDb>();

    private CurrentUser User => provider.GetRequiredService<CurrentUser>();

    public static async Task LoadAsync(IServiceProvider provider, CancellationToken cancellation)
    {
        if (await provider.GetRequiredService<FunengDb>().Set<Application>().AnyAsync(cancellation)) return;
        await new DemoApplications(provider, cancellation).FillAsync();
        provider.GetRequiredService<CurrentUser>().ActAs(null, "演示城市", Role.Administrator, Scope.All);
    }

    private async Task FillAsync()
    {
        var own = await Db.Set<Account>().AsNoTracking().Where(account => account.Role == Role.Enterprise && account.Organization != null).OrderBy(account => account.Id).Select(account => account.Organization).FirstOrDefaultAsync(cancellation);
        var entitled = await EntitledAsync(own);
        if (own is { } mine) await BeginAsync(mine, await FittingAsync(mine));
        for (var index = 0; index < entitled.Count; index++) await MakeAsync(entitled[index].Enterprise, entitled[index].Benefit, index);
        await ScoreAsync();
    }

    /// <summary>The projects are before the demo's expert.</summary>
    private async Task ScoreAsync()
    {
        User.ActAs(null, "王敏", Role.BureauOfficer, Scope.All);
        var experts = await Db.Set<Account>().Where(account => account.Role == Role.Expert).Select(account => account.Id).ToListAsync(cancellation);
        await provider.GetRequiredService<KeepRounds>().OpenAsync(Scored, experts, cancellation);
        Db.ChangeTracker.Clear();
    }

    private async Task<IReadOnlyList<(long Enterprise, string Benefit)>> EntitledAsync(long? own)
    {
        var (policies, facts, today) = (provider.GetRequiredService<PolicyBook>(), provider.GetRequiredService<FactReader>(), provider.GetRequiredService<CityProfile>().Today(provider.GetRequiredService<TimeProvider>()));
        var rules = Benefits.Select(policies.FindBenefit).OfType<BenefitRule>().Where(rule => StartApplication.Closed(rule, today) is null).ToList();
        var enterprises = await Db.Set<Subject>().AsNoTracking().Where(subject => subject.Kind == Subject.Enterprise && subject.Region != null && subject.Id != own).OrderBy(subject => subject.Code).Take(Looked).ToListAsync(cancellation);
        var (found, projects) = (new List<(long, string)>(), new List<(long, string)>());
        var project = policies.FindBenefit(Scored);
        await foreach (var (subject, known) in facts.LoadSubjectsAsync([.. enterprises.Select(enterprise => enterprise.Id)], null, cancellation))
        {
            var view = policies.Rules.View(known, today);
            var region = enterprises.Single(enterprise => enterprise.Id == subject).Region;
            if (projects.Count < Projects && project is not null && StartApplication.Closed(project, today) is null && DecideBenefits.Of(project, view, region).Outcome == Outcome.Met)
            {
                projects.Add((subject, Scored));
                continue;
            }

            if (found.Count < Wanted && rules.FirstOrDefault(rule => DecideBenefits.Of(rule, view, region) is { Outcome: Outcome.Met, Amount: { IsExact: true, Low: > 0 } }) is { } rule) found.Add((subject, rule.Benefit.Id));
            if (found.Count == Wanted && projects.Count == Projects) break;
        }

        return [.. found, .. projects];
    }

    /// <summary>What the demo enterprise may have, else what one more fact would decide.</summary>
    private async Task<string> FittingAsync(long enterprise)
    {
        var (policies, today) = (provider.GetRequiredService<PolicyBook>(), provider.GetRequiredService<CityProfile>().Today(provider.GetRequiredService<TimeProvider>()));
        var view = policies.Rules.View(await provider.GetRequiredService<FactReader>().LoadSubjectAsync(enterprise, null, cancellation), today);
        var region = (await Db.Set<Subject>().AsNoTracking().SingleAsync(subject => subject.Id == enterprise, cancellation)).Region;
        return policies.InForce(today).Where(rule => StartApplication.Closed(rule, today) is null).Select(rule => DecideBenefits.Of(rule, view, region))
            .OrderBy(standing => standing.Outcome switch { Outcome.Met => 0, Outcome.Unknown => 1, _ => 2 }).ThenByDescending(standing => standing.Sure).First().Rule.Benefit.Id;
    }

    private async Task<long?> BeginAsync(long enterprise, string benefit)
    {
        User.ActAs(null, "企业申报人", Role.Enterprise, Scope.OfOrganization(enterprise));
        var start = await provider.GetRequiredService<StartApplication>().RunAsync(benefit, cancellation, isSynthetic: true, named: new NamedItem($"YS-{enterprise % 10_000_000:0000000}", "自动化产线改造（演示）"));
        Db.ChangeTracker.Clear();
        return start is StartResult.Started started ? started.Application.Id : null;
    }

    private async Task MakeAsync(long enterprise, string benefit, int index)
    {
        if (await BeginAsync(enterprise, benefit) is not { } id) return;
        await provider.GetRequiredService<SaveFields>().RunAsync(id, [new TypedField("ask.phone", "", $"0533-20000{index:00}"), new TypedField("ask.intro", "", "两条人工线改成一条自动线，单位产品能耗下降，产品一致性提高（演示内容）。")], cancellation);
        var view = (await provider.GetRequiredService<ReadApplication>().RunAsync(id, cancellation))!;
        foreach (var material in view.Materials.Where(material => !material.IsReady))
            await provider.GetRequiredService<KeepPapers>().RunAsync(id, material.Name, material.Name + "（演示）.pdf", Paper, null, cancellation);
        Db.ChangeTracker.Clear();
        await provider.GetRequiredService<SubmitApplication>().RunAsync(id, cancellation);
        Db.ChangeTracker.Clear();
        if (index is 1 or 2 or 5 || benefit == Scored) await DecideAsync(id, Role.TownshipClerk, "孙晓燕", Answers.Pass);
        if (index is 2 || benefit == Scored) await DecideAsync(id, Role.BureauOfficer, "王敏", Answers.Pass);
        if (index is 3) await DecideAsync(id, Role.TownshipClerk, "孙晓燕", Answers.Return);
        if (benefit != Scored) await MoveBackAsync(id, index % 4 * 3);
    }

    private async Task DecideAsync(long id, Role role, string name, Answers answer)
    {
        User.ActAs(null, name, role, Scope.All);
        var row = await Db.Set<Application>().AsNoTracking().SingleAsync(row => row.Id == id, cancellation);
        await provider.GetRequiredService<TakeReviewStep>().RunAsync(
            new ReviewDecision(id, row.Version, answer, answer == Answers.Return ? "电话打不通，请更正联系电话" : "材料齐全", "", answer == Answers.Return ? ["ask.phone"] : []), cancellation);
        Db.ChangeTracker.Clear();
    }

    /// <summary>As if it had come so many working days ago: number, receipt, fields, papers and course all say the earlier days.</summary>
    private async Task MoveBackAsync(long id, int workdays)
    {
        if (workdays == 0) return;
        var (calendar, today) = (provider.GetRequiredService<OfficialCalendar>().Calendar, provider.GetRequiredService<CityProfile>().Today(provider.GetRequiredService<TimeProvider>()));
        var day = calendar.Add(today, -workdays);
        var back = TimeSpan.FromDays(today.DayNumber - day.DayNumber);
        var row = await Db.Set<Application>().SingleAsync(row => row.Id == id, cancellation);
        await Db.Set<ApplicationField>().Where(field => field.Application == id).LoadAsync(cancellation);
        await Db.Set<ReviewAct>().Where(act => act.Application == id).LoadAsync(cancellation);
        await Db.Set<ReviewPause>().Where(pause => pause.Application == id).LoadAsync(cancellation);
        await Db.Set<HeldFile>().Where(file => file.Subject == row.Subject).LoadAsync(cancellation);
        var receipt = await Db.Set<ApplicationSubmission>().SingleAsync(submission => submission.Application == id, cancellation);
        var (number, at) = (Moved(receipt.Number, day), receipt.At);
        foreach (var property in Db.ChangeTracker.Entries().SelectMany(entry => entry.Properties))
        {
            if (property.CurrentValue is DateTimeOffset moment) property.CurrentValue = moment - back;
            if (property.CurrentValue is DateOnly due && property.Metadata.Name == nameof(Application.DueOn)) property.CurrentValue = calendar.Add(due, -workdays);
        }

        var content = receipt.Content.Replace(receipt.Number, number, StringComparison.Ordinal).Replace(Written(at), Written(at - back), StringComparison.Ordinal);
        var said = Db.Entry(receipt);
        (said.Property(known => known.Number).CurrentValue, said.Property(known => known.Content).CurrentValue) = (number, content);
        said.Property(known => known.Sha256).CurrentValue = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        row.Number = number;
        await Db.SaveChangesAsync(cancellation);
        Db.ChangeTracker.Clear();
    }

    // SB and eight figures of the day, then what tells it from the others.
    private static string Moved(string number, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"SB{day:yyyyMMdd}{number[10..]}");

    private static string Written(DateTimeOffset moment) => moment.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}
