using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// A condition taken apart into tests on columns: what the plan is built from. A closed list; each says what is certainly and what is
/// possibly true, exactly as <see cref="PossibleEvaluator"/> does on the expression it was read from.
/// </summary>
internal abstract record Truth
{
    private Truth()
    {
    }

    /// <summary>The same for every row.</summary>
    public sealed record Fixed(bool MayBeTrue, bool MayBeFalse) : Truth;

    /// <summary>A boolean fact, or a part that the scalar evaluator decides row by row.</summary>
    public sealed record Flag(TruthCodes Column) : Truth;

    /// <summary>A number or day that lies beyond a cut.</summary>
    public sealed record Passes(NumberCodes Column, Cut Cut) : Truth;

    /// <summary>A number or day that equals one value.</summary>
    public sealed record Is(NumberCodes Column, FeelNumber Value) : Truth;

    /// <summary>A text that is one of a few; what a missing text gives stands beside it.</summary>
    public sealed record OneOf(TextCodes Column, IReadOnlyList<string> Texts, bool MissingMayBeTrue, bool MissingMayBeFalse) : Truth;

    /// <summary>Points that reach a mark, or with a cut behind it exceed it.</summary>
    public sealed record Reaches(Points Points, Cut Mark) : Truth;

    /// <summary>The opposite.</summary>
    public sealed record Not(Truth Operand) : Truth;

    /// <summary>All of them hold.</summary>
    public sealed record All(IReadOnlyList<Truth> Operands) : Truth;

    /// <summary>At least one of them holds.</summary>
    public sealed record Some(IReadOnlyList<Truth> Operands) : Truth;

    /// <summary>The first branch where the condition holds, else the second; both where that is open.</summary>
    public sealed record Choice(Truth Condition, Truth Then, Truth Else) : Truth;

    public static Truth True { get; } = new Fixed(true, false);

    public static Truth False { get; } = new Fixed(false, true);

    public static Truth Either { get; } = new Fixed(true, true);

    /// <summary>At least one of them; tests of one text against several constants become one set.</summary>
    public static Truth AnyOf(IEnumerable<Truth> operands)
    {
        var flat = operands.SelectMany(operand => operand is Some some ? some.Operands : [operand]).ToList();
        var sets = flat.OfType<OneOf>().GroupBy(one => one.Column)
            .Select(group => new OneOf(
                group.Key, [.. group.SelectMany(one => one.Texts).Distinct()], group.Any(one => one.MissingMayBeTrue), group.All(one => one.MissingMayBeFalse)));
        Truth[] merged = [.. flat.Where(operand => operand is not OneOf), .. sets];
        return merged.Length == 1 ? merged[0] : new Some(merged);
    }

    public static Truth Of(in Possible value) => new Fixed(value.MayBeTrue, value.MayBeFalse);

    public static Truth Negate(Truth operand) => operand switch
    {
        Not inner => inner.Operand,
        Fixed known => new Fixed(known.MayBeFalse, known.MayBeTrue),
        _ => new Not(operand),
    };
}

/// <summary>Points whose fewest and most are both known for every row: tables of one fact, sums, caps.</summary>
internal abstract record Points
{
    private Points()
    {
    }

    /// <summary>The same for every row.</summary>
    public sealed record Fixed(FeelNumber Value) : Points;

    /// <summary>By where a number lies among cuts: <c>Values[0]</c> before the first cut, <c>Values[i]</c> from the i-th on.</summary>
    public sealed record Steps(NumberCodes Column, IReadOnlyList<Cut> Cuts, IReadOnlyList<FeelNumber> Values, FeelNumber MissingLow, FeelNumber MissingHigh)
        : Points;

    /// <summary>By which of a few texts it is; any other text gives the last value.</summary>
    public sealed record TextSteps(TextCodes Column, IReadOnlyList<string> Texts, IReadOnlyList<FeelNumber> Values, FeelNumber MissingLow, FeelNumber MissingHigh)
        : Points;

    /// <summary>The sum of all.</summary>
    public sealed record Sum(IReadOnlyList<Points> Items) : Points;

    /// <summary>The least or the greatest of all.</summary>
    public sealed record Extreme(IReadOnlyList<Points> Items, bool IsLeast) : Points;

    /// <summary>The first branch where the condition holds, else the second; anything between where that is open.</summary>
    public sealed record Choice(Truth Condition, Points Then, Points Else) : Points;
}
