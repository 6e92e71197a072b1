using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;
using static Funeng.Feel.Tests.BuiltIns.Calls;

namespace Funeng.Feel.Tests.BuiltIns;

public sealed class StringFunctionsTests
{
    [Theory]
    [InlineData("foobar", 3, "obar")]
    [InlineData("foobar", -2, "ar")]
    [InlineData("😀foo", 2, "foo")]
    [InlineData("赋能平台", -2, "平台")]
    public void Substring_counts_code_points_from_either_end(string text, int start, string expected) =>
        Assert.Equal(expected, Call("substring", text, start).AsString());

    [Fact]
    public void Substring_cuts_fractions_and_stops_at_the_end()
    {
        Assert.Equal("oba", Call("substring", "foobar", 3, 3.8m).AsString());
        Assert.Equal("ar", Call("substring", "foobar", 5, 100).AsString());
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("substring", "foobar", 0));
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("substring", "foobar", 7));
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("substring", "foobar", 1, 0));
    }

    [Theory]
    [InlineData("foobar", "ob", "fo", "ar")]
    [InlineData("foobar", "x", "", "")]
    [InlineData("abc", "", "", "abc")]
    public void Text_before_and_after_a_match(string text, string match, string before, string after)
    {
        Assert.Equal(before, Call("substring before", text, match).AsString());
        Assert.Equal(after, Call("substring after", text, match).AsString());
    }

    [Theory]
    [InlineData("abcß", "ABCSS")]
    [InlineData("\uFB03x", "FFIX")]
    [InlineData("i\u0131", "II")]
    [InlineData("\u1FB3", "\u0391\u0399")]
    [InlineData("\U00010428", "\U00010400")]
    [InlineData("赋能1", "赋能1")]
    public void Capitals_are_those_of_Unicode_in_full_in_no_culture(string text, string expected)
    {
        using var turkish = new Culture("tr-TR");

        Assert.Equal(expected, Call("upper case", text).AsString());
    }

    [Theory]
    [InlineData("ABC4", "abc4")]
    [InlineData("I\u0130", "ii\u0307")]
    [InlineData("\u0394\u03A9", "\u03B4\u03C9")]
    public void Small_letters_are_those_of_Unicode_in_full_in_no_culture(string text, string expected)
    {
        using var turkish = new Culture("tr-TR");

        Assert.Equal(expected, Call("lower case", text).AsString());
    }

    [Fact]
    public void Length_case_and_containment()
    {
        Assert.Equal(2, Call("string length", "🐎😀"));
        Assert.Equal("i", Call("lower case", "I").AsString());
        Assert.True(Call("contains", "foobar", "oba").IsTrue);
        Assert.True(Call("starts with", "foobar", "").IsTrue);
        Assert.False(Call("ends with", "foobar", "foo").IsTrue);
    }

    [Fact]
    public void Joining_skips_nulls_and_takes_a_single_string()
    {
        Assert.Equal("aXc", Call("string join", List("a", FeelValue.Null, "c"), "X").AsString());
        Assert.Equal("ac", Call("string join", List("a", "c"), FeelValue.Null).AsString());
        Assert.Equal("a", Call("string join", "a", "X").AsString());
        Assert.Equal("", Call("string join", List()).AsString());
        Assert.Equal(DiagnosticKind.WrongKind, WhyNull("string join", List(1), "X"));
    }

    [Theory]
    [InlineData("abracadabra", "bra", "*", "a*cada*")]
    [InlineData("abracadabra", "a.*?a", "*", "*c*bra")]
    [InlineData("abcd", "(ab)|(a)", "[1=$1][2=$2]", "[1=ab][2=]cd")]
    [InlineData("abc", "b", "\\$\\\\", "a$\\c")]
    [InlineData("abc", "(b)", "$12", "ab2c")]
    [InlineData("x😀y", "[😀-😂]", "e", "xey")]
    [InlineData("x😀y", ".", "e", "eee")]
    public void Replacing_knows_groups_and_escapes(string input, string pattern, string replacement, string expected) =>
        Assert.Equal(expected, Call("replace", input, pattern, replacement).AsString());

    [Fact]
    public void With_the_flag_q_neither_pattern_nor_replacement_is_special() =>
        Assert.Equal("a$1c", Call("replace", "a.c", ".", "$1", "q").AsString());

    [Theory]
    [InlineData("b", "$")]
    [InlineData("b", "\\n")]
    [InlineData("b", "$&")]
    [InlineData("b*", "x")]
    [InlineData("(b", "x")]
    public void A_bad_replacement_or_a_pattern_that_matches_nothing_is_null(string pattern, string replacement) =>
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("replace", "abc", pattern, replacement));

    [Fact]
    public void Splitting_keeps_empty_strings_and_ignores_groups()
    {
        Assert.Equal("""["a", "b", "", ""]""", Text("split", "a;b;;", ";"));
        Assert.Equal("""["John", "Doe"]""", Text("split", "John Doe", "(\\s)"));
    }

    [Fact]
    public void A_single_list_is_coerced_and_a_wrong_type_refused()
    {
        Assert.Equal(3, Call("string length", List("abc")));
        Assert.Equal(DiagnosticKind.WrongKind, WhyNull("string length", 1));
        Assert.Equal(DiagnosticKind.MissingValue, WhyNull("string length", FeelValue.Null));
        Assert.Equal(DiagnosticKind.WrongArguments, WhyNull("string length"));
        Assert.Equal(DiagnosticKind.WrongArguments, WhyNull("string length", "a", "b"));
    }

    private sealed class Culture : IDisposable
    {
        private readonly System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;

        public Culture(string name) => System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo(name);

        public void Dispose() => System.Globalization.CultureInfo.CurrentCulture = before;
    }
}
