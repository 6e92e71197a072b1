namespace Funeng.Engines.Criteria.Columnar;

/// <summary>The verdicts of the rows that have no codes, from the scalar evaluator, laid over those of the kernel.</summary>
internal sealed class IrregularVerdicts
{
    private readonly Dictionary<int, List<(int Row, Outcome[] Outcomes)>> byBlock = [];

    public static IrregularVerdicts Of(VerdictPlan plan, CodeTable codes)
    {
        var verdicts = new IrregularVerdicts();
        foreach (var (row, view) in codes.Irregular)
        {
            var outcomes = Decide(plan, view);
            var block = row / ColumnSet.BlockRows;
            if (!verdicts.byBlock.TryGetValue(block, out var list)) verdicts.byBlock[block] = list = [];
            list.Add((row % ColumnSet.BlockRows, outcomes));
        }

        return verdicts;
    }

    /// <summary>The verdicts of the scalar evaluator. A view remembers what it computed and is of one thread, so this takes a fresh one.</summary>
    public static Outcome[] Decide(VerdictPlan plan, Facts.FactView view)
    {
        var facts = new PossibleFacts(view.Over(view.Facts));
        return [.. plan.Criteria.Select(criterion => new SchemeRun(criterion.Scheme, facts).Conclude(criterion.Decision))];
    }

    public bool In(int block) => byBlock.ContainsKey(block);

    /// <summary>The planes of a chunk with the bits of these rows replaced.</summary>
    public ReadOnlySpan<ulong> Apply(int block, CriteriaChunk chunk, int[] order, ReadOnlySpan<ulong> planes)
    {
        var patched = planes.ToArray();
        foreach (var (row, outcomes) in byBlock[block])
        {
            for (var position = 0; position < chunk.Count; position++)
            {
                OutcomeBits.Set(patched.AsSpan(2 * position * PlaneMemory.Words), row, outcomes[order[chunk.First + position]]);
            }
        }

        return patched;
    }
}
