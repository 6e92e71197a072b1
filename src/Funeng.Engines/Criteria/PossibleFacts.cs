using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>
/// What each fact may be: the filed value, the value of its formula, or, where it is missing, the values its formula and its domain leave.
/// Single facts can be overridden, and everything computed from them follows.
/// </summary>
internal sealed class PossibleFacts : IPossibleSource
{
    private readonly FactView view;
    private readonly PossibleFacts? origin;
    private readonly IReadOnlyDictionary<FactDefinition, Possible> overrides;
    private readonly Dictionary<FactDefinition, Possible> known = new(FactKeyComparer.Instance);
    private FactView? overridden;

    public PossibleFacts(FactView view)
        : this(view, null, new Dictionary<FactDefinition, Possible>())
    {
    }

    private PossibleFacts(FactView view, PossibleFacts? origin, IReadOnlyDictionary<FactDefinition, Possible> overrides)
    {
        this.view = view;
        this.origin = origin;
        this.overrides = overrides;
    }

    /// <summary>The facts and date behind it, overrides included where each is one value.</summary>
    public FactView View => overrides.Count == 0 ? view : overridden ??= Override();

    /// <summary>The same facts with some values replaced; the definitions must be the catalogue's own.</summary>
    public PossibleFacts With(IReadOnlyDictionary<FactDefinition, Possible> replaced) => new(view, this, replaced);

    public Possible Resolve(SlotBinding binding) => binding switch
    {
        SlotBinding.ToFact fact => Of(fact.Definition),
        SlotBinding.ToDate => Possible.Of(FeelValue.From(view.On)),
        SlotBinding.ToConstant constant => Possible.Of(constant.Value),
        _ => Possible.Any,
    };

    public Possible Of(FactDefinition definition)
    {
        if (known.TryGetValue(definition, out var value)) return value;
        return known[definition] = Find(definition);
    }

    /// <summary>Everything a fact may be when nothing is filed.</summary>
    public static Possible DomainOf(FactCatalogue catalogue, FactDefinition definition)
    {
        var domain = catalogue.DomainOf(definition);
        return definition.Type switch
        {
            FactType.Boolean => Possible.Either,
            FactType.Text => domain.Texts is { } texts ? Possible.OneOf([.. texts]) : Possible.AnyText,
            FactType.Date => Possible.Any,
            _ => Possible.Of(new Interval(
                domain.Low is { } low ? new IntervalEnd(low, 0, !domain.LowIncluded) : IntervalEnd.NegativeInfinity,
                domain.High is { } high ? new IntervalEnd(high, 0, !domain.HighIncluded) : IntervalEnd.PositiveInfinity,
                definition.Type == FactType.Integer)),
        };
    }

    private Possible Find(FactDefinition definition)
    {
        if (overrides.TryGetValue(definition, out var replaced)) return replaced;
        switch (definition.Origin)
        {
            case FactOrigin.Derived when view.FindGiven(definition) is null:
                return Computed(definition);
            case FactOrigin.SchemeResult result when overrides.Count > 0 && view.FindGiven(definition) is null:
                return Concluded(definition, result.Scheme);
            default:
                if (origin is not null) return origin.Of(definition);
                return view.Find(definition) is { } fact ? Possible.Of(fact.Value) : DomainOf(view.Catalogue, definition);
        }
    }

    // Where facts are left open, the other scheme says which conclusions they still leave.
    private Possible Concluded(FactDefinition definition, string scheme)
    {
        if (IsOneValueEach) return View.Find(definition) is { } concluded ? Possible.Of(concluded.Value) : Possible.Either;
        if (view.SchemeInForce(scheme) is not { } rules) return Possible.Either;
        return new SchemeRun(rules, this).Conclude(rules.ConclusionIndex) switch
        {
            Outcome.Met => Possible.Of(FeelValue.True),
            Outcome.NotMet => Possible.Of(FeelValue.False),
            _ => Possible.Either,
        };
    }

    private Possible Computed(FactDefinition definition)
    {
        if (view.Catalogue.FormulaOf(definition) is not { } formula) return DomainOf(view.Catalogue, definition);
        if (origin is not null && !DependsOnOverride(formula)) return origin.Of(definition);
        // Without overrides the view has computed it once for all schemes, where nothing is missing.
        if (origin is null && view.Find(definition) is { } fact) return Possible.Of(fact.Value);
        var value = new PossibleFrame(formula, this).Evaluate();
        // A certain value stands even outside its domain: what the formula gives is what plain FEEL gives.
        return value.TryGetValue(out _) ? value : value.Within(DomainOf(view.Catalogue, definition));
    }

    private bool DependsOnOverride(RuleExpression formula) => formula.Facts.Any(input =>
        overrides.ContainsKey(input)
        || input.Origin is FactOrigin.SchemeResult
        || (input.Origin is FactOrigin.Derived && view.Catalogue.FormulaOf(input) is { } inner && DependsOnOverride(inner)));

    private bool IsOneValueEach => overrides.Values.All(value => value.TryGetValue(out _));

    private FactView Override()
    {
        var builder = view.Facts.ToBuilder();
        foreach (var (definition, possible) in overrides)
        {
            if (possible.TryGetValue(out var value)) builder.Assume(definition, value, view.On);
        }

        return view.Over(builder.Build());
    }
}
