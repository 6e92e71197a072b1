using Funeng.Engines.Criteria;
using Funeng.Feel.Values;
using static Funeng.Engines.Tests.Facts.Samples;

namespace Funeng.Engines.Tests.Criteria;

public sealed class PossibleTableTests
{
    private static string Say(Models models, params (string Key, FeelValue Value)[] facts)
    {
        var scheme = models.Condition("结论", "true", "conclusion").Scheme_();
        return Rules.Say(new SchemeRun(scheme, new PossibleFacts(Applied(facts))).Decide(0));
    }

    private static Models Bands(string policy = "UNIQUE") =>
        new Models().Table("t", policy, ["市场占有率"], [">= 80 | 5", "[70..80) | 3", "[60..70) | 1", "< 60 | 0"]);

    [Theory]
    [InlineData("UNIQUE")]
    [InlineData("FIRST")]
    [InlineData("ANY")]
    public void Bands_that_cover_everything_leave_their_points_and_no_gap(string policy)
    {
        Assert.Equal("[0..5]", Say(Bands(policy)));
        Assert.Equal("3", Say(Bands(policy), ("share", 70)));
        Assert.Equal("5", Say(Bands(policy), ("share", 80)));
        Assert.Equal("0", Say(Bands(policy), ("share", FeelNumber.Parse("59.99"))));
    }

    [Fact]
    public void Bands_of_whole_numbers_have_no_gap_between_neighbours()
    {
        var models = new Models().Table("t", "UNIQUE", ["数字化等级"], ["1 | 0", "2 | 3", "[3..4] | 5"]);

        Assert.Equal("[0..5]", Say(models));
    }

    [Fact]
    public void A_gap_in_the_bands_leaves_anything()
    {
        Assert.Equal("anything", Say(new Models().Table("t", "UNIQUE", ["市场占有率"], [">= 80 | 5", "< 60 | 0"])));
        Assert.Equal("anything", Say(new Models().Table("t", "UNIQUE", ["市场占有率"], [">= 80 | 5", "< 60 | 0"]), ("share", 70)));
    }

    [Fact]
    public void A_default_output_fills_the_gap()
    {
        var models = new Models().Table("t", "UNIQUE", ["市场占有率"], [">= 80 | 5", "< 60 | 1"], defaultOutput: "2");

        Assert.Equal("[1..5]", Say(models));
    }

    [Fact]
    public void Two_rules_of_a_unique_table_at_once_leave_anything()
    {
        Assert.Equal("anything", Say(new Models().Table("t", "UNIQUE", ["市场占有率"], [">= 50 | 5", ">= 80 | 6", "< 50 | 0"]), ("share", 90)));
        Assert.Equal("5", Say(new Models().Table("t", "UNIQUE", ["市场占有率"], [">= 50 | 5", ">= 80 | 6", "< 50 | 0"]), ("share", 60)));
    }

    [Fact]
    public void Rules_of_an_any_table_may_agree()
    {
        Assert.Equal("5", Say(new Models().Table("t", "ANY", ["市场占有率"], [">= 50 | 5", ">= 80 | 5", "< 50 | 0"]), ("share", 90)));
        Assert.Equal("[0..5]", Say(new Models().Table("t", "ANY", ["市场占有率"], [">= 50 | 5", ">= 80 | 5", "< 50 | 0"])));
        Assert.Equal("anything", Say(new Models().Table("t", "ANY", ["市场占有率"], [">= 50 | 5", ">= 80 | 6", "< 50 | 0"]), ("share", 90)));
    }

    [Fact]
    public void A_priority_table_gives_the_first_of_its_values_and_every_one_that_is_still_possible()
    {
        Assert.Equal("5", Say(Ranked(), ("share", 90)));
        Assert.Equal("3", Say(Ranked(), ("share", 60)));
        Assert.Equal("0", Say(Ranked(), ("share", 10)));
        Assert.Equal("[0..5]", Say(Ranked()));
        Assert.Equal("[2..5]", Say(new Models().Table("t", "PRIORITY", ["市场占有率"], [">= 80 | 5", "< 50 | 3"], defaultOutput: "2", priorities: "5, 3, 2")));
        Assert.Equal("2", Say(new Models().Table("t", "PRIORITY", ["市场占有率"], [">= 80 | 5", "< 50 | 3"], defaultOutput: "2", priorities: "5, 3, 2"), ("share", 60)));
        Assert.Equal("[0..5]", Say(new Models().Table("t", "PRIORITY", ["市场占有率", "已上市"], ["- | true | 5", "- | - | 0"], priorities: "5, 0"), ("share", 60)));

        static Models Ranked() => new Models().Table("t", "PRIORITY", ["市场占有率"], [">= 50 | 3", ">= 80 | 5", "- | 0"], priorities: "5, 3, 0");
    }

    [Fact]
    public void The_first_certain_rule_ends_a_first_hit_table()
    {
        var models = new Models().Table("t", "FIRST", ["发明专利数", "上年度营业收入"], [">= 1 | - | 10", "- | >= 5 | 6", "- | - | 0"]);

        Assert.Equal("10", Say(models, ("patents", 2)));
        Assert.Equal("[0..10]", Say(Again()));
        Assert.Equal("[6..10]", Say(Again(), ("revenueY1", 5)));
        Assert.Equal("[0..6]", Say(Again(), ("patents", 0)));

        static Models Again() => new Models().Table("t", "FIRST", ["发明专利数", "上年度营业收入"], [">= 1 | - | 10", "- | >= 5 | 6", "- | - | 0"]);
    }

    [Fact]
    public void Any_text_is_cut_at_the_texts_the_cells_name()
    {
        Assert.Equal("[1..3]", Say(new Models().Table("t", "UNIQUE", ["所在地"], ["\"城东\" | 3", "\"城西\" | 2", "not(\"城东\", \"城西\") | 1"])));
        Assert.Equal("anything", Say(new Models().Table("t", "UNIQUE", ["所在地"], ["\"城东\" | 3", "\"城西\" | 2"])));
        Assert.Equal("[1..3]", Say(new Models().Table("t", "FIRST", ["产业链角色"], ["\"gap\" | 3", "\"key\", \"none\" | 1"])));
    }

    [Theory]
    [InlineData("SUM", "[6..9]")]
    [InlineData("COUNT", "[2..3]")]
    [InlineData("MIN", "[1..1]")]
    [InlineData("MAX", "5")]
    public void Collecting_tables_count_open_rules_as_possible(string aggregation, string expected)
    {
        var models = new Models().Table("t", "COLLECT", ["市场占有率", "已上市"], ["- | - | 5", ">= 0 | - | 1", "- | true | 3"], aggregation: aggregation);

        Assert.Equal(expected.Replace("[1..1]", "1", StringComparison.Ordinal), Say(models, ("share", 4)));
    }

    [Fact]
    public void A_collecting_table_without_a_certain_rule_may_have_no_value()
    {
        Assert.Equal("anything", Say(new Models().Table("t", "COLLECT", ["已上市"], ["true | 3"], aggregation: "SUM")));
        Assert.Equal("3", Say(new Models().Table("t", "COLLECT", ["已上市"], ["true | 3"], aggregation: "SUM"), ("isListed", true)));
    }

    [Fact]
    public void Outputs_may_depend_on_facts()
    {
        var models = new Models().Table("t", "FIRST", ["发明专利数"], [">= 1 | max([7, min([8, 市场占有率])])", "- | 0"]);

        Assert.Equal("[7..8]", Say(models, ("patents", 1)));
    }

    [Fact]
    public void Cells_may_compare_with_constants_of_the_units()
    {
        var models = new Models().Table("t", "UNIQUE", ["上年度营业收入"], [">= 2 * 万元 | 5", "< 2 * 万元 | 1"]);

        Assert.Equal("[1..5]", Say(models));
        Assert.Equal("5", Say(new Models().Table("t", "UNIQUE", ["上年度营业收入"], [">= 2 * 万元 | 5", "< 2 * 万元 | 1"]), ("revenueY1", 20_000)));
    }

    [Fact]
    public void Inputs_may_be_computed()
    {
        var models = new Models().Table("t", "UNIQUE", ["市场占有率 / 10"], [">= 5 | 5", "< 5 | 1"]);

        Assert.Equal("[1..5]", Say(models));
    }

    [Fact]
    public void Random_tables_hold_the_truth_and_equal_plain_FEEL_when_all_is_known()
    {
        var random = new Random(21);
        for (var round = 0; round < 300; round++)
        {
            var policy = new[] { "FIRST", "UNIQUE", "ANY", "COLLECT" }[random.Next(4)];
            var rules = Enumerable.Range(0, random.Next(1, 6)).Select(_ => $"{Cell(random)} | {Role(random)} | {random.Next(4)}").ToArray();
            var models = new Models()
                .Table("t", policy, ["市场占有率", "产业链角色"], rules, aggregation: policy == "COLLECT" ? "SUM" : "", defaultOutput: random.Next(2) == 0 ? "9" : "")
                .Condition("结论", "true", "conclusion");
            var scheme = models.Scheme_();
            var facts = RandomRules.Facts(random).Where(fact => fact.Key is "share" or "role").ToArray();

            var known = new SchemeRun(scheme, new PossibleFacts(Applied(facts))).Decide(0);
            var plain = PlainFeel.Evaluate(scheme.Decisions[0].Rule.Body, [.. scheme.Decisions[0].Rule.Bindings.Select(binding =>
                binding is Funeng.Engines.Facts.SlotBinding.ToFact fact ? Applied(facts).Find(fact.Definition)!.Value : FeelValue.Null)]);

            Assert.True(plain.IsNull ? !known.TryGetValue(out _) : known.TryGetValue(out var value) && value.Equals(plain), $"round {round}: {plain}, {Rules.Say(known)}");
            foreach (var missing in new[] { facts[..1], facts[1..], [] })
            {
                var possible = new SchemeRun(scheme, new PossibleFacts(Applied(missing))).Decide(0);
                Assert.True(plain.IsNull ? possible.Kind == PossibleKind.Any : possible.Kind == PossibleKind.Any || possible.Interval.Contains(plain.AsNumber()), $"round {round}: {plain} in {Rules.Say(possible)}");
            }
        }
    }

    private static string Cell(Random random) => random.Next(5) switch
    {
        0 => "-",
        1 => $">= {random.Next(11) * 10}",
        2 => $"< {random.Next(11) * 10}",
        3 => $"[{random.Next(5) * 10}..{random.Next(5, 11) * 10})",
        _ => $"not({random.Next(11) * 10})",
    };

    private static string Role(Random random) => random.Next(3) switch { 0 => "-", 1 => "\"gap\"", _ => "\"key\", \"none\"" };
}
