using Funeng.Feel.Binding;
using Funeng.Feel.Dmn;
using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>Decision tables (DMN 1.5, 8.2.8 and 10.3.2.10).</summary>
internal ref partial struct Evaluator<TTracer>
{
    private FeelValue DecideTable(BoundDecisionTable table)
    {
        if (!context.Spend(table.Rules.Count / 4, table.Span) || !EvaluateInputs(table))
        {
            return FeelValue.Null;
        }

        switch (table.HitPolicy)
        {
            case HitPolicy.First:
                return FirstMatch(table);
            case HitPolicy.Unique:
                return UniqueMatch(table);
            default:
                var matches = new List<int>();
                for (var rule = NextMatch(table, 0); rule >= 0; rule = NextMatch(table, rule + 1))
                {
                    matches.Add(rule);
                }

                return matches.Count == 0 ? Default(table) : Combine(table, matches);
        }
    }

    /// <summary>Puts the input values where the cells look for them; false when one is not among the input values.</summary>
    private bool EvaluateInputs(BoundDecisionTable table)
    {
        foreach (var input in table.Inputs)
        {
            if (input.NeedsSlot)
            {
                frame[input.Variable.Slot] = Evaluate(input.Value);
            }

            if (input.Allowed is { } allowed && !frame[input.Variable.Slot].IsNull && Test(allowed) != Truth.True)
            {
                Fail(DiagnosticKind.NotAllowed, allowed, input.Label, frame[input.Variable.Slot]);
                return false;
            }
        }

        return true;
    }

    private FeelValue FirstMatch(BoundDecisionTable table)
    {
        var rule = NextMatch(table, 0);
        return rule < 0 ? Default(table) : Output(table, rule);
    }

    private FeelValue UniqueMatch(BoundDecisionTable table)
    {
        var rule = NextMatch(table, 0);
        if (rule < 0)
        {
            return Default(table);
        }

        var second = NextMatch(table, rule + 1);
        return second < 0 ? Output(table, rule) : FailRules(DiagnosticKind.SeveralRulesMatch, table, rule, second);
    }

    private int NextMatch(BoundDecisionTable table, int first)
    {
        for (var index = first; index < table.Rules.Count; index++)
        {
            var failedCell = FailedCell(table.Rules[index]);
            tracer.Record(table, index, failedCell);
            if (failedCell < 0)
            {
                return index;
            }
        }

        return -1;
    }

    private int FailedCell(BoundRule rule)
    {
        var tests = rule.Cells;
        for (var cell = 0; cell < tests.Length; cell++)
        {
            if (tests[cell] is { } test && Test(test) != Truth.True)
            {
                return cell;
            }
        }

        return -1;
    }

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

    private FeelValue Aggregate(BoundDecisionTable table, FeelValue[] outputs)
    {
        var result = outputs[0];
        for (var index = 1; index < outputs.Length; index++)
        {
            var next = table.Aggregation == Aggregation.Sum
                ? FeelOperations.Add(result, outputs[index])
                : Better(result, outputs[index], table.Aggregation == Aggregation.Min ? -1 : 1);
            if (next.IsNull)
            {
                context.Report(FeelOperations.WhyNull(result, outputs[index]), table.Span, table.Aggregation.ToString(), result, outputs[index]);
                return FeelValue.Null;
            }

            result = next;
        }

        return result;
    }

    private static FeelValue Better(in FeelValue left, in FeelValue right, int sign) =>
        FeelOperations.Compare(left, right) is { } order ? (Math.Sign(order) == -sign ? right : left) : FeelValue.Null;

    private FeelValue Output(BoundDecisionTable table, int rule)
    {
        var results = table.Rules[rule].Results;
        if (results.Count == 1)
        {
            return Evaluate(results[0]);
        }

        var output = new FeelContext.Builder(results.Count);
        for (var column = 0; column < results.Count; column++)
        {
            output.TryAdd(table.Outputs[column].Name, Evaluate(results[column]));
        }

        return output.Build();
    }

    private FeelValue Default(BoundDecisionTable table)
    {
        if (table.Outputs.All(output => output.Default is null))
        {
            return Fail(DiagnosticKind.NoRuleMatches, table, "");
        }

        if (table.Outputs.Count == 1)
        {
            return Evaluate(table.Outputs[0].Default!);
        }

        var result = new FeelContext.Builder(table.Outputs.Count);
        foreach (var output in table.Outputs)
        {
            result.TryAdd(output.Name, output.Default is null ? FeelValue.Null : Evaluate(output.Default));
        }

        return result.Build();
    }

    private FeelValue FailRules(DiagnosticKind kind, BoundDecisionTable table, int first, int second)
    {
        context.Add(new Diagnostic(kind, table.Span, $"{table.Rules[first].Number}", $"{table.Rules[second].Number}"));
        return FeelValue.Null;
    }
}

/// <summary>Orders rows of ranks from left to right.</summary>
internal sealed class RankComparer : IComparer<int[]>
{
    public static readonly RankComparer Instance = new();

    public int Compare(int[]? x, int[]? y) => x.AsSpan().SequenceCompareTo(y);
}
