using System.Numerics;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// How the codes of a column lie in planes: as digits, the lowest first, each with one plane for every step it can take. The plane of a step says that
/// the digit has got there, so digits of one step are bits, and a code of one digit has a plane for every test there can be. Long digits take more planes and
/// save steps of the circuit; they pay where a column has few codes, as with few criteria. With many codes they are bits.
/// </summary>
internal sealed class CodeDigits
{
    // The planes of a code that is not in bits fit a byte.
    private const int MostPlanes = 8;

    // Codes whose pictures fit one register.
    private const int Registered = 64;

    // Beyond it longer digits save fewer steps than their planes cost.
    private const int FewCodes = 22;

    private readonly int[] steps;
    private readonly byte[] planesOf;
    private readonly ushort[] codeOf;

    private CodeDigits(int[] steps)
    {
        this.steps = steps;
        Planes = steps.Sum();
        IsBits = steps.All(count => count == 1);
        if (IsBits) (planesOf, codeOf) = ([], []);
        else (planesOf, codeOf) = Tables(steps);
        PictureOf = IsBits ? null : new ByteTable(planesOf);
    }

    /// <summary>Planes of a code.</summary>
    public int Planes { get; }

    /// <summary>Whether every digit is a bit: then a code is its own picture.</summary>
    public bool IsBits { get; }

    /// <summary>For each code its planes as bits of a byte, 64 in all, for one register; empty where a code is its own picture.</summary>
    public ReadOnlySpan<byte> Pictures => planesOf;

    /// <summary>The same for registers of 256 bits; null where a code is its own picture.</summary>
    public ByteTable? PictureOf { get; }

    /// <summary>The digits that suit a number of codes.</summary>
    public static CodeDigits For(int codes) => codes <= FewCodes ? new(TwoDigits(codes)) : OfBits(BitOperations.Log2((uint)codes - 1) + 1);

    /// <summary>Digits of one step each.</summary>
    public static CodeDigits OfBits(int bits) => new([.. Enumerable.Repeat(1, bits)]);

    /// <summary>The planes of a code as bits of a number.</summary>
    public int Picture(int code) => IsBits ? code : planesOf[code];

    /// <summary>The code that has these planes.</summary>
    public int Code(int picture) => IsBits ? picture : codeOf[picture];

    /// <summary>Divides planes that follow each other by digit.</summary>
    public int[][] Divide(int firstPlane)
    {
        var digits = new int[steps.Length][];
        for (var digit = 0; digit < steps.Length; firstPlane += steps[digit++]) digits[digit] = [.. Enumerable.Range(firstPlane, steps[digit])];
        return digits;
    }

    // As nearly equal as they can be, so that their planes are fewest; one digit where that is no more than a byte.
    private static int[] TwoDigits(int codes)
    {
        if (codes - 1 <= MostPlanes) return [codes - 1];
        var low = (int)Math.Sqrt(codes);
        return [low - 1, ((codes + low - 1) / low) - 1];
    }

    private static (byte[] PlanesOf, ushort[] CodeOf) Tables(int[] steps)
    {
        var codes = steps.Aggregate(1, (product, count) => product * (count + 1));
        var planesOf = new byte[Registered];
        var codeOf = new ushort[1 << steps.Sum()];
        for (var code = 0; code < codes; code++)
        {
            var (left, shift) = (code, 0);
            foreach (var count in steps)
            {
                planesOf[code] |= (byte)(((1 << (left % (count + 1))) - 1) << shift);
                left /= count + 1;
                shift += count;
            }

            codeOf[planesOf[code]] = (ushort)code;
        }

        return (planesOf, codeOf);
    }
}
