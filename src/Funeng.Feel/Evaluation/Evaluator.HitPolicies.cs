using Funeng.Feel.Binding;
using Funeng.Feel.Dmn;
using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>What the hit policies make of several matching rules (DMN 1.5, 8.2.8).</summary>
internal ref partial struct Evaluator<TTracer>
{
    private FeelValue Combine(BoundDecisionTable table, List<int> matches) => table.HitPolicy switch
    {
        HitPolicy.Any => AnyOutput(table, matches),
        HitPolicy.Priority => InOutputOrder(table, matches)[0],
        HitPolicy.OutputOrder => FeelList.From(InOutputOrder(table, matches)),
        HitPolicy.RuleOrder => FeelList.From(Outputs(table, matches)),
        _ => Collect(table, matches),
    };

    private FeelValue AnyOutput(BoundDecisionTable table, List<int> matches)
    {
        var outputs = Outputs(table, matches);
        for (var index = 1; index < outputs.Length; index++)
        {
            if (outputs[index] != outputs[0])
            {
                return FailRules(DiagnosticKind.DifferentOutputs, table, matches[0], matches[index]);
            }
        }

        return outputs[0];
    }

    private FeelValue[] Outputs(BoundDecisionTable table, List<int> matches)
    {
        var outputs = new FeelValue[matches.Count];
        for (var index = 0; index < outputs.Length; index++)
        {
            outputs[index] = Output(table, matches[index]);
        }

        return outputs;
    }

    /// <summary>The outputs ordered by their places in the output values, the leftmost column first; a stable order.</summary>
    private FeelValue[] InOutputOrder(BoundDecisionTable table, List<int> matches)
    {
        var ranked = new List<(int[] Ranks, FeelValue Output)>(matches.Count);
        foreach (var match in matches)
        {
            var output = Output(table, match);
            ranked.Add((Ranks(table, output), output));
        }

        return [.. ranked.OrderBy(item => item.Ranks, RankComparer.Instance).Select(item => item.Output)];
    }

    private int[] Ranks(BoundDecisionTable table, in FeelValue output)
    {
        var ranks = new int[table.Outputs.Count];
        for (var column = 0; column < ranks.Length; column++)
        {
            var clause = table.Outputs[column];
            var value = ranks.Length == 1 ? output : output.AsContext()[clause.Name];
            ranks[column] = RankOf(clause.Priorities, value);
            if (ranks[column] < 0)
            {
                Fail(DiagnosticKind.NotInOutputValues, table, clause.Name, value);
                ranks[column] = int.MaxValue;
            }
        }

        return ranks;
    }

    private static int RankOf(IReadOnlyList<FeelValue> priorities, in FeelValue value)
    {
        for (var index = 0; index < priorities.Count; index++)
        {
            if (priorities[index] == value)
            {
                return index;
            }
        }

        return -1;
    }

    private FeelValue Collect(BoundDecisionTable table, List<int> matches)
    {
        var outputs = Outputs(table, matches);
        if (table.Aggregation == Aggregation.None)
        {
            return FeelList.Wrap(outputs);
        }

        if (table.Outputs.Count > 1)
        {
            return Fail(DiagnosticKind.InvalidModel, table, "an aggregation needs a table with one output");
        }

        return table.Aggregation == Aggregation.Count ? FeelValue.From((long)outputs.Length) : Aggregate(table, outputs);
    }

    // As the functions sum, min and max do it: numbers are summed, what has an order is compared, and anything else, alone too, is null.
    private FeelValue Aggregate(BoundDecisionTable table, FeelValue[] outputs)
    {
        var result = outputs[0];
        for (var index = 0; index < outputs.Length; index++)
        {
            var next = table.Aggregation == Aggregation.Sum
                ? Sum(index == 0 ? FeelNumber.Zero : result, outputs[index])
                : Better(result, outputs[index], table.Aggregation == Aggregation.Min ? -1 : 1);
            if (next.IsNull)
            {
                context.Report(WhyNull(result, outputs[index]), table.Span, table.Aggregation.ToString(), result, outputs[index]);
                return FeelValue.Null;
            }

            result = next;
        }

        return result;
    }

    private static DiagnosticKind WhyNull(in FeelValue left, in FeelValue right)
    {
        if (left.IsNull || right.IsNull)
        {
            return DiagnosticKind.MissingValue;
        }

        return left.Kind == FeelKind.Number && right.Kind == FeelKind.Number ? DiagnosticKind.OutOfDomain : DiagnosticKind.WrongKind;
    }

    private static FeelValue Sum(in FeelValue left, in FeelValue right) =>
        left.Kind == FeelKind.Number && right.Kind == FeelKind.Number ? FeelOperations.Add(left, right) : FeelValue.Null;

    private static FeelValue Better(in FeelValue left, in FeelValue right, int sign) =>
        FeelOperations.Compare(left, right) is { } order ? (Math.Sign(order) == -sign ? right : left) : FeelValue.Null;
}

/// <summary>Orders rows of ranks from left to right.</summary>
internal sealed class RankComparer : IComparer<int[]>
{
    public static readonly RankComparer Instance = new();

    public int Compare(int[]? x, int[]? y) => x.AsSpan().SequenceCompareTo(y);
}
