using Funeng.Engines.Criteria;
using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>The facts of a subject as they stand for an application date: views resolved, derived facts computed on first use.</summary>
/// <remarks>Not thread-safe: a view remembers what it computed. Make one for each subject and date.</remarks>
/// <param name="facts">The facts of the subject.</param>
/// <param name="on">Application date (申请日期); 上年度 is the year before its year.</param>
/// <param name="conclusions">Answers the results of other schemes; without it those facts are missing unless filed.</param>
public sealed class FactView(SubjectFacts facts, DateOnly on, ISchemeConclusions? conclusions = null)
{
    private readonly Dictionary<string, Reading> readings = [];
    private PossibleFacts? possible;

    /// <summary>The facts of the subject.</summary>
    public SubjectFacts Facts => facts;

    /// <summary>The catalogue of the facts.</summary>
    public FactCatalogue Catalogue => facts.Catalogue;

    /// <summary>The application date.</summary>
    public DateOnly On => on;

    /// <summary>The fact that holds on the application date: given where it was filed, else computed.</summary>
    /// <param name="definition">What is asked for.</param>
    /// <returns>The fact, or null when it is missing.</returns>
    public Fact? Find(FactDefinition definition) => Read(definition).Fact;

    /// <summary>Why a fact is missing.</summary>
    /// <param name="definition">What is asked for.</param>
    /// <returns>The reason, or null when the fact is present.</returns>
    public MissingReason? WhyMissing(FactDefinition definition) => Read(definition).Reason;

    /// <summary>What each fact may be: computed once for all schemes that are decided on this view.</summary>
    internal PossibleFacts Possible => possible ??= new PossibleFacts(this);

    /// <summary>The value filed under the fact itself for the application date; null where it has to be computed.</summary>
    internal Fact? FindGiven(FactDefinition definition) => facts.Find(definition, definition.PeriodOn(on));

    /// <summary>Facts of the same subject on another application date.</summary>
    internal FactView At(SubjectFacts others, DateOnly day) => new(others, day, conclusions);

    /// <summary>The facts another scheme's conclusion depends on; null when not known.</summary>
    internal IReadOnlyCollection<FactDefinition>? FactsOfScheme(string scheme) => conclusions?.FactsOf(scheme);

    /// <summary>The rules of another scheme in force on the application date; null when not known.</summary>
    internal Scheme? SchemeInForce(string scheme) => conclusions?.InForce(scheme, on);

    /// <summary>Other facts of the same subject on the same date.</summary>
    internal FactView Over(SubjectFacts others) => new(others, on, conclusions);

    private Reading Read(FactDefinition definition)
    {
        if (readings.TryGetValue(definition.Key, out var known)) return known;
        return readings[definition.Key] = definition.Origin switch
        {
            FactOrigin.Filed { PerYear: true } => OfYear(definition, definition, on.Year),
            FactOrigin.Filed or FactOrigin.Review => Latest(definition, definition),
            FactOrigin.View view => Viewed(definition, view),
            FactOrigin.TitleHeld title => Given(definition) ?? Title(definition, title.Scheme),
            FactOrigin.SchemeResult result => Given(definition) ?? Concluded(definition, result.Scheme),
            _ => Given(definition) ?? Computed(definition),
        };
    }

    private Reading? Given(FactDefinition definition) => FindGiven(definition) is { } fact ? Reading.Of(fact) : null;

    private Reading Viewed(FactDefinition definition, FactOrigin.View view)
    {
        if (Catalogue.Find(view.Of) is not { } filed) return Reading.Missing(MissingKind.FaultyFormula, definition);
        return filed.IsPerYear ? OfYear(definition, filed, on.Year + view.YearOffset) : Latest(definition, filed);
    }

    // The fact keeps its filing: a view shows the same statement under the name that rules use.
    private Reading OfYear(FactDefinition definition, FactDefinition filed, int year) =>
        facts.Find(filed, new Period(year)) is { } fact
            ? Reading.Of(fact with { Definition = definition })
            : Reading.Missing(MissingKind.NotFiled, definition);

    private Reading Latest(FactDefinition definition, FactDefinition filed) =>
        facts.FindLatest(filed) is { } fact
            ? Reading.Of(fact with { Definition = definition })
            : Reading.Missing(MissingKind.NotFiled, definition);

    private Reading Computed(FactDefinition definition)
    {
        if (Catalogue.FormulaOf(definition) is not { } formula) return Reading.Missing(MissingKind.FaultyFormula, definition);
        var inputs = new List<Fact>(formula.Facts.Count);
        var needed = new List<FactDefinition>();
        foreach (var input in formula.Facts)
        {
            if (Find(input) is { } fact) inputs.Add(fact);
            else needed.AddRange(WhyMissing(input)!.Needed);
        }

        if (needed.Count > 0) return new Reading(null, new MissingReason(MissingKind.InputMissing, [.. needed.DistinctBy(item => item.Key)]));
        var value = PlainFeel.Evaluate(formula.Body, Frame(formula));
        if (value.IsNull) return Reading.Missing(MissingKind.NoResult, definition);
        var learned = inputs.Select(fact => fact.LearnedAt).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max();
        return Reading.Of(new Fact(definition, value, PeriodOf(definition, inputs), FilingRef.Computed, learned) { Inputs = inputs });
    }

    // A ratio of last year's figures speaks of last year, a growth rate of the later of its two years, an age of no year.
    private Period PeriodOf(FactDefinition definition, List<Fact> inputs)
    {
        if (inputs.Count == 0) return definition.PeriodOn(on);
        var years = inputs.Where(input => !input.Period.IsState).Select(input => input.Period).ToList();
        return years.Count == 0 ? Period.State : years.Max();
    }

    private FeelValue[] Frame(RuleExpression formula)
    {
        var frame = new FeelValue[formula.FrameSize];
        for (var slot = 0; slot < frame.Length; slot++)
        {
            frame[slot] = formula.Bindings[slot] switch
            {
                SlotBinding.ToFact fact => Find(fact.Definition)!.Value,
                SlotBinding.ToDate => FeelValue.From(on),
                SlotBinding.ToConstant constant => constant.Value,
                _ => FeelValue.Null,
            };
        }

        return frame;
    }

    private Reading Title(FactDefinition definition, string scheme)
    {
        if (facts.FindTitle(scheme, on) is { } grant)
        {
            return Reading.Of(new Fact(definition, FeelValue.True, Period.State, grant.Filing, grant.LearnedAt));
        }

        if (!facts.TitlesKnown) return Reading.Missing(MissingKind.NotFiled, definition);
        return Reading.Of(new Fact(definition, FeelValue.False, Period.State, FilingRef.Computed, DateTimeOffset.UnixEpoch));
    }

    private Reading Concluded(FactDefinition definition, string scheme)
    {
        if (conclusions?.Conclude(scheme, this) is not { } conclusion) return Reading.Missing(MissingKind.SchemeOpen, definition);
        var value = conclusion ? FeelValue.True : FeelValue.False;
        return Reading.Of(new Fact(definition, value, definition.PeriodOn(on), FilingRef.Computed, DateTimeOffset.UnixEpoch));
    }

    private readonly record struct Reading(Fact? Fact, MissingReason? Reason)
    {
        public static Reading Of(Fact fact) => new(fact, null);

        public static Reading Missing(MissingKind kind, FactDefinition needed) => new(null, new MissingReason(kind, [needed]));
    }
}

/// <summary>Why a fact is missing.</summary>
/// <param name="Kind">The kind of reason.</param>
/// <param name="Needed">The facts that would have to be filed, directly or for a formula.</param>
public sealed record MissingReason(MissingKind Kind, IReadOnlyList<FactDefinition> Needed);

/// <summary>The reasons for which a fact can be missing.</summary>
public enum MissingKind
{
    /// <summary>Nobody filed it.</summary>
    NotFiled,

    /// <summary>A fact its formula needs is missing.</summary>
    InputMissing,

    /// <summary>Its formula has no result for the values filed, as growth on a base of zero or below.</summary>
    NoResult,

    /// <summary>The scheme it follows from is still open, or no version of it is in force.</summary>
    SchemeOpen,

    /// <summary>The catalogue entry is faulty; see <see cref="FactCatalogue.Problems"/>.</summary>
    FaultyFormula,
}
