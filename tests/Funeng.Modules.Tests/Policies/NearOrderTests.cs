using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Match;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Architecture;
using Funeng.Modules.Tests.Support;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Policies;

/// <summary>What an enterprise nearly gets: looked at by what it would pay this enterprise, shown the soonest and cheapest first.</summary>
public sealed class NearOrderTests
{
    private static readonly IReadOnlyList<BenefitRule> Rules = [.. PolicyBook.Load(RuleBook.Load(Repository.Folder("rules"))).Benefits.Where(rule => rule.Benefit.HasAmount).OrderBy(rule => rule.Benefit.Id, StringComparer.Ordinal).Take(4)];

    [Fact]
    public void What_pays_this_enterprise_more_goes_before_what_pays_the_largest_one_more()
    {
        var (capped, own, noEnd, nothingYet) = (Standing(0, 20_000, 20_000, 5_000_000), Standing(1, 300_000, 300_000, 300_000), Standing(2, 0, null, 400_000), Standing(3, 0, 0, 100_000));

        Assert.Equal([400_000m, 300_000m, 100_000m, 20_000m], new[] { capped, own, noEnd, nothingYet }.Select(NearOrder.Worth).OrderDescending());
        Assert.Equal(20_000, NearOrder.Worth(capped));
    }

    [Fact]
    public void The_soonest_comes_first_then_the_cheapest_then_what_pays_most_then_the_id()
    {
        var (small, large) = (Standing(0, 1, 1, null), Standing(1, 9, 9, null));
        NearBenefit[] inOrder = [Near(small, 2026, 5), Near(large, 2026, 7), Near(small, 2026, 7), Near(Standing(2, 1, 1, null), 2026, 7), Near(large, 2027, 0)];

        Assert.Equal(inOrder, inOrder.Reverse().Order(NearOrder.SoonestAndCheapest));
    }

    [Theory, OnBothDatabases]
    public async Task The_list_of_an_enterprise_is_in_that_order(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.FirmAsync("A", "370303001", ("exportValue", 5_000_000), ("boothFee", 0), ("notOnDishonestyList", true), ("revenue", 15_000_000), ("rdExpense", 900_000), ("employees", 60));
        await using var unit = city.As();

        var near = (await unit.Get<MatchEnterprise>().RunAsync("A", true, Cancellation))!.Near;

        Assert.NotEmpty(near);
        Assert.Equal(near.Order(NearOrder.SoonestAndCheapest), near);
        Assert.All(near, one => Assert.Equal(Outcome.NotMet, one.Standing.Outcome));
    }

    private static BenefitStanding Standing(int rule, decimal low, decimal? high, decimal? cap) =>
        new(Rules[rule] with { Benefit = Rules[rule].Benefit with { Cap = cap } }, Outcome.NotMet, new AmountRange(low, high), null!, true);

    private static NearBenefit Near(BenefitStanding standing, int year, decimal cost)
    {
        var search = new PathSearch([new UpgradePath([], cost, [])], true);
        return new NearBenefit(standing, new PathPlan(new DateOnly(2026, 1, 1), new DateOnly(year, 1, 1), search, true, search, new Dictionary<string, PathPlan>()) { Costs = null! });
    }
}
