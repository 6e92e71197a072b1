using FsCheck;
using FsCheck.Fluent;
using Funeng.Feel.Values;
using static Funeng.Feel.Tests.Values.DecimalReference;

namespace Funeng.Feel.Tests.Values;

public sealed class FeelNumberProperties
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(3000);

    [Fact]
    public void A_printed_number_reads_back_as_itself() =>
        Check.One(Often, Prop.ForAll(Numbers, number => FeelNumber.Parse(number.ToString()) == number));

    [Fact]
    public void A_sum_is_the_exact_sum_rounded_once() => Check.One(Often, Prop.ForAll(Numbers, Numbers, (left, right) =>
    {
        var (x, y, exponent) = Align(left, right);
        return Result(FeelNumber.TryAdd(left, right, out var sum), sum) == Round(x + y, 1, exponent);
    }));

    [Fact]
    public void A_difference_is_the_exact_difference_rounded_once() => Check.One(Often, Prop.ForAll(Numbers, Numbers, (left, right) =>
    {
        var (x, y, exponent) = Align(left, right);
        return Result(FeelNumber.TrySubtract(left, right, out var difference), difference) == Round(x - y, 1, exponent);
    }));

    [Fact]
    public void A_product_is_the_exact_product_rounded_once() => Check.One(Often, Prop.ForAll(Numbers, Numbers, (left, right) =>
        Result(FeelNumber.TryMultiply(left, right, out var product), product)
            == Round(Significand(left) * Significand(right), 1, left.Exponent + right.Exponent)));

    [Fact]
    public void A_quotient_is_the_exact_quotient_rounded_once() => Check.One(Often, Prop.ForAll(Numbers, Numbers, (left, right) =>
        right.IsZero
            ? !FeelNumber.TryDivide(left, right, out _)
            : Result(FeelNumber.TryDivide(left, right, out var quotient), quotient)
                == Round(Significand(left), Significand(right), left.Exponent - right.Exponent)));

    [Fact]
    public void The_order_is_the_order_of_the_exact_values() => Check.One(Often, Prop.ForAll(Numbers, Numbers, (left, right) =>
    {
        var (x, y, _) = Align(left, right);
        return Math.Sign(left.CompareTo(right)) == x.CompareTo(y)
            && left.Equals(right) == (x == y)
            && (x != y || left.GetHashCode() == right.GetHashCode());
    }));

    [Fact]
    public void A_square_root_squares_back_within_one_unit() => Check.One(Often, Prop.ForAll(Numbers, number =>
    {
        if (number.Sign <= 0 || !number.TrySqrt(out var root) || !FeelNumber.TryMultiply(root, root, out var square))
            return true;
        FeelNumber.TrySubtract(square, number, out var error);
        FeelNumber.TryMultiply(number, FeelNumber.Parse("2E-33"), out var allowed);
        return error.Abs() <= allowed;
    }));

    [Fact]
    public void A_square_has_its_root_exactly() => Check.One(Often, Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), value =>
        FeelNumber.TryMultiply(value, value, out var square) && square.TrySqrt(out var root) && root == value));

    [Fact]
    public void A_logarithm_undoes_the_power_of_e() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(-5000, 5000).ToArbitrary(), thousandths =>
        {
            FeelNumber.TryDivide(thousandths, 1000, out var value);
            return value.TryExp(out var power) && power.TryLog(out var back)
                && back.Round(30, FeelRounding.HalfEven) == value;
        }));

    [Fact]
    public void Decimals_add_and_multiply_alike() => Check.One(
        Often,
        Prop.ForAll(
            Gen.Choose(-1_000_000_000, 1_000_000_000).Select(value => value / 1000m).ToArbitrary(),
            Gen.Choose(-1_000_000_000, 1_000_000_000).Select(value => value / 100_000m).ToArbitrary(),
            (left, right) =>
                FeelNumber.TryAdd(left, right, out var sum) && sum == left + right
                && FeelNumber.TryMultiply(left, right, out var product) && product == left * right));

    private static FeelNumber? Result(bool succeeded, FeelNumber value) => succeeded ? value : null;
}
