using Funeng.Engines.Criteria;
using Funeng.Feel.Values;

namespace Funeng.Engines.Tests.Criteria;

public sealed class IntervalTests
{
    private static Interval Open(int low, int high, bool isInteger = false) => new(IntervalEnd.Open(low), IntervalEnd.Open(high), isInteger);

    [Fact]
    public void An_open_stretch_between_neighbouring_whole_numbers_is_empty()
    {
        Assert.True(Open(2, 3, isInteger: true).IsEmpty);
        Assert.False(Open(2, 3).IsEmpty);
        Assert.False(Open(2, 4, isInteger: true).IsEmpty);
        Assert.True(Open(2, 2).IsEmpty);
        Assert.False(Interval.Point(2).IsEmpty);
    }

    [Theory]
    [InlineData(2, false, true)]
    [InlineData(5, true, true)]
    [InlineData(6, true, false)]
    public void Whether_a_number_is_inside_depends_on_the_ends(int value, bool isClosedHere, bool isInside)
    {
        var interval = new Interval(IntervalEnd.Open(1), isClosedHere ? IntervalEnd.Closed(5) : IntervalEnd.Open(5), false);

        Assert.Equal(isInside, interval.Contains(value));
        Assert.False(interval.Contains(1));
    }

    [Fact]
    public void Only_whole_numbers_are_inside_a_whole_interval()
    {
        Assert.False(Open(1, 5, isInteger: true).Contains(FeelNumber.Parse("2.5")));
        Assert.True(Open(1, 5, isInteger: true).Contains(3));
    }

    [Fact]
    public void A_hull_keeps_the_wider_end_and_closes_where_one_is_closed()
    {
        var hull = Open(1, 5).Hull(new Interval(IntervalEnd.Closed(1), IntervalEnd.Open(3), false));

        Assert.False(hull.Low.IsOpen);
        Assert.Equal(5, hull.High.Value);
        Assert.True(hull.High.IsOpen);
    }

    [Fact]
    public void An_intersection_opens_where_one_is_open()
    {
        var common = Interval.Between(1, 5).Intersect(Open(1, 9));

        Assert.True(common.Low.IsOpen);
        Assert.False(common.High.IsOpen);
        Assert.True(Interval.Between(1, 2).Intersect(Interval.Between(3, 4)).IsEmpty);
    }

    [Theory]
    [InlineData(-2, 3, -5, 7, -15, 21)]
    [InlineData(2, 3, 5, 7, 10, 21)]
    [InlineData(-3, -2, -7, -5, 10, 21)]
    [InlineData(-3, -2, 5, 7, -21, -10)]
    [InlineData(0, 0, -5, 7, 0, 0)]
    public void Products_are_bounded_by_the_corners(int a, int b, int c, int d, int low, int high)
    {
        var product = Interval.Multiply(Interval.Between(a, b), Interval.Between(c, d))!.Value;

        Assert.Equal(low, product.Low.Value);
        Assert.Equal(high, product.High.Value);
    }

    [Fact]
    public void Zero_times_an_endless_interval_reaches_from_zero()
    {
        var endless = new Interval(IntervalEnd.Closed(1), IntervalEnd.PositiveInfinity, false);

        var product = Interval.Multiply(Interval.Between(0, 5), endless)!.Value;

        Assert.Equal(0, product.Low.Value);
        Assert.False(product.High.IsFinite);
    }

    [Fact]
    public void Quotients_exist_only_without_zero_in_the_divisor()
    {
        Assert.Null(Interval.Divide(Interval.Between(1, 2), Interval.Between(-1, 1)));
        Assert.Null(Interval.Divide(Interval.Between(1, 2), Interval.Between(0, 1)));
        var quotient = Interval.Divide(Interval.Between(1, 2), Interval.Between(2, 4))!.Value;
        Assert.Equal(FeelNumber.Parse("0.25"), quotient.Low.Value);
        Assert.Equal(1, quotient.High.Value);
    }

    [Fact]
    public void A_quotient_by_an_endless_divisor_nears_zero()
    {
        var endless = new Interval(IntervalEnd.Closed(2), IntervalEnd.PositiveInfinity, false);

        var quotient = Interval.Divide(Interval.Between(1, 4), endless)!.Value;

        Assert.Equal(0, quotient.Low.Value);
        Assert.Equal(2, quotient.High.Value);
    }

    [Fact]
    public void Whether_something_may_be_less_depends_on_the_ends()
    {
        Assert.False(Interval.Between(5, 9).MayBeLess(Interval.Between(1, 5), orEqual: false));
        Assert.True(Interval.Between(5, 9).MayBeLess(Interval.Between(1, 5), orEqual: true));
        Assert.False(Open(5, 9).MayBeLess(Interval.Between(1, 5), orEqual: true));
        Assert.True(Interval.All.MayBeLess(Interval.Between(1, 5), orEqual: false));
    }
}
