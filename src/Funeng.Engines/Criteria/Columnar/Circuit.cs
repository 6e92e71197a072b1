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
internal sealed partial class Circuit
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

    /// <summary>The column to which a plane of a block belongs.</summary>
    public int ColumnOf(int plane) => columnOf[Input(plane)];

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

    public int And(int left, int right) => Select(left, right, Zeros);

    public int Or(int left, int right) => Select(left, Ones, right);

    public int Not(int plane) => Select(plane, Zeros, Ones);

    public int Select(int condition, int then, int otherwise)
    {
        if (condition == Ones || then == otherwise) return then;
        if (condition == Zeros) return otherwise;
        if (OppositeOf(condition) is { } opposite) return Select(opposite, otherwise, then);
        if (then == condition) then = Ones;
        if (otherwise == condition) otherwise = Zeros;
        if (then == otherwise) return then;
        if (then == Ones && otherwise == Zeros) return condition;
        // And and or look the same from both sides.
        if (otherwise == Zeros && then < condition) (condition, then) = (then, condition);
        if (then == Ones && otherwise < condition) (condition, otherwise) = (otherwise, condition);
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

    private int? OppositeOf(int plane) => stepOf[plane] is >= 0 and var step && steps[step] is { Instruction: Instruction.Select, Operands: [var opposite, Zeros, Ones] } ? opposite : null;

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
