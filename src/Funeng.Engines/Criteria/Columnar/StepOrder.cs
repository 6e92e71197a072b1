namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// An order of steps in which each comes after what it needs, and equal instructions on lists of one length stand together: a loop whose
/// end cannot be foretold costs more than the list.
/// </summary>
internal sealed class StepOrder
{
    private const int Other = -1;

    private readonly Circuit circuit;

    // For each step of the circuit its position among those to be ordered.
    private readonly int[] positions;

    public StepOrder(Circuit circuit)
    {
        this.circuit = circuit;
        positions = new int[circuit.Steps.Count];
        Array.Fill(positions, Other);
    }

    public CircuitStep[] Of(IReadOnlyList<CircuitStep> steps)
    {
        for (var position = 0; position < steps.Count; position++) positions[circuit.StepOf(steps[position].First)] = position;
        var ordered = Order(steps);
        foreach (var step in steps) positions[circuit.StepOf(step.First)] = Other;
        return ordered;
    }

    private CircuitStep[] Order(IReadOnlyList<CircuitStep> steps)
    {
        var waiting = new int[steps.Count];
        var users = new List<int>?[steps.Count];
        var ready = new Dictionary<(Instruction, int), Queue<int>>();
        for (var position = 0; position < steps.Count; position++)
        {
            foreach (var operand in steps[position].Operands)
            {
                if (circuit.StepOf(operand) is var maker && (maker < 0 || positions[maker] == Other)) continue;
                waiting[position]++;
                (users[positions[maker]] ??= []).Add(position);
            }

            if (waiting[position] == 0) Enqueue(position);
        }

        var ordered = new CircuitStep[steps.Count];
        for (var count = 0; count < ordered.Length;)
        {
            var queue = ready.Values.MaxBy(queued => queued.Count)!;
            while (queue.TryDequeue(out var position))
            {
                ordered[count++] = steps[position];
                foreach (var user in users[position] ?? [])
                {
                    if (--waiting[user] == 0) Enqueue(user);
                }
            }
        }

        return ordered;

        void Enqueue(int position)
        {
            var kind = (steps[position].Instruction, steps[position].Operands.Length);
            if (!ready.TryGetValue(kind, out var queue)) ready[kind] = queue = new Queue<int>();
            queue.Enqueue(position);
        }
    }
}
