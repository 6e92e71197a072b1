using Funeng.Feel.Values;

namespace Funeng.Feel.Tests;

/// <summary>Names, white space, far years, small fractions, zones and wide numbers, in whole expressions.</summary>
public sealed class ExpressionCornerTests
{
    [Theory]
    [InlineData("近3年 研发费用", "近3年　研发费用 + 1", "6")]
    [InlineData("a+b", "a+b * 2", "10")]
    [InlineData("a+b", "a + b", "5")]
    [InlineData("研发费用/营业收入", "研发费用 / 营业收入 * 100", "500")]
    [InlineData("profit and loss", "profit  and\tloss + 1", "6")]
    [InlineData("是否_高新?", "是否_高新? = 5", "true")]
    [InlineData("'s", "5", "5")]
    [InlineData("Ⅰ类知识产权数", "Ⅰ类知识产权数 >= 5 and Ⅰ类知识产权数 < 6", "true")]
    [InlineData("x", "x\u00A0+\u2003x\u3000*\u20281", "10")]
    [InlineData("date", "date + 1", "6")]
    public void A_name_is_what_the_scope_says(string name, string text, string expected) =>
        Assert.Equal(expected, FeelExpression.Parse(text, new FeelVariable(name, FeelType.Number)).EvaluateValue([5]).ToString());

    [Theory]
    [InlineData("date(999999999, 12, 31) > date(-999999999, 1, 1)", "true")]
    [InlineData("date(999999999, 12, 31) + @\"P1D\"", "null")]
    [InlineData("(date(999999999, 12, 31) - date(-999999999, 1, 1)).days", "730484999633")]
    [InlineData("@\"-0001-03-01\" - @\"-0001-02-28\" = @\"P1D\"", "true")]
    [InlineData("date(-4, 2, 29)", "@\"-0004-02-29\"")]
    [InlineData("@\"2026-01-01T00:00:00.000000002\" - @\"2026-01-01T00:00:00.000000001\"", "@\"PT0.000000001S\"")]
    [InlineData("@\"10:00:00.999999999\" + @\"PT0.000000001S\"", "@\"10:00:01\"")]
    [InlineData("sort([@\"10:00:00.2\", @\"10:00:00.1\"], function(a, b) a < b)[1]", "@\"10:00:00.1\"")]
    [InlineData("@\"2026-03-29T01:30:00@Europe/Paris\" + @\"PT1H\"", "@\"2026-03-29T03:30:00@Europe/Paris\"")]
    [InlineData("@\"2026-07-01T12:00:00@Asia/Shanghai\" = @\"2026-07-01T04:00:00Z\"", "true")]
    [InlineData("is(@\"2026-07-01T12:00:00@Asia/Shanghai\", @\"2026-07-01T12:00:00+08:00\")", "false")]
    [InlineData("@\"2026-07-01T12:00:00@Asia/Shanghai\".time offset", "@\"PT8H\"")]
    [InlineData("@\"1900-01-01T12:00:00@Asia/Shanghai\".timezone", "\"Asia/Shanghai\"")]
    [InlineData("@\"2024-02-29\" + @\"P1Y\"", "@\"2025-02-28\"")]
    public void Time_is_exact_and_reaches_far(string text, string expected) => Assert.Equal(expected, Value(text));

    [Theory]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("9007199254740993 - 9007199254740992", "1")]
    [InlineData("9223372036854775807 + 1", "9223372036854775808")]
    [InlineData("9223372036854775808 * 9223372036854775808", "85070591730234615865843651857942050000")]
    [InlineData("1234567890123456789012345678901234 + 0.5", "1234567890123456789012345678901234")]
    [InlineData("1234567890123456789012345678901233 + 0.5", "1234567890123456789012345678901234")]
    [InlineData("(1 / 3) * 3", "0.9999999999999999999999999999999999")]
    [InlineData("2 / 3 * 1000000 * 万", "6666666666.666666666666666666666667")]
    [InlineData("decimal(2.5, 0) + decimal(3.5, 0)", "6")]
    [InlineData("10 ** 6144 * 10", "null")]
    [InlineData("10 ** -6176 / 10", "0")]
    [InlineData("1e6144 - 1e6144", "0")]
    [InlineData("sum([1e33, 0.5, -1e33])", "0")]
    [InlineData("99999999999999.99 * 100", "9999999999999999")]
    public void Numbers_have_34_digits_and_never_fall_into_binary(string text, string expected) =>
        Assert.Equal(expected, Value(text.Replace("万", "10000", StringComparison.Ordinal)));

    private static string Value(string text) => FeelExpression.Parse(text).Evaluate(FeelContext.Empty).Value.ToString();
}
