using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Tests.Foundation.Ui;

public sealed class FmtTests
{
    [Theory]
    [InlineData("123450000", "1.23 亿元")]
    [InlineData("4567000", "456.7 万元")]
    [InlineData("-4567000", "-456.7 万元")]
    [InlineData("890.5", "890.5 元")]
    [InlineData("0", "0 元")]
    public void An_amount_has_the_unit_that_suits_its_size(string yuan, string text) =>
        Assert.Equal(text, Fmt.Money(decimal.Parse(yuan, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void What_is_missing_is_a_dash_and_never_nought()
    {
        Assert.Equal("—", Fmt.Money(null));
        Assert.Equal("—", Fmt.Number((decimal?)null));
        Assert.Equal("—", Fmt.Percent(null));
        Assert.Equal("—", Fmt.Date(null));
    }

    [Fact]
    public void A_due_date_is_told_from_today()
    {
        var today = new DateOnly(2026, 11, 20);

        Assert.Equal("超期 6 天", Fmt.Due(new(2026, 11, 14), today));
        Assert.Equal("今天到期", Fmt.Due(today, today));
        Assert.Equal("3 天后", Fmt.Due(new(2026, 11, 23), today));
    }

    [Fact]
    public void Growth_points_up_or_down()
    {
        Assert.Equal("▲ 3.2%", Fmt.Growth(3.2m));
        Assert.Equal("▼ 1.0%", Fmt.Growth(-1m));
    }
}
