using System.Collections.Concurrent;
using Funeng.Engines.Facts;
using Funeng.Feel.Binding;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>What a column of codes is filled from.</summary>
internal abstract record ColumnOrigin
{
    private ColumnOrigin()
    {
    }

    /// <summary>A fact, read from storage where it is stored as such, else computed row by row.</summary>
    public sealed record OfFact(FactDefinition Definition) : ColumnOrigin;

    /// <summary>A part of a decision that the scalar evaluator computes row by row.</summary>
    public sealed record OfPart(Scheme Scheme, RuleExpression Rule, BoundExpression Part) : ColumnOrigin;
}

/// <summary>The codes of one fact or part for all rows, as bit planes of a block. Collects what criteria ask of it until the layout is fixed.</summary>
internal abstract class PlanColumn(ColumnOrigin origin, int index)
{
    public ColumnOrigin Origin => origin;

    /// <summary>Position among the columns of the plan.</summary>
    public int Index => index;

    /// <summary>First bit plane in a block; set when the layout is fixed.</summary>
    public int FirstPlane { get; private set; } = -1;

    /// <summary>How a code lies in planes; set when the layout is fixed.</summary>
    public CodeDigits Digits { get; private set; } = CodeDigits.OfBits(0);

    /// <summary>Whether a row has two codes, the planes of one after those of the other.</summary>
    public virtual bool IsWide => false;

    /// <summary>Number of planes.</summary>
    public int Planes => IsWide ? 2 * Digits.Planes : Digits.Planes;

    /// <summary>The fact it holds; null for a part of an expression.</summary>
    public FactDefinition? Fact => (origin as ColumnOrigin.OfFact)?.Definition;

    /// <summary>Fixes the layout: nothing more is asked that has no code.</summary>
    public void Fix(int firstPlane)
    {
        Digits = WriteCodes();
        FirstPlane = firstPlane;
    }

    protected abstract CodeDigits WriteCodes();
}

/// <summary>Yes, no or open: a plane of what is certainly true and a plane of what is open.</summary>
internal sealed class TruthCodes(ColumnOrigin origin, int index) : PlanColumn(origin, index)
{
    protected override CodeDigits WriteCodes() => CodeDigits.OfBits(2);
}

/// <summary>
/// Numbers as the number of cuts they pass. A narrow column holds single values: code 0 is missing, code r + 1 passes r cuts. A wide one
/// holds intervals, as a formula gives while inputs are missing: the cuts its low end passes, then the cuts its high end passes.
/// </summary>
internal sealed class NumberCodes(ColumnOrigin origin, int index, in Possible missing, bool isWide) : PlanColumn(origin, index)
{
    private readonly SortedSet<Cut> collected = [];
    private readonly ConcurrentDictionary<(Type, int, KernelWidth), BoundSearch> searches = [];

    /// <summary>What the value may be where it is missing: the domain of the fact; anything for days.</summary>
    public Possible Missing { get; } = missing;

    public override bool IsWide => isWide;

    /// <summary>Set where every value must be a whole number from the first to the last cut: the column is points itself.</summary>
    public (long Low, long High)? WholeRange { get; set; }

    /// <summary>Whether points depend on it by bands: then a value about which nothing is known has no code.</summary>
    public bool HasBands { get; set; }

    /// <summary>Whether a criterion asks if the value equals a number that is not whole.</summary>
    public bool ComparesWithFraction { get; set; }

    /// <summary>The cuts in order once the layout is fixed.</summary>
    public Cut[] Cuts { get; private set; } = [];

    /// <summary>Adds a cut; false when it is new to a column whose layout is fixed.</summary>
    public bool Ask(Cut cut) => FirstPlane < 0 ? collected.Add(cut) || true : Array.BinarySearch(Cuts, cut) >= 0;

    /// <summary>The cuts as bounds of values that are stored in some form, found once: that takes longer than looking thousands of values up among them.</summary>
    public BoundSearch Search((Type Form, int Origin, KernelWidth Width) stored, Func<Cut[], BoundSearch> find) => searches.GetOrAdd(stored, _ => find(Cuts));

    /// <summary>The lowest rank that passes a cut.</summary>
    public int RankOf(Cut cut) => Array.BinarySearch(Cuts, cut) + 1;

    protected override CodeDigits WriteCodes()
    {
        Cuts = [.. collected];
        return CodeDigits.For(isWide ? Cuts.Length + 1 : Cuts.Length + 2);
    }
}

/// <summary>Texts: code 0 is missing, 1 any text no criterion names, then the named ones in order.</summary>
internal sealed class TextCodes(ColumnOrigin origin, int index, in Possible missing) : PlanColumn(origin, index)
{
    private readonly Dictionary<string, int> codes = new(StringComparer.Ordinal);

    /// <summary>What the text may be where it is missing.</summary>
    public Possible Missing { get; } = missing;

    public int Named => codes.Count;

    /// <summary>Names a text; false when it is new to a column whose layout is fixed.</summary>
    public bool Ask(string text)
    {
        if (codes.ContainsKey(text)) return true;
        if (FirstPlane >= 0) return false;
        codes.Add(text, codes.Count + 2);
        return true;
    }

    public int CodeOf(string text) => codes.GetValueOrDefault(text, 1);

    protected override CodeDigits WriteCodes() => CodeDigits.For(codes.Count + 2);
}
