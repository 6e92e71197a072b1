using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Schemes.Sweep;

/// <summary>The outcome of every enterprise at every place of one threshold.</summary>
public sealed class ThresholdSweep
{
    private const int StepsEachWay = 10;

    // Ordered by value: where a threshold lies among them says who reaches it.
    private readonly SweptEnterprise[] known;
    private readonly int[] metWhenHeld, metWhenFailed;
    private readonly int metWithoutValue;

    /// <param name="bound">The threshold.</param>
    /// <param name="at">The place looked at more closely.</param>
    /// <param name="enterprises">Those within the scope.</param>
    public ThresholdSweep(SchemeBound bound, FeelNumber at, IReadOnlyList<SweptEnterprise> enterprises)
    {
        (Bound, At, Enterprises) = (bound, at, enterprises);
        known = [.. enterprises.Where(enterprise => enterprise.Value is not null).OrderBy(enterprise => enterprise.Value!.Value)];
        metWhenHeld = Sums(enterprise => enterprise.WhenHeld == Outcome.Met);
        metWhenFailed = Sums(enterprise => enterprise.WhenFailed == Outcome.Met);
        metWithoutValue = enterprises.Count(enterprise => enterprise.Value is null && enterprise.WhenHeld == Outcome.Met);
    }

    public SchemeBound Bound { get; }

    public FeelNumber At { get; }

    public IReadOnlyList<SweptEnterprise> Enterprises { get; }

    public FeelNumber Now => Bound.Value.AsNumber();

    /// <summary>Enterprises of which the value is not known: the threshold does not move them.</summary>
    public int Missing => Enterprises.Count - known.Length;

    private bool IsLowBound => Bound.Operator is ">=" or ">";

    public Outcome OutcomeAt(SweptEnterprise enterprise, FeelNumber threshold) =>
        enterprise.Value is null || Reaches(enterprise, threshold) ? enterprise.WhenHeld : enterprise.WhenFailed;

    /// <summary>How many reach the threshold, whatever the other conditions say.</summary>
    public int Reaching(FeelNumber threshold) => IsLowBound ? known.Length - Below(threshold) : Below(threshold);

    public int Passing(FeelNumber threshold)
    {
        var below = Below(threshold);
        return metWithoutValue + (IsLowBound ? metWhenFailed[below] + metWhenHeld[^1] - metWhenHeld[below] : metWhenHeld[below] + metWhenFailed[^1] - metWhenFailed[below]);
    }

    public SweepStep Step(FeelNumber threshold) => new(threshold, Passing(threshold), Reaching(threshold), Entering(threshold).Count, Leaving(threshold).Count);

    /// <summary>Those that meet it at this threshold and do not at the present one.</summary>
    public IReadOnlyList<SweptEnterprise> Entering(FeelNumber threshold) =>
        [.. Between(threshold).Where(enterprise => OutcomeAt(enterprise, threshold) == Outcome.Met && OutcomeAt(enterprise, Now) != Outcome.Met)];

    public IReadOnlyList<SweptEnterprise> Leaving(FeelNumber threshold) =>
        [.. Between(threshold).Where(enterprise => OutcomeAt(enterprise, threshold) != Outcome.Met && OutcomeAt(enterprise, Now) == Outcome.Met)];

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

    private bool Reaches(SweptEnterprise enterprise, FeelNumber threshold) => enterprise.Value is { } value && Bound.Operator switch
    {
        ">=" => value >= threshold,
        ">" => value > threshold,
        "<=" => value <= threshold,
        _ => value < threshold,
    };

    // How many lie on the lower side: those that reach an upper bound, or do not reach a lower one.
    private int Below(FeelNumber threshold)
    {
        var (low, high) = (0, known.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Reaches(known[middle], threshold) == IsLowBound) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    // Only those between the present threshold and another can change.
    private ArraySegment<SweptEnterprise> Between(FeelNumber threshold)
    {
        var (now, then) = (Below(Now), Below(threshold));
        return new ArraySegment<SweptEnterprise>(known, Math.Min(now, then), Math.Abs(now - then));
    }

    private int[] Sums(Func<SweptEnterprise, bool> counts)
    {
        var sums = new int[known.Length + 1];
        for (var i = 0; i < known.Length; i++) sums[i + 1] = sums[i] + (counts(known[i]) ? 1 : 0);
        return sums;
    }
}

/// <param name="Reaching">Those that reach the threshold, whatever the other conditions say.</param>
/// <param name="Entering">Those that come in, compared with the present threshold.</param>
/// <param name="Leaving">Those that fall out.</param>
public sealed record SweepStep(FeelNumber Threshold, int Passing, int Reaching, int Entering, int Leaving);
