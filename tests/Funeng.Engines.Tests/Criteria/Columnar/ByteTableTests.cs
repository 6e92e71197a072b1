using System.Runtime.Intrinsics;
using Funeng.Engines.Criteria.Columnar;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>A table of bytes gives the same however it is asked, wherever its entries are.</summary>
public sealed class ByteTableTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 5)]
    [InlineData(14, 40)]
    [InlineData(240, 256)]
    [InlineData(0, 256)]
    public void Every_place_has_its_entry_and_the_others_are_0(int first, int end)
    {
        var entries = new byte[256];
        for (var place = first; place < end; place++) entries[place] = (byte)(255 - (place / 2));
        var table = new ByteTable(entries.AsSpan(0, end));

        for (var start = 0; start < entries.Length; start += Vector256<byte>.Count)
        {
            // Not in their own order: an entry must not depend on where in the register it is asked for.
            byte[] places = [.. Enumerable.Range(0, Vector256<byte>.Count).Select(at => (byte)(start + (at * 7 % Vector256<byte>.Count)))];
            var expected = Vector256.Create(Array.ConvertAll(places, place => entries[place]));

            Assert.Equal((expected, expected), (table.At(Vector256.Create(places)), table.OneByOne(Vector256.Create(places))));
        }
    }
}
