using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Values;

public sealed class FeelOperationsTests
{
    private static readonly FeelValue Function = BuiltIns.Calls.Function("count");

    private static FeelValue At(string text) => TemporalText.Parse(text);

    [Theory]
    [InlineData("2021-01-12", "PT36H", "2021-01-13")]
    [InlineData("2021-01-12", "-PT1H", "2021-01-11")]
    [InlineData("2021-01-31", "P1M", "2021-02-28")]
    [InlineData("2021-01-12T10:10:10", "P1DT1H", "2021-01-13T11:10:10")]
    [InlineData("2021-10-03T01:30:00@Australia/Melbourne", "PT1H", "2021-10-03T03:30:00@Australia/Melbourne")]
    [InlineData("-2021-01-01T10:10:10+11:00", "-P1D", "-2022-12-31T10:10:10+11:00")]
    [InlineData("23:30:00+01:00", "PT1H", "00:30:00+01:00")]
    [InlineData("P1D", "PT1H", "P1DT1H")]
    [InlineData("P1Y", "P1M", "P1Y1M")]
    public void Durations_are_added_to_moments_and_to_each_other(string left, string right, string expected)
    {
        Assert.Equal(expected, FeelOperations.Add(At(left), At(right)).ToText());
        Assert.Equal(expected, FeelOperations.Add(At(right), At(left)).ToText());
    }

    [Theory]
    [InlineData("2021-01-12", "PT1H", "2021-01-11")]
    [InlineData("2021-03-31", "P1M", "2021-02-28")]
    [InlineData("00:30:00", "PT1H", "23:30:00")]
    [InlineData("2021-01-12", "2021-01-01", "P11D")]
    [InlineData("2021-01-01T00:00:00Z", "2021-01-01T00:00:00+01:00", "PT1H")]
    [InlineData("2021-01-02", "2021-01-01T00:00:00Z", "P1D")]
    [InlineData("10:00:00", "12:00:00", "-PT2H")]
    [InlineData("P1D", "PT36H", "-PT12H")]
    public void Moments_and_durations_are_subtracted(string left, string right, string expected) =>
        Assert.Equal(expected, FeelOperations.Subtract(At(left), At(right)).ToText());

    [Theory]
    [InlineData("2021-01-01T00:00:00", "2021-01-01T00:00:00Z")]
    [InlineData("2021-01-02", "2021-01-01T00:00:00")]
    [InlineData("10:00:00Z", "10:00:00")]
    [InlineData("P1D", "P1M")]
    [InlineData("P1D", "2021-01-01")]
    public void A_difference_of_unlike_moments_is_null(string left, string right) =>
        Assert.True(FeelOperations.Subtract(At(left), At(right)).IsNull);

    [Fact]
    public void Durations_are_scaled_and_divided()
    {
        Assert.Equal("P1Y6M", FeelOperations.Multiply(At("P1Y"), 1.5m).ToText());
        Assert.Equal("P5M", FeelOperations.Divide(At("P11M"), 2).ToText());
        Assert.Equal("PT12H", FeelOperations.Multiply(0.5m, At("P1D")).ToText());
        Assert.Equal(24, FeelOperations.Divide(At("P1D"), At("PT1H")));
        Assert.Equal(12, FeelOperations.Divide(At("P1Y"), At("P1M")));
        Assert.True(FeelOperations.Divide(At("P1D"), 0).IsNull);
        Assert.True(FeelOperations.Divide(At("P1Y"), At("P1D")).IsNull);
        Assert.Equal("-P1Y", FeelOperations.Negate(At("P1Y")).ToText());
    }

    [Fact]
    public void Arithmetic_of_other_kinds_is_null_and_says_why()
    {
        FeelValue text = "1";

        Assert.True(FeelOperations.Add(text, 1).IsNull);
        Assert.True(FeelOperations.Multiply(true, 2).IsNull);
        Assert.True(FeelOperations.Add(FeelValue.Null, 1).IsNull);
        Assert.True(FeelOperations.Add(FeelList.Create([1]), 1).IsNull);
        Assert.Equal(DiagnosticKind.WrongKind, FeelOperations.WhyNull(text, 1));
        Assert.Equal(DiagnosticKind.MissingValue, FeelOperations.WhyNull(FeelValue.Null, 1));
        Assert.Equal(DiagnosticKind.OutOfDomain, FeelOperations.WhyNull(1, 0));
    }

    [Fact]
    public void Equality_of_different_kinds_is_null_but_with_null_it_is_known()
    {
        Assert.Null(FeelOperations.AreEqual(1, "1"));
        Assert.Null(FeelOperations.AreEqual(FeelList.Create([1]), 1));
        Assert.False(FeelOperations.AreEqual(1, FeelValue.Null));
        Assert.True(FeelOperations.AreEqual(FeelValue.Null, FeelValue.Null));
        Assert.Null(FeelOperations.AreEqual(At("P0D"), At("P0M")));
    }

    [Fact]
    public void Lists_and_contexts_are_equal_by_their_parts()
    {
        var context = FeelContext.Create(("a", 1), ("b", "x"));
        var turned = FeelContext.Create(("b", "x"), ("a", 1.0m));

        Assert.True(FeelOperations.AreEqual(context, turned));
        Assert.False(FeelOperations.AreEqual(context, FeelContext.Create(("a", 1))));
        Assert.True(FeelOperations.AreEqual(FeelList.Create([1, FeelValue.Null]), FeelList.Create([1, FeelValue.Null])));
        Assert.False(FeelOperations.AreEqual(FeelList.Create([1, 2]), FeelList.Create([2, 1])));
        Assert.True(FeelOperations.AreEqual(Function, Function));
        Assert.False(FeelOperations.AreEqual(Function, BuiltIns.Calls.Function("sum")));
    }

    [Theory]
    [InlineData("10:30:00.1", "10:30:00.2", true)]
    [InlineData("10:30:00.9", "10:30:01", false)]
    [InlineData("10:30:00.5+08:00", "02:30:00Z", true)]
    [InlineData("2026-01-01T00:00:00.000000001", "2026-01-01T00:00:00", true)]
    [InlineData("2026-01-01T00:00:00.999999999", "2026-01-01T00:00:01", false)]
    [InlineData("-0001-12-31T23:59:59.5Z", "-0001-12-31T23:59:59Z", true)]
    public void Times_are_equal_within_a_second_while_order_and_identity_see_the_fraction(string left, string right, bool equal)
    {
        var (one, two) = (TemporalText.Parse(left), TemporalText.Parse(right));

        Assert.Equal(FeelValue.From(equal), FeelOperations.Equal(one, two));
        Assert.Equal(equal, one.Equals(two) && one.GetHashCode() == two.GetHashCode());
        Assert.NotEqual(0, FeelOperations.Compare(one, two));
        Assert.False(FeelOperations.Is(one, two));
    }

    [Fact]
    public void Moments_of_one_instant_are_equal_but_not_the_same()
    {
        var inParis = At("2021-06-01T12:00:00@Europe/Paris");
        var withOffset = At("2021-06-01T12:00:00+02:00");

        Assert.True(FeelOperations.AreEqual(inParis, withOffset));
        Assert.Equal(inParis.GetHashCode(), withOffset.GetHashCode());
        Assert.False(FeelOperations.Is(inParis, withOffset));
        Assert.True(FeelOperations.Is(At("10:00:00Z"), At("10:00:00+00:00")));
        Assert.False(FeelOperations.AreEqual(At("10:00:00"), At("10:00:00Z")));
        Assert.False(FeelOperations.Is(At("P0D"), At("P0M")));
    }

    [Fact]
    public void A_local_moment_borrows_the_zone_for_the_order()
    {
        Assert.Equal(-1, FeelOperations.Compare(At("2021-01-01T00:00:00+05:00"), At("2021-01-01T00:00:01")));
        Assert.Equal(1, FeelOperations.Compare(At("10:00:01"), At("10:00:00Z")));
        Assert.Null(FeelOperations.Compare(At("2021-01-01"), At("2021-01-01T00:00:00")));
        Assert.Null(FeelOperations.Compare(true, false));
    }

    [Fact]
    public void Strings_are_ordered_by_code_points()
    {
        Assert.True(FeelOperations.CompareStrings("\uFFFD", "😀") < 0);
        Assert.True(FeelOperations.CompareStrings("a", "b") < 0);
        Assert.True(FeelOperations.CompareStrings("ab", "a") > 0);
        Assert.Equal(0, FeelOperations.CompareStrings("赋能", "赋能"));
    }

    [Fact]
    public void A_list_holds_its_elements_what_its_ranges_contain_and_itself()
    {
        var range = FeelRange.TryCreate(10, 20)!;
        var list = FeelList.Create([1, "x", range]);

        Assert.True(FeelOperations.In(1, list).IsTrue);
        Assert.True(FeelOperations.In(15, list).IsTrue);
        Assert.True(FeelOperations.In(list, list).IsTrue);
        Assert.False(FeelOperations.In(5, FeelList.Create([1, 2])).IsTrue);
        Assert.True(FeelOperations.In(FeelValue.Null, range).IsNull);
    }
}
