using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Funeng.Engines.Criteria.Columnar;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>What takes one instruction on some machines and several on others gives the same on both.</summary>
public sealed class PlanePackerTests
{
    private readonly Random random = new(11);

    [Fact]
    public void The_highest_bits_of_64_bytes_are_those_of_each_byte()
    {
        var bytes = new byte[64];
        for (var round = 0; round < 50; round++)
        {
            random.NextBytes(bytes);
            var vector = MemoryMarshal.Read<Vector512<byte>>(bytes);
            var expected = bytes.Select((one, row) => (ulong)(one >> 7) << row).Aggregate((all, one) => all | one);

            Assert.Equal((expected, expected), (PlanePacker.TopBits(vector), PlanePacker.TopBitsOfHalves(vector)));
        }
    }

    [Fact]
    public void The_bits_of_some_rows_stand_side_by_side()
    {
        for (var round = 0; round < 50; round++)
        {
            var (bits, mask) = ((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue));
            var rows = Enumerable.Range(0, 64).Where(row => (mask >> row & 1) == 1).ToList();
            var expected = rows.Select((row, place) => (bits >> row & 1) << place).Aggregate((all, one) => all | one);
            var word = new RowsOfWord(0, mask, 0);

            Assert.Equal(BitOperations.PopCount(mask), rows.Count);
            Assert.Equal((expected, expected), (word.Extract(bits), word.ExtractOneByOne(bits)));
        }
    }
}
