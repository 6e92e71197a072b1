using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using static Funeng.Engines.Tests.Facts.Samples;

namespace Funeng.Engines.Tests.Criteria;

/// <summary>Closed years stay closed, later years can be planned, parts stay within their whole, alternatives are really others.</summary>
public sealed class PathYearsTests
{
    private static readonly CheapestPath Search = new();
    private static readonly DateOnly NextYear = On.AddYears(1);

    private static FactCost Cost(string key, decimal perUnit, decimal once = 0) => new(key, perUnit, once);

    private static CostModel Model(params FactCost[] costs) => new(costs) { FirstOpenYear = On.Year };

    private static Scheme Wanting(string condition, FactCatalogue? catalogue = null) =>
        new Models(catalogue).Condition("结论", condition, "conclusion").Scheme_();

    private static string Say(UpgradePath? path) => path is null
        ? "none"
        : string.Join(", ", path.Changes.Select(change => $"{change.Definition.Key} {change.From?.Value}→{change.To}")) + " = " + path.Total.ToString("0.#####", CultureInfo.InvariantCulture);

    [Fact]
    public void Figures_of_closed_years_stay_as_they_are_and_say_why()
    {
        var search = Search.Find(Wanting("上年度营业收入 >= 2000"), Applied(("revenueY1", 1500)), Model(Cost("revenue", 1)));

        Assert.Empty(search.Paths);
        var blocked = Assert.Single(search.Blockers);
        var stays = Assert.Single(blocked.Fixed);
        Assert.Equal(("revenueY1", true), (stays.Fact.Definition.Key, stays.IsClosed));
    }

    [Fact]
    public void A_fact_without_a_cost_is_named_as_what_cannot_be_changed()
    {
        var search = Search.Find(Wanting("已上市 and 发明专利数 >= 2"), Applied(("isListed", false), ("patents", 1)), Model(Cost("patents", 1)));

        var stays = Assert.Single(search.Blockers.SelectMany(blocker => blocker.Fixed).DistinctBy(item => item.Fact.Definition.Key));
        Assert.Equal(("isListed", false), (stays.Fact.Definition.Key, stays.IsClosed));
    }

    [Fact]
    public void Next_years_application_rests_on_this_years_figures_which_can_still_grow()
    {
        var view = Outlook.On(Applied(("revenueY1", 1500), ("revenueY2", 1000)), NextYear);

        var path = Search.Find(Wanting("上年度营业收入 >= 1800 and 前年度营业收入 >= 1500"), view, Model(Cost("revenue", 1))).Best!;

        Assert.Equal("revenueY1 1500→1800 = 300", Say(path));
        Assert.Equal((On.Year, FilingRef.Assumed), (path.Changes[0].From!.Period.Year, path.Changes[0].From!.Filing));
        Assert.Equal("none", Say(Search.Find(Wanting("前年度营业收入 >= 1600"), view, Model(Cost("revenue", 1))).Best));
    }

    [Fact]
    public void The_limit_of_a_year_applies_to_each_year_ahead()
    {
        var model = Model(Cost("revenue", 1) with { MaxShare = FeelNumber.Parse("0.3") });
        var facts = Applied(("revenueY1", 1000));

        Assert.Equal("none", Say(Search.Find(Wanting("上年度营业收入 >= 1301"), Outlook.On(facts, NextYear), model).Best));
        Assert.Equal("revenueY1 1000→1690 = 690", Say(Search.Find(Wanting("上年度营业收入 >= 1690"), Outlook.On(facts, On.AddYears(2)), model).Best));
        Assert.Equal("none", Say(Search.Find(Wanting("上年度营业收入 >= 1691"), Outlook.On(facts, On.AddYears(2)), model).Best));
    }

    [Fact]
    public void What_is_missing_stays_missing_and_has_to_be_filed()
    {
        var path = Search.Find(Wanting("上年度营业收入 >= 2000"), Applied(), Model(Cost("revenue", 1))).Best!;

        Assert.Empty(path.Changes);
        Assert.Equal("revenueY1", Assert.Single(path.StillToFile).Key);
    }

    [Fact]
    public void Titles_lapse_and_ages_grow_with_the_date()
    {
        var builder = Subject(("foundedOn", FeelValue.From(new DateOnly(2024, 6, 1)))).ToBuilder();
        var view = new FactView(builder.Add(new TitleGrant("low", "", On.AddYears(-1), On.AddMonths(3), Sheet, Learned)).Build(), On);

        Assert.True(view.Find(Catalogue.Get("holdsLow"))!.Value.IsTrue);
        var later = Outlook.On(view, NextYear);

        Assert.False(later.Find(Catalogue.Get("holdsLow"))!.Value.IsTrue);
        Assert.True(later.Find(Catalogue.Get("years"))!.Value.AsNumber() > view.Find(Catalogue.Get("years"))!.Value.AsNumber());
    }

    [Fact]
    public void A_part_never_passes_its_whole()
    {
        var catalogue = WithParts();
        var scheme = Wanting("上年度出口收入 >= 80", catalogue);
        var view = new FactView(Subject(catalogue, ("exportY1", 50), ("revenueY1", 60)), On);

        Assert.Equal("exportY1 50→80, revenueY1 60→80 = 50", Say(Search.Find(scheme, view, new CostModel([Cost("export", 1), Cost("revenue", 1)])).Best));
        Assert.Equal("none", Say(Search.Find(scheme, view, new CostModel([Cost("export", 1)])).Best));
        Assert.Equal("exportY1 50→60 = 10", Say(Search.Find(Wanting("上年度出口收入 >= 60", catalogue), view, new CostModel([Cost("export", 1)])).Best));
    }

    [Fact]
    public void Random_conditions_with_a_part_of_a_whole_get_what_brute_force_gets()
    {
        var catalogue = WithParts();
        var solved = 0;
        for (var seed = 0; seed < 80; seed++)
        {
            var random = new Random(seed);
            var scheme = Wanting($"上年度出口收入 >= {random.Next(4, 12)} and (出口占比 >= {random.Next(4, 11) * 10} or 上年度营业收入 >= {random.Next(8, 20)})", catalogue);
            var (revenue, export) = (random.Next(5, 10), random.Next(1, 5));
            var model = new CostModel([Cost("export", random.Next(1, 5)) with { MaxChange = 8 }, Cost("revenue", random.Next(1, 5)) with { MaxChange = 8 }]);

            var search = Search.Find(scheme, new FactView(Subject(catalogue, ("exportY1", export), ("revenueY1", revenue)), On), model);

            decimal? best = null;
            for (var more = 0; more <= 8; more++)
            for (var rise = 0; rise <= 8; rise++)
            {
                var view = new FactView(Subject(catalogue, ("exportY1", export + more), ("revenueY1", revenue + rise)), On);
                if (export + more > revenue + rise || new CriteriaEvaluator().Outcome(scheme, view) != Outcome.Met) continue;
                var cost = (more * model.Costs[0].PerUnit) + (rise * model.Costs[1].PerUnit);
                if (best is null || cost < best) best = cost;
            }

            Assert.True(search.Best?.Total == best, $"seed {seed}: {Say(search.Best)}, brute force {best}");
            if (best > 0) solved++;
        }

        Assert.True(solved > 20, $"only {solved} needed a path");
    }

    [Fact]
    public void Alternatives_are_the_next_cheapest_other_sets_of_changes()
    {
        var solved = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            string[] names = ["发明专利数 >= 3", "市场占有率 >= 40", "数字化等级 >= 3", "已上市"];
            decimal[] prices = [random.Next(1, 9), random.Next(1, 9), random.Next(1, 9), random.Next(1, 9)];
            // Each of these is one change with one price; the wanted sets are three random ways.
            var ways = Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 4).Where(_ => random.Next(2) == 0).DefaultIfEmpty(random.Next(4)).Distinct().ToArray()).ToList();
            var scheme = Wanting(string.Join(" or ", ways.Select(way => "(" + string.Join(" and ", way.Select(index => names[index])) + ")")));
            var model = new CostModel([Cost("patents", 0, prices[0]), Cost("share", 0, prices[1]), Cost("level", 0, prices[2]), Cost("isListed", 0, prices[3])]);

            var search = Search.Find(scheme, Applied(("patents", 1), ("share", 10), ("level", 1), ("isListed", false)), model);

            var expected = Expected(ways, prices);
            Assert.Equal((seed, string.Join(" ", expected)), (seed, string.Join(" ", search.Paths.Select(path => path.Total.ToString("0.##", CultureInfo.InvariantCulture)))));
            Assert.True(search.HasAllAlternatives);
            if (expected.Count > 1) solved++;
        }

        Assert.True(solved > 20, $"only {solved} had alternatives");
    }

    [Fact]
    public void Buying_another_title_is_the_same_way_and_no_alternative()
    {
        var catalogue = new FactCatalogue(
        [
            .. Catalogue.All.Select(definition => definition with { Number = -1 }),
            new FactDefinition("holdsA", "持有甲称号", "持有甲称号", FactType.Boolean, new FactOrigin.TitleHeld("a")),
            new FactDefinition("holdsB", "持有乙称号", "持有乙称号", FactType.Boolean, new FactOrigin.TitleHeld("b")),
        ]);
        var facts = new SubjectFacts.Builder(catalogue).Assume(catalogue.Get("patents"), FeelValue.From(1), On).Build();
        var model = new CostModel([Cost("holdsA", 0, 2), Cost("holdsB", 0, 3), Cost("patents", 0, 9)]);

        var search = Search.Find(Wanting("持有甲称号 or 持有乙称号 or 发明专利数 >= 3", catalogue), new FactView(facts, On), model);

        Assert.Equal([2m, 9m], search.Paths.Select(path => path.Total));
    }

    /// <summary>The cheapest set, then the cheapest that contains none of those before.</summary>
    private static List<string> Expected(IReadOnlyList<int[]> ways, decimal[] prices)
    {
        var taken = new List<int[]>();
        foreach (var way in ways.OrderBy(way => way.Sum(index => prices[index])))
        {
            if (taken.Count < 3 && !taken.Exists(other => other.All(way.Contains))) taken.Add(way);
        }

        return [.. taken.Select(way => way.Sum(index => prices[index]).ToString("0.##", CultureInfo.InvariantCulture))];
    }

    private static FactCatalogue WithParts() => new(
    [
        .. Catalogue.All.Select(definition => definition with { Number = -1 }),
        Filed("export", "出口收入", perYear: true, unit: "元", domain: ">= 0") with { AtMost = "revenue" },
        View("exportY1", "上年度出口收入", "export", -1, "元"),
        Derived("exportShare", "出口占比", "上年度出口收入 / 上年度营业收入 * 100", "%"),
    ]);
}
