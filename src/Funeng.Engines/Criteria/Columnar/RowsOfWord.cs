using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Rows of one word of a plane, and the place at which their bits stand together.</summary>
/// <param name="Word">Which word.</param>
/// <param name="Mask">Its rows.</param>
/// <param name="Place">Where the first of them goes.</param>
internal readonly record struct RowsOfWord(int Word, ulong Mask, int Place)
{
    /// <summary>Divides rows of one block, in ascending order, by word.</summary>
    /// <returns>How many words there are.</returns>
    public static int Split(ReadOnlySpan<int> rows, int firstPlace, Span<RowsOfWord> words)
    {
        var count = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var (word, bit) = (rows[i] % ColumnSet.BlockRows >> 6, 1UL << (rows[i] & 63));
            if (count > 0 && words[count - 1].Word == word) words[count - 1] = words[count - 1] with { Mask = words[count - 1].Mask | bit };
            else words[count++] = new RowsOfWord(word, bit, firstPlace + i);
        }

        return count;
    }

    /// <summary>The bits of the rows, one beside the other from the lowest on.</summary>
    public ulong Extract(ulong bits) => Bmi2.X64.IsSupported ? Bmi2.X64.ParallelBitExtract(bits, Mask) : ExtractOneByOne(bits);

    /// <summary>The same where the machine has no instruction for it.</summary>
    public ulong ExtractOneByOne(ulong bits)
    {
        var (found, place) = (0UL, 0);
        for (var left = Mask; left != 0; left &= left - 1) found |= (bits >> BitOperations.TrailingZeroCount(left) & 1) << place++;
        return found;
    }
}
