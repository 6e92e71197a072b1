using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria;

/// <summary>One scheme on one subject: every decision is evaluated at most once, when it is first asked for.</summary>
internal sealed class SchemeRun : IPossibleSource
{
    private readonly Possible[] values;
    private readonly bool[] isKnown;

    public SchemeRun(Scheme scheme, PossibleFacts facts)
    {
        Scheme = scheme;
        Facts = facts;
        values = new Possible[scheme.Decisions.Count];
        isKnown = new bool[values.Length];
    }

    public Scheme Scheme { get; }

    public PossibleFacts Facts { get; }

    public Possible Resolve(SlotBinding binding) =>
        binding is SlotBinding.ToDecision decision ? Decide(decision.Index) : Facts.Resolve(binding);

    public Possible Decide(int index)
    {
        if (isKnown[index]) return values[index];
        values[index] = new PossibleFrame(Scheme.Decisions[index].Rule, this).Evaluate();
        isKnown[index] = true;
        return values[index];
    }

    public Outcome Conclude(int index) => OutcomeOf(Decide(index));

    /// <summary>The same scheme with some facts replaced; what does not depend on them is not decided again.</summary>
    public SchemeRun With(IReadOnlyDictionary<FactDefinition, Possible> replaced)
    {
        var run = new SchemeRun(Scheme, Facts.With(replaced));
        for (var index = 0; index < values.Length; index++)
        {
            if (!isKnown[index] || Scheme.Reach.Touches(index, replaced.Keys)) continue;
            run.values[index] = values[index];
            run.isKnown[index] = true;
        }

        return run;
    }

    public static Outcome OutcomeOf(in Possible value)
    {
        if (value.IsCertainlyTrue) return Outcome.Met;
        return value.IsCertainlyFalse ? Outcome.NotMet : Outcome.Unknown;
    }

    /// <summary>The points of a decision that yields a number; what its notice allows where nothing else is known.</summary>
    public static ScoreRange? ScoreOf(in Possible value, Criterion criterion)
    {
        if (value.Kind == PossibleKind.Truth || value.Kind == PossibleKind.Text) return null;
        var range = value.Kind == PossibleKind.Number ? value.Interval : Interval.All;
        var low = range.Low.IsFinite ? range.Low.Value : Feel.Values.FeelNumber.Zero;
        var high = range.High.IsFinite ? range.High.Value : criterion.Max;
        return high is { } top ? new ScoreRange(low, top) : null;
    }
}
