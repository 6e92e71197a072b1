using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Funeng.Engines.Criteria.Columnar;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>What takes one instruction on some machines and several on others gives the same on both.</summary>
public sealed class PlanePackerTests
{
    private static readonly CodeDigits Bits = CodeDigits.OfBits(3);

    // With eight more they are the sixteen that one register of bytes holds; with nine one too many.
    private static readonly int[] Ends = [0, 1, 63, 64, 127, 128, 510, 511];

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
    public void The_bits_of_some_rows_stand_side_by_side_in_the_order_of_the_rows()
    {
        for (var round = 0; round < 50; round++)
        {
            var planes = new ulong[2 * 3 * PlaneMemory.Words];
            foreach (ref var word in planes.AsSpan()) word = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            int[] rows = round switch
            {
                0 => [.. Ends, 200, 201, 202, 203, 204, 205, 206, 207],
                1 => [.. Ends, 200, 201, 202, 203, 204, 205, 206, 207, 208],
                _ => [.. Enumerable.Range(0, 2 * ColumnSet.BlockRows).Where(_ => random.Next(round) == 0).Take(ColumnSet.BlockRows)],
            };
            Array.Sort(rows);
            var (picked, byWord, asSuits) = (new ulong[3 * PlaneMemory.Words], new ulong[3 * PlaneMemory.Words], new ulong[3 * PlaneMemory.Words]);

            foreach (var pick in RowPick.Of(rows))
            {
                var source = planes.AsSpan(pick.Block * 3 * PlaneMemory.Words, 3 * PlaneMemory.Words);
                pick.AddByPlane(source, picked);
                pick.AddByWord(source, byWord);
                if (pick.AreFew && Avx2.IsSupported) pick.AddFew(source, asSuits);
                else pick.Add(source, asSuits);
            }

            Assert.Equal(picked, byWord);
            Assert.Equal(picked, asSuits);
            for (var place = 0; place < ColumnSet.BlockRows; place++)
            {
                var expected = place < rows.Length ? PlanePacker.Read(planes.AsSpan(rows[place] / ColumnSet.BlockRows * 3 * PlaneMemory.Words), Bits, rows[place] % ColumnSet.BlockRows) : 0;
                Assert.Equal(expected, PlanePacker.Read(picked, Bits, place));
            }
        }
    }
}
