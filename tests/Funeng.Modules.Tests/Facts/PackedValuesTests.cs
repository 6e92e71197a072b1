using Funeng.Feel.Values;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Tests.Facts;

public sealed class PackedValuesTests
{
    public static TheoryData<string> Numbers => new(
        "0", "1", "-1", "123456000", "9223372036854775807", "-9223372036854775808", "3.14", "-0.0000000001", "79228162514264337593543950335",
        "0.1234567890123456789012345678", "1234567890123456789012345678901234", "1E+30", "1E-30", "12345678901234567890.5");

    [Theory, MemberData(nameof(Numbers))]
    public void A_number_comes_back_exactly(string text)
    {
        var number = FeelValue.From(FeelNumber.Parse(text));

        Assert.Equal([(7, number)], RoundTrip((7, number)));
    }

    [Fact]
    public void Every_kind_of_value_comes_back_under_its_number()
    {
        (int, FeelValue)[] values =
        [
            (1, FeelValue.True), (2, FeelValue.False), (3, FeelValue.Null), (40, FeelValue.From("市级以下")), (500, FeelValue.From(new DateOnly(2025, 12, 31))),
            (501, FeelValue.From(new DateOnly(1949, 10, 1))), (100_000, FeelValue.From("")), (100_001, FeelValue.From(new string('长', 3000))),
        ];

        Assert.Equal(values, RoundTrip(values));
    }

    [Fact]
    public void A_fact_given_twice_in_one_filing_is_refused() =>
        Assert.Throws<ArgumentException>(() => RoundTrip((7, FeelValue.True), (7, FeelValue.False)));

    [Fact]
    public void A_hundred_usual_facts_take_about_six_hundred_bytes()
    {
        var values = Enumerable.Range(1, 100).Select(number => (number, FeelValue.From(number * 1_234_567.89m))).ToArray();

        Assert.InRange(new PackedValues().Pack(values).Length, 400, 800);
    }

    [Fact]
    public void Values_of_an_unknown_form_are_refused() => Assert.Throws<InvalidDataException>(() => _ = new PackedValues.Reader([99, 1, 2]));

    private static List<(int, FeelValue)> RoundTrip(params (int Number, FeelValue Value)[] values)
    {
        var reader = new PackedValues.Reader(new PackedValues().Pack(values));
        var read = new List<(int, FeelValue)>();
        while (reader.Next())
        {
            read.Add((reader.Number, reader.Value()));
        }

        return read;
    }
}
