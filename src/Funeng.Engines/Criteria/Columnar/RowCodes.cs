using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>What one condition gives for one row.</summary>
internal readonly record struct RowTruth(bool IsCertain, bool IsPossible)
{
    public Outcome Outcome => IsCertain ? Outcome.Met : IsPossible ? Outcome.Unknown : Outcome.NotMet;

    public static RowTruth Of(Outcome outcome) => new(outcome == Outcome.Met, outcome != Outcome.NotMet);
}

/// <summary>
/// The codes of one row, and terms decided on them: for explanations and for single changes, where a block of 512 rows would be too much.
/// Codes are the ranks themselves: the low end of the value, and for a wide column the high end.
/// </summary>
internal sealed class RowCodes(ColumnSet columns)
{
    private readonly int[] low = new int[columns.All.Count];
    private readonly int[] high = new int[columns.All.Count];

    public (int Low, int High) this[int column]
    {
        get => (low[column], high[column]);
        set => (low[column], high[column]) = value;
    }

    public RowTruth Decide(Truth term) => term switch
    {
        Truth.Fixed truth => new RowTruth(!truth.MayBeFalse, truth.MayBeTrue),
        Truth.Flag flag => new RowTruth((low[flag.Column.Index] & 1) != 0, low[flag.Column.Index] != 0),
        Truth.Passes passes => Passes(passes),
        Truth.Is equal => Is(equal),
        Truth.OneOf one => OneOf(one),
        Truth.Reaches reaches => Reaches(reaches),
        Truth.Not not => Decide(not.Operand) is var opposite ? new RowTruth(!opposite.IsPossible, !opposite.IsCertain) : default,
        Truth.All all => All(all.Operands),
        Truth.Some some => Some(some.Operands),
        Truth.Choice choice => Choice(choice),
        _ => throw new InvalidOperationException($"A {term.GetType().Name} cannot be decided."),
    };

    public bool IsMissing(PlanColumn column) => column switch
    {
        TruthCodes => low[column.Index] == 2,
        NumberCodes { IsWide: true } => low[column.Index] != high[column.Index],
        _ => low[column.Index] == 0,
    };

    private RowTruth Passes(Truth.Passes term)
    {
        var rank = term.Column.RankOf(term.Cut);
        if (term.Column.IsWide) return new RowTruth(low[term.Column.Index] >= rank, high[term.Column.Index] >= rank);
        if (!IsMissing(term.Column)) return Known(low[term.Column.Index] > rank);
        return Open(term.Cut.Compare(term.Column.Missing));
    }

    private RowTruth Is(Truth.Is term)
    {
        var (at, behind) = (term.Column.RankOf(Cut.At(term.Value)), term.Column.RankOf(Cut.Behind(term.Value)));
        var (from, to) = (low[term.Column.Index], high[term.Column.Index]);
        if (term.Column.IsWide) return new RowTruth(from >= at && to < behind, to >= at && from < behind);
        if (!IsMissing(term.Column)) return Known(from > at && from <= behind);
        return Open(PossibleComparison.Compare(Feel.Syntax.ComparisonOperator.Equal, term.Column.Missing, Possible.Of(FeelValue.From(term.Value))));
    }

    private RowTruth OneOf(Truth.OneOf term)
    {
        var code = low[term.Column.Index];
        if (code == 0) return new RowTruth(!term.MissingMayBeFalse, term.MissingMayBeTrue);
        foreach (var text in term.Texts)
        {
            if (term.Column.CodeOf(text) == code) return Known(true);
        }

        return Known(false);
    }

    private static RowTruth Known(bool holds) => new(holds, holds);

    private static RowTruth Open(in Possible outcome) => new(!outcome.MayBeFalse, outcome.MayBeTrue);

    private RowTruth All(IReadOnlyList<Truth> operands)
    {
        var (certain, possible) = (true, true);
        foreach (var operand in operands)
        {
            var next = Decide(operand);
            certain &= next.IsCertain;
            possible &= next.IsPossible;
        }

        return new RowTruth(certain, possible);
    }

    private RowTruth Some(IReadOnlyList<Truth> operands)
    {
        var (certain, possible) = (false, false);
        foreach (var operand in operands)
        {
            var next = Decide(operand);
            certain |= next.IsCertain;
            possible |= next.IsPossible;
        }

        return new RowTruth(certain, possible);
    }

    private RowTruth Choice(Truth.Choice term)
    {
        var condition = Decide(term.Condition);
        if (condition.IsCertain) return Decide(term.Then);
        if (!condition.IsPossible) return Decide(term.Else);
        var (then, otherwise) = (Decide(term.Then), Decide(term.Else));
        return new RowTruth(then.IsCertain && otherwise.IsCertain, then.IsPossible || otherwise.IsPossible);
    }

    private RowTruth Reaches(Truth.Reaches term)
    {
        var (fewest, most) = Count(term.Points);
        return new RowTruth(term.Mark.IsPassedBy(fewest), term.Mark.IsPassedBy(most));
    }

    /// <summary>The fewest and the most points of the row.</summary>
    public (FeelNumber Low, FeelNumber High) Count(Points points)
    {
        switch (points)
        {
            case Points.Fixed one:
                return (one.Value, one.Value);
            case Points.Steps steps:
                return Steps(steps);
            case Points.TextSteps steps:
                return TextSteps(steps);
            case Points.Sum sum:
                return sum.Items.Select(Count).Aggregate((left, right) => (Add(left.Low, right.Low), Add(left.High, right.High)));
            case Points.Extreme extreme:
                return extreme.Items.Select(Count).Aggregate((left, right) => (Pick(left.Low, right.Low, extreme.IsLeast), Pick(left.High, right.High, extreme.IsLeast)));
            case Points.Choice choice:
                var condition = Decide(choice.Condition);
                if (condition.IsCertain) return Count(choice.Then);
                if (!condition.IsPossible) return Count(choice.Else);
                var (then, otherwise) = (Count(choice.Then), Count(choice.Else));
                return (Pick(then.Low, otherwise.Low, isLeast: true), Pick(then.High, otherwise.High, isLeast: false));
            default:
                throw new InvalidOperationException($"{points.GetType().Name} cannot be counted.");
        }
    }

    private (FeelNumber, FeelNumber) Steps(Points.Steps steps)
    {
        var (from, to) = (low[steps.Column.Index], high[steps.Column.Index]);
        if (steps.Column.IsWide)
        {
            var (first, second) = (steps.Values[StepAt(steps, from)], steps.Values[StepAt(steps, to)]);
            return first <= second ? (first, second) : (second, first);
        }

        if (from == 0) return (steps.MissingLow, steps.MissingHigh);
        var points = steps.Values[StepAt(steps, from - 1)];
        return (points, points);
    }

    // How many of its own cuts are among those a rank has passed.
    private static int StepAt(Points.Steps steps, int rank)
    {
        var step = 0;
        while (step < steps.Cuts.Count && steps.Column.RankOf(steps.Cuts[step]) <= rank) step++;
        return step;
    }

    private (FeelNumber, FeelNumber) TextSteps(Points.TextSteps steps)
    {
        var code = low[steps.Column.Index];
        if (code == 0) return (steps.MissingLow, steps.MissingHigh);
        for (var i = 0; i < steps.Texts.Count; i++)
        {
            if (steps.Column.CodeOf(steps.Texts[i]) == code) return (steps.Values[i], steps.Values[i]);
        }

        return (steps.Values[^1], steps.Values[^1]);
    }

    private static FeelNumber Add(FeelNumber left, FeelNumber right) => FeelNumber.TryAdd(left, right, out var sum) ? sum : left;

    private static FeelNumber Pick(FeelNumber left, FeelNumber right, bool isLeast) => left <= right == isLeast ? left : right;
}
