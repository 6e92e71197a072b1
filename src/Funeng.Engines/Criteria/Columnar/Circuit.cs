namespace Funeng.Engines.Criteria.Columnar;

/// <summary>The four instructions of the kernel; each works on whole planes of 512 rows.</summary>
internal enum Instruction : byte
{
    /// <summary><c>s ? a : b</c> bit by bit: and, or, not and every look-up in a table of codes are made of it.</summary>
    Select,

    /// <summary>Adds three bits: their sum, then their carry. Sums of points are made of it.</summary>
    FullAdd,

    /// <summary>All of a list of conditions: certainly, then possibly.</summary>
    All,

    /// <summary>Some of a list of conditions: certainly, then possibly.</summary>
    Some,
}

/// <summary>
/// A condition as two planes: where it is certainly true, and a plane that, or-ed with the first, is where it may be true. For a plain fact
/// the second is its plane of missing values, shared by all conditions on it, so that one plane a condition is stored instead of two.
/// </summary>
internal readonly record struct TruthPlanes(int Certain, int Open);

/// <summary>One instruction of a circuit: its operands are planes by number, its results one or two planes counted from <paramref name="First"/>.</summary>
/// <param name="Column">The column all of it is computed from; −1 for several.</param>
internal sealed record CircuitStep(Instruction Instruction, int First, int[] Operands, int Column, int Level)
{
    public int Results => Instruction == Instruction.Select ? 1 : 2;
}

/// <summary>A straight-line program over planes, in which equal steps are the same step and constants are folded away.</summary>
internal sealed class Circuit
{
    /// <summary>The plane of zeros.</summary>
    public const int Zeros = 0;

    /// <summary>The plane of ones.</summary>
    public const int Ones = 1;

    private readonly Dictionary<(Instruction, int, int, int), int> known = [];
    private readonly Dictionary<OperandList, int> knownLists = [];
    private readonly List<CircuitStep> steps = [];
    private readonly List<int> stepOf = [];
    private readonly List<int> columnOf = [];

    /// <summary>Starts a circuit over the planes of a block.</summary>
    /// <param name="columns">For each plane of a block the column it belongs to.</param>
    public Circuit(IReadOnlyList<int> columns)
    {
        Inputs = columns.Count;
        stepOf.AddRange([-1, -1]);
        columnOf.AddRange([-1, -1]);
        foreach (var column in columns)
        {
            stepOf.Add(-1);
            columnOf.Add(column);
        }
    }

    /// <summary>Planes of a block; they are the numbers from 2 on.</summary>
    public int Inputs { get; }

    public IReadOnlyList<CircuitStep> Steps => steps;

    /// <summary>Number of planes there are.</summary>
    public int Planes => stepOf.Count;

    public static int Input(int plane) => plane + 2;

    /// <summary>The column to which a plane of a block belongs: its first plane, and how many it has.</summary>
    public (int First, int Count) ColumnAt(int plane)
    {
        var column = columnOf[Input(plane)];
        var (first, end) = (plane, plane + 1);
        while (first > 0 && columnOf[Input(first - 1)] == column) first--;
        while (end < Inputs && columnOf[Input(end)] == column) end++;
        return (first, end - first);
    }

    /// <summary>The step that yields a plane; −1 for constants and inputs.</summary>
    public int StepOf(int plane) => stepOf[plane];

    public int And(int left, int right) => left < right ? Select(left, right, Zeros) : Select(right, left, Zeros);

    public int Or(int left, int right) => left < right ? Select(left, Ones, right) : Select(right, Ones, left);

    public int Not(int plane) => Select(plane, Zeros, Ones);

    public int Select(int condition, int then, int otherwise)
    {
        if (condition == Ones || then == otherwise) return then;
        if (condition == Zeros) return otherwise;
        if (then == condition) then = Ones;
        if (otherwise == condition) otherwise = Zeros;
        if (then == otherwise) return then;
        if (then == Ones && otherwise == Zeros) return condition;
        var key = (Instruction.Select, condition, then, otherwise);
        return known.TryGetValue(key, out var plane) ? plane : known[key] = Add(Instruction.Select, [condition, then, otherwise]);
    }

    /// <summary>Sum and carry of three bits.</summary>
    public (int Sum, int Carry) FullAdd(int a, int b, int c)
    {
        Span<int> sorted = [a, b, c];
        sorted.Sort();
        if (sorted[1] == Zeros) return (sorted[2], Zeros);
        if (sorted[0] == Zeros && sorted[1] == Ones) return (Not(sorted[2]), sorted[2]);
        var key = (Instruction.FullAdd, sorted[0], sorted[1], sorted[2]);
        if (!known.TryGetValue(key, out var plane)) known[key] = plane = Add(Instruction.FullAdd, [.. sorted]);
        return (plane, plane + 1);
    }

    public TruthPlanes All(IEnumerable<TruthPlanes> operands) => Combine(Instruction.All, operands, new(Ones, Zeros), new(Zeros, Zeros));

    public TruthPlanes Some(IEnumerable<TruthPlanes> operands) => Combine(Instruction.Some, operands, new(Zeros, Zeros), new(Ones, Zeros));

    /// <summary>Where a code, given by its planes from the lowest, is at least a number. Codes of one column share their lower planes' steps.</summary>
    public int AtLeast(ReadOnlySpan<int> planes, long number)
    {
        if (number <= 0) return Ones;
        if (number >> planes.Length != 0) return Zeros;
        var result = Ones;
        for (var bit = 0; bit < planes.Length; bit++)
        {
            result = (number >> bit & 1) != 0 ? And(planes[bit], result) : Or(planes[bit], result);
        }

        return result;
    }

    /// <summary>
    /// The same for many numbers of one code: its planes in two halves, so that each number takes one step on the answers of the halves,
    /// of which there are few.
    /// </summary>
    public int AtLeastByHalves(ReadOnlySpan<int> planes, long number)
    {
        if (number <= 0) return Ones;
        if (number >> planes.Length != 0) return Zeros;
        if (planes.Length == 1) return planes[0];
        var low = planes[..(planes.Length / 2)];
        var high = planes[low.Length..];
        // Where the lower half suffices the upper one must reach its part of the number, elsewhere exceed it.
        var least = number >> low.Length;
        return Select(AtLeastByHalves(low, number - (least << low.Length)), AtLeastByHalves(high, least), AtLeastByHalves(high, least + 1));
    }

    /// <summary>
    /// Where a code is in a set; codes beyond the last do not occur. By rows of the upper planes where all but a few rows are alike, as for one
    /// code or all but one, else as a decision diagram from the highest plane down.
    /// </summary>
    public int InSet(ReadOnlySpan<int> planes, ReadOnlySpan<bool> set)
    {
        if (planes.Length == 0) return set[0] ? Ones : Zeros;
        if (planes.Length > 2 && InRows(planes, set) is { } plane) return plane;
        var half = 1 << (planes.Length - 1);
        var low = InSet(planes[..^1], set[..Math.Min(half, set.Length)]);
        return set.Length <= half ? low : Select(planes[^1], InSet(planes[..^1], set[half..]), low);
    }

    private int? InRows(ReadOnlySpan<int> planes, ReadOnlySpan<bool> set)
    {
        const int mostUnlike = 2;
        var low = planes[..(planes.Length / 2)];
        var high = planes[low.Length..];
        var width = 1 << low.Length;
        bool[][] rows = [.. set.ToArray().Chunk(width)];
        if (rows.Length < 2) return null;
        // The last row may be cut off: what is beyond does not occur, so it is like any row it begins.
        var common = rows.MaxBy(row => row.Length < width ? 0 : rows.Count(other => row.AsSpan(0, other.Length).SequenceEqual(other)))!;
        int[] unlike = [.. Enumerable.Range(0, rows.Length).Where(row => !common.AsSpan(0, rows[row].Length).SequenceEqual(rows[row]))];
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

    private TruthPlanes Combine(Instruction instruction, IEnumerable<TruthPlanes> operands, TruthPlanes neutral, TruthPlanes decisive)
    {
        TruthPlanes[] list = [.. operands.Where(operand => operand != neutral).Distinct().OrderBy(operand => operand.Certain).ThenBy(operand => operand.Open)];
        if (list.Contains(decisive)) return decisive;
        if (list.Length == 0) return neutral;
        if (list.Length == 1) return list[0];
        var key = new OperandList(instruction, [.. list.SelectMany(operand => new[] { operand.Certain, operand.Open })]);
        if (!knownLists.TryGetValue(key, out var plane)) knownLists[key] = plane = Add(instruction, key.Operands);
        return new TruthPlanes(plane, plane + 1);
    }

    private int Add(Instruction instruction, int[] operands)
    {
        var column = -2;
        var level = 0;
        foreach (var operand in operands)
        {
            if (stepOf[operand] >= 0) level = Math.Max(level, steps[stepOf[operand]].Level + 1);
            if (operand <= Ones) continue;
            column = column == -2 || column == columnOf[operand] ? columnOf[operand] : -1;
        }

        var first = stepOf.Count;
        var step = new CircuitStep(instruction, first, operands, Math.Max(column, -1), level);
        for (var result = 0; result < step.Results; result++)
        {
            stepOf.Add(steps.Count);
            columnOf.Add(step.Column);
        }

        steps.Add(step);
        return first;
    }

    /// <summary>Operands compared by content.</summary>
    private readonly record struct OperandList(Instruction Instruction, int[] Operands)
    {
        public bool Equals(OperandList other) => Instruction == other.Instruction && Operands.AsSpan().SequenceEqual(other.Operands);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var operand in Operands) hash.Add(operand);
            return hash.ToHashCode();
        }
    }
}
