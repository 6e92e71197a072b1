using System.Runtime.Intrinsics;
using Funeng.Engines.Criteria.Columnar;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>Every operation is what it says for each of the eight ways three bits can stand, at every width, in whatever registers this machine has.</summary>
public sealed class PlaneWidthTests
{
    // Bit by bit all eight combinations of three operands.
    private const byte A = 0b1111_0000, B = 0b1100_1100, C = 0b1010_1010;

    [Fact]
    public void Bits_of_64() => Check<Scalar64, ulong>();

    [Fact]
    public void Bits_of_256() => Check<Wide256, Vector256<ulong>>();

    [Fact]
    public void Bits_of_512() => Check<Wide512, Vector512<ulong>>();

    private static void Check<TWidth, TBits>()
        where TWidth : struct, IPlaneWidth<TBits>
    {
        var (a, b, c) = (Load<TWidth, TBits>(A), Load<TWidth, TBits>(B), Load<TWidth, TBits>(C));

        Same<TWidth, TBits>(0b1100_0000, TWidth.And(a, b));
        Same<TWidth, TBits>(0b1111_1100, TWidth.Or(a, b));
        Same<TWidth, TBits>(0b1100_1010, TWidth.Select(a, b, c));
        Same<TWidth, TBits>(0b1001_0110, TWidth.Odd(a, b, c));
        Same<TWidth, TBits>(0b1110_1000, TWidth.Most(a, b, c));
        Same<TWidth, TBits>(0b1110_0000, TWidth.AndOr(a, b, c));
    }

    private static TBits Load<TWidth, TBits>(byte pattern)
        where TWidth : struct, IPlaneWidth<TBits>
    {
        var bytes = new byte[64];
        Array.Fill(bytes, pattern);
        return TWidth.Load(ref bytes[0]);
    }

    private static void Same<TWidth, TBits>(byte expected, TBits bits)
        where TWidth : struct, IPlaneWidth<TBits>
    {
        var bytes = new byte[64];
        TWidth.Store(bits, ref bytes[0]);
        Assert.All(bytes.AsEnumerable().Take(TWidth.Bytes), found => Assert.Equal(expected, found));
        Assert.All(bytes.AsEnumerable().Skip(TWidth.Bytes), found => Assert.Equal(0, found));
    }
}
