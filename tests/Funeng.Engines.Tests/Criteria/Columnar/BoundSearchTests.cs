using System.Runtime.Intrinsics;
using Funeng.Engines.Criteria.Columnar;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>A code is one more than the number of bounds that a value reaches, however many bounds there are and however it is found.</summary>
public sealed class BoundSearchTests
{
    [Fact]
    public void Whole_blocks_and_single_values_have_the_code_that_counting_gives()
    {
        for (var count = 0; count <= 300; count += count < 20 ? 1 : 37)
        {
            var random = new Random(count);
            long[] bounds = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(-500, 500) * 3).Order()];
            Check(bounds, [.. Enumerable.Range(0, ColumnSet.BlockRows).Select(row => row % 9 == 0 ? BoundSearch.Missing : random.NextInt64(-510, 510) * 3 + random.Next(-1, 2))]);
        }
    }

    [Fact]
    public void The_ends_of_the_range_have_codes_too()
    {
        long[] values = [BoundSearch.Missing, long.MinValue + 1, -1, 0, 1, long.MaxValue - 1];
        Check([long.MinValue, long.MinValue + 1, 0, 0, long.MaxValue - 1, BoundSearch.Never], [.. Enumerable.Range(0, ColumnSet.BlockRows).Select(row => values[row % values.Length])]);
    }

    [Fact]
    public void Floating_point_numbers_keep_their_order_and_the_two_zeros_are_one()
    {
        double[] sorted = [double.NegativeInfinity, double.MinValue, -1.5, -double.Epsilon, 0, double.Epsilon, 1.5, double.MaxValue, double.PositiveInfinity];
        Assert.Equal(sorted.Select(StoredBounds.Ordinal), sorted.Select(StoredBounds.Ordinal).Distinct().Order());
        Assert.Equal(StoredBounds.Ordinal(0.0), StoredBounds.Ordinal(-0.0));
    }

    [Fact]
    public void Large_numbers_that_share_a_key_with_a_bound_are_looked_at_whole()
    {
        // Sums in yuan with four decimal places: bounds that are round, and some that are not, with values on them and right beside them.
        long[] bounds = [-1, 1_234_567_890_123, 5_000_000_000_000, 5_000_000_000_001, 499_999_999_999_999];
        Check(bounds, Around([.. bounds, long.MinValue + 2, long.MaxValue - 2]));
    }

    [Fact]
    public void Floating_point_numbers_are_found_by_their_upper_halves_and_on_bounds_by_the_whole()
    {
        double[] bounds = [double.NegativeInfinity, -0.3, 0, 0.1, 0.25, 0.3, 12.7, 64, 5000, 5000.01, 1e300, double.PositiveInfinity];
        double[] values = [.. bounds.SelectMany(bound => new[] { Math.BitDecrement(bound), bound, Math.BitIncrement(bound) }), -0.0, double.MaxValue, double.MinValue, 12.8, 63.9];
        Check([.. bounds.Select(StoredBounds.Ordinal)], Block([BoundSearch.Missing, .. values.Where(value => !double.IsNaN(value)).Select(StoredBounds.Ordinal)]), areOrdinals: true);
    }

    [Fact]
    public void Bounds_of_every_size_leave_out_what_they_can_and_no_more()
    {
        foreach (var size in new[] { 1L << 30, (1L << 31) - 2, 1L << 31, 1L << 45, (1L << 61) - 1, (1L << 62) - (1L << 32), 1L << 62, long.MaxValue - (1L << 33) })
        {
            Check([-size, -size + 1, -1, 0, 1, size - 1, size], Around([-size, -size + 1, 0, size - 1, size, long.MinValue + 2, long.MaxValue - 2]));
            Check([0, 1, size], Around([-size, 0, size, long.MinValue + 2]));
            Check([-size, 0, 1], Around([-size, 0, size, long.MaxValue - 2]));
        }
    }

    [Fact]
    public void What_stands_on_a_round_bound_or_right_behind_it_is_told_by_its_key()
    {
        // None, and more than none: most rows of many an amount are 0. The other bounds make the keys leave something out.
        long[] ordinals = [BoundSearch.Missing + 1, .. new[] { 0, Math.BitIncrement(0), 60, Math.BitIncrement(60.0), 5000, 5000.01 }.Select(StoredBounds.Ordinal)];
        long[] amounts = [BoundSearch.Missing + 1, 0, 1, 600_000, 600_001, 50_000_000_000_000];

        foreach (var (bounds, areOrdinals, value) in new[] { (ordinals, true, StoredBounds.Ordinal(0)), (ordinals, true, StoredBounds.Ordinal(60)), (amounts, false, 0), (amounts, false, BoundSearch.Missing) })
        {
            var found = new byte[Vector256<byte>.Count];
            if (KeySearch.For(bounds, areOrdinals) is not { } search) continue;
            search.Codes([.. Enumerable.Repeat(value, found.Length)], found);

            Assert.All(found, code => Assert.Equal(bounds.Count(bound => value >= bound), code));
        }
    }

    [Fact]
    public void Many_bounds_that_are_not_round_are_found_too()
    {
        for (var count = 100; count <= 130; count++)
        {
            long[] bounds = [.. Enumerable.Range(1, count).Select(at => StoredBounds.Ordinal(at / 10.0))];
            Check(bounds, Around(bounds), areOrdinals: true);
        }
    }

    // A block of the bounds and what is right beside them, as many as fit.
    private static long[] Around(long[] bounds) => Block([BoundSearch.Missing, .. bounds.SelectMany(bound => new[] { bound - 1, bound, bound + 1 })]);

    private static long[] Block(long[] values) => [.. Enumerable.Range(0, ColumnSet.BlockRows).Select(row => values[row % values.Length])];

    private static void Check(long[] bounds, long[] values, bool areOrdinals = false)
    {
        foreach (var width in (KernelWidth[])[KernelWidth.Scalar, KernelWidth.Bits256, KernelWidth.Bits512])
        {
            var search = new BoundSearch(bounds, CodeDigits.For(bounds.Length + 2), width, areOrdinals);
            var planes = new ulong[search.Digits.Planes * PlaneMemory.Words];
            search.Planes(values, planes);
            Check(search, planes, bounds, values);
            planes.AsSpan().Fill(ulong.MaxValue);
            if (areOrdinals && search.TryPlanes([.. values.Select(NumberOf)], planes)) Check(search, planes, bounds, values);
        }
    }

    // Every other zero is the negative one.
    private static double NumberOf(long ordinal, int row) => ordinal switch
    {
        BoundSearch.Missing => row % 2 == 0 ? double.NaN : -double.NaN,
        0 => row % 2 == 0 ? 0.0 : -0.0,
        _ => BitConverter.Int64BitsToDouble(ordinal ^ ((ordinal >> 63) & long.MaxValue)),
    };

    private static void Check(BoundSearch search, ulong[] planes, long[] bounds, long[] values)
    {
        for (var row = 0; row < values.Length; row++)
        {
            var expected = values[row] == BoundSearch.Missing ? 0 : 1 + bounds.Count(bound => bound != BoundSearch.Never && values[row] >= bound);
            Assert.Equal((expected, expected), (search.Code(values[row]), PlanePacker.Read(planes, search.Digits, row)));
        }
    }
}
