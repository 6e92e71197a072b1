using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Turns terms into steps on planes. The layout of the columns is fixed.</summary>
internal sealed class TermLowering
{
    private readonly Dictionary<Truth, TruthPlanes> lowered = new(ReferenceEqualityComparer.Instance);
    private readonly PointsLowering points;

    public TermLowering(ColumnSet columns)
    {
        Circuit = new Circuit([.. columns.All.SelectMany(column => Enumerable.Repeat(column.Index, column.Planes))]);
        points = new PointsLowering(this);
    }

    public Circuit Circuit { get; }

    public TruthPlanes Lower(Truth term)
    {
        if (lowered.TryGetValue(term, out var known)) return known;
        return lowered[term] = term switch
        {
            Truth.Fixed truth => new TruthPlanes(truth.MayBeFalse ? Circuit.Zeros : Circuit.Ones, truth is { MayBeTrue: true, MayBeFalse: true } ? Circuit.Ones : Circuit.Zeros),
            Truth.Flag flag => new TruthPlanes(Circuit.Input(flag.Column.FirstPlane), Circuit.Input(flag.Column.FirstPlane + 1)),
            Truth.Passes passes => Passes(passes),
            Truth.Is equal => Is(equal),
            Truth.OneOf one => OneOf(one, isOpposite: false),
            Truth.Not { Operand: Truth.OneOf one } => OneOf(one, isOpposite: true),
            Truth.Reaches reaches => points.Reaches(reaches),
            Truth.Not not => Not(not.Operand),
            Truth.All all => Circuit.All(Flat(all).Select(Lower)),
            Truth.Some some => Circuit.Some(Flat(some).Select(Lower)),
            Truth.Choice choice => Choice(Lower(choice.Condition), Lower(choice.Then), Lower(choice.Else)),
            _ => throw new InvalidOperationException($"A {term.GetType().Name} has no planes."),
        };
    }

    /// <summary>The plane of what may be true.</summary>
    public int Possible(TruthPlanes truth) => Circuit.Or(truth.Certain, truth.Open);

    /// <summary>Where the value of a narrow column is missing.</summary>
    public int Missing(NumberCodes column) => Circuit.Not(Circuit.AtLeast(Codes(column), 1));

    /// <summary>Where the low end of the value passes a cut; for a narrow column where the value is there and passes.</summary>
    public int Passes(NumberCodes column, Cut cut) => AtLeast(column, Codes(column), column.RankOf(cut) + (column.IsWide ? 0 : 1));

    /// <summary>Where the high end of the value passes a cut.</summary>
    public int MayPass(NumberCodes column, Cut cut) => column.IsWide ? AtLeast(column, HighCodes(column), column.RankOf(cut)) : Passes(column, cut);

    // With few cuts a step a digit is less than the halves.
    private int AtLeast(NumberCodes column, int[][] digits, int code) =>
        column.Cuts.Length > 2 * digits.Length ? Circuit.AtLeastByHalves(digits, code) : Circuit.AtLeast(digits, code);

    /// <summary>The planes of a code by digit; of a wide column those of its low code.</summary>
    public static int[][] Codes(PlanColumn column) => column.Digits.Divide(Circuit.Input(column.FirstPlane));

    private static int[][] HighCodes(NumberCodes column) => column.Digits.Divide(Circuit.Input(column.FirstPlane + column.Digits.Planes));

    // A chain a and (b and c) is one list, and equal conditions in it are one.
    private static IEnumerable<Truth> Flat(Truth.All all) => all.Operands.SelectMany(operand => operand is Truth.All inner ? Flat(inner) : [operand]);

    private static IEnumerable<Truth> Flat(Truth.Some some) => some.Operands.SelectMany(operand => operand is Truth.Some inner ? Flat(inner) : [operand]);

    private TruthPlanes Passes(Truth.Passes term)
    {
        var low = Passes(term.Column, term.Cut);
        if (term.Column.IsWide) return new TruthPlanes(low, MayPass(term.Column, term.Cut));
        var missing = term.Cut.Compare(term.Column.Missing);
        return WithMissing(low, Missing(term.Column), missing.MayBeTrue, missing.MayBeFalse);
    }

    private TruthPlanes Is(Truth.Is term)
    {
        var (at, behind) = (Cut.At(term.Value), Cut.Behind(term.Value));
        var equal = Circuit.Select(MayPass(term.Column, behind), Circuit.Zeros, Passes(term.Column, at));
        if (term.Column.IsWide) return new TruthPlanes(equal, Circuit.Select(Passes(term.Column, behind), Circuit.Zeros, MayPass(term.Column, at)));
        var missing = PossibleComparison.Compare(Feel.Syntax.ComparisonOperator.Equal, term.Column.Missing, Criteria.Possible.Of(FeelValue.From(term.Value)));
        return WithMissing(equal, Missing(term.Column), missing.MayBeTrue, missing.MayBeFalse);
    }

    private TruthPlanes OneOf(Truth.OneOf term, bool isOpposite)
    {
        var set = new bool[term.Column.Named + 2];
        Array.Fill(set, isOpposite, 1, set.Length - 1);
        foreach (var text in term.Texts) set[term.Column.CodeOf(text)] = !isOpposite;
        var planes = Codes(term.Column);
        var (mayBeTrue, mayBeFalse) = isOpposite ? (term.MissingMayBeFalse, term.MissingMayBeTrue) : (term.MissingMayBeTrue, term.MissingMayBeFalse);
        return WithMissing(Circuit.InSet(planes, set), Circuit.Not(Circuit.AtLeast(planes, 1)), mayBeTrue, mayBeFalse);
    }

    private TruthPlanes WithMissing(int present, int missing, bool mayBeTrue, bool mayBeFalse)
    {
        if (mayBeTrue && mayBeFalse) return new TruthPlanes(present, missing);
        return new TruthPlanes(mayBeTrue ? Circuit.Or(present, missing) : present, Circuit.Zeros);
    }

    private TruthPlanes Not(Truth operand)
    {
        var planes = Lower(operand);
        var certain = Circuit.Select(planes.Certain, Circuit.Zeros, Circuit.Not(planes.Open));
        // Where a plain fact is missing the condition is not certain, so the same plane says what is open for the opposite.
        var isApart = operand is Truth.Passes { Column.IsWide: false } or Truth.Is { Column.IsWide: false } or Truth.Flag;
        return new TruthPlanes(certain, isApart ? planes.Open : Circuit.Not(planes.Certain));
    }

    // Where the condition is open, both branches must agree for the result to be certain.
    private TruthPlanes Choice(TruthPlanes condition, TruthPlanes then, TruthPlanes otherwise)
    {
        var mayHold = Possible(condition);
        var certain = Circuit.And(Circuit.Select(mayHold, then.Certain, Circuit.Ones), Circuit.Select(condition.Certain, Circuit.Ones, otherwise.Certain));
        var possible = Circuit.Or(Circuit.And(mayHold, Possible(then)), Circuit.Select(condition.Certain, Circuit.Zeros, Possible(otherwise)));
        return new TruthPlanes(certain, possible);
    }
}
