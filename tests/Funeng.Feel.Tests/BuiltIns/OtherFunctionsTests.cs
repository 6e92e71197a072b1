using Funeng.Feel.BuiltIns;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;
using static Funeng.Feel.Tests.BuiltIns.Calls;

namespace Funeng.Feel.Tests.BuiltIns;

public sealed class OtherFunctionsTests
{
    [Theory]
    [InlineData("2019-09-17", 260, "Tuesday", "September", 38)]
    [InlineData("2020-12-31", 366, "Thursday", "December", 53)]
    [InlineData("2021-01-03T10:10:10", 3, "Sunday", "January", 53)]
    [InlineData("2005-01-01", 1, "Saturday", "January", 53)]
    [InlineData("2018-12-31", 365, "Monday", "December", 1)]
    public void A_date_knows_its_day_weekday_month_and_week(string date, int day, string weekday, string month, int week)
    {
        Assert.Equal(day, Call("day of year", At(date)));
        Assert.Equal(weekday, Call("day of week", At(date)).AsString());
        Assert.Equal(month, Call("month of year", At(date)).AsString());
        Assert.Equal(week, Call("week of year", At(date)));
    }

    [Fact]
    public void Now_and_today_come_from_the_host()
    {
        Assert.Equal("2026-02-28T09:30:00+08:00", Call("now").ToText());
        Assert.Equal("2026-02-28", Call("today").ToText());
        Assert.Equal(DiagnosticKind.WrongArguments, WhyNull("today", 123));
    }

    [Fact]
    public void Not_takes_booleans_and_is_takes_anything()
    {
        Assert.True(Call("not", false).IsTrue);
        Assert.Equal(DiagnosticKind.WrongKind, WhyNull("not", 1));
        Assert.Equal(DiagnosticKind.MissingValue, WhyNull("not", FeelValue.Null));
        Assert.True(Call("is", FeelValue.Null, FeelValue.Null).IsTrue);
        Assert.True(Call("is", 1, "1").IsFalse);
    }

    [Fact]
    public void Contexts_are_made_read_changed_and_merged()
    {
        var context = FeelContext.Create(("a", 1), ("b", FeelContext.Create(("c", 2))));

        Assert.Equal("1", Text("get value", context, "a"));
        Assert.Equal(DiagnosticKind.NoSuchMember, WhyNull("get value", context, "x"));
        Assert.Equal("[{key: \"a\", value: 1}]", Text("get entries", FeelContext.Create(("a", 1))));
        Assert.Equal("{a: 1}", Text("context", FeelContext.Create(("key", "a"), ("value", 1), ("more", 2))));
        Assert.Equal(DiagnosticKind.DuplicateKey, WhyNull("context", List(Entry("a"), Entry("a"))));
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("context", FeelContext.Create(("key", "a"))));
        Assert.Equal("{a: 9, b: {c: 2}}", Text("context put", context, "a", 9));
        Assert.Equal("{a: 1, b: {c: 2, d: 3}}", Text("context put", context, List("b", "d"), 3));
        Assert.Equal(DiagnosticKind.NoSuchMember, WhyNull("context put", context, List("x", "d"), 3));
        Assert.Equal("{a: 2, b: 3}", Text("context merge", List(Context(("a", 1)), Context(("b", 3)), Context(("a", 2)))));
        Assert.Equal(DiagnosticKind.WrongKind, WhyNull("context merge", List(1)));
    }

    [Theory]
    [InlineData("before", "1", "[1..10]", false)]
    [InlineData("before", "1", "(1..10]", true)]
    [InlineData("before", "[1..10)", "10", true)]
    [InlineData("before", "[1..10]", "[10..20]", false)]
    [InlineData("after", "12", "[1..10]", true)]
    [InlineData("meets", "[1..5]", "[5..10]", true)]
    [InlineData("meets", "[1..5)", "[5..10]", false)]
    [InlineData("met by", "[5..10]", "[1..5]", true)]
    [InlineData("overlaps", "[1..5]", "[5..8]", true)]
    [InlineData("overlaps", "[1..5)", "[5..8]", false)]
    [InlineData("overlaps before", "[1..5]", "[3..8]", true)]
    [InlineData("overlaps before", "[1..5]", "[1..5]", false)]
    [InlineData("overlaps before", "[1..5]", "(1..5]", true)]
    [InlineData("overlaps after", "[3..8]", "[1..5]", true)]
    [InlineData("finishes", "10", "[1..10]", true)]
    [InlineData("finishes", "10", "[1..10)", false)]
    [InlineData("finishes", "(1..10]", "[1..10]", true)]
    [InlineData("finished by", "[1..10]", "(1..10]", true)]
    [InlineData("includes", "[1..10)", "10", false)]
    [InlineData("includes", "[1..10]", "(1..10)", true)]
    [InlineData("during", "(1..10)", "[1..10]", true)]
    [InlineData("during", "[1..10]", "(1..10)", false)]
    [InlineData("starts", "1", "(1..10]", false)]
    [InlineData("starts", "[1..5]", "[1..10]", true)]
    [InlineData("started by", "[1..10]", "[1..5]", true)]
    [InlineData("coincides", "[1..5]", "[1..5]", true)]
    [InlineData("coincides", "(1..5)", "[1..5]", false)]
    [InlineData("coincides", "5", "5", true)]
    public void Points_and_ranges_relate(string name, string first, string second, bool expected) =>
        Assert.Equal(expected, Call(name, Operand(first), Operand(second)).IsTrue);

    [Fact]
    public void An_undefined_end_lies_at_infinity()
    {
        FeelValue below = FeelRange.TryCreate(FeelRangeForm.Less, 10)!;
        FeelValue atLeast = FeelRange.TryCreate(FeelRangeForm.GreaterOrEqual, 10)!;

        Assert.True(Call("includes", below, -1000).IsTrue);
        Assert.True(Call("before", below, atLeast).IsTrue);
        Assert.True(Call("overlaps", below, FeelRange.TryCreate(5, 20)!).IsTrue);
        Assert.Equal(DiagnosticKind.WrongKind, WhyNull("before", 1, "a"));
        Assert.Equal(DiagnosticKind.WrongKind, WhyNull("meets", 1, 2));
    }

    [Fact]
    public void Arguments_by_name_go_to_their_places()
    {
        Assert.Equal([1, 0], BuiltInLibrary.Find("split")!.Arrange(["delimiter", "string"])!.Positions);
        Assert.Equal(2, BuiltInLibrary.Find("is")!.Arrange(["value1"])!.Count);
        Assert.Equal(3, BuiltInLibrary.Find("date")!.Arrange(["day", "year", "month"])!.Count);
        Assert.Null(BuiltInLibrary.Find("split")!.Arrange(["delimiter", "str"]));
        Assert.Null(BuiltInLibrary.Find("abs")!.Arrange(["n", "n"]));
        Assert.Null(BuiltInLibrary.Find("no such function"));
    }

    [Fact]
    public void Every_function_takes_any_values_without_failing()
    {
        FeelValue[] values =
        [
            FeelValue.Null, true, 1, -2.5m, "x", "", At("2020-01-01"), At("10:00:00Z"), At("2020-01-01T00:00:00"), At("P1D"), At("P1M"),
            List(), List(1, FeelValue.Null), Context(("a", 1)), FeelRange.TryCreate(1, 2)!, Function("count"), FeelNumber.Parse("9E6144"),
        ];

        foreach (var function in BuiltInLibrary.All)
        {
            var host = new Calls();
            foreach (var first in values)
            {
                function.Invoke([first], host);
                foreach (var second in values)
                {
                    function.Invoke([first, second], host);
                    function.Invoke([first, second, second], host);
                }
            }
        }
    }

    private static FeelContext Entry(string key) => Context(("key", key), ("value", 1));

    private static FeelContext Context(params (string, FeelValue)[] entries) => FeelContext.Create(entries);

    private static FeelValue Operand(string text) => FeelNumber.TryParse(text, out var number) ? number : Call("range", text);
}
