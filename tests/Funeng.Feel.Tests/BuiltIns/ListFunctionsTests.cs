using Funeng.Feel.BuiltIns;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;
using static Funeng.Feel.Tests.BuiltIns.Calls;

namespace Funeng.Feel.Tests.BuiltIns;

public sealed class ListFunctionsTests
{
    private static readonly FeelList Numbers = List(1, 2, 3);

    [Theory]
    [InlineData(2, "[2, 3]")]
    [InlineData(-1, "[3]")]
    [InlineData(1.9, "[1, 2, 3]")]
    public void A_sublist_starts_at_a_position_from_either_end(double start, string expected) =>
        Assert.Equal(expected, Text("sublist", Numbers, (decimal)start));

    [Fact]
    public void Positions_outside_of_the_list_are_null()
    {
        Assert.Equal("[2]", Text("sublist", Numbers, 2, 1));
        Assert.Equal(DiagnosticKind.NoSuchItem, WhyNull("sublist", Numbers, 0));
        Assert.Equal(DiagnosticKind.NoSuchItem, WhyNull("remove", Numbers, 4));
        Assert.Equal(DiagnosticKind.NoSuchItem, WhyNull("insert before", Numbers, -4, 1));
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("sublist", Numbers, 2, 5));
    }

    [Fact]
    public void Items_are_appended_inserted_removed_and_replaced()
    {
        Assert.Equal("[1, 2, 3, null, [4]]", Text("append", Numbers, FeelValue.Null, List(4)));
        Assert.Equal("[1, 2, 3, 1]", Text("concatenate", Numbers, List(1)));
        Assert.Equal("[1, \"x\", 2, 3]", Text("insert before", Numbers, 2, "x"));
        Assert.Equal("[1, 3]", Text("remove", Numbers, -2));
        Assert.Equal("[1, 4, 3]", Text("list replace", Numbers, 2.5m, 4));
        Assert.Equal("[3, 2, 1]", Text("reverse", Numbers));
        Assert.Equal("[5]", Text("list replace", 1, 1, 5));
    }

    [Fact]
    public void Equal_items_are_found_and_removed()
    {
        var mixed = List(1, "1", 1.0m, FeelValue.Null, FeelValue.Null);

        Assert.Equal("[1, 3]", Text("index of", mixed, 1));
        Assert.Equal("[4, 5]", Text("index of", mixed, FeelValue.Null));
        Assert.Equal("[1, \"1\", null]", Text("distinct values", mixed));
        Assert.Equal("[1, 2, 3, 4]", Text("union", Numbers, List(3, 4)));
        Assert.True(Call("list contains", mixed, FeelValue.Null).IsTrue);
        Assert.False(Call("list contains", Numbers, FeelValue.Null).IsTrue);
    }

    [Fact]
    public void Flattening_goes_through_every_level_but_not_without_end()
    {
        var deep = List(1);
        for (var i = 0; i < 1000; i++)
            deep = List(deep);

        Assert.Equal("[1, 2, 3]", Text("flatten", List(1, List(2, List(List(3))))));
        Assert.Equal(DiagnosticKind.LimitExceeded, WhyNull("flatten", deep));
    }

    [Fact]
    public void Sorting_is_stable_and_calls_the_function()
    {
        var words = List("bb", "a", "cc", "b", "ccc");
        var byLength = new Lambda(2, arguments => arguments[0].AsString().Length < arguments[1].AsString().Length);

        Assert.Equal("""["a", "b", "bb", "cc", "ccc"]""", Text("sort", words, byLength));
    }

    [Fact]
    public void Matching_items_are_replaced()
    {
        var less = new Lambda(2, arguments => FeelOperations.Compare(arguments[0], arguments[1]) < 0);

        Assert.Equal("[5, 5, 7, 8]", Text("list replace", List(2, 4, 7, 8), less, 5));
        Assert.Equal(DiagnosticKind.WrongKind, WhyNull("list replace", Numbers, new Lambda(1, _ => true), 5));
        Assert.Equal(DiagnosticKind.WrongKind, WhyNull("list replace", Numbers, new Lambda(2, _ => 1), 5));
        Assert.Equal(DiagnosticKind.WrongKind, WhyNull("sort", Numbers, new Lambda(2, _ => FeelValue.Null)));
        Assert.Equal(DiagnosticKind.WrongKind, WhyNull("sort", Numbers, new Lambda(3, _ => true)));
    }

    private sealed class Lambda(int count, Func<FeelValue[], FeelValue> body) : FeelFunction
    {
        internal override IReadOnlyList<FeelParameter> Parameters { get; } =
            [.. Enumerable.Range(0, count).Select(index => new FeelParameter($"p{index}", FeelType.Any))];

        internal override FeelValue Invoke(ReadOnlySpan<FeelValue> arguments, ICallHost host) => body(arguments.ToArray());
    }
}
