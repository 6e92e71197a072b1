using Funeng.Feel.Binding;
using Funeng.Feel.Dmn;

namespace Funeng.Engines.Criteria;

/// <summary>
/// Decision tables on values that are still possible. Each input's values are cut at the thresholds of its cells, so that every part either
/// matches a cell or not, and the results of all combinations are put together. So bands that cover everything leave no gap.
/// </summary>
internal sealed class PossibleTable
{
    private const int MaxParts = 20_000;

    private readonly BoundDecisionTable table;
    private readonly PossibleFrame frame;
    private int parts;
    private Possible? union;

    private PossibleTable(BoundDecisionTable table, PossibleFrame frame)
    {
        this.table = table;
        this.frame = frame;
    }

    public static Possible Evaluate(BoundDecisionTable table, PossibleFrame frame)
    {
        if (table.Outputs.Count != 1) return PlainFeel.Evaluate(table, frame);
        foreach (var input in table.Inputs)
        {
            if (input.NeedsSlot) frame.Set(input.Variable.Slot, PossibleEvaluator.Evaluate(input.Value, frame));
        }

        var reading = new PossibleTable(table, frame);
        return reading.AllAreCertain() ? reading.Result(reading.Matches()) : reading.Explore();
    }

    private bool AllAreCertain()
    {
        foreach (var input in table.Inputs)
        {
            if (!frame.Get(input.Variable).TryGetValue(out _)) return false;
        }

        return true;
    }

    // Nothing has to be cut where every input is one value, as nearly always: rule by rule, each only as far as its first test that fails.
    private List<Candidate> Matches()
    {
        var matches = new List<Candidate>(1);
        foreach (var rule in table.Rules)
        {
            var (mayHold, isCertain) = (true, true);
            foreach (var test in rule.Cells)
            {
                if (test is null) continue;
                var outcome = PossibleEvaluator.Evaluate(test, frame);
                mayHold = outcome.MayBeTrue;
                isCertain &= outcome.IsCertainlyTrue;
                if (!mayHold) break;
            }

            if (!mayHold) continue;
            matches.Add(new Candidate(rule, isCertain));
            if (isCertain && table.HitPolicy == HitPolicy.First) break;
        }

        return matches;
    }

    private Possible Explore()
    {
        var rules = new List<Candidate>(table.Rules.Count);
        foreach (var rule in table.Rules) rules.Add(new Candidate(rule, true));
        Explore(0, rules);
        return parts <= MaxParts ? union ?? Possible.Any : Possible.Any;
    }

    // Goes through the inputs one by one; rules that a part rules out are not looked at for the later inputs.
    private void Explore(int column, List<Candidate> rules)
    {
        if (parts > MaxParts || union is { Kind: PossibleKind.Any }) return;
        if (column == table.Inputs.Count || rules.Count == 0)
        {
            parts++;
            var result = Result(rules);
            union = union is { } so ? so.Union(result) : result;
            return;
        }

        var slot = table.Inputs[column].Variable.Slot;
        var whole = frame.Get(table.Inputs[column].Variable);
        if (whole.TryGetValue(out _))
        {
            Explore(column + 1, Remaining(column, rules));
            return;
        }

        var tests = rules.Select(rule => rule.Rule.Tests[column]).OfType<BoundExpression>();
        foreach (var part in PossibleCuts.Cut(whole, tests, slot, frame))
        {
            frame.Set(slot, part);
            Explore(column + 1, Remaining(column, rules));
        }

        frame.Set(slot, whole);
    }

    private List<Candidate> Remaining(int column, List<Candidate> rules)
    {
        // Few of the bands of a table are left by a value.
        var remaining = new List<Candidate>();
        foreach (var (rule, isCertain) in rules)
        {
            var outcome = rule.Tests[column] is { } test ? PossibleEvaluator.Evaluate(test, frame) : Possible.True;
            if (!outcome.MayBeTrue) continue;
            remaining.Add(new Candidate(rule, isCertain && outcome.IsCertainlyTrue));
            // Behind a rule that certainly holds, and that no later input can undo, the first-hit policy looks no further.
            if (table.HitPolicy == HitPolicy.First && column == table.Inputs.Count - 1 && remaining[^1].IsCertain) break;
        }

        return remaining;
    }

    private Possible Result(List<Candidate> matches) => table.HitPolicy switch
    {
        HitPolicy.First => First(matches),
        HitPolicy.Unique => One(matches, mayBeEqual: false),
        HitPolicy.Any => One(matches, mayBeEqual: true),
        HitPolicy.Priority => Priority(matches),
        HitPolicy.Collect when table.Aggregation != Aggregation.None => Collected(matches),
        _ => Possible.Any,
    };

    private Possible First(List<Candidate> matches)
    {
        Possible? result = null;
        foreach (var (rule, isCertain) in matches)
        {
            var output = Output(rule);
            result = result is { } so ? so.Union(output) : output;
            if (isCertain) return result.Value;
        }

        return result is { } some ? some.Union(Default()) : Default();
    }

    // Two rules at once are an error of the table, so the value is lost, unless the policy is ANY and they agree.
    private Possible One(List<Candidate> matches, bool mayBeEqual)
    {
        if (matches.Count == 0) return Default();
        var result = Output(matches[0].Rule);
        foreach (var (rule, _) in matches.Skip(1))
        {
            if (!mayBeEqual) return Possible.Any;
            if (!result.TryGetValue(out var one) || !Output(rule).TryGetValue(out var other) || !one.Equals(other)) return Possible.Any;
        }

        return matches.Any(match => match.IsCertain) ? result : result.Union(Default());
    }

    private Possible Priority(List<Candidate> matches)
    {
        if (matches.Count == 0) return Default();
        var result = Output(matches[0].Rule);
        foreach (var (rule, _) in matches.Skip(1)) result = result.Union(Output(rule));
        if (!matches.Any(match => match.IsCertain)) return result.Union(Default());
        return matches.Count == 1 || result.TryGetValue(out _) ? result : Ranked(matches, result);
    }

    private Possible Ranked(List<Candidate> matches, Possible otherwise)
    {
        if (matches.Any(match => !match.IsCertain)) return otherwise;
        foreach (var value in table.Outputs[0].Priorities)
        {
            if (matches.Any(match => Output(match.Rule).TryGetValue(out var output) && output.Equals(value))) return Possible.Of(value);
        }

        return otherwise;
    }

    private Possible Collected(List<Candidate> matches)
    {
        if (!matches.Any(match => match.IsCertain)) return matches.Count == 0 ? Default() : Possible.Any;
        var items = matches.Select(match => new PossibleItem(Output(match.Rule), !match.IsCertain)).ToArray();
        return PossibleBuiltIns.Aggregate(table.Aggregation, items) ?? Possible.Any;
    }

    private Possible Default() => table.Outputs[0].Default is { } value ? PossibleEvaluator.Evaluate(value, frame) : Possible.Any;

    private Possible Output(BoundRule rule) => PossibleEvaluator.Evaluate(rule.Results[0], frame);

    private readonly record struct Candidate(BoundRule Rule, bool IsCertain);
}
