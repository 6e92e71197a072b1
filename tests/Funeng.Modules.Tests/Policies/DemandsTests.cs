using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies.Demands;
using Funeng.Modules.Policies.Premises;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Policies;

/// <summary>What is offered and what is asked for; the day is 2 March 2026.</summary>
public sealed class DemandsTests
{
    [Theory, OnBothDatabases]
    public async Task What_fits_comes_first_and_of_the_rest_it_is_said_what_is_lacking_and_by_how_much(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var firm = await city.ExporterAsync("A");
        await OfferAsync(city, Workshop("差面积", area: "2300"), Workshop("正好", area: "2500"), Workshop("偏贵", price: "17.5"), Workshop("太晚", from: "2026-07-01"), Workshop("别处", region: "370302"), Workshop("地块") with { Kind = "Parcel", Price = "20" }, Workshop("差两样", area: "4000", price: "20"));

        var demand = await AskedAsync(city, firm, Wanted());
        await using var unit = city.Applicant(firm);
        var fits = (await unit.Get<AnswerDemand>().FindAsync(demand.Id, Cancellation))!.Fits;

        Assert.Equal("正好", fits[0].Premise.Title);
        Assert.Empty(fits[0].Short);
        var said = fits.ToDictionary(fit => fit.Premise.Title, fit => string.Join("；", fit.Short));
        Assert.Equal("面积差 200 平方米", said["差面积"]);
        Assert.Equal("价格高 1.5 元/平方米·月", said["偏贵"]);
        Assert.Equal("2026-07-01 起才能用，晚 30 天", said["太晚"]);
        Assert.Equal("在淄川区，想要张店区", said["别处"]);
        Assert.Equal("面积多 500 平方米；价格高 4 元/平方米·月", said["差两样"]);
        Assert.DoesNotContain("地块", said.Keys);
        Assert.Equal("差两样", fits[^1].Premise.Title);
        Assert.Equal(fits.OrderBy(fit => fit.Short.Count).ThenBy(fit => fit.Distance), fits);
    }

    [Theory, OnBothDatabases]
    public async Task A_demand_is_a_task_of_the_office_that_answers_once_however_often_the_form_is_sent(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (firm, works, money) = (await city.ExporterAsync("A"), await city.MakeBodyAsync("某市工业和信息化局"), await city.MakeBodyAsync("某市地方金融管理局"));

        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => AskedAsync(city, firm, Wanted()))));
        var financing = await AskedAsync(city, firm, Money());

        Assert.Single(sent.DistinctBy(demand => demand.Id));
        await using var unit = city.As();
        var items = await unit.Get<FunengDb>().Set<TaskItem>().AsNoTracking().Where(item => item.SourceKind == KeepDemands.Source).ToListAsync(Cancellation);
        Assert.Equal([works.Id, money.Id], items.OrderBy(item => item.Id).Select(item => item.LeadBody ?? 0));
        Assert.All(items, item => Assert.NotNull(item.DueOn));
        Assert.Contains("融资 800 万元", items.Single(item => item.LeadBody == money.Id).Detail, StringComparison.Ordinal);
        Assert.Equal(items.Single(item => item.LeadBody == money.Id).Id, financing.Task);
        Assert.Empty((await unit.Get<AnswerDemand>().FindAsync(financing.Id, Cancellation))!.Fits);
    }

    [Theory, OnBothDatabases]
    public async Task Of_two_who_sign_for_one_premise_the_first_has_it_and_what_is_over_ends_its_task(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.MakeBodyAsync("某市工业和信息化局");
        await OfferAsync(city, Workshop("一号"));
        var (first, second) = (await AskedAsync(city, await city.ExporterAsync("A"), Wanted()), await AskedAsync(city, await city.ExporterAsync("B"), Wanted()));
        var premise = await PremiseAsync(city);

        Assert.Empty(await StepAsync(city, first.Id, DemandState.Viewed, premise, "看过，企业满意"));
        var both = await Task.WhenAll(new[] { first.Id, second.Id }.Select(id => Task.Run(() => StepAsync(city, id, DemandState.Signed, premise, "签了三年"))));
        var loser = both[0].Count == 0 ? second.Id : first.Id;

        Assert.Single(both, problems => problems.Count == 0);
        Assert.Equal("Premise", both.Single(problems => problems.Count > 0)[0].Field);
        Assert.Equal("Reason", Assert.Single(await StepAsync(city, loser, DemandState.Failed, null, "")).Field);
        Assert.Empty(await StepAsync(city, loser, DemandState.Failed, null, "没有合适的厂房"));
        Assert.Null(await TryAsync(city, loser, DemandState.Viewed, premise, "再看一次"));
        await using var unit = city.As();
        Assert.All(await unit.Get<FunengDb>().Set<TaskItem>().AsNoTracking().Where(item => item.SourceKind == KeepDemands.Source).ToListAsync(Cancellation), item => Assert.True(item.IsOver));
        Assert.Equal([DemandState.Failed, DemandState.Signed], (await unit.Get<FunengDb>().Set<SupportDemand>().AsNoTracking().Select(row => row.State).ToListAsync(Cancellation)).OrderBy(state => state.ToString(), StringComparer.Ordinal));
        Assert.Equal(PremiseState.Signed, (await unit.Get<FunengDb>().Set<Premise>().AsNoTracking().SingleAsync(Cancellation)).State);
        var names = unit.Get<IEnumerable<IAuditNames>>().Single(names => names.Kind == "support");
        Assert.Equal("A公司：厂房需求", (await names.NamesAsync([first.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)], Cancellation)).Values.Single().Text);
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_reads_or_answers_what_is_not_his_and_nobody_offers_what_lies_elsewhere(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (own, other) = (await city.ExporterAsync("A"), await city.ExporterAsync("B"));
        await OfferAsync(city, Workshop("一号"));
        var (demand, premise) = (await AskedAsync(city, own, Wanted()), await PremiseAsync(city));

        await using (var stranger = city.Applicant(other))
        {
            Assert.Null(await stranger.Get<AnswerDemand>().FindAsync(demand.Id, Cancellation));
            Assert.Null(await stranger.Get<AnswerDemand>().WithdrawAsync(demand.Id, "不要了", Cancellation));
            Assert.Null(await stranger.Get<KeepPremises>().AddAsync(Workshop("二号"), Cancellation));
            Assert.Null(await stranger.Get<KeepPremises>().WithdrawAsync(premise, "不租了", Cancellation));
            Assert.Empty(await stranger.Get<AnswerDemand>().ListAsync(Cancellation));
        }

        foreach (var (role, scope) in new[] { (Role.TownshipClerk, Scope.OfRegions("370399")), (Role.Treasurer, Scope.All), (Role.Statistician, Scope.All), (Role.Public, Scope.Nothing) })
        {
            await using var unit = city.As(role, scope, 21);
            Assert.Null(await unit.Get<AnswerDemand>().FindAsync(demand.Id, Cancellation));
            Assert.IsType<DemandResult.NotFound>(await unit.Get<KeepDemands>().AskAsync(Wanted(), Cancellation));
        }

        await using (var zone = city.As(Role.ZoneOfficer, Scope.OfRegions("370302"), 22))
        {
            Assert.Equal("Region", Assert.Single((await zone.Get<KeepPremises>().AddAsync(Workshop("三号"), Cancellation))!).Field);
            Assert.Null(await zone.Get<KeepPremises>().WithdrawAsync(premise, "不租了", Cancellation));
        }

        await using var owner = city.Applicant(own);
        Assert.Empty((await owner.Get<AnswerDemand>().WithdrawAsync(demand.Id, "自己租到了", Cancellation))!);
        Assert.Equal(DemandState.Withdrawn, (await owner.Get<AnswerDemand>().FindAsync(demand.Id, Cancellation))!.Row.Demand.State);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_known_need_not_be_typed_and_what_is_wrong_is_said_all_at_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var firm = await city.FirmAsync("A", "370303001", ("rdFloorArea", 800));
        await using var unit = city.Applicant(firm);
        var keep = unit.Get<KeepDemands>();

        var office = await keep.BeginAsync(DemandKind.Office, Cancellation);
        var premises = Assert.IsType<DemandResult.Refused>(await keep.AskAsync(Wanted() with { LeastArea = "九百", MostArea = "0", Region = "110000", MostPrice = "-1", NeededBy = "2020-01-01", Note = new string('长', 301) }, Cancellation));
        var money = Assert.IsType<DemandResult.Refused>(await keep.AskAsync(Money() with { Amount = "很多", Note = "" }, Cancellation));

        Assert.Equal(("800", "370303"), (office.LeastArea, office.Region));
        Assert.Equal(["LeastArea", "MostArea", "MostPrice", "NeededBy", "Note", "Region"], premises.Problems.Select(problem => problem.Field).Order());
        Assert.Equal(["Amount", "Note"], money.Problems.Select(problem => problem.Field).Order());
        Assert.Equal("MostArea", Assert.Single(Assert.IsType<DemandResult.Refused>(await keep.AskAsync(Wanted() with { LeastArea = "3600" }, Cancellation)).Problems).Field);
    }

    private static TypedDemand Wanted() => new("Workshop", "2500", "3500", "370303", "16", "", "2026-06-01", "层高 8 米以上", "form-1");

    private static TypedDemand Money() => new("Financing", "", "", "", "", "800", "2026-06-01", "扩建车间", "form-2");

    private static TypedPremise Workshop(string title, string area = "3000", string price = "15", string from = "2026-03-01", string region = "370303") => new("Workshop", title, region, "演示路 1 号", area, price, from, "招商部");

    private static async Task OfferAsync(TestInstallation city, params TypedPremise[] offered)
    {
        await using var officer = city.As(Role.BureauOfficer, Scope.All, 9);
        foreach (var one in offered) Assert.Empty((await officer.Get<KeepPremises>().AddAsync(one, Cancellation))!);
    }

    private static async Task<SupportDemand> AskedAsync(TestInstallation city, long firm, TypedDemand typed)
    {
        await using var unit = city.Applicant(firm);
        return Assert.IsType<DemandResult.Asked>(await unit.Get<KeepDemands>().AskAsync(typed, Cancellation)).Demand;
    }

    private static async Task<long> PremiseAsync(TestInstallation city)
    {
        await using var unit = city.As();
        return (await unit.Get<FunengDb>().Set<Premise>().AsNoTracking().SingleAsync(Cancellation)).Id;
    }

    private static async Task<IReadOnlyList<Modules.Foundation.Ui.Problem>> StepAsync(TestInstallation city, long demand, DemandState state, long? premise, string reason) => (await TryAsync(city, demand, state, premise, reason))!;

    private static async Task<IReadOnlyList<Modules.Foundation.Ui.Problem>?> TryAsync(TestInstallation city, long demand, DemandState state, long? premise, string reason)
    {
        await using var officer = city.As(Role.ServiceOfficer, Scope.All, 9, "赵专员");
        return await officer.Get<AnswerDemand>().RunAsync(demand, state, premise, reason, Cancellation);
    }
}
