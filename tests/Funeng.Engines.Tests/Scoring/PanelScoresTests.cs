using Funeng.Engines.Scoring;

namespace Funeng.Engines.Tests.Scoring;

/// <summary>Harsh and lenient reviewers are found and taken out; who all judged alike are left alone.</summary>
public sealed class PanelScoresTests
{
    [Fact]
    public void What_a_harsh_and_a_lenient_reviewer_did_is_recovered_from_a_panel_in_which_nobody_scored_everything()
    {
        // 60 items, 12 reviewers, 4 of them for each item; worth and effects are planted.
        var random = new Random(20261122);
        var effects = Enumerable.Range(0, 12).Select(reviewer => -11.0 + 2 * reviewer).ToArray();
        var worth = Enumerable.Range(0, 60).Select(_ => 60 + random.NextDouble() * 30).ToArray();
        var scores = Enumerable.Range(0, 60).SelectMany(item => Enumerable.Range(0, 12).OrderBy(_ => random.Next()).Take(4)
            .Select(reviewer => new GivenScore($"R{reviewer:00}", $"I{item:00}", worth[item] + effects[reviewer] + random.NextDouble() - 0.5))).ToList();

        var result = PanelScores.Correct(scores, 0.1);

        Assert.Equal(1, result.Groups);
        foreach (var reviewer in result.Reviewers) Assert.Equal(effects[int.Parse(reviewer.Reviewer[1..], null)], reviewer.Effect, 0.5);
        var error = result.Items.Average(item => Math.Abs(item.Corrected - worth[int.Parse(item.Item[1..], null)]));
        var rawError = result.Items.Average(item => Math.Abs(item.Raw - worth[int.Parse(item.Item[1..], null)]));
        Assert.True(error < 0.4 && rawError > 2, $"corrected {error:0.00}, raw {rawError:0.00}");
    }

    [Fact]
    public void A_lenient_pair_does_not_lift_its_items_over_better_ones()
    {
        // B is better than A by everybody who saw both; the lenient two saw only A. With so few scores each, a usual penalty would leave half of it.
        GivenScore[] scores =
        [
            new("strict1", "A", 70), new("strict1", "B", 74), new("strict1", "C", 60), new("strict2", "B", 75), new("strict2", "C", 61),
            new("lenient1", "A", 88), new("lenient1", "C", 78), new("lenient2", "A", 89), new("lenient2", "C", 79),
        ];

        var result = PanelScores.Correct(scores, 0.3);

        Assert.Equal(1, result.Items.Single(item => item.Item == "A").RawRank);
        Assert.Equal("B", result.Items[0].Item);
        Assert.True(result.Reviewers.Single(one => one.Reviewer == "lenient1").Effect > 3);
        Assert.True(result.Reviewers.Single(one => one.Reviewer == "strict2").Effect < -3);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Where_everybody_scored_everything_the_order_is_that_of_the_raw_means(int seed)
    {
        var random = new Random(seed);
        var (items, reviewers) = (2 + random.Next(20), 1 + random.Next(8));
        var scores = Enumerable.Range(0, items).SelectMany(item => Enumerable.Range(0, reviewers).Select(reviewer => new GivenScore($"R{reviewer}", $"I{item:00}", random.Next(0, 101)))).ToList();

        var result = PanelScores.Correct(scores, 0.1 + random.NextDouble() * 5);

        Assert.All(result.Items, item => Assert.Equal(item.RawRank, item.Rank));
        Assert.All(result.Items, item => Assert.Equal(result.Items[0].Raw - item.Raw, result.Items[0].Corrected - item.Corrected, 6));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_result_depends_neither_on_the_order_nor_on_the_scale_of_the_scores_and_effects_add_up_to_nothing(int seed)
    {
        var random = new Random(seed);
        var scores = Enumerable.Range(0, 15).SelectMany(item => Enumerable.Range(0, 6).Where(_ => random.Next(3) > 0).Select(reviewer => new GivenScore($"R{reviewer}", $"I{item:00}", random.Next(0, 101)))).ToList();

        var result = PanelScores.Correct(scores);
        var shuffled = PanelScores.Correct([.. scores.OrderBy(_ => random.Next())]);
        var moved = PanelScores.Correct([.. scores.Select(score => score with { Points = score.Points + 1000 })]);

        Assert.Equal(result.Items, shuffled.Items);
        Assert.Equal(0, result.Reviewers.Sum(reviewer => reviewer.Effect), 6);
        foreach (var item in result.Items) Assert.Equal(item.Corrected + 1000, moved.Items.Single(other => other.Item == item.Item).Corrected, 6);
        Assert.All(result.Items, item => Assert.Equal(1 + result.Items.Count(other => other.Rank < item.Rank), item.Rank));
    }

    [Fact]
    public void Equal_scores_share_a_place_and_the_next_is_left_out()
    {
        GivenScore[] scores = [new("R", "A", 90), new("R", "B", 80), new("R", "C", 80), new("R", "D", 70)];

        Assert.Equal([("A", 1), ("B", 2), ("C", 2), ("D", 4)], PanelScores.Correct(scores).Items.Select(item => (item.Item, item.Rank)));
    }

    [Fact]
    public void The_fewer_items_a_reviewer_scored_the_less_he_is_corrected()
    {
        var scores = Enumerable.Range(0, 20).SelectMany(item => new[] { new GivenScore("a", $"I{item:00}", 70), new GivenScore("b", $"I{item:00}", 70) })
            .Append(new GivenScore("once", "I00", 90)).ToList();

        var once = PanelScores.Correct(scores).Reviewers.Single(reviewer => reviewer.Reviewer == "once");

        Assert.InRange(once.Effect, 1, 15);
    }

    [Fact]
    public void Panels_that_share_nothing_are_said_to_be_two()
    {
        Assert.Equal(2, PanelScores.Correct([new("a", "X", 80), new("b", "Y", 70)]).Groups);
        Assert.Equal(0, PanelScores.Correct([]).Groups);
    }

    [Fact]
    public void What_is_no_panel_is_refused_with_the_reason()
    {
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => PanelScores.Correct([new("a", "X", 80), new("a", "X", 81)])).Message, StringComparison.Ordinal);
        Assert.Contains("no score", Assert.Throws<ArgumentException>(() => PanelScores.Correct([new("a", "X", double.NaN)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PanelScores.Correct([new("a", "X", 80)], 0));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];
}
