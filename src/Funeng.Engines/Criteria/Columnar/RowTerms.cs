using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>What one condition gives for one row.</summary>
internal readonly record struct RowTruth(bool IsCertain, bool IsPossible)
{
    public Outcome Outcome => IsCertain ? Outcome.Met : IsPossible ? Outcome.Unknown : Outcome.NotMet;

    public RowTruth Opposite => new(!IsPossible, !IsCertain);
}

/// <summary>A term for single rows: the ranks and codes that it compares with are looked up once, when a plan is first asked about a row.</summary>
internal abstract class RowTerm(Truth source)
{
    /// <summary>What it was made from.</summary>
    public Truth Source => source;

    public static RowTerm Of(Truth term) => term switch
    {
        Truth.Fixed truth => new RowConstant(truth),
        Truth.Flag flag => new RowFlag(flag),
        Truth.Passes passes => new RowBetween(passes),
        Truth.Is equal => new RowBetween(equal),
        Truth.OneOf one => new RowSet(one),
        Truth.Reaches reaches => new RowMark(reaches),
        Truth.Not not => new RowOpposite(not),
        Truth.All all => new RowList(all, all.Operands, isAll: true),
        Truth.Some some => new RowList(some, some.Operands, isAll: false),
        Truth.Choice choice => new RowChoice(choice),
        _ => throw new InvalidOperationException($"A {term.GetType().Name} cannot be decided."),
    };

    public abstract RowTruth Decide(RowCodes codes);
}

internal sealed class RowConstant(Truth.Fixed term) : RowTerm(term)
{
    private readonly RowTruth truth = new(!term.MayBeFalse, term.MayBeTrue);

    public override RowTruth Decide(RowCodes codes) => truth;
}

internal sealed class RowFlag(Truth.Flag term) : RowTerm(term)
{
    private readonly int column = term.Column.Index;

    public override RowTruth Decide(RowCodes codes) => new((codes.Low(column) & 1) != 0, codes.Low(column) != 0);
}

/// <summary>A number or day whose rank lies from one cut on and before another.</summary>
internal sealed class RowBetween : RowTerm
{
    private readonly int column;
    private readonly bool isWide;
    private readonly int first, end;
    private readonly RowTruth missing;

    public RowBetween(Truth.Passes term)
        : this(term, term.Column, term.Cut, null, term.Cut.Compare(term.Column.Missing))
    {
    }

    public RowBetween(Truth.Is term)
        : this(term, term.Column, Cut.At(term.Value), Cut.Behind(term.Value), Compare(term))
    {
    }

    private RowBetween(Truth term, NumberCodes column, Cut from, Cut? to, in Possible whenMissing)
        : base(term)
    {
        this.column = column.Index;
        isWide = column.IsWide;
        // The code of a value that is there is one more than its rank; a wide column holds the ranks.
        var shift = isWide ? 0 : 1;
        first = column.RankOf(from) + shift;
        end = to is { } cut ? column.RankOf(cut) + shift : int.MaxValue;
        missing = new RowTruth(!whenMissing.MayBeFalse, whenMissing.MayBeTrue);
    }

    public override RowTruth Decide(RowCodes codes)
    {
        var (low, high) = (codes.Low(column), codes.High(column));
        if (low == 0 && !isWide) return missing;
        return new RowTruth(low >= first && high < end, high >= first && low < end);
    }

    private static Possible Compare(Truth.Is term) =>
        PossibleComparison.Compare(Feel.Syntax.ComparisonOperator.Equal, term.Column.Missing, Possible.Of(FeelValue.From(term.Value)));
}

/// <summary>A text that is one of a few.</summary>
internal sealed class RowSet(Truth.OneOf term) : RowTerm(term)
{
    private readonly int column = term.Column.Index;
    private readonly int[] members = [.. term.Texts.Select(term.Column.CodeOf)];
    private readonly RowTruth missing = new(!term.MissingMayBeFalse, term.MissingMayBeTrue);

    public override RowTruth Decide(RowCodes codes)
    {
        var code = codes.Low(column);
        if (code == 0) return missing;
        var isMember = members.AsSpan().Contains(code);
        return new RowTruth(isMember, isMember);
    }
}

/// <summary>Points that reach a mark.</summary>
internal sealed class RowMark(Truth.Reaches term) : RowTerm(term)
{
    private readonly Cut mark = term.Mark;

    public RowPoints Points { get; } = RowPoints.Of(term.Points);

    public override RowTruth Decide(RowCodes codes)
    {
        var (fewest, most) = Points.Count(codes);
        return new RowTruth(mark.IsPassedBy(fewest), mark.IsPassedBy(most));
    }
}

internal sealed class RowOpposite(Truth.Not term) : RowTerm(term)
{
    public RowTerm Operand { get; } = Of(term.Operand);

    public override RowTruth Decide(RowCodes codes) => Operand.Decide(codes).Opposite;
}

/// <summary>All or some of a list. Nothing more is looked at once the rest cannot change the outcome.</summary>
internal sealed class RowList(Truth term, IReadOnlyList<Truth> operands, bool isAll) : RowTerm(term)
{
    private readonly RowTerm[] operands = [.. operands.Select(Of)];

    public IReadOnlyList<RowTerm> Operands => operands;

    public override RowTruth Decide(RowCodes codes)
    {
        var (certain, possible) = (isAll, isAll);
        foreach (var operand in operands)
        {
            var next = operand.Decide(codes);
            certain = isAll ? certain & next.IsCertain : certain | next.IsCertain;
            possible = isAll ? possible & next.IsPossible : possible | next.IsPossible;
            if (isAll ? !possible : certain) break;
        }

        return new RowTruth(certain, possible);
    }
}

internal sealed class RowChoice(Truth.Choice term) : RowTerm(term)
{
    public RowTerm Condition { get; } = Of(term.Condition);

    public RowTerm Then { get; } = Of(term.Then);

    public RowTerm Else { get; } = Of(term.Else);

    public override RowTruth Decide(RowCodes codes)
    {
        var condition = Condition.Decide(codes);
        if (condition.IsCertain) return Then.Decide(codes);
        if (!condition.IsPossible) return Else.Decide(codes);
        var (then, otherwise) = (Then.Decide(codes), Else.Decide(codes));
        return new RowTruth(then.IsCertain && otherwise.IsCertain, then.IsPossible || otherwise.IsPossible);
    }
}
