namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Orders the steps of a circuit into a program and gives each plane a place in the arena.</summary>
internal sealed class ProgramWriter
{
    private const int Unseen = -1, Several = -2;
    private const int ColumnsTogether = 8;

    private readonly Circuit circuit;
    private readonly TruthPlanes[] roots;
    private readonly int[] order;
    private readonly int[] stage;
    private readonly int[] place;

    // For each plane the last of the steps being written that looks at it.
    private readonly int[] lastUse;
    private readonly StepOrder steps;
    private readonly List<int> code = [];
    private readonly List<(int Place, int Plane)> outputs = [];
    private int peak;

    private ProgramWriter(Circuit circuit, IReadOnlyList<TruthPlanes> roots)
    {
        this.circuit = circuit;
        this.roots = [.. roots];
        // Lists of one length stand together, so that the loop over them predicts.
        order = [.. Enumerable.Range(0, roots.Count).OrderBy(ShapeOf)];
        stage = new int[circuit.Steps.Count];
        place = new int[circuit.Planes];
        lastUse = new int[circuit.Planes];
        steps = new StepOrder(circuit);
    }

    public static BlockProgram Write(Circuit circuit, IReadOnlyList<TruthPlanes> roots) => new ProgramWriter(circuit, roots).Write();

    private BlockProgram Write()
    {
        AssignStages();
        var chunks = (order.Length + BlockProgram.ChunkSize - 1) / BlockProgram.ChunkSize;
        var local = Enumerable.Range(0, chunks).Select(_ => new List<CircuitStep>()).ToArray();
        var shared = new List<CircuitStep>();
        for (var i = 0; i < stage.Length; i++)
        {
            if (stage[i] == Several) shared.Add(circuit.Steps[i]);
            else if (stage[i] >= 0) local[stage[i]].Add(circuit.Steps[i]);
        }

        Array.Fill(place, -1);
        var copies = PlaceInputs(out var next);
        foreach (var result in KeptResults(shared, local)) place[result] = next++;
        peak = next;
        // Of a few columns level by level: steps that wait for one another stand apart.
        List<IGrouping<int, PlaneCopy>> groups = [.. copies.GroupBy(copy => circuit.ColumnOf(copy.FirstPlane) / ColumnsTogether)];
        var onColumns = groups.Select(group => shared.Where(step => step.Column >= 0 && step.Column / ColumnsTogether == group.Key).OrderBy(step => step.Level).ThenBy(step => step.First).ToArray());
        var runs = Emit([.. onColumns, steps.Of([.. shared.Where(step => step.Column < 0)])], new PlaceAllocator(next), []);
        var written = new List<CriteriaChunk>();
        for (var chunk = 0; chunk < chunks; chunk++) written.Add(WriteChunk(chunk, local[chunk], next));
        var output = peak;
        foreach (var at in outputs) code[at.Place] = (output + at.Plane) * BlockProgram.PlaneBytes;
        return new BlockProgram
        {
            Code = [.. code],
            Columns = [.. groups.Select((group, at) => new ColumnGroup([.. group], runs[at]))],
            Shared = runs[^1],
            Chunks = [.. written],
            Order = order,
            ArenaPlanes = output + 2 * BlockProgram.ChunkSize,
            Output = output,
            Steps = circuit.Steps.Count,
        };
    }

    private int ShapeOf(int criterion) =>
        RootStep(roots[criterion]) is { } step ? step.Operands.Length / 2 + (step.Instruction == Instruction.Some ? 1 << 20 : 0) : 0;

    private int[] OperandsOf(TruthPlanes root) => RootStep(root)?.Operands ?? [root.Certain, root.Open];

    // The list whose result a criterion is, so that it is written straight to the verdicts.
    private CircuitStep? RootStep(TruthPlanes root)
    {
        var step = circuit.StepOf(root.Certain);
        if (step < 0 || circuit.Steps[step] is not { Instruction: Instruction.All or Instruction.Some } list) return null;
        return list.First == root.Certain && root.Open == root.Certain + 1 ? list : null;
    }

    // Steps on one column, and steps that several chunks need, are computed once; the rest where it is needed.
    private void AssignStages()
    {
        Array.Fill(stage, Unseen);
        var pending = new Stack<int>();
        for (var position = 0; position < order.Length; position++)
        {
            var chunk = position / BlockProgram.ChunkSize;
            foreach (var operand in OperandsOf(roots[order[position]])) Reach(operand, chunk, pending);
        }
    }

    private void Reach(int plane, int chunk, Stack<int> pending)
    {
        pending.Push(plane);
        while (pending.TryPop(out var next))
        {
            var index = circuit.StepOf(next);
            if (index < 0) continue;
            var step = circuit.Steps[index];
            var wanted = step.Column >= 0 || (stage[index] != Unseen && stage[index] != chunk) ? Several : chunk;
            if (stage[index] == wanted || stage[index] == Several) continue;
            stage[index] = wanted;
            // What a shared step is made of is shared too; what was this chunk's own already stays so until then.
            foreach (var operand in step.Operands) pending.Push(operand);
        }
    }

    private PlaneCopy[] PlaceInputs(out int next)
    {
        place[Circuit.Zeros] = 0;
        place[Circuit.Ones] = 1;
        next = 2;
        var used = new bool[circuit.Inputs];
        Mark(used, roots.SelectMany(OperandsOf));
        for (var i = 0; i < stage.Length; i++)
        {
            if (stage[i] != Unseen) Mark(used, circuit.Steps[i].Operands);
        }

        var copies = new List<PlaneCopy>();
        for (var plane = 0; plane < used.Length; plane++)
        {
            if (!used[plane]) continue;
            var (first, count) = circuit.ColumnAt(plane);
            if (copies is [.., var last] && last.FirstPlane == first && last.From + last.Count == plane) copies[^1] = last with { Count = last.Count + 1 };
            else copies.Add(new PlaneCopy(first, count, plane, 1, next));
            place[Circuit.Input(plane)] = next++;
        }

        return [.. copies];
    }

    private static void Mark(bool[] used, IEnumerable<int> planes)
    {
        foreach (var plane in planes)
        {
            if (plane >= 2 && plane - 2 < used.Length) used[plane - 2] = true;
        }
    }

    // Planes of shared steps that some chunk looks at, in the order of their columns. Both results of a list stand together.
    private IEnumerable<int> KeptResults(List<CircuitStep> shared, List<CircuitStep>[] local)
    {
        var needed = new bool[circuit.Planes];
        foreach (var operand in local.SelectMany(steps => steps).SelectMany(step => step.Operands)) needed[operand] = true;
        foreach (var operand in roots.SelectMany(OperandsOf)) needed[operand] = true;

        return shared.OrderBy(step => step.Column < 0 ? int.MaxValue : step.Column)
            .Where(step => needed[step.First] || (step.Results == 2 && needed[step.First + 1]))
            .SelectMany(step => Enumerable.Range(step.First, step.Results));
    }

    // The steps of each part as runs of their own.
    private InstructionRun[][] Emit(IReadOnlyList<CircuitStep[]> parts, PlaceAllocator scratch, HashSet<int> kept)
    {
        var at = 0;
        foreach (var step in parts.SelectMany(part => part))
        {
            foreach (var operand in step.Operands) lastUse[operand] = at;
            at++;
        }

        at = 0;
        var runs = new InstructionRun[parts.Count][];
        for (var part = 0; part < runs.Length; part++) runs[part] = Emit(parts[part], ref at, scratch, kept);
        peak = Math.Max(peak, scratch.Peak);
        return runs;
    }

    private InstructionRun[] Emit(CircuitStep[] ordered, ref int at, PlaceAllocator scratch, HashSet<int> kept)
    {
        var runs = new List<InstructionRun>();
        foreach (var step in ordered)
        {
            if (place[step.First] < 0)
            {
                place[step.First] = scratch.Take(step.Results);
                if (step.Results == 2) place[step.First + 1] = place[step.First] + 1;
            }

            Append(runs, step, place[step.First]);
            foreach (var operand in step.Operands)
            {
                if (lastUse[operand] == at && !kept.Contains(operand)) Release(operand, scratch);
            }

            at++;
        }

        return [.. runs];
    }

    private void Release(int plane, PlaceAllocator scratch)
    {
        // Once, though a step may look at it twice.
        lastUse[plane] = -1;
        if (circuit.StepOf(plane) is >= 0 and var maker) scratch.Release(plane, place[plane], circuit.Steps[maker]);
    }

    private void Append(List<InstructionRun> runs, CircuitStep step, int destination)
    {
        var isMore = runs is [.., var last] && last.Instruction == step.Instruction && last.Operands == step.Operands.Length;
        if (isMore) runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
        else runs.Add(new InstructionRun(step.Instruction, step.Operands.Length, code.Count, 1));
        code.Add(destination * BlockProgram.PlaneBytes);
        foreach (var operand in step.Operands) code.Add(place[operand] * BlockProgram.PlaneBytes);
    }

    private CriteriaChunk WriteChunk(int chunk, List<CircuitStep> local, int firstPlace)
    {
        var first = chunk * BlockProgram.ChunkSize;
        var count = Math.Min(BlockProgram.ChunkSize, order.Length - first);
        foreach (var step in local) place[step.First] = -1;
        var own = Enumerable.Range(first, count).Select(position => roots[order[position]]).ToList();
        var runs = Emit([steps.Of(local)], new PlaceAllocator(firstPlace), [.. own.SelectMany(OperandsOf)])[0].ToList();
        for (var position = 0; position < count; position++)
        {
            var root = own[position];
            var list = RootStep(root) ?? new CircuitStep(Instruction.All, -1, [root.Certain, root.Open], -1, 0);
            outputs.Add((code.Count, 2 * position));
            Append(runs, list, 0);
        }

        return new CriteriaChunk(first, count, [.. runs]);
    }
}
