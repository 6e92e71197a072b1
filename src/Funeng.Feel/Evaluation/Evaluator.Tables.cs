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
