using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using static Funeng.Engines.Tests.Facts.Samples;

namespace Funeng.Engines.Tests.Criteria;

public sealed class CheapestPathTests
{
    private static readonly CheapestPath Search = new();
    private static readonly CriteriaEvaluator Evaluator = new();

    private static FactCost Cost(string key, decimal perUnit, decimal once = 0) => new(key, perUnit, once);

    private static PathSearch Find(Scheme scheme, CostModel costs, params (string Key, FeelValue Value)[] facts) => Search.Find(scheme, Applied(facts), costs);

    private static string Say(UpgradePath? path) => path is null
        ? "none"
        : string.Join(", ", path.Changes.Select(change => $"{change.Definition.Key} {change.From?.Value}→{change.To}")) + " = " + path.Total.ToString("0.#####", CultureInfo.InvariantCulture);

    private static string Best(string condition, CostModel costs, params (string Key, FeelValue Value)[] facts) =>
        Say(Find(new Models().Condition("结论", condition, "conclusion").Scheme_(), costs, facts).Best);

    [Fact]
    public void A_met_conclusion_needs_nothing()
    {
        Assert.Equal(" = 0", Best("发明专利数 >= 1", new CostModel([]), ("patents", 1)));
    }

    [Theory]
    [InlineData("发明专利数 >= 3", "patents 1→3 = 20")]
    [InlineData("发明专利数 > 3", "patents 1→4 = 30")]
    [InlineData("发明专利数 = 3", "patents 1→3 = 20")]
    [InlineData("发明专利数 between 3 and 5", "patents 1→3 = 20")]
    [InlineData("发明专利数 in (3..5]", "patents 1→4 = 30")]
    [InlineData("not(发明专利数 < 3)", "patents 1→3 = 20")]
    [InlineData("发明专利数 != 1", "patents 1→2 = 10")]
    [InlineData("发明专利数 < 1", "none")]
    public void A_number_goes_just_to_where_the_comparison_turns(string condition, string expected)
    {
        Assert.Equal(expected, Best(condition, new CostModel([Cost("patents", 10)]), ("patents", 1)));
    }

    [Fact]
    public void What_costs_nothing_goes_as_far_as_it_must()
    {
        var scheme = new Models().Condition("门槛", "发明专利数 >= 3", "gate").Condition("高线", "发明专利数 >= 6", "gate").Condition("结论", "门槛 and 高线", "conclusion").Scheme_();

        Assert.Equal("patents 1→6 = 0", Say(Find(scheme, new CostModel([Cost("patents", 0), Cost("share", 3)]), ("patents", 1), ("share", 20)).Best));
    }

    [Fact]
    public void Downwards_where_the_model_says_so()
    {
        var costs = new CostModel([Cost("share", 2) with { Direction = ChangeDirection.Down, Step = 5 }]);

        Assert.Equal("share 47→30 = 34", Best("市场占有率 <= 30", costs, ("share", 47)));
        Assert.Equal("share 47→25 = 44", Best("市场占有率 < 30", costs, ("share", 47)));
        Assert.Equal("none", Best("市场占有率 >= 60", costs, ("share", 47)));
    }

    [Fact]
    public void The_cheaper_of_two_ways_is_taken_and_the_other_shown()
    {
        var scheme = new Models().Condition("结论", "发明专利数 >= 5 or 市场占有率 >= 20", "conclusion").Scheme_();
        var costs = new CostModel([Cost("patents", 10), Cost("share", 3)]);

        var search = Find(scheme, costs, ("patents", 1), ("share", 10));

        Assert.Equal(["share 10→20 = 30", "patents 1→5 = 40"], search.Paths.Select(Say));
        Assert.True(search.IsExact);
    }

    [Fact]
    public void Conditions_that_share_a_fact_are_repaired_once()
    {
        Assert.Equal("patents 1→6 = 50", Best("发明专利数 >= 4 and 发明专利数 >= 6", new CostModel([Cost("patents", 10)]), ("patents", 1)));
    }

    [Fact]
    public void Limits_on_the_change_are_kept()
    {
        Assert.Equal("none", Best("发明专利数 >= 5", new CostModel([Cost("patents", 1) with { MaxChange = 3 }]), ("patents", 1)));
        Assert.Equal("patents 2→5 = 3", Best("发明专利数 >= 5", new CostModel([Cost("patents", 1) with { MaxChange = 3 }]), ("patents", 2)));
        Assert.Equal("none", Best("发明专利数 >= 5", new CostModel([Cost("patents", 1) with { MaxShare = 1 }]), ("patents", 2)));
        Assert.Equal("patents 2→4 = 2", Best("发明专利数 >= 4", new CostModel([Cost("patents", 1) with { MaxShare = 1 }]), ("patents", 2)));
        Assert.Equal("none", Best("发明专利数 >= 5", new CostModel([Cost("patents", 1) with { Highest = 4 }]), ("patents", 2)));
        Assert.Equal("none", Best("数字化等级 >= 5", new CostModel([Cost("level", 1)]), ("level", 2)));
    }

    [Fact]
    public void Money_goes_to_round_steps()
    {
        var costs = new CostModel([Cost("revenue", 0.001m) with { Step = 10_000 }]);

        Assert.Equal("revenueY1 987654→1000000 = 12.346", Best("上年度营业收入 >= 99.9 * 万元", costs, ("revenueY1", 987_654)));
    }

    [Fact]
    public void Ratios_are_solved_to_the_exact_value()
    {
        var costs = new CostModel([Cost("profit", 1)]);

        Assert.Equal("profitY1 10→50 = 40", Best("净利润率 >= 5", costs, ("profitY1", 10), ("revenueY1", 1000)));
        Assert.Equal("profitY1 10→51 = 41", Best("净利润率 > 5", costs, ("profitY1", 10), ("revenueY1", 1000)));
    }

    [Fact]
    public void A_change_that_spoils_a_ratio_is_made_up_for()
    {
        var costs = new CostModel([Cost("profit", 1), Cost("revenue", 0.01m)]);

        Assert.Equal("profitY1 10→100, revenueY1 500→2000 = 105", Best("净利润率 >= 5 and 上年度营业收入 >= 2000", costs, ("profitY1", 10), ("revenueY1", 500)));
    }

    [Fact]
    public void Scores_are_raised_where_a_point_costs_least()
    {
        var scheme = new Models()
            .Table("a", "UNIQUE", ["市场占有率"], [">= 30 | 10", "[20..30) | 6", "< 20 | 0"])
            .Points("b", "min([5, 发明专利数])")
            .Points("total", "a + b", "total", "max=\"15\"")
            .Condition("结论", "total >= 9", "conclusion").Scheme_();

        Assert.Equal("share 10→20, patents 0→3 = 19", Say(Find(scheme, new CostModel([Cost("share", 1), Cost("patents", 3)]), ("share", 10), ("patents", 0)).Best));
        Assert.Equal("share 10→30 = 20", Say(Find(scheme, new CostModel([Cost("share", 1), Cost("patents", 4)]), ("share", 10), ("patents", 0)).Best));
    }

    [Fact]
    public void Titles_reviews_and_choices_are_obtained_at_a_fixed_cost()
    {
        var scheme = new Models().Condition("结论", "持有低级称号 and 已上市 = false and 产业链角色 = \"gap\"", "conclusion").Scheme_();
        var costs = new CostModel([Cost("holdsLow", 0, 7), Cost("isListed", 0, 5) with { Direction = ChangeDirection.Down }, Cost("role", 0, 3)]);

        Assert.Equal("holdsLow false→true, isListed true→false, role \"none\"→\"gap\" = 15", Say(Find(scheme, costs, ("isListed", true), ("role", "none")).Best));
    }

    [Fact]
    public void A_yes_is_not_given_up_unless_the_model_allows_it()
    {
        Assert.Equal("none", Best("not(已上市)", new CostModel([Cost("isListed", 0, 5)]), ("isListed", true)));
    }

    [Fact]
    public void Facts_without_a_cost_stay_as_they_are()
    {
        Assert.Equal("none", Best("发明专利数 >= 2", new CostModel([Cost("share", 1)]), ("patents", 1)));
    }

    [Fact]
    public void A_given_derived_fact_can_be_changed_itself()
    {
        Assert.Equal("margin 3→5 = 2", Best("净利润率 >= 5", new CostModel([Cost("margin", 1)]), ("margin", 3)));
    }

    [Fact]
    public void Missing_facts_are_assumed_and_listed()
    {
        var scheme = new Models().Condition("结论", "发明专利数 >= 2 and 市场占有率 >= 10", "conclusion").Scheme_();

        var path = Find(scheme, new CostModel([Cost("patents", 1)]), ("patents", 1)).Best!;

        Assert.Equal("patents 1→2 = 1", Say(path));
        Assert.Equal("share", Assert.Single(path.StillToFile).Key);
    }

    [Fact]
    public void When_the_budget_runs_out_the_search_says_so()
    {
        var scheme = new Models().Condition("结论", "发明专利数 >= 5 and 市场占有率 >= 20", "conclusion").Scheme_();

        var search = Search.Find(scheme, Applied(("patents", 1), ("share", 1)), new CostModel([Cost("patents", 1), Cost("share", 1)]), budget: 1);

        Assert.False(search.IsExact);
        Assert.Null(search.Best);
    }

    [Fact]
    public void A_budget_that_only_allows_a_first_solution_returns_it_as_not_exact()
    {
        var scheme = new Models()
            .Table("a", "UNIQUE", ["市场占有率"], [">= 30 | 10", "[20..30) | 6", "[10..20) | 3", "< 10 | 0"])
            .Points("b", "min([9, 发明专利数])")
            .Points("total", "a + b", "total", "max=\"19\"")
            .Condition("结论", "total >= 15", "conclusion").Scheme_();
        var costs = new CostModel([Cost("share", 1), Cost("patents", 3)]);
        var view = Applied(("share", 0), ("patents", 0));

        var exact = Search.Find(scheme, view, costs);
        var hurried = Search.Find(scheme, view, costs, budget: 150);

        Assert.True(exact.IsExact);
        Assert.Equal("share 0→30, patents 0→5 = 45", Say(exact.Best));
        Assert.True(hurried.Best is null || hurried.Best.Total >= exact.Best!.Total);
    }

    [Fact]
    public void What_another_scheme_decides_stands_in_the_way_where_no_allowed_change_turns_it()
    {
        var size = new Models().Condition("结论", "上年度营业收入 < 400 or 市场占有率 < 10", "conclusion").Scheme_("size");
        var scheme = new Models().Condition("sme", "符合中小企业划型").Condition("ip", "发明专利数 >= 2").Condition("结论", "sme and ip", "conclusion").Scheme_();
        PathSearch Try(params FactCost[] costs) =>
            Search.Find(scheme, new FactView(Subject(("revenueY1", 900), ("share", 20), ("patents", 1)), On, new Conclusions(size)), new CostModel([Cost("patents", 1), .. costs]));

        var search = Try(Cost("revenue", 1) with { MaxShare = 1 });

        Assert.Empty(search.Paths);
        Assert.Equal("sme", Assert.Single(search.Blockers).Criterion.Key);
        Assert.Equal("isSme", Assert.Single(search.Blockers[0].Fixed).Fact.Definition.Key);
        Assert.Empty(Try(Cost("share", 1) with { Direction = ChangeDirection.Down, MaxChange = 5 }).Paths);
    }

    [Fact]
    public void Without_a_path_the_conditions_that_exclude_each_other_are_named_and_no_others()
    {
        var scheme = new Models().Condition("high", "市场占有率 >= 60").Condition("low", "市场占有率 < 40 or 数字化等级 >= 4").Condition("ip", "发明专利数 >= 2").Condition("level", "数字化等级 >= 2")
            .Condition("结论", "ip and high and level and low", "conclusion").Scheme_();
        var costs = new CostModel([Cost("share", 1) with { Direction = ChangeDirection.Either }, Cost("patents", 1), Cost("level", 1) with { Highest = 3 }]);
        var view = Applied(("share", 50), ("patents", 1), ("level", 1));

        var search = Search.Find(scheme, view, costs);
        var conflict = Search.WhyNone(scheme, view, costs);

        Assert.Empty(search.Paths);
        Assert.Empty(search.Blockers);
        Assert.True(conflict.IsMinimal);
        Assert.Equal(["high", "low"], conflict.Conditions.Select(condition => condition.Criterion.Key));
        Assert.Equal("level", Assert.Single(conflict.Conditions[1].Limited).Fact.Definition.Key);
        Assert.Equal(3, conflict.Conditions[1].Limited[0].Furthest.AsNumber());
    }

    [Fact]
    public void A_path_that_exists_excludes_nothing()
    {
        var scheme = new Models().Condition("结论", "发明专利数 >= 2", "conclusion").Scheme_();

        Assert.Empty(Search.WhyNone(scheme, Applied(("patents", 1)), new CostModel([Cost("patents", 1)])).Conditions);
    }

    [Fact]
    public void Random_schemes_get_what_brute_force_gets()
    {
        var solved = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var scheme = RandomScheme(random);
            var costs = new CostModel(
            [
                Cost("patents", random.Next(1, 6)) with { MaxChange = 5 },
                Cost("level", random.Next(1, 9)),
                Cost("share", random.Next(1, 4), random.Next(3)) with { Step = 10, MaxChange = 50, Direction = random.Next(2) == 0 ? ChangeDirection.Up : ChangeDirection.Either },
                Cost("profit", random.Next(1, 3)) with { MaxChange = 6 },
                Cost("isListed", 0, random.Next(1, 9)) with { Direction = ChangeDirection.Either },
            ]);
            (string, FeelValue)[] facts =
            [
                ("patents", random.Next(3)), ("level", random.Next(1, 3)), ("share", random.Next(5) * 10), ("profitY1", random.Next(4)), ("revenueY1", 40), ("isListed", random.Next(2) == 0),
            ];

            var search = Find(scheme, costs, facts);

            var brute = BruteForce(scheme, costs, facts);
            Assert.True(search.IsExact);
            Assert.True(search.Best?.Total == brute, $"seed {seed}: {Say(search.Best)}, brute force {brute}");
            if (search.Best is { Changes.Count: > 0 } best)
            {
                solved++;
                Assert.Equal(Outcome.Met, After(scheme, facts, best.Changes));
                Assert.All(best.Changes, change => Assert.NotEqual(Outcome.Met, After(scheme, facts, best.Changes.Where(other => other != change))));
                Assert.All(search.Paths.Skip(1), other => Assert.Equal(Outcome.Met, After(scheme, facts, other.Changes)));
                Assert.Equal(search.Paths.Count, search.Paths.Select(path => string.Join(',', path.Changes.Select(change => change.Definition.Key).Order(StringComparer.Ordinal))).Distinct().Count());
            }
        }

        Assert.True(solved > 15, $"only {solved} schemes needed a path");
    }

    private static Scheme RandomScheme(Random random)
    {
        var gate = () => random.Next(6) switch
        {
            0 => $"发明专利数 >= {random.Next(1, 6)}",
            1 => $"市场占有率 > {random.Next(1, 7) * 10}",
            2 => $"净利润率 >= {random.Next(2, 20)}",
            3 => "已上市 = true",
            4 => $"市场占有率 in [{random.Next(3) * 10}..{random.Next(4, 7) * 10})",
            _ => $"数字化等级 >= {random.Next(2, 5)}",
        };
        return new Models()
            .Table("a", "UNIQUE", ["市场占有率"], [">= 60 | 10", "[40..60) | 6", "[20..40) | 3", "< 20 | 0"])
            .Table("b", "FIRST", ["发明专利数", "已上市"], [">= 4 | - | 8", ">= 2 | true | 6", ">= 2 | - | 4", "- | - | 0"])
            .Points("c", "min([5, 2 * 数字化等级 - 1])")
            .Table("d", "UNIQUE", ["净利润率"], [">= 15 | 6", "[5..15) | 3", "< 5 | 0"])
            .Points("grp", "min([14, sum([a, b])])", "group")
            .Points("total", "sum([grp, c, d])", "total", "max=\"25\"")
            .Condition("scorePass", $"total >= {random.Next(8, 24)}", "pass")
            .Condition("direct", $"{gate()} and {gate()}", "direct")
            .Condition("g1", $"{gate()} or {gate()}")
            .Condition("g2", gate())
            .Condition("结论", "g1 and g2 and (scorePass or direct)", "conclusion").Scheme_();
    }

    private static decimal? BruteForce(Scheme scheme, CostModel costs, (string Key, FeelValue Value)[] facts)
    {
        decimal? best = null;
        var present = facts.ToDictionary(fact => fact.Key, fact => fact.Value);
        for (var patents = 0; patents <= 5; patents++)
        for (var level = 1; level <= 4; level++)
        for (var share = -5; share <= 5; share++)
        for (var profit = 0; profit <= 6; profit++)
        for (var flip = 0; flip <= 1; flip++)
        {
            var values = new Dictionary<string, FeelValue>(present)
            {
                ["patents"] = Number(present["patents"]) + patents,
                ["level"] = (decimal)level,
                ["share"] = Number(present["share"]) + (share * 10),
                ["profitY1"] = Number(present["profitY1"]) + profit,
                ["isListed"] = flip == 1 ? !present["isListed"].IsTrue : present["isListed"].IsTrue,
            };
            if (level < Number(present["level"]) || Number(values["share"]) is < 0 or > 100 || (share < 0 && costs.Costs[2].Direction == ChangeDirection.Up)) continue;
            var cost = (patents * costs.Costs[0].PerUnit) + ((level - Number(present["level"])) * costs.Costs[1].PerUnit) + (profit * costs.Costs[3].PerUnit)
                + (share == 0 ? 0 : costs.Costs[2].Fixed + (Math.Abs(share) * 10 * costs.Costs[2].PerUnit)) + (flip * costs.Costs[4].Fixed);
            if (cost >= best) continue;
            if (Evaluator.Outcome(scheme, Applied([.. values.Select(value => (value.Key, value.Value))])) == Outcome.Met) best = cost;
        }

        return best;
    }

    private static decimal Number(FeelValue value) => value.AsNumber().TryToDecimal(out var number) ? number : throw new InvalidOperationException();

    private static Outcome After(Scheme scheme, (string Key, FeelValue Value)[] facts, IEnumerable<PathChange> changes) =>
        Evaluator.Outcome(scheme, Applied([.. facts, .. changes.Select(change => (change.Definition.Key, change.To))]));

    private sealed class Conclusions(Scheme size) : ISchemeConclusions
    {
        public bool? Conclude(string scheme, FactView view) => Evaluator.Outcome(size, view) switch
        {
            Outcome.Met => true,
            Outcome.NotMet => false,
            _ => null,
        };

        public IReadOnlyCollection<FactDefinition> FactsOf(string scheme) => size.FiledFacts;

        public Scheme InForce(string scheme, DateOnly on) => size;
    }
}
