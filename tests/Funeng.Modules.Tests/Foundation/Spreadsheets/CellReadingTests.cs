using System.Globalization;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Tests.Foundation.Spreadsheets;

public sealed class CellReadingTests
{
    [Theory]
    [InlineData("12450", "元", "", "12450")]
    [InlineData("12,450", "元", "", "12450")]
    [InlineData("12，450", "元", "", "12450")]
    [InlineData("１２４５０", "元", "", "12450")]
    [InlineData("１２．５", "元", "", "12.5")]
    [InlineData(" 12 450 ", "元", "", "12450")]
    [InlineData("　12450　", "元", "", "12450")]
    [InlineData("12450", "元", "万元", "124500000")]
    [InlineData("1.2亿", "元", "", "120000000")]
    [InlineData("1.2亿元", "元", "万元", "120000000")]
    [InlineData("3,500万元", "元", "", "35000000")]
    [InlineData("3500 万", "元", "亿元", "35000000")]
    [InlineData("￥3,500.00", "元", "", "3500")]
    [InlineData("¥12元", "元", "", "12")]
    [InlineData("-56.7", "元", "万元", "-567000")]
    [InlineData("－56.7", "元", "", "-56.7")]
    [InlineData("(1,234)", "元", "", "-1234")]
    [InlineData("（1,234）", "元", "", "-1234")]
    [InlineData("1.2E+07", "元", "", "12000000")]
    [InlineData("1,2345,6789", "元", "", "123456789")]
    [InlineData("3%", "%", "", "3")]
    [InlineData("12.5％", "%", "", "12.5")]
    [InlineData("3.5个百分点", "%", "", "3.5")]
    [InlineData("5‰", "%", "", "0.5")]
    [InlineData("120人", "人", "", "120")]
    [InlineData("1.5万人", "人", "", "15000")]
    [InlineData("12件", "项", "", "12")]
    [InlineData("'0123", "", "", "123")]
    [InlineData("0", "元", "万元", "0")]
    public void A_number_is_understood_as_people_write_it(string text, string unit, string columnUnit, string expected)
    {
        var reading = NumberCell.Read(SheetCell.OfText(text), unit, Unit.Find(columnUnit));

        Assert.Null(reading.Problem);
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), reading.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("—")]
    [InlineData("-")]
    [InlineData("/")]
    [InlineData("N/A")]
    [InlineData("暂无")]
    public void A_sign_for_not_known_is_missing_and_never_zero(string text)
    {
        Assert.True(NumberCell.Read(SheetCell.OfText(text), "元").IsEmpty);
        Assert.True(DateCell.Read(SheetCell.OfText(text)).IsEmpty);
        Assert.True(ChoiceCell.ReadBoolean(SheetCell.OfText(text)).IsEmpty);
    }

    [Theory]
    [InlineData("12,45", "元", "1245")]
    [InlineData("约1200", "元", "1200")]
    [InlineData("1000-2000", "元", null)]
    [InlineData("三千五百", "元", "3500")]
    [InlineData("三千五", "元", "3500")]
    [InlineData("一百零二", "元", "102")]
    [InlineData("十二", "元", "12")]
    [InlineData("12O0", "元", "1200")]
    [InlineData("48OO", "元", "4800")]
    [InlineData("无", "元", "0")]
    [InlineData("35%", "元", "35")]
    [InlineData("120人", "元", "120")]
    [InlineData("很多", "人", null)]
    public void A_doubtful_number_is_refused_with_its_value_and_where_possible_a_proposal(string text, string unit, string? proposal)
    {
        var reading = NumberCell.Read(SheetCell.OfText(text), unit);

        Assert.Null(reading.Value);
        Assert.Contains(text, reading.Problem, StringComparison.Ordinal);
        Assert.Equal(proposal, reading.Proposal);
    }

    [Fact]
    public void A_percent_format_means_percentage_points()
    {
        Assert.Equal(7m, NumberCell.Read(SheetCell.OfNumber(0.07, "0.00%"), "%").Value);
        Assert.Equal(0.07m, NumberCell.Read(SheetCell.OfNumber(0.07), "%").Value);
    }

    [Fact]
    public void A_computed_number_loses_its_binary_dust()
    {
        Assert.Equal(0.3m, NumberCell.Read(SheetCell.OfNumber(0.1 + 0.2), "元").Value);
    }

    [Fact]
    public void A_fraction_is_refused_where_a_whole_number_is_wanted()
    {
        var reading = NumberCell.ReadWhole(SheetCell.OfText("12.5人"), "人");

        Assert.Equal("这里应填整数，现在是 12.5。", reading.Problem);
        Assert.Equal("13", reading.Proposal);
    }

    [Theory]
    [InlineData("2026-05-18")]
    [InlineData("2026.5.18")]
    [InlineData("2026/5/18")]
    [InlineData("20260518")]
    [InlineData("2026年5月18日")]
    [InlineData("２０２６．５．１８")]
    [InlineData("2026 年 5 月 18 日")]
    [InlineData("2026-05-18 00:00:00")]
    [InlineData("2026-05-18T08:00:00Z")]
    [InlineData("二〇二六年五月十八日")]
    [InlineData("46160")]
    public void A_date_is_understood_as_people_write_it(string text)
    {
        var reading = DateCell.Read(SheetCell.OfText(text));

        Assert.Equal(new DateOnly(2026, 5, 18), reading.Value);
        Assert.Equal("2026-05-18", reading.Understood);
    }

    [Fact]
    public void A_date_may_be_a_number_in_the_sheet()
    {
        Assert.Equal(new DateOnly(2026, 5, 18), DateCell.Read(SheetCell.OfNumber(46160)).Value);
        Assert.Equal(new DateOnly(2026, 5, 18), DateCell.Read(SheetCell.OfNumber(20260518)).Value);
        Assert.Equal(new DateOnly(2026, 5, 18), DateCell.Read(SheetCell.OfDate(new DateTime(2026, 5, 18))).Value);
    }

    [Theory]
    [InlineData("2026-2-30", "2026-02-28")]
    [InlineData("2026年5月", "2026-05-01")]
    [InlineData("26.5.18", "2026-05-18")]
    [InlineData("98.5.18", "1998-05-18")]
    [InlineData("2026-18-5", "2026-05-18")]
    [InlineData("5/18/2026", "2026-05-18")]
    [InlineData("2026", null)]
    [InlineData("去年", null)]
    public void A_doubtful_date_is_refused_with_a_proposal(string text, string? proposal)
    {
        var reading = DateCell.Read(SheetCell.OfText(text));

        Assert.Null(reading.Value);
        Assert.Contains(text, reading.Problem, StringComparison.Ordinal);
        Assert.Equal(proposal, reading.Proposal);
    }

    [Theory]
    [InlineData("是", true)]
    [InlineData("√", true)]
    [InlineData("Ｙ", true)]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("有", true)]
    [InlineData("否", false)]
    [InlineData("×", false)]
    [InlineData("No", false)]
    [InlineData("0", false)]
    [InlineData("无", false)]
    public void Yes_and_no_are_understood_in_their_spellings(string text, bool expected)
    {
        Assert.Equal(expected, ChoiceCell.ReadBoolean(SheetCell.OfText(text)).Value);
    }

    [Fact]
    public void An_unclear_yes_or_no_is_refused()
    {
        Assert.Equal("否", ChoiceCell.ReadBoolean(SheetCell.OfText("不太符合")).Proposal);
        Assert.NotNull(ChoiceCell.ReadBoolean(SheetCell.OfText("部分")).Problem);
    }

    [Fact]
    public void A_choice_is_known_by_its_code_or_its_label()
    {
        (string, string)[] choices = [("none", "无"), ("city", "市级"), ("province", "省级")];

        Assert.Equal(1, ChoiceCell.ReadChoice(SheetCell.OfText("市级"), choices).Value);
        Assert.Equal(2, ChoiceCell.ReadChoice(SheetCell.OfText("Province"), choices).Value);
        Assert.Equal("省级", ChoiceCell.ReadChoice(SheetCell.OfText("省级研发机构"), choices).Proposal);
        Assert.Contains("可填：无、市级、省级", ChoiceCell.ReadChoice(SheetCell.OfText("县级"), choices).Problem, StringComparison.Ordinal);
    }
}
