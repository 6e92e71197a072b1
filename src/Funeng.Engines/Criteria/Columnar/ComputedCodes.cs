using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// The columns that the scalar evaluator fills: formulas, titles, and the parts of rules that have no form of their own. All of a row is
/// computed at once, so that its facts are resolved once.
/// </summary>
internal sealed class ComputedCodes(IReadOnlyList<PlanColumn> computed)
{
    public IReadOnlyList<PlanColumn> Columns => computed;

    /// <summary>Computes the codes of a row; a wide column has its high code in the upper half.</summary>
    /// <returns>False when some value has no code, so that the whole row is for the scalar evaluator.</returns>
    public bool Compute(FactView view, Span<uint> codes)
    {
        var facts = new PossibleFacts(view);
        var runs = new Dictionary<Scheme, SchemeRun>(ReferenceEqualityComparer.Instance);
        var isRegular = true;
        for (var i = 0; i < computed.Count; i++)
        {
            var value = Evaluate(computed[i], facts, runs);
            isRegular &= TryCode(computed[i], value, out codes[i]);
        }

        return isRegular;
    }

    private static Possible Evaluate(PlanColumn column, PossibleFacts facts, Dictionary<Scheme, SchemeRun> runs)
    {
        if (column.Origin is not ColumnOrigin.OfPart part) return facts.Of(column.Fact!);
        if (!runs.TryGetValue(part.Scheme, out var run)) runs[part.Scheme] = run = new SchemeRun(part.Scheme, facts);
        return PossibleEvaluator.Evaluate(part.Part, new PossibleFrame(part.Rule, run));
    }

    private static bool TryCode(PlanColumn column, in Possible value, out uint code) => column switch
    {
        NumberCodes numbers => TryCode(numbers, value, out code),
        TextCodes texts => TryCode(texts, value, out code),
        _ => IsTruth(value, out code),
    };

    private static bool IsTruth(in Possible value, out uint code)
    {
        code = value.IsCertainlyTrue ? 1u : value.IsCertainlyFalse ? 0u : 2u;
        return true;
    }

    private static bool TryCode(NumberCodes column, in Possible value, out uint code)
    {
        if (column is { IsWide: false }) return TryNarrow(column, value, out code);
        code = (uint)column.Cuts.Length << 16;
        if (value.Kind == PossibleKind.Any) return !column.HasBands;
        if (value.Kind != PossibleKind.Number) return false;
        var interval = value.Interval;
        code = (uint)ExactRank.OfLow(column.Cuts, interval.Low) | (uint)ExactRank.OfHigh(column.Cuts, interval.High) << 16;
        if (column.WholeRange is { } range) return IsWholeWithin(interval.Low, range) && IsWholeWithin(interval.High, range);
        return interval.IsPoint || !interval.IsInteger || IsPlainlyWhole(column, interval);
    }

    // Whole numbers strictly between two cuts may not exist, and none equals a fraction: codes cannot tell, so they keep to plain cases.
    private static bool IsPlainlyWhole(NumberCodes column, in Interval interval) => !column.ComparesWithFraction && IsPlain(interval.Low) && IsPlain(interval.High);

    private static bool IsPlain(in IntervalEnd end) => !end.IsFinite || (!end.IsOpen && end.Value.IsInteger);

    private static bool IsWholeWithin(in IntervalEnd end, (long Low, long High) range) =>
        end is { IsFinite: true, IsOpen: false } && end.Value.IsInteger && end.Value >= range.Low && end.Value <= range.High;

    private static bool TryNarrow(NumberCodes column, in Possible value, out uint code)
    {
        code = 0;
        if (!value.TryGetValue(out var known)) return IsAsMissing(value, column.Missing);
        if (known.Kind == FeelKind.Number) code = 1 + (uint)ExactRank.Of(column.Cuts, known.AsNumber());
        else if (known.Kind == FeelKind.Date && known.AsDate().TryToDateOnly(out var day)) code = 1 + (uint)ExactRank.Of(column.Cuts, day.DayNumber);
        return code > 0;
    }

    private static bool TryCode(TextCodes column, in Possible value, out uint code)
    {
        code = 0;
        if (value.Kind != PossibleKind.Text) return value.Kind == PossibleKind.Any && column.Missing.Kind == PossibleKind.Any;
        if (value.Texts is not [var text]) return IsAsMissing(value, column.Missing);
        code = (uint)column.CodeOf(text);
        return true;
    }

    // What tests on a missing value give was computed for exactly this set of values.
    private static bool IsAsMissing(in Possible value, in Possible missing) => (value.Kind, missing.Kind) switch
    {
        (PossibleKind.Any, PossibleKind.Any) => true,
        (PossibleKind.Number, PossibleKind.Number) => value.Interval == missing.Interval,
        (PossibleKind.Text, PossibleKind.Text) => value.Texts is null ? missing.Texts is null : missing.Texts is not null && value.Texts.ToHashSet().SetEquals(missing.Texts),
        _ => false,
    };
}
