namespace Funeng.Engines.Criteria.Columnar;

// What is asked of codes: whether they reach a number, whether they are in a set. A code is given by the planes of its digits, the lowest first.
internal sealed partial class Circuit
{
    /// <summary>Where a code, given by the planes of its digits from the lowest, is at least a number. Codes of one column share their lower digits' steps.</summary>
    public int AtLeast(ReadOnlySpan<int[]> digits, long number)
    {
        if (number <= 0) return Ones;
        if (IsBeyond(digits, number)) return Zeros;
        var result = Ones;
        foreach (var digit in digits)
        {
            (number, var least) = Math.DivRem(number, digit.Length + 1);
            // Where the lower digits suffice this one must reach its part of the number, elsewhere exceed it.
            result = Select(result, Step(digit, least), Step(digit, least + 1));
        }

        return result;
    }

    /// <summary>
    /// The same for many numbers of one code: its digits in two halves, so that each number takes one step on the answers of the halves,
    /// of which there are few.
    /// </summary>
    public int AtLeastByHalves(ReadOnlySpan<int[]> digits, long number)
    {
        if (number <= 0) return Ones;
        if (IsBeyond(digits, number)) return Zeros;
        if (digits.Length == 1) return Step(digits[0], number);
        var low = digits[..(digits.Length / 2)];
        var high = digits[low.Length..];
        var (least, rest) = Math.DivRem(number, Codes(low));
        return Select(AtLeastByHalves(low, rest), AtLeastByHalves(high, least), AtLeastByHalves(high, least + 1));
    }

    /// <summary>
    /// Where a code is in a set; codes beyond the last do not occur. By rows of the upper digits where all but a few rows are alike, as for one
    /// code or all but one, else as a decision diagram from the highest digit down.
    /// </summary>
    public int InSet(ReadOnlySpan<int[]> digits, ReadOnlySpan<bool> set)
    {
        if (digits.Length == 0) return set[0] ? Ones : Zeros;
        if (Codes(digits) > 4 && digits.Length > 1 && InRows(digits, set) is { } plane) return plane;
        var low = digits[..^1];
        var top = digits[^1];
        var rows = Rows(set, Codes(low));
        if (rows is [.., var last, var cut] && IsLike(cut, last)) rows = rows[..^1];
        // From the value up to which nothing need be known.
        return rows[0][0] ? InRowsFromTop(low, top, rows) : InRowsFromBottom(low, top, rows);
    }

    private int InRowsFromBottom(ReadOnlySpan<int[]> low, int[] top, bool[][] rows)
    {
        var plane = InSet(low, rows[0]);
        for (var row = 1; row < rows.Length; row++)
        {
            if (!IsLike(rows[row], rows[row - 1])) plane = Select(top[row - 1], InSet(low, rows[row]), plane);
        }

        return plane;
    }

    private int InRowsFromTop(ReadOnlySpan<int[]> low, int[] top, bool[][] rows)
    {
        var plane = InSet(low, rows[^1]);
        for (var row = rows.Length - 1; row > 0; row--)
        {
            if (!IsLike(rows[row], rows[row - 1])) plane = Select(top[row - 1], plane, InSet(low, rows[row - 1]));
        }

        return plane;
    }

    private int? InRows(ReadOnlySpan<int[]> digits, ReadOnlySpan<bool> set)
    {
        const int mostUnlike = 2;
        var low = digits[..(digits.Length / 2)];
        var high = digits[low.Length..];
        var width = Codes(low);
        var rows = Rows(set, width);
        if (rows.Length < 2) return null;
        // The last row may be cut off, and is then like any row it begins.
        var common = rows.MaxBy(row => row.Length < width ? 0 : rows.Count(other => IsLike(other, row)))!;
        int[] unlike = [.. Enumerable.Range(0, rows.Length).Where(row => !IsLike(rows[row], common))];
        if (unlike.Length > mostUnlike) return null;
        var plane = InSet(low, common);
        foreach (var row in unlike)
        {
            var isRow = new bool[rows.Length];
            isRow[row] = true;
            plane = Select(InSet(high, isRow), InSet(low, rows[row]), plane);
        }

        return plane;
    }

    private static bool[][] Rows(ReadOnlySpan<bool> set, long width) => [.. set.ToArray().Chunk((int)width)];

    // A row that is cut off lacks codes that do not occur.
    private static bool IsLike(bool[] row, bool[] other) => other.AsSpan().StartsWith(row);

    private static long Codes(ReadOnlySpan<int[]> digits)
    {
        var codes = 1L;
        foreach (var digit in digits) codes *= digit.Length + 1;
        return codes;
    }

    private static bool IsBeyond(ReadOnlySpan<int[]> digits, long number)
    {
        foreach (var digit in digits) number /= digit.Length + 1;
        return number > 0;
    }

    private static int Step(int[] digit, long value) => value == 0 ? Ones : value > digit.Length ? Zeros : digit[value - 1];
}
