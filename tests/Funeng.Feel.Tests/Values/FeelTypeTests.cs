using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Values;

public sealed class FeelTypeTests
{
    private static readonly FeelType Person = new ContextType([new("name", FeelType.String), new("age", FeelType.Number)]);
    private static readonly FeelType Named = new ContextType([new("name", FeelType.String)]);

    [Fact]
    public void Null_conforms_to_every_type_and_every_type_to_Any()
    {
        Assert.True(FeelType.Null.ConformsTo(FeelType.Number));
        Assert.True(FeelType.Number.ConformsTo(FeelType.Any));
        Assert.False(FeelType.Any.ConformsTo(FeelType.Number));
        Assert.False(FeelType.Number.ConformsTo(FeelType.String));
        Assert.False(FeelType.DaysTimeDuration.ConformsTo(FeelType.YearsMonthsDuration));
    }

    [Fact]
    public void Lists_and_ranges_conform_by_their_parts()
    {
        Assert.True(FeelType.ListOf(FeelType.Number).ConformsTo(FeelType.AnyList));
        Assert.False(FeelType.AnyList.ConformsTo(FeelType.ListOf(FeelType.Number)));
        Assert.True(FeelType.RangeOf(FeelType.Number).ConformsTo(FeelType.RangeOf(FeelType.Any)));
        Assert.Equal(FeelType.ListOf(FeelType.Number), FeelType.ListOf(FeelType.Number));
    }

    [Fact]
    public void A_context_conforms_with_more_entries_than_required()
    {
        Assert.True(Person.ConformsTo(Named));
        Assert.False(Named.ConformsTo(Person));
        Assert.True(Named.HasInstance(FeelContext.Create(("name", "x"), ("more", 1))));
        Assert.True(Named.HasInstance(FeelContext.Create(("name", FeelValue.Null))));
        Assert.False(Named.HasInstance(FeelContext.Create(("more", 1))));
    }

    [Fact]
    public void Functions_are_contravariant_in_parameters_and_covariant_in_the_result()
    {
        var takesPersonGivesNumber = new FunctionType([Person], FeelType.Number);
        var takesNamedGivesNumber = new FunctionType([Named], FeelType.Number);

        Assert.True(takesNamedGivesNumber.ConformsTo(takesPersonGivesNumber));
        Assert.False(takesPersonGivesNumber.ConformsTo(takesNamedGivesNumber));
        Assert.True(takesNamedGivesNumber.ConformsTo(new FunctionType([Named], FeelType.Any)));
        Assert.False(takesNamedGivesNumber.ConformsTo(new FunctionType([], FeelType.Any)));
    }

    [Fact]
    public void Null_is_an_instance_of_Null_only()
    {
        Assert.True(FeelType.Null.HasInstance(FeelValue.Null));
        Assert.False(FeelType.Any.HasInstance(FeelValue.Null));
        Assert.False(FeelType.Number.HasInstance(FeelValue.Null));
        Assert.True(FeelType.Any.HasInstance(1));
    }

    [Theory]
    [InlineData("dateTime", "date and time")]
    [InlineData("dayTimeDuration", "days and time duration")]
    [InlineData("yearMonthDuration", "years and months duration")]
    [InlineData("number", "number")]
    public void Names_of_old_models_are_known(string name, string expected) =>
        Assert.Equal(expected, FeelType.FindByName(name)!.ToString());

    [Fact]
    public void A_value_is_coerced_where_it_meets_a_type()
    {
        var date = TemporalText.Parse("2020-01-01");

        Assert.Equal("[1]", Coerced(FeelType.ListOf(FeelType.Number), 1));
        Assert.Equal("1", Coerced(FeelType.Number, FeelList.Create([1])));
        Assert.Equal("@\"2020-01-01T00:00:00Z\"", Coerced(FeelType.DateTime, date));
        Assert.Equal("null", Coerced(FeelType.Number, FeelValue.Null));
        Assert.Null(Coerced(FeelType.Number, "1"));
        Assert.Null(Coerced(FeelType.Number, FeelList.Create([1, 2])));
        Assert.Null(Coerced(FeelType.ListOf(FeelType.Number), FeelList.Create(["x"])));
    }

    [Fact]
    public void The_type_of_a_value_is_taken_from_its_parts()
    {
        Assert.Equal("list<number>", FeelType.Of(FeelList.Create([1, 2])).ToString());
        Assert.Equal("list<Any>", FeelType.Of(FeelList.Create([1, "x"])).ToString());
        Assert.Equal("list<number>", FeelType.Of(FeelList.Create([FeelValue.Null, 2])).ToString());
        Assert.Equal("context<a: number>", FeelType.Of(FeelContext.Create(("a", 1))).ToString());
        Assert.Equal("range<string>", FeelType.Of(FeelRange.TryCreate(FeelRangeForm.Less, "x")!).ToString());
    }

    private static string? Coerced(FeelType type, FeelValue value) => type.TryCoerce(value, out var result) ? result.ToString() : null;
}
