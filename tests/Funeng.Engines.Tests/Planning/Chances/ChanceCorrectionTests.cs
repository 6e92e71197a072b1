using Funeng.Engines.Planning.Chances;

namespace Funeng.Engines.Tests.Planning.Chances;

public sealed class ChanceCorrectionTests
{
    [Fact]
    public void Forecasts_that_were_too_sure_are_drawn_in()
    {
        // Said nine in ten, came true six in ten; said one in ten, came true four in ten.
        var correction = ChanceCorrection.Of([.. Said(0.9, 120, 200), .. Said(0.1, 80, 200)]);

        Assert.InRange(correction.Apply(0.9), 0.58, 0.63);
        Assert.InRange(correction.Apply(0.1), 0.37, 0.42);
        Assert.Equal(0.5, correction.Apply(0.5), 2);
    }

    [Fact]
    public void Forecasts_that_were_too_low_are_raised()
    {
        var correction = ChanceCorrection.Of([.. Said(0.3, 60, 100), .. Said(0.6, 85, 100)]);

        Assert.InRange(correction.Apply(0.3), 0.55, 0.65);
        Assert.InRange(correction.Apply(0.6), 0.78, 0.88);
    }

    [Fact]
    public void What_fits_stays_and_a_handful_moves_little()
    {
        var fits = ChanceCorrection.Of([.. Said(0.8, 160, 200), .. Said(0.2, 40, 200)]);
        var few = ChanceCorrection.Of([(0.8, false), (0.2, true)]);

        Assert.Equal((0.0, 1.0), (Math.Round(fits.Shift, 2), Math.Round(fits.Stretch, 2)));
        Assert.InRange(few.Apply(0.8), 0.6, 0.8);
    }

    [Fact]
    public void A_higher_chance_is_never_corrected_below_a_lower_one_even_by_forecasts_that_were_all_wrong()
    {
        var correction = ChanceCorrection.Of([.. Said(1, 0, 100), .. Said(0, 100, 100)]);
        var chance = correction.Apply(new FinishChance(0, 0.5, 1, []));

        Assert.True(chance.Low <= chance.Point && chance.Point <= chance.High);
        Assert.InRange(chance.High, 0, 1);
    }

    [Fact]
    public void Without_forecasts_nothing_changes() => Assert.Equal(0.73, ChanceCorrection.Of([]).Apply(0.73));

    private static IEnumerable<(double, bool)> Said(double chance, int cameTrue, int count) => Enumerable.Range(0, count).Select(index => (chance, index < cameTrue));
}
