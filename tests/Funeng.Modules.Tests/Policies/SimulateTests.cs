using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Simulate;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Policies;

/// <summary>Twenty enterprises with 100, 200 … 2000 万元 of equipment, half of them without new land.</summary>
public sealed class SimulateTests
{
    private const string Benefit = "zb-equipment-reward/reward";
    private const int All = int.MaxValue;

    [Theory]
    [OnBothDatabases]
    public async Task A_lower_threshold_names_the_winners_and_every_breakdown_adds_up(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        await using var unit = city.As();

        var it = (await unit.Get<SimulateBenefit>().RunAsync(Benefit, new BenefitDraft(new Dictionary<int, string> { [2] = "技改设备不含税投资 >= 300 * 万元" }, null, null), All, CancellationToken.None))!;

        Assert.Empty(it.Problems);
        Assert.Equal((16, 18), (it.Before.Count, it.After.Count));
        Assert.Equal(["E04", "E03"], it.Winners.Shown.Select(turn => turn.Enterprise.Code));
        Assert.Equal((0, 0), (it.Losers.Count, it.Losers.Difference));
        Assert.Equal((it.After.Count, it.After.Cost), (it.Paid.Count, it.Paid.Sum(one => one.Amount!.Low)));
        Assert.Equal(it.After.Cost - it.Before.Cost, it.Winners.Difference);
        Assert.All(it.Breakdowns, part => Assert.Equal((it.After.Count, it.After.Cost), (part.Rows.Sum(row => row.Count), part.Rows.Sum(row => row.Cost))));
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_lower_cap_names_the_losers_and_a_faulty_draft_is_refused_beside_its_field(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        await using var unit = city.As();
        var simulate = unit.Get<SimulateBenefit>();

        var capped = (await simulate.RunAsync(Benefit, new BenefitDraft(new Dictionary<int, string>(), null, "100"), All, CancellationToken.None))!;
        var faulty = (await simulate.RunAsync(Benefit, new BenefitDraft(new Dictionary<int, string> { [2] = "设备投资 >= 300 * 万元" }, null, "很多"), All, CancellationToken.None))!;
        var unread = (await simulate.RunAsync(Benefit, new BenefitDraft(new Dictionary<int, string> { [2] = "设备投资 >= 300 * 万元" }, null, null), All, CancellationToken.None))!;

        Assert.Equal(["E20", "E18"], capped.Losers.Shown.Select(turn => turn.Enterprise.Code));
        Assert.Equal((0, capped.After.Cost - capped.Before.Cost), (capped.Winners.Count, capped.Losers.Difference));
        Assert.Equal("cap", Assert.Single(faulty.Problems).Field);
        foreach (var rule in new[] { " ", "true\u0001" })
        {
            var refused = (await simulate.RunAsync(Benefit, new BenefitDraft(new Dictionary<int, string> { [2] = rule }, null, null), All, CancellationToken.None))!;
            Assert.Equal("c2", Assert.Single(refused.Problems).Field);
        }

        Assert.All(unread.Problems, problem => Assert.Equal("c2", problem.Field));
        Assert.NotEmpty(unread.Problems);
        Assert.Equal(unread.Before.Cost, unread.After.Cost);
    }

    [Theory]
    [OnBothDatabases]
    public async Task What_keeps_enterprises_from_being_decided_is_named_with_how_many_lack_it_the_most_first(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        await FileAsync(city, "X1", ("exportValue", FeelValue.From(5_000_000L)));
        await FileAsync(city, "X2", ("boothFee", FeelValue.From(10_000L)));
        await using var unit = city.As();
        var rule = city.Service<PolicyBook>().FindBenefit("zb-trade-support/booth")!;

        var it = (await unit.Get<SimulateBenefit>().RunAsync(rule.Benefit.Id, BenefitDraft.None, All, CancellationToken.None))!;
        var missing = it.Missing.Facts.ToDictionary(lack => lack.Fact!.Origin is FactOrigin.View view ? view.Of : lack.Fact.Key, lack => lack.Enterprises);

        Assert.Equal((0, it.After.Unknown, it.After.Unknown), (it.After.Count, it.Missing.Of, it.Missing.Looked));
        Assert.Equal(it.Missing.Of - 1, missing["boothFee"]);
        Assert.Equal(it.Missing.Of - 1, missing["exportValue"]);
        Assert.Equal(it.Missing.Facts.Select(lack => lack.Enterprises).OrderDescending(), it.Missing.Facts.Select(lack => lack.Enterprises));
        // Where everybody can be decided nothing is missing.
        Assert.Equal(0, (await unit.Get<SimulateBenefit>().RunAsync(Benefit, BenefitDraft.None, All, CancellationToken.None))!.Missing.Facts.Count(lack => lack.Enterprises > 2));
    }

    [Theory]
    [OnBothDatabases]
    public async Task Every_step_of_a_sweep_equals_simulating_that_threshold(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        await using var unit = city.As();
        var rule = city.Service<PolicyBook>().FindBenefit(Benefit)!;

        var sweep = await unit.Get<SweepBenefit>().RunAsync(rule, Assert.Single(SweepBenefit.Movable(rule)), CancellationToken.None);

        foreach (var step in sweep.Steps)
        {
            var direct = (await unit.Get<SimulateBenefit>().RunAsync(Benefit, new BenefitDraft(new Dictionary<int, string> { [2] = $"技改设备不含税投资 >= {step.Threshold}" }, null, null), All, CancellationToken.None))!;
            Assert.Equal((direct.After.Count, direct.After.Cost), (step.Count, step.Cost));
        }

        Assert.Null(sweep.Cliff);
    }

    [Theory]
    [OnBothDatabases]
    public async Task An_upper_bound_is_a_cliff_and_the_smoother_schedule_costs_the_same(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        foreach (var (code, income) in new[] { ("A", 2_000_000L), ("B", 2_900_000L), ("C", 3_200_000L) })
            await FileAsync(city, code, ("taxableIncome", FeelValue.From(income)), ("employees", FeelValue.From(50L)), ("totalAssets", FeelValue.From(9_000_000L)));
        await using var unit = city.As();
        var rule = city.Service<PolicyBook>().FindBenefit("cn-small-profit-cit/rate")!;

        var sweep = await unit.Get<SweepBenefit>().RunAsync(rule, SweepBenefit.Movable(rule).First(bound => bound.Fact.Key == "taxableIncomeY1" && bound.Operator == "<="), CancellationToken.None);
        var cliff = sweep.Cliff!;

        Assert.Equal("B", Assert.Single(cliff.Named).Code);
        Assert.Equal((1, 1, 600_000m), (cliff.Near, cliff.JustOver, cliff.Width));
        // A 400,000 + B 580,000 are paid; C would be paid two thirds of 640,000 on the slope.
        Assert.Equal(980_000m / (980_000m + (640_000m * 400_000 / 600_000)), cliff.Factor, 9);
    }

    [Theory]
    [OnBothDatabases]
    public async Task Outgrowing_the_size_of_a_small_enterprise_is_a_cliff_with_its_witness(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        // A 中型 becomes 大型 with 1,000 people, for its revenue is above the bound already; B lacks the revenue, C is far from the bound, D is large.
        foreach (var (code, people, revenue) in new[] { ("A", 950L, 500_000_000L), ("B", 950L, 100_000_000L), ("C", 500L, 500_000_000L), ("D", 1200L, 500_000_000L) })
        {
            await FileAsync(city, code, ("industryCode", FeelValue.From("2614")), ("employees", FeelValue.From(people)), ("revenue", FeelValue.From(revenue)),
                ("layoffRate", FeelValue.From(0L)), ("unemploymentInsurance", FeelValue.From(100_000L)));
        }

        await using var unit = city.As();
        var found = await unit.Get<FindClassCliffs>().RunAsync(city.Service<PolicyBook>().FindBenefit("cn-stable-jobs-refund/refund")!, CancellationToken.None);

        var cliff = Assert.Single(found);
        var witness = Assert.Single(cliff.Named);
        Assert.Equal(("isSme", "employees", 1, 30_000m), (cliff.Conclusion.Key, cliff.Fact.Key, cliff.Near, cliff.Lost));
        Assert.Equal(("A", 950m, 1000m, 60_000m, 30_000m), (witness.Enterprise.Code, witness.Value, witness.Past, witness.Before, witness.After));
        // Three are paid 60,000 and one 30,000; if all were paid 60,000, seven eighths of it cost the same.
        Assert.Equal(0.875m, cliff.Factor);
        Assert.Empty(await unit.Get<FindClassCliffs>().RunAsync(city.Service<PolicyBook>().FindBenefit(Benefit)!, CancellationToken.None));
    }

    [Theory]
    [OnBothDatabases]
    public async Task The_whole_list_of_a_draft_names_everybody_of_ones_own_scope_whom_either_version_pays(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        await FileAsync(city, "=1+1", ("equipmentInvestment", FeelValue.From(20_000_000L)), ("isRenovationCompleted", FeelValue.True), ("isZeroLandRenovation", FeelValue.False), ("notOnDishonestyList", FeelValue.True));
        await using var unit = city.As();
        var draft = new BenefitDraft(new Dictionary<int, string> { [2] = "技改设备不含税投资 >= 300 * 万元" }, null, "100");

        var all = (await unit.Get<SimulateBenefit>().ListAsync(Benefit, draft, All, CancellationToken.None))!.Turns;
        await using var elsewhere = city.As(Role.TownshipClerk, Scope.OfRegions("370306"));

        Assert.Equal(19, all.Count);
        Assert.Equal(["E04 新享受", "E03 新享受"], all.Where(turn => turn.Word == "新享受").Select(turn => $"{turn.Enterprise.Code} {turn.Word}"));
        Assert.Equal(all.Sum(turn => turn.Difference), all.Sum(turn => turn.After ?? 0) - all.Sum(turn => turn.Before ?? 0));
        Assert.Empty((await elsewhere.Get<SimulateBenefit>().ListAsync(Benefit, draft, All, CancellationToken.None))!.Turns);
        Assert.Null(await unit.Get<SimulateBenefit>().ListAsync(Benefit, new BenefitDraft(new Dictionary<int, string> { [2] = "设备 >=" }, null, null), All, CancellationToken.None));
    }

    [Theory]
    [OnBothDatabases]
    public async Task Whom_a_draft_asks_for_what_nobody_has_filed_neither_wins_nor_loses_by_it(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        await FileAsync(city, "U", ("equipmentInvestment", FeelValue.From(20_000_000L)), ("isRenovationCompleted", FeelValue.True), ("isZeroLandRenovation", FeelValue.False));
        await using var unit = city.As();
        var simulate = unit.Get<SimulateBenefit>();
        var asksMore = new BenefitDraft(new Dictionary<int, string> { [2] = "技改设备不含税投资 >= 500 * 万元 and 上年度营业收入 >= 1" }, null, null);
        var asksLess = new BenefitDraft(new Dictionary<int, string> { [3] = "技改设备不含税投资 >= 500 * 万元" }, null, null);

        var more = (await simulate.ListAsync(Benefit, asksMore, All, CancellationToken.None))!.Turns;
        var less = (await simulate.ListAsync(Benefit, asksLess, All, CancellationToken.None))!.Turns;
        var page = (await simulate.RunAsync(Benefit, asksMore, All, CancellationToken.None))!;

        Assert.Equal(16, more.Count);
        Assert.All(more, turn => Assert.Equal(("缺数据，判不了", null, null), (turn.Word, turn.Difference, turn.After)));
        Assert.All(less, turn => Assert.Equal(turn.Enterprise.Code == "U" ? ("缺数据，判不了", null) : ("不变", 0m), (turn.Word, turn.Difference)));
        Assert.Equal(17, less.Count);
        Assert.Equal((0, 0m, 0, 16), (page.Losers.Count, page.Losers.Difference, page.Winners.Count, page.Apart.Undecided));
    }

    [Theory]
    [OnBothDatabases]
    public async Task An_amount_that_cannot_be_computed_yet_is_neither_nothing_nor_less(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        await FileAsync(city, "R", ("equipmentInvestment", FeelValue.From(20_000_000L)), ("isRenovationCompleted", FeelValue.True), ("notOnDishonestyList", FeelValue.True));
        await using var unit = city.As();
        var simulate = unit.Get<SimulateBenefit>();
        var otherAmount = new BenefitDraft(new Dictionary<int, string>(), "技改设备不含税投资 * (if 上年度营业收入 > 1 then 0.01 else 0.06)", null);
        var otherThreshold = new BenefitDraft(new Dictionary<int, string> { [2] = "技改设备不含税投资 >= 600 * 万元" }, null, null);

        var open = (await simulate.ListAsync(Benefit, otherAmount, All, CancellationToken.None))!.Turns;
        var same = (await simulate.ListAsync(Benefit, otherThreshold, All, CancellationToken.None))!.Turns;
        var fewer = (await simulate.ListAsync(Benefit, new BenefitDraft(new Dictionary<int, string> { [2] = "技改设备不含税投资 >= 3000 * 万元" }, null, null), All, CancellationToken.None))!.Turns;
        var page = (await simulate.RunAsync(Benefit, otherAmount, All, CancellationToken.None))!;

        Assert.All(open, turn => Assert.Equal(("金额算不准", null, null), (turn.Word, turn.Difference, turn.After)));
        Assert.Equal((0, 0, 17), (page.Losers.Count, page.Winners.Count, page.Apart.Inexact));
        Assert.Equal(("不变", 0m), same.Where(turn => turn.Enterprise.Code == "R").Select(turn => (turn.Word, turn.Difference)).Single());
        Assert.Equal(("不再享受，金额算不准", null), fewer.Where(turn => turn.Enterprise.Code == "R").Select(turn => (turn.Word, turn.Difference)).Single());
    }

    [Fact]
    public async Task A_draft_of_too_many_names_none_of_them()
    {
        await using var city = await CityAsync(DatabaseKind.Sqlite);
        await using var unit = city.As();

        var list = (await unit.Get<SimulateBenefit>().ListAsync(Benefit, BenefitDraft.None, 15, CancellationToken.None))!;

        Assert.Equal((16, true, 0), (list.Count, list.IsTooMany, list.Turns.Count));
    }

    [Theory]
    [OnBothDatabases]
    public async Task Two_that_pay_for_the_same_loan_without_saying_so_clash_at_a_witness(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "A", ("boothFee", FeelValue.From(50_000L)), ("exportValue", FeelValue.From(5_000_000L)), ("notOnDishonestyList", FeelValue.True));
        await using var unit = city.As();
        var book = city.Service<PolicyBook>();
        var standing = book.FindBenefit("zb-trade-support/booth")!;
        var copy = standing with { Benefit = standing.Benefit with { Id = "draft/booth", Relations = [] } };

        var clash = Assert.Single(await unit.Get<FindClashes>().RunAsync(copy, CancellationToken.None));

        Assert.Equal((ClashKind.PaidTwice, "zb-trade-support/booth", "A"), (clash.Kind, clash.Other.Benefit.Id, clash.Witness!.Code));
        Assert.Empty(await unit.Get<FindClashes>().RunAsync(standing, CancellationToken.None));
    }

    [Fact]
    public async Task An_enterprise_does_not_simulate()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var unit = city.As(Role.Enterprise, Scope.OfOrganization(1));

        Assert.Null(await unit.Get<SimulateBenefit>().RunAsync(Benefit, BenefitDraft.None, All, CancellationToken.None));
    }

    private static async Task<TestInstallation> CityAsync(DatabaseKind kind)
    {
        var city = await TestInstallation.StartAsync(kind);
        for (var number = 1; number <= 20; number++)
            await FileAsync(city, $"E{number:00}", ("equipmentInvestment", FeelValue.From(number * 1_000_000L)), ("isRenovationCompleted", FeelValue.True), ("isZeroLandRenovation", FeelValue.From(number % 2 == 0)), ("notOnDishonestyList", FeelValue.True));
        return city;
    }

    private static async Task FileAsync(TestInstallation city, string code, params (string Key, FeelValue Value)[] facts)
    {
        await using var unit = city.As();
        var subject = await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Subject.Enterprise, code, code + "公司", "370303001"), CancellationToken.None);
        var catalogue = unit.Get<FactCatalogue>();
        foreach (var period in facts.GroupBy(fact => catalogue.Get(fact.Key).IsPerYear ? new Period(2025) : Period.State))
            await unit.Get<FactStore>().RecordAsync(new NewFiling(subject.Id, period.Key, "authority", [.. period.Select(fact => new FiledValue(fact.Key, fact.Value))]), CancellationToken.None);
        await unit.Get<FactStore>().PublishAsync(CancellationToken.None);
    }
}
