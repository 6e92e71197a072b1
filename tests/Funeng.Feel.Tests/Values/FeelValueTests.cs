using FsCheck;
using FsCheck.Fluent;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Values;

public sealed class FeelValueTests
{
    [Fact]
    public void The_default_is_null() => Assert.True(default(FeelValue).IsNull);

    [Fact]
    public void A_value_gives_back_what_it_was_made_of()
    {
        var zone = FeelZone.TryFindRegion("Asia/Shanghai");
        var moment = new FeelDateTime(new FeelDate(-999_999_999, 1, 31), 86_399_999_999_999, zone);

        Assert.Equal(moment, FeelValue.From(moment).AsDateTime());
        Assert.Equal(moment.Time, FeelValue.From(moment.Time).AsTime());
        Assert.Equal(new FeelDaysTimeDuration(-5, 999_999_999), FeelValue.From(new FeelDaysTimeDuration(-5, 999_999_999)).AsDaysTimeDuration());
        Assert.Equal(new FeelYearsMonthsDuration(-7), FeelValue.From(new FeelYearsMonthsDuration(-7)).AsYearsMonthsDuration());
        Assert.True(FeelValue.True.IsTrue);
        Assert.True(FeelValue.From(false).IsFalse);
    }

    [Fact]
    public void Numbers_of_any_width_go_in_and_out() => Check.QuickThrowOnFailure(
        Prop.ForAll(DecimalReference.Numbers, number => FeelValue.From(number).AsNumber() == number));

    [Fact]
    public void Reading_another_kind_throws() => Assert.Throws<InvalidOperationException>(() => FeelValue.From("x").AsNumber());

    [Fact]
    public void A_value_prints_as_the_literal_it_is()
    {
        var context = FeelContext.Create(("a b", "x\"y\n"), ("{", FeelList.Create([1, FeelValue.Null, true])), ("日", TemporalText.Parse("P1D")));

        Assert.Equal("{a b: \"x\\\"y\\n\", \"{\": [1, null, true], 日: @\"P1D\"}", FeelValue.From(context).ToString());
        Assert.Equal("x", FeelValue.From("x").ToText());
        Assert.Equal("[1..5)", FeelValue.From(FeelRange.TryCreate(1, 5, true, false)!).ToString());
    }

    [Fact]
    public void A_value_that_nests_deeper_than_the_stack_does_no_harm()
    {
        FeelValue first = FeelList.Empty, second = FeelList.Empty;
        for (var i = 0; i < 300_000; i++)
            (first, second) = (FeelList.Create([first]), FeelContext.Create(("a", FeelList.Create([second]))));

        Assert.NotEqual(first, second);
        Assert.Equal(first.GetHashCode(), first.GetHashCode());
        Assert.StartsWith("[[[", first.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("{a: [{a", second.ToString(), StringComparison.Ordinal);
        Assert.NotNull(FeelType.Of(first));
        Assert.False(FeelOperations.Is(first, FeelList.Create([first])));
    }

    [Fact]
    public void A_large_context_finds_its_entries_and_keeps_their_order()
    {
        var builder = new FeelContext.Builder();
        for (var i = 0; i < 100; i++)
            Assert.True(builder.TryAdd($"name{i}", i));
        Assert.False(builder.TryAdd("name7", 7));
        var context = builder.Build();

        Assert.Equal(42, context["name42"]);
        Assert.True(context["none"].IsNull);
        Assert.Equal("name99", context.Names[99]);
        Assert.Equal(-1, context.With("name42", -1)["name42"]);
        Assert.Equal(101, context.With("more", 1).Count);
    }
}
