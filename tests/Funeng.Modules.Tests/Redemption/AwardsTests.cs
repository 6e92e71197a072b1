using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Redemption;

public sealed class AwardsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task Proposing_the_same_again_answers_with_the_award_that_is_there(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");

        var first = Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(Awarding.Of(city, enterprise)));
        var again = Assert.IsType<AwardResult.AlreadyGranted>(await city.ProposeAsync(Awarding.Of(city, enterprise, amount: 2000)));
        var other = await city.ProposeAsync(Awarding.Of(city, enterprise, item: "春交会"));

        Assert.Equal((first.Award.Id, 1000m), (again.Award.Id, again.Award.Amount));
        Assert.IsType<AwardResult.Proposed>(other);
    }

    [Theory, OnBothDatabases]
    public async Task Twenty_at_one_moment_make_one_award(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => city.ProposeAsync(Awarding.Of(city, enterprise)), Cancellation)));

        Assert.Single(results.OfType<AwardResult.Proposed>());
        Assert.Equal(1, await city.CountAsync("select count(*) from redemption_award"));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_refused_may_be_proposed_again_and_the_database_holds_one_that_counts(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        await city.ProposeAsync(Awarding.Of(city, enterprise));
        await using (var unit = city.As())
            await unit.Get<FunengDb>().Set<Award>().ExecuteUpdateAsync(row => row.SetProperty(award => award.State, AwardState.Refused), Cancellation);

        Assert.Contains("已不予兑付", Assert.IsType<AwardResult.Refused>(await city.ProposeAsync(Awarding.Of(city, enterprise))).Problems[0].Message, StringComparison.Ordinal);
        Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(Awarding.Of(city, enterprise) with { OriginKey = "SQ-2" }));
        await using var last = city.As();
        var back = last.Get<FunengDb>().Set<Award>().Where(award => award.State == AwardState.Refused).ExecuteUpdateAsync(row => row.SetProperty(award => award.State, AwardState.Approved), Cancellation);

        Assert.True(WriteCollision.Is(await Assert.ThrowsAnyAsync<Exception>(() => back)));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_given_once_in_three_years_is_open_again_when_they_are_over(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        const string award = "cn-key-little-giant-2024/award";
        NewAward In(int year) => Awarding.Of(city, enterprise, 6_000_000, award) with { Period = $"{year}", DecidedOn = new DateOnly(year, 12, 31), OriginKey = $"SQ-{year}" };

        Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(In(2024)));
        Assert.IsType<AwardResult.Refused>(await city.ProposeAsync(In(2026)));
        Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(In(2027)));
        await city.ExecuteAsync("update redemption_award set state = 'Refused' where period = '2027'");
        // And who missed it is counted among those who could have had it.
        await using var unit = city.As();
        var takers = unit.Get<IEnumerable<IBenefitTakers>>().ToList();
        async Task<int> HadAsync(int year) => (await takers[0].OfAsync(award, year, Cancellation)).Count + (await takers[1].OfAsync(award, year, Cancellation)).Count;
        Assert.Equal(1, await HadAsync(2026));
        Assert.Equal(0, await HadAsync(2027));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_given_every_year_for_three_at_the_most_is_not_given_in_a_fourth(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        NewAward In(int year, string benefit) => Awarding.Of(city, enterprise, 1_000, benefit) with { Period = $"{year}", DecidedOn = new DateOnly(year, 6, 1), OriginKey = $"SQ-{year}" };
        var rule = city.Service<PolicyBook>().Benefits.First(rule => rule.Benefit is { MostYears: 3, IsCash: true, IsForEnterprise: true, Item: null } && !city.Service<PolicyBook>().Relations.NeededBy(rule.Benefit.Id).Any()).Benefit.Id;

        foreach (var year in new[] { 2023, 2024, 2025 }) Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(In(year, rule)));
        Assert.Contains("最长三年", Assert.IsType<AwardResult.Refused>(await city.ProposeAsync(In(2026, rule))).Problems[0].Message, StringComparison.Ordinal);
        // In halves the third year is still the third with its second one.
        var other = await city.EnterpriseAsync("B");
        NewAward Half(int year, string half) => Awarding.Of(city, other, 1_000, rule) with { Period = year + half, DecidedOn = new DateOnly(year, 6, 1), OriginKey = $"SQ-{year}{half}" };
        foreach (var (year, half) in new[] { (2023, ""), (2024, "下半年"), (2025, "上半年"), (2025, "下半年") }) Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(Half(year, half)));
        Assert.Contains("最长三年", Assert.IsType<AwardResult.Refused>(await city.ProposeAsync(Half(2026, "上半年"))).Problems[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("每年一次，可同时为几个人申请", false, null, null)]
    [InlineData("三年一次，分两次拨付", false, 3, null)]
    [InlineData("两年一次", false, 2, null)]
    [InlineData("每年，最长三年", false, null, 3)]
    [InlineData("每项一次", true, null, null)]
    [InlineData("一次", true, null, null)]
    public void How_often_a_benefit_is_given_is_read_from_its_words(string period, bool isOnce, int? every, int? most)
    {
        var benefit = new Benefit { Id = "p/b", Policy = "p", Title = "b", Clause = "c1", Mode = RedemptionMode.Application, Conditions = [], Period = period };
        Assert.Equal((isOnce, every, most), (benefit.IsOnce, benefit.EveryYears, benefit.MostYears));
    }

    [Theory, OnBothDatabases]
    public async Task An_award_over_the_cap_or_for_nothing_is_refused_beside_its_field(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");

        foreach (var amount in new[] { 0m, -1m, 30_000.01m, 1.005m })
            Assert.Equal("Amount", Assert.Single(Assert.IsType<AwardResult.Refused>(await city.ProposeAsync(Awarding.Of(city, enterprise, amount))).Problems).Field);
        Assert.Equal(0, await city.CountAsync("select count(*) from redemption_award"));
    }

    [Theory, OnBothDatabases]
    public async Task A_cap_holds_over_all_items_and_a_ceiling_over_all_benefits_also_when_twenty_propose_at_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(at => Task.Run(() => city.ProposeAsync(Awarding.Of(city, enterprise, 8_000, item: $"展会{at}")), Cancellation)));
        Assert.Equal(3_000_000, await city.CountAsync("select sum(amount_fen) from redemption_award"));
        Assert.Equal(1, await city.CountAsync("select count(*) from redemption_award where how like '%只能再给%'"));

        // 稳外贸补助年度合计 25 万元, on a day on which it holds.
        foreach (var (benefit, asked, got) in new[] { ("insurance", 200_000m, 200_000m), ("booth", 60_000m, 50_000m) })
            Assert.Equal(got, Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(Awarding.Of(city, enterprise, asked, "zb-trade-support/" + benefit) with { DecidedOn = new DateOnly(2026, 3, 25), Period = "2026" })).Award.Amount);
    }

    [Theory, OnBothDatabases]
    public async Task Of_two_benefits_that_exclude_each_other_one_is_granted_even_at_one_moment(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var book = city.Service<PolicyBook>();
        var relation = book.Relations.All.First(pair => book.Relations.AreApart(pair.From, pair.To)
            && new[] { pair.From, pair.To }.All(id => book.FindBenefit(id) is { Benefit: { IsCash: true, IsForEnterprise: true } } && !book.Relations.NeededBy(id).Any()));
        var enterprise = await city.EnterpriseAsync("A");

        var results = await Task.WhenAll(new[] { relation.From, relation.To, relation.From, relation.To }.Select((benefit, at) => Task.Run(() => city.ProposeAsync(Awarding.Of(city, enterprise, 100, benefit, $"{at}")), Cancellation)));

        var granted = results.OfType<AwardResult.Proposed>().Select(result => result.Award.Benefit).Distinct();
        Assert.Single(granted);
        Assert.All(results.OfType<AwardResult.Refused>(), refused => Assert.Matches("不得同时享受|就高不重复|不能重复", refused.Problems[0].Message));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_given_once_is_not_given_again_next_year_and_a_period_is_written_one_way(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        var once = Awarding.Of(city, enterprise, 1_000, "zb-above-scale-award/first");

        Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(once with { Period = "2025", DecidedOn = new DateOnly(2025, 6, 1) }));
        var next = Assert.IsType<AwardResult.Refused>(await city.ProposeAsync(once with { Period = "2026", DecidedOn = new DateOnly(2026, 6, 1) }));
        Assert.Contains("一次", next.Problems[0].Message, StringComparison.Ordinal);
        Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(Awarding.Of(city, enterprise, 1_000, "zb-trade-support/insurance") with { Period = "2026" }));
        foreach (var same in new[] { "2026年", "２０２６", " 2026年度 " })
            Assert.IsType<AwardResult.AlreadyGranted>(await city.ProposeAsync(Awarding.Of(city, enterprise, 1_000, "zb-trade-support/insurance") with { Period = same }));
        foreach (var part in new[] { "2026上半年", "今年", "" })
            Assert.IsType<AwardResult.Refused>(await city.ProposeAsync(Awarding.Of(city, enterprise, 1_000, "zb-trade-support/insurance") with { Period = part }));
    }

    [Fact]
    public async Task Of_every_benefit_in_money_it_is_known_how_often_it_is_given()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);

        var unknown = city.Service<PolicyBook>().Benefits.Where(rule => rule.Benefit.IsCash && rule.Policy.Pattern.Length == 0)
            .Where(rule => !rule.Benefit.Period.Contains("一次", StringComparison.Ordinal) && !rule.Benefit.Period.StartsWith("每年", StringComparison.Ordinal) && rule.Benefit.Period != "2020 年");

        Assert.Empty(unknown.Select(rule => $"{rule.Benefit.Id}: {rule.Benefit.Period}"));
    }
}
