using System.Diagnostics;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;
using static Funeng.Feel.Tests.BuiltIns.Calls;

namespace Funeng.Feel.Tests.BuiltIns;

public sealed class XPathRegexTests
{
    [Theory]
    [InlineData("Mary\rJones", "Mary.Jones", "", false)]
    [InlineData("Mary\rJones", "Mary.Jones", "s", true)]
    [InlineData("abc\n", "abc$", "", false)]
    [InlineData("abc\ndef", "abc$", "m", true)]
    [InlineData("abc\n", "^$", "m", false)]
    [InlineData("\nabc", "^$", "m", true)]
    [InlineData("hello world", "hello\\ sworld", "x", true)]
    [InlineData("hello world", " hello[ ]world", "x", true)]
    [InlineData("hello world", "\\p{ IsBasicLatin}+", "x", true)]
    [InlineData("a#b", "a # b", "x", true)]
    [InlineData("\u212A", "k", "i", true)]
    [InlineData("O", "[A-Z-[OI]]", "i", false)]
    [InlineData("x", "[A-Z-[OI]]", "i", true)]
    [InlineData("q", "[^Q]", "i", false)]
    [InlineData("aA", "(a)\\1", "i", true)]
    [InlineData("a.c", "a.c", "q", true)]
    [InlineData("abc", "a.c", "q", false)]
    [InlineData("😀", "^.$", "", true)]
    [InlineData("😀", "^[^a]$", "", true)]
    [InlineData("😀", "^[^a][^a]$", "", false)]
    [InlineData("😀", "^\\S$", "", true)]
    [InlineData("😀", "^\\W$", "", false)]
    [InlineData("\u00A0", "^\\s$", "", false)]
    [InlineData("x:y-1", "^\\i\\c*$", "", true)]
    [InlineData("1x", "^\\i", "", false)]
    [InlineData("$", "^\\w$", "", true)]
    [InlineData("aab", "(?:a){2}b", "", true)]
    [InlineData("a-b", "[a\\-]+b", "", true)]
    [InlineData("ab11", "(a)(b)11", "", true)]
    [InlineData("aa1", "^(a)\\11$", "", true)]
    [InlineData("a\nb", "a\\nb", "", true)]
    [InlineData("a\tb", "a[\\r\\t]b", "", true)]
    [InlineData("a]b", "a[\\]\\[]b", "", true)]
    [InlineData("7", "[\\d-[5-9]]", "", false)]
    [InlineData("3", "[\\d-[5-9]]", "", true)]
    [InlineData("a😀", "^[\\S\\d]{2}$", "", true)]
    [InlineData("a😀", "^[a-c\\D]{2}$", "", true)]
    [InlineData("a😀", "^[^\\D]{2}$", "", false)]
    [InlineData("\n😀", "^.{2}$", "s", true)]
    [InlineData("😀😀", "^😀{2}$", "", true)]
    [InlineData("é", "^\\p{L}$", "", true)]
    [InlineData("-", "^[a-]$", "", true)]
    [InlineData("-", "^[-a]$", "", true)]
    [InlineData("aaa", "^a{2,}$", "", true)]
    [InlineData("x", "^[\\i-[:]]$", "", true)]
    public void A_pattern_means_what_XPath_says(string input, string pattern, string flags, bool expected) =>
        Assert.Equal(expected, Call("matches", input, pattern, flags).IsTrue);

    [Theory]
    [InlineData("(.)\\3", "")]
    [InlineData("(a\\1)", "")]
    [InlineData("(asd)[\\1]", "")]
    [InlineData("1[asd\\0]", "")]
    [InlineData("\\p{ IsBasicLatin}+", "")]
    [InlineData("\\q", "")]
    [InlineData("\\", "")]
    [InlineData("(?=a)", "")]
    [InlineData("(?<n>a)", "")]
    [InlineData("a{", "")]
    [InlineData("a{2,1}", "")]
    [InlineData("a}", "")]
    [InlineData("a]", "")]
    [InlineData("[]", "")]
    [InlineData("[a[b]]", "")]
    [InlineData("[z-a]", "")]
    [InlineData("*a", "")]
    [InlineData("[a-z-[a", "")]
    [InlineData("[\\d-z]", "")]
    [InlineData("\\p{Nope}", "")]
    [InlineData("\\pL", "")]
    [InlineData("a)", "")]
    [InlineData("a", "p")]
    [InlineData("a", " ")]
    public void A_pattern_that_XPath_does_not_know_is_null(string pattern, string flags) =>
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("matches", "abc", pattern, flags));

    [Fact]
    public void A_pattern_made_to_take_for_ever_ends_soon()
    {
        FeelValue input = new string('a', 40) + "b";
        var watch = Stopwatch.StartNew();

        Assert.False(Call("matches", input, "^(a+)+$").IsTrue);
        Assert.Equal(DiagnosticKind.LimitExceeded, WhyNull("matches", input, "^((a+)+)\\1c$"));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20));
    }
}
