using Funeng.Engines.Facts;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>What one criterion concluded about one subject, and which of its conditions stand in the way.</summary>
/// <param name="Criterion">Position of the criterion in the plan.</param>
/// <param name="Outcome">The verdict.</param>
/// <param name="Against">The conditions that are not met or unknown, where the verdict is so; empty when it is met.</param>
public sealed record RowVerdict(int Criterion, Outcome Outcome, IReadOnlyList<OpenCondition> Against);

/// <summary>A condition that is not met or unknown.</summary>
/// <param name="Fact">The fact it is about; null for points and for what the scalar evaluator decides: see <see cref="CriteriaEvaluator.Decide"/>.</param>
/// <param name="Operator">As in FEEL: <c>&gt;=</c>, <c>&gt;</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>=</c>, <c>!=</c>; empty for a condition that is no comparison.</param>
/// <param name="Threshold">What the fact, or the points, are compared with; null where there is nothing to show.</param>
/// <param name="Outcome">Not met or unknown.</param>
/// <param name="Gap">Threshold minus value for a number that is there and fails; null otherwise.</param>
public sealed record OpenCondition(FactDefinition? Fact, string Operator, FeelValue? Threshold, Outcome Outcome, FeelNumber? Gap);

// The codes are the base of every explanation: they say of each condition whether it holds, so nothing is kept for explaining.
public sealed partial class VerdictTable
{
    /// <summary>Decides every criterion for one subject and names what stands against it.</summary>
    /// <param name="row">Row of the subject.</param>
    /// <returns>One for each criterion, in the order of the plan.</returns>
    public IReadOnlyList<RowVerdict> Explain(int row)
    {
        var codes = new RowCodes(Plan.Columns);
        Codes.Read(row, codes);
        var special = Codes.IrregularView(row) is { } view ? IrregularVerdicts.Decide(Plan, view) : null;
        var explainer = new RowExplainer(codes, Codes, row);
        var verdicts = new RowVerdict[Plan.Criteria.Count];
        for (var criterion = 0; criterion < verdicts.Length; criterion++)
        {
            var term = Plan.RowTerms[criterion];
            var outcome = special?[criterion] ?? term.Decide(codes).Outcome;
            verdicts[criterion] = new RowVerdict(criterion, outcome, outcome == Outcome.Met || special is not null ? [] : explainer.Against(term));
        }

        return verdicts;
    }
}

/// <summary>Finds the conditions that keep a term from holding.</summary>
internal sealed class RowExplainer(RowCodes codes, CodeTable table, int row)
{
    private readonly Dictionary<PlanColumn, FeelNumber?> values = [];
    private List<OpenCondition> found = [];

    public IReadOnlyList<OpenCondition> Against(RowTerm term)
    {
        found = [];
        Visit(term, isNegated: false);
        return found;
    }

    private void Visit(RowTerm term, bool isNegated)
    {
        var truth = term.Decide(codes);
        var outcome = (isNegated ? truth.Opposite : truth).Outcome;
        if (outcome == Outcome.Met) return;
        switch (term)
        {
            case RowOpposite not:
                Visit(not.Operand, !isNegated);
                break;
            case RowList list:
                foreach (var operand in list.Operands) Visit(operand, isNegated);
                break;
            case RowChoice choice:
                var condition = choice.Condition.Decide(codes);
                if (condition.IsPossible) Visit(choice.Then, isNegated);
                if (!condition.IsCertain) Visit(choice.Else, isNegated);
                break;
            default:
                found.Add(Describe(term, outcome, isNegated));
                break;
        }
    }

    private OpenCondition Describe(RowTerm term, Outcome outcome, bool isNegated) => term.Source switch
    {
        Truth.Passes passes => Compared(passes.Column, OperatorOf(passes.Cut, isNegated), passes.Cut.Value, outcome),
        Truth.Is equal => Compared(equal.Column, isNegated ? ComparisonOperator.NotEqual : ComparisonOperator.Equal, equal.Value, outcome),
        Truth.OneOf { Texts: [var text] } one => new OpenCondition(one.Column.Fact, isNegated ? "!=" : "=", FeelValue.From(text), outcome, null),
        Truth.OneOf one => new OpenCondition(one.Column.Fact, isNegated ? "!=" : "=", FeelValue.From(FeelList.From([.. one.Texts.Select(FeelValue.From)])), outcome, null),
        Truth.Flag flag => new OpenCondition(flag.Column.Fact, "=", FeelValue.From(!isNegated), outcome, null),
        Truth.Reaches reaches => Reached(reaches.Mark, ((RowMark)term).Points, isNegated, outcome),
        _ => new OpenCondition(null, "", null, outcome, null),
    };

    private OpenCondition Reached(Cut mark, RowPoints points, bool isNegated, Outcome outcome)
    {
        var (low, high) = points.Count(codes);
        FeelNumber? gap = outcome == Outcome.NotMet && FeelNumber.TrySubtract(mark.Value, isNegated ? low : high, out var missing) ? missing : null;
        return new OpenCondition(null, Gaps.Sign(OperatorOf(mark, isNegated)), FeelValue.From(mark.Value), outcome, gap);
    }

    private OpenCondition Compared(NumberCodes column, ComparisonOperator comparison, FeelNumber bound, Outcome outcome)
    {
        var isDay = column.Fact is { Type: FactType.Date };
        var threshold = isDay && bound.TryToInt64(out var day) ? FeelValue.From(DateOnly.FromDayNumber((int)day)) : FeelValue.From(bound);
        FeelNumber? gap = outcome == Outcome.NotMet && !isDay && ValueOf(column) is { } value && FeelNumber.TrySubtract(bound, value, out var missing) ? missing : null;
        return new OpenCondition(column.Fact, Gaps.Sign(comparison), threshold, outcome, gap);
    }

    private FeelNumber? ValueOf(NumberCodes column)
    {
        if (values.TryGetValue(column, out var known)) return known;
        return values[column] = table.Value(row, column) is { Kind: FeelKind.Number } value ? value.AsNumber() : null;
    }

    private static ComparisonOperator OperatorOf(Cut cut, bool isNegated) => (cut.IsBehind, isNegated) switch
    {
        (false, false) => ComparisonOperator.GreaterOrEqual,
        (true, false) => ComparisonOperator.Greater,
        (false, true) => ComparisonOperator.Less,
        _ => ComparisonOperator.LessOrEqual,
    };
}
