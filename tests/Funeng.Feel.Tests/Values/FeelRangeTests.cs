using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Values;

public sealed class FeelRangeTests
{
    [Theory]
    [InlineData(true, true, 1, true)]
    [InlineData(false, true, 1, false)]
    [InlineData(true, true, 5, true)]
    [InlineData(true, false, 5, false)]
    [InlineData(true, true, 3, true)]
    [InlineData(true, true, 6, false)]
    public void Ends_belong_to_the_range_when_included(bool startIncluded, bool endIncluded, int value, bool expected) =>
        Assert.Equal(expected, FeelRange.TryCreate(1, 5, startIncluded, endIncluded)!.Contains(value));

    [Fact]
    public void Ends_of_different_types_or_in_the_wrong_order_make_no_range()
    {
        Assert.Null(FeelRange.TryCreate(1, "a"));
        Assert.Null(FeelRange.TryCreate(5, 1));
        Assert.Null(FeelRange.TryCreate(true, true));
    }

    [Fact]
    public void A_range_with_an_operator_is_open_on_one_side()
    {
        var less = FeelRange.TryCreate(FeelRangeForm.Less, 10)!;
        var atLeast = FeelRange.TryCreate(FeelRangeForm.GreaterOrEqual, 10)!;

        Assert.True(less.Contains(-1000));
        Assert.False(less.Contains(10));
        Assert.True(atLeast.Contains(10));
        Assert.Null(less.Contains("x"));
        Assert.Null(less.Contains(FeelValue.Null));
        Assert.False(less.EndIncluded);
        Assert.True(less.Start.IsNull);
        Assert.Equal("(< 10)", less.ToString());
    }

    [Fact]
    public void A_null_end_is_not_an_undefined_end()
    {
        var range = FeelRange.TryCreate(FeelValue.Null, 10)!;

        Assert.Null(range.Contains(5));
        Assert.NotEqual(range, FeelRange.TryCreate(FeelRangeForm.LessOrEqual, 10));
    }

    [Fact]
    public void Ranges_are_equal_with_equal_ends_inclusion_and_form()
    {
        Assert.Equal(FeelRange.TryCreate(1, 5), FeelRange.TryCreate(1.0m, 5));
        Assert.NotEqual(FeelRange.TryCreate(1, 5), FeelRange.TryCreate(1, 5, false));
        Assert.NotEqual(FeelRange.TryCreate(1, 5), FeelRange.TryCreate(1, 6));
    }
}
