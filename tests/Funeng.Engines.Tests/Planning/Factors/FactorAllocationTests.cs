using Funeng.Engines.Planning.Factors;

namespace Funeng.Engines.Tests.Planning.Factors;

public sealed class FactorAllocationTests
{
    [Fact]
    public void What_was_promised_too_often_is_found()
    {
        var balances = FactorLedger.Balance([new("土地", 100), new("能耗", 50)], [new("甲", "土地", 70), new("乙", "土地", 45), new("丙", "土地", -10), new("甲", "排放", 1)]);

        Assert.Equal([("土地", -5m, true), ("能耗", 50m, false), ("排放", -1m, true)], balances.Select(balance => (balance.Quota.Id, balance.Left, balance.IsOvercommitted)));
        Assert.Equal("甲", balances[0].Projects[0].Project);
    }

    [Fact]
    public void Quotas_go_where_they_are_worth_most()
    {
        var proposal = FactorAllocation.Find([new("能耗", 10)], [Ask("甲", 10, 6), Ask("乙", 9, 5), Ask("丙", 8, 5)])!;

        Assert.Equal((17m, true, 0m), (proposal.Value, proposal.IsOptimal, proposal.Left["能耗"]));
        Assert.Equal([false, true, true], proposal.Decisions.Select(decision => decision.Option is not null));
        Assert.Equal(6, proposal.Decisions[0].Missing["能耗"]);
    }

    [Fact]
    public void A_first_stage_is_served_where_the_whole_does_not_fit()
    {
        FactorRequest staged = new("甲", [new("全部", 10, Need(8)), new("一期", 7, Need(4))]);

        var proposal = FactorAllocation.Find([new("能耗", 9)], [staged, Ask("乙", 6, 5)])!;

        Assert.Equal(["一期", "整体"], proposal.Decisions.Select(decision => decision.Option!.Name));
    }

    [Fact]
    public void What_must_be_served_is_even_if_it_is_worth_less()
    {
        var proposal = FactorAllocation.Find([new("能耗", 6)], [Ask("甲", 10, 6), Ask("省重点", 1, 5) with { Must = true }])!;

        Assert.Equal("省重点", Assert.Single(proposal.Decisions, decision => decision.Option is not null).Request.Project);
        Assert.Null(FactorAllocation.Find([new("能耗", 4)], [Ask("省重点", 1, 5) with { Must = true }]));
    }

    [Fact]
    public void A_search_that_was_cut_short_says_so()
    {
        var random = new Random(3);
        var requests = Enumerable.Range(0, 60).Select(index => Ask($"{index}", random.Next(900, 1100), random.Next(90, 110))).ToList();

        var proposal = FactorAllocation.Find([new("能耗", 1000)], requests, maxSteps: 70)!;

        Assert.False(proposal.IsOptimal);
        Assert.True(proposal.Bound >= proposal.Value);
    }

    [Fact]
    public void Nothing_negative_and_nothing_unknown_is_taken()
    {
        Assert.Throws<ArgumentException>(() => FactorAllocation.Find([new("能耗", -1)], []));
        Assert.Throws<ArgumentException>(() => FactorAllocation.Find([new("土地", 1)], [Ask("甲", 1, 1)]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Small_cases_get_the_best_there_is(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 150; round++)
        {
            var quotas = Enumerable.Range(0, random.Next(1, 5)).Select(index => new FactorQuota($"q{index}", random.Next(0, 40) / 2m)).ToList();
            var requests = Enumerable.Range(0, random.Next(0, 9)).Select(index => RandomRequest(random, index, quotas)).ToList();

            var proposal = FactorAllocation.Find(quotas, requests);

            var best = Best(quotas, requests, 0, [.. quotas.Select(quota => quota.Amount)]);
            Assert.Equal(best, proposal?.Value);
            if (proposal is null) continue;
            Assert.True(proposal.IsOptimal);
            Assert.All(proposal.Left.Values, left => Assert.True(left >= 0));
            Assert.Equal(proposal.Value, proposal.Decisions.Sum(decision => decision.Option?.Value ?? 0));
        }
    }

    private static FactorRequest RandomRequest(Random random, int index, List<FactorQuota> quotas) => new(
        $"{index}",
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(option => new FactorOption(
            $"{option}", random.Next(0, 30) / 4m, quotas.Where(_ => random.Next(3) > 0).ToDictionary(quota => quota.Id, _ => random.Next(0, 16) / 2m)))],
        random.Next(6) == 0);

    /// <summary>Every combination is tried.</summary>
    private static decimal? Best(List<FactorQuota> quotas, List<FactorRequest> requests, int index, decimal[] left)
    {
        if (index == requests.Count) return 0;
        decimal? best = requests[index].Must ? null : Best(quotas, requests, index + 1, left);
        foreach (var option in requests[index].Options)
        {
            var after = left.Select((amount, quota) => amount - option.Needs.GetValueOrDefault(quotas[quota].Id)).ToArray();
            if (after.Any(amount => amount < 0) || Best(quotas, requests, index + 1, after) is not { } rest) continue;
            if (best is null || rest + option.Value > best) best = rest + option.Value;
        }

        return best;
    }

    private static FactorRequest Ask(string project, decimal value, decimal energy) => new(project, [new("整体", value, Need(energy))]);

    private static Dictionary<string, decimal> Need(decimal energy) => new() { ["能耗"] = energy };
}
