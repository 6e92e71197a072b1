using System.Globalization;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Values;

public sealed class FeelNumberTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("12", "12")]
    [InlineData(".5", "0.5")]
    [InlineData("1.50", "1.5")]
    [InlineData("1.5e3", "1500")]
    [InlineData("2E-4", "0.0002")]
    [InlineData("1234567890123456789012345678901234", "1234567890123456789012345678901234")]
    [InlineData("1E50", "1E+50")]
    [InlineData("-1.25E-60", "-1.25E-60")]
    [InlineData("9.999999999999999999999999999999999E6144", "9.999999999999999999999999999999999E+6144")]
    public void A_literal_prints_in_its_shortest_form(string text, string expected) =>
        Assert.Equal(expected, FeelNumber.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.")]
    [InlineData("1e")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData(" 1")]
    [InlineData("NaN")]
    [InlineData("１")]
    [InlineData("1E6145")]
    [InlineData("1E99999999999")]
    public void Text_that_is_no_number_is_refused(string text) => Assert.False(FeelNumber.TryParse(text, out _));

    [Theory]
    [InlineData("12345678901234567890123456789012345", "1.234567890123456789012345678901234E+34")]
    [InlineData("12345678901234567890123456789012355", "1.234567890123456789012345678901236E+34")]
    [InlineData("123456789012345678901234567890123450000001", "123456789012345678901234567890123500000000")]
    [InlineData("99999999999999999999999999999999995", "1E+35")]
    [InlineData("1E-6177", "0")]
    [InlineData("16E-6177", "2E-6176")]
    public void A_literal_with_more_digits_is_rounded_half_to_even(string text, string expected) =>
        Assert.Equal(FeelNumber.Parse(expected), FeelNumber.Parse(text));

    [Fact]
    public void Numbers_of_different_scale_are_equal_and_hash_alike()
    {
        var short_ = FeelNumber.Parse("1.5");
        var long_ = FeelNumber.Parse("1.500000000000000000000000000000000");

        Assert.Equal(short_, long_);
        Assert.Equal(short_.GetHashCode(), long_.GetHashCode());
    }

    [Theory]
    [InlineData("1", "3", "0.3333333333333333333333333333333333")]
    [InlineData("2", "3", "0.6666666666666666666666666666666667")]
    [InlineData("10", "4", "2.5")]
    [InlineData("1", "1E6000", "1E-6000")]
    public void Division_rounds_once_to_34_digits(string dividend, string divisor, string expected)
    {
        Assert.True(FeelNumber.TryDivide(FeelNumber.Parse(dividend), FeelNumber.Parse(divisor), out var quotient));

        Assert.Equal(FeelNumber.Parse(expected), quotient);
    }

    [Fact]
    public void Division_by_zero_and_overflow_have_no_result()
    {
        var large = FeelNumber.Parse("9E6144");

        Assert.False(FeelNumber.TryDivide(1, 0, out _));
        Assert.False(FeelNumber.TryMultiply(large, 10, out _));
        Assert.False(FeelNumber.TryAdd(large, large, out _));
        Assert.False(FeelNumber.TryPower(10, 6145, out _));
    }

    [Theory]
    [InlineData("2", "10", "1024")]
    [InlineData("2", "-2", "0.25")]
    [InlineData("-2", "3", "-8")]
    [InlineData("0", "0", "1")]
    [InlineData("4", "0.5", "2")]
    [InlineData("2", "0.5", "1.414213562373095048801688724209698")]
    [InlineData("27", "-3", "0.00005080526342529086013310979017426205")]
    [InlineData("1.0000000001", "10000000000", "2.718281828323131143949794001297229")]
    [InlineData("10", "-6200", "0")]
    public void Powers_take_whole_negative_and_fractional_exponents(string value, string exponent, string expected)
    {
        Assert.True(FeelNumber.TryPower(FeelNumber.Parse(value), FeelNumber.Parse(exponent), out var power));

        Assert.Equal(FeelNumber.Parse(expected), power);
    }

    [Fact]
    public void Powers_outside_of_the_real_numbers_have_no_result()
    {
        Assert.False(FeelNumber.TryPower(-2, 0.5m, out _));
        Assert.False(FeelNumber.TryPower(0, -1, out _));
    }

    [Fact]
    public void Roots_powers_of_e_and_logarithms_have_34_digits()
    {
        Assert.True(FeelNumber.FromInt64(2).TrySqrt(out var root));
        Assert.True(FeelNumber.One.TryExp(out var e));
        Assert.True(FeelNumber.FromInt64(2).TryLog(out var logarithm));
        Assert.True(FeelNumber.FromInt64(10).TryLog(out var logarithmOfTen));
        Assert.True(FeelNumber.Parse("1.000000000000000000000000000000001").TryLog(out var tiny));

        Assert.Equal("1.414213562373095048801688724209698", root.ToString());
        Assert.Equal("2.718281828459045235360287471352662", e.ToString());
        Assert.Equal("0.6931471805599453094172321214581766", logarithm.ToString());
        Assert.Equal("2.302585092994045684017991454684364", logarithmOfTen.ToString());
        Assert.Equal(FeelNumber.Parse("9.999999999999999999999999999999995E-34"), tiny);
    }

    [Fact]
    public void Roots_and_logarithms_of_bad_arguments_have_no_result()
    {
        Assert.False(FeelNumber.FromInt64(-1).TrySqrt(out _));
        Assert.False(FeelNumber.Zero.TryLog(out _));
        Assert.False(FeelNumber.FromInt64(-1).TryLog(out _));
        Assert.False(FeelNumber.FromInt64(15_000).TryExp(out _));
        Assert.True(FeelNumber.FromInt64(-15_000).TryExp(out var nothing) && nothing.IsZero);
    }

    [Theory]
    [InlineData(FeelRounding.HalfEven, "2.5", "2")]
    [InlineData(FeelRounding.HalfEven, "-3.5", "-4")]
    [InlineData(FeelRounding.HalfUp, "-2.5", "-3")]
    [InlineData(FeelRounding.HalfDown, "2.5", "2")]
    [InlineData(FeelRounding.HalfDown, "2.51", "3")]
    [InlineData(FeelRounding.Up, "-2.1", "-3")]
    [InlineData(FeelRounding.Down, "-2.9", "-2")]
    [InlineData(FeelRounding.Floor, "-2.1", "-3")]
    [InlineData(FeelRounding.Floor, "2.9", "2")]
    [InlineData(FeelRounding.Ceiling, "-2.9", "-2")]
    [InlineData(FeelRounding.Ceiling, "2.1", "3")]
    public void Rounding_follows_its_mode(FeelRounding rounding, string value, string expected) =>
        Assert.Equal(FeelNumber.Parse(expected), FeelNumber.Parse(value).Round(0, rounding));

    [Theory]
    [InlineData(-2, "1234.5", "1200")]
    [InlineData(-6111, "5.5", "0")]
    [InlineData(6176, "5.5", "5.5")]
    public void Rounding_takes_any_scale(int scale, string value, string expected) =>
        Assert.Equal(FeelNumber.Parse(expected), FeelNumber.Parse(value).Round(scale, FeelRounding.HalfEven));

    [Theory]
    [InlineData(10, 4, 2)]
    [InlineData(-10, 4, 2)]
    [InlineData(10, -4, -2)]
    [InlineData(-10, -4, -2)]
    [InlineData(8, 4, 0)]
    public void Modulo_takes_the_sign_of_the_divisor(int dividend, int divisor, int expected)
    {
        Assert.True(FeelNumber.TryModulo(dividend, divisor, out var rest));

        Assert.Equal(expected, rest);
    }

    [Theory]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-0.0000000000000000000000000001")]
    [InlineData("1000000.10")]
    [InlineData("0")]
    public void A_decimal_goes_there_and_back(string text)
    {
        var value = decimal.Parse(text, CultureInfo.InvariantCulture);

        Assert.True(FeelNumber.FromDecimal(value).TryToDecimal(out var back));

        Assert.Equal(value, back);
    }

    [Theory]
    [InlineData("79228162514264337593543950336")]
    [InlineData("1E-29")]
    [InlineData("1E29")]
    public void A_number_that_no_decimal_holds_is_not_converted(string text) =>
        Assert.False(FeelNumber.Parse(text).TryToDecimal(out _));

    [Theory]
    [InlineData("9223372036854775807", true)]
    [InlineData("-9223372036854775808", true)]
    [InlineData("9223372036854775808", false)]
    [InlineData("1E18", true)]
    [InlineData("1E19", false)]
    [InlineData("0.5", false)]
    public void Only_whole_numbers_in_range_convert_to_64_bits(string text, bool fits) =>
        Assert.Equal(fits, FeelNumber.Parse(text).TryToInt64(out _));
}
