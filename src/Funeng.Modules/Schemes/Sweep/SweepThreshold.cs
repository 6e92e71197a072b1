using System.Xml.Linq;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Schemes.Sweep;

/// <summary>
/// One threshold moved over a range: how many enterprises within the scope would meet the scheme at every step, and who comes in or falls
/// out at one of them. Each enterprise is decided twice, with the comparison holding and with it failing; where its value lies then tells
/// the outcome at every threshold, so that the steps are exact however many they are. A missing value stays missing at all of them.
/// </summary>
public sealed class SweepThreshold(RuleBook book, EnterpriseSample sample)
{
    private const string Far = "1000000000000000000";
    private static readonly CriteriaEvaluator Evaluator = new();

    /// <summary>The thresholds that can be moved: numbers compared in a condition.</summary>
    public static IReadOnlyList<SchemeBound> Movable(RulePack pack) =>
        [.. SchemeBounds.Of(pack.Scheme).Where(bound => bound is { Place: not null, Value.Kind: FeelKind.Number, Operator: ">=" or ">" or "<=" or "<" })];

    public async Task<ThresholdSweep> RunAsync(RulePack pack, SchemeBound bound, FeelNumber at, DateOnly on, CancellationToken cancellation)
    {
        var isLowBound = bound.Operator is ">=" or ">";
        var holds = Variant(pack, bound, isLowBound ? "-" + Far : Far);
        var fails = Variant(pack, bound, isLowBound ? Far : "-" + Far);
        var swept = new List<SweptEnterprise>();
        await foreach (var enterprise in sample.ReadAsync(cancellation))
        {
            var view = book.View(enterprise.Facts, on);
            var value = view.Find(bound.Fact)?.Value;
            var (whenHeld, whenFailed) = value is null
                ? (Evaluator.Outcome(pack.Scheme, view), Evaluator.Outcome(pack.Scheme, view))
                : (Evaluator.Outcome(holds, view), Evaluator.Outcome(fails, view));
            swept.Add(new SweptEnterprise(enterprise.Code, enterprise.Name, value?.AsNumber(), whenHeld, whenFailed));
        }

        return new ThresholdSweep(bound, at, await sample.CountAsync(cancellation), swept);
    }

    // The same model but for one bound; it was read before, so that it reads again.
    private Scheme Variant(RulePack pack, SchemeBound bound, string text)
    {
        var model = XDocument.Parse(pack.Text.Criteria);
        var decision = model.Root!.Elements().Single(element => element.Name.LocalName == "decision" && (string?)element.Attribute("id") == bound.Place!.Decision);
        decision.Elements().Single(element => element.Name.LocalName == "literalExpression").Elements().Single(element => element.Name.LocalName == "text").Value = bound.Place!.With($"({text})");
        return new SchemeCompiler(book.Catalogue, pack.Text.Units).Compile(model.ToString()).Scheme ?? throw new InvalidOperationException($"The bound of {bound.Fact.Key} cannot be moved.");
    }
}

/// <summary>One enterprise: its value, and what the scheme says when the comparison holds and when it fails.</summary>
public sealed record SweptEnterprise(string Code, string Name, FeelNumber? Value, Outcome WhenHeld, Outcome WhenFailed);

/// <summary>The outcome of every enterprise at every place of one threshold.</summary>
/// <param name="At">The place looked at more closely.</param>
/// <param name="Total">Enterprises within the scope.</param>
/// <param name="Enterprises">Those measured.</param>
public sealed record ThresholdSweep(SchemeBound Bound, FeelNumber At, int Total, IReadOnlyList<SweptEnterprise> Enterprises)
{
    private const int StepsEachWay = 10;

    public FeelNumber Now => Bound.Value.AsNumber();

    /// <summary>Enterprises of which the value is not known: the threshold does not move them.</summary>
    public int Missing => Enterprises.Count(enterprise => enterprise.Value is null);

    public Outcome OutcomeAt(SweptEnterprise enterprise, FeelNumber threshold) =>
        enterprise.Value is null || Reaches(enterprise, threshold) ? enterprise.WhenHeld : enterprise.WhenFailed;

    /// <summary>How many reach the threshold, whatever the other conditions say.</summary>
    public int Reaching(FeelNumber threshold) => Enterprises.Count(enterprise => Reaches(enterprise, threshold));

    private bool Reaches(SweptEnterprise enterprise, FeelNumber threshold) => enterprise.Value is { } value && Bound.Operator switch
    {
        ">=" => value >= threshold,
        ">" => value > threshold,
        "<=" => value <= threshold,
        _ => value < threshold,
    };

    public int Passing(FeelNumber threshold) => Enterprises.Count(enterprise => OutcomeAt(enterprise, threshold) == Outcome.Met);

    public SweepStep Step(FeelNumber threshold) => new(threshold, Passing(threshold), Reaching(threshold), Entering(threshold).Count, Leaving(threshold).Count);

    /// <summary>Those that meet it at this threshold and do not at the present one.</summary>
    public IReadOnlyList<SweptEnterprise> Entering(FeelNumber threshold) =>
        [.. Enterprises.Where(enterprise => OutcomeAt(enterprise, threshold) == Outcome.Met && OutcomeAt(enterprise, Now) != Outcome.Met)];

    public IReadOnlyList<SweptEnterprise> Leaving(FeelNumber threshold) =>
        [.. Enterprises.Where(enterprise => OutcomeAt(enterprise, threshold) != Outcome.Met && OutcomeAt(enterprise, Now) == Outcome.Met)];

    /// <summary>Round thresholds around the present one, which is among them; only values the fact can have.</summary>
    public IReadOnlyList<SweepStep> Steps(FactCatalogue catalogue)
    {
        var size = StepSize(Bound);
        var places = Enumerable.Range(-StepsEachWay, (2 * StepsEachWay) + 1)
            .Select(count => FeelNumber.TryMultiply(size, count, out var move) && FeelNumber.TryAdd(Now, move, out var place) ? place : Now)
            .Append(At).Distinct().Where(place => catalogue.Accepts(Bound.Fact, FeelValue.From(place))).Order();
        return [.. places.Select(Step)];
    }

    /// <summary>A tenth of the present threshold, rounded to 1, 2 or 5 of a power of ten; whole for whole numbers.</summary>
    public static FeelNumber StepSize(SchemeBound bound)
    {
        var present = bound.Value.AsNumber().Abs().TryToDecimal(out var number) ? number : 1m;
        if (bound.Fact.Type == FactType.Integer && present < 20) return FeelNumber.One;
        var tenth = present == 0 ? 1m : present / 10;
        var power = (decimal)Math.Pow(10, Math.Floor(Math.Log10((double)tenth)));
        var nice = tenth / power >= 5 ? 5 : tenth / power >= 2 ? 2 : 1;
        var step = nice * power;
        return FeelNumber.FromDecimal(bound.Fact.Type == FactType.Integer ? Math.Max(1, decimal.Round(step)) : step);
    }
}

/// <param name="Reaching">Those that reach the threshold, whatever the other conditions say.</param>
/// <param name="Entering">Those that come in, compared with the present threshold.</param>
/// <param name="Leaving">Those that fall out.</param>
public sealed record SweepStep(FeelNumber Threshold, int Passing, int Reaching, int Entering, int Leaving);
