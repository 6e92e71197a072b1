using Funeng.Engines.Planning;
using Funeng.Engines.Planning.Chances;

namespace Funeng.Engines.Tests.Planning.Chances;

public sealed class FinishChanceTests
{
    [Fact]
    public void Each_past_duration_counts_alike_and_longer_than_all_counts_as_one_more()
    {
        var outlook = new StepOutlook(new StepHistory("施工许可", [3, 5, 5, 9], []));

        Assert.Equal(0.2, outlook.BeyondAll, 9);
        Assert.Equal((0.6, 0.6), Rounded(outlook.Within(8)));
        Assert.Equal((0.8, 1.0), Rounded(outlook.Within(9)));
    }

    [Fact]
    public void What_still_runs_makes_long_durations_likelier()
    {
        var outlook = new StepOutlook(new StepHistory("施工许可", [3, 5, 9], [6]));

        Assert.Equal((0.4, 0.4), Rounded(outlook.Within(6)));
        Assert.Equal(0.3, outlook.BeyondAll, 9);
    }

    [Fact]
    public void Where_nothing_is_known_everything_is_open()
    {
        var chance = Find([new("a", StepHistory.None("a"))], promised: 100);

        Assert.Equal((0.0, 1.0), (chance.Low, chance.High));
        Assert.Equal(LightColour.Yellow, ChanceLight.Of(chance, id => id).Colour);
        Assert.True(ChanceLight.Of(chance, id => id).IsForLackOfData);
    }

    [Fact]
    public void Few_data_leave_a_wide_span_and_many_a_narrow_one()
    {
        var few = Find([new("a", new StepHistory("a", [4, 5], []))], promised: 10);
        var many = Find([new("a", new StepHistory("a", [.. Enumerable.Repeat(4L, 60)], []))], promised: 10);

        Assert.True(few.High - few.Low > 0.25);
        Assert.True(many.High - many.Low < 0.03);
        Assert.Equal(LightColour.Green, ChanceLight.Of(many, id => id).Colour);
    }

    [Fact]
    public void A_light_gives_its_reason()
    {
        var history = new StepHistory("施工许可", [.. Enumerable.Range(0, 40).Select(index => index % 4 == 0 ? 5L : 20)], []);

        var light = ChanceLight.Of(Find([new("许可", history)], promised: 10), id => $"“{id}”");

        Assert.Equal(LightColour.Red, light.Colour);
        Assert.Matches("^按期完成的可能约2[2-6]%.*；最可能拖后的是“许可”，同类40次中30次超过计划用时$", light.Reason);
    }

    [Fact]
    public void What_has_passed_counts()
    {
        var history = new StepHistory("a", [2, 4, 6, 8, 30, 30, 30, 30], []);
        UncertainStep[] begun = [new("a", history) { Begun = 0 }];
        UncertainStep[] done = [new("a", history) { Begun = 0, Done = 3 }];

        Assert.InRange(Find(begun, promised: 10, now: 5).Point, 0.25, 0.45);
        Assert.Equal(0, Find(begun, promised: 10, now: 9).Low);
        Assert.Equal((1.0, 1.0), (Find(done, promised: 10, now: 9).Low, Find(done, promised: 10, now: 9).Point));
    }

    [Fact]
    public void The_same_seed_gives_the_same_chance() =>
        Assert.Equal(Find([new("a", new StepHistory("a", [1, 5, 9], []))], promised: 6).Point, Find([new("a", new StepHistory("a", [1, 5, 9], []))], promised: 6).Point);

    [Fact]
    public void Without_a_promise_there_is_no_chance() => Assert.Throws<ArgumentException>(() => ChanceEstimator.Find(new Network([new("a", 1)], []), [], 0));

    /// <summary>Projects of two steps with a planted truth: each is forecast from a handful of past steps, then comes out.</summary>
    [Fact]
    public void Forecasts_come_true_as_often_as_they_say()
    {
        var random = new Random(7);
        long Draw() => 2 + (long)(-Math.Log(1 - random.NextDouble()) * 6);
        var forecasts = new List<(double, bool)>();
        for (var project = 0; project < 600; project++)
        {
            StepHistory History(string kind) => new(kind, [.. Enumerable.Range(0, 25).Select(_ => Draw())], []);
            var promised = random.Next(6, 40);
            var network = new Network([new("a", 8), new("b", 8)], [new("a", "b")]) { Promised = promised };
            var chance = ChanceEstimator.Find(network, [new("a", History("a")), new("b", History("b"))], 0, trials: 300, seed: (ulong)project);
            forecasts.Add((chance.Point, Draw() + Draw() <= promised));
        }

        var calibration = Calibration.Of(forecasts, bands: 5)!;

        Assert.All(calibration.Bands, band => Assert.InRange(band.MeanChance, band.RateLow - 0.05, band.RateHigh + 0.05));
        Assert.True(calibration.Skill > 0.25, $"skill {calibration.Skill}");
    }

    [Fact]
    public void A_calibration_gives_score_and_bands()
    {
        var calibration = Calibration.Of([(0.9, true), (0.9, true), (0.9, false), (0.1, false)])!;

        Assert.Equal((4, 0.21, 0.25), (calibration.Count, Math.Round(calibration.Brier, 9), Math.Round(calibration.BaseBrier, 9)));
        Assert.Equal([(1, 0.1, 0.0), (3, 0.9, 0.67)], calibration.Bands.Select(band => (band.Count, Math.Round(band.MeanChance, 2), Math.Round(band.Rate, 2))));
        Assert.True(calibration.Bands[1].Fits);
        Assert.Null(Calibration.Of([]));
    }

    private static FinishChance Find(IReadOnlyList<UncertainStep> steps, long promised, long now = 0) =>
        ChanceEstimator.Find(new Network([.. steps.Select(step => new Activity(step.Id, 8))], []) { Promised = promised }, steps, now);

    private static (double, double) Rounded((double Low, double High) span) => (Math.Round(span.Low, 9), Math.Round(span.High, 9));
}
