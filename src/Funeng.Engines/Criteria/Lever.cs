using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>A fact that may be changed: where it stands, how far it may go, and what that costs.</summary>
internal sealed class Lever
{
    // Years over which the change can be made; limits of one year apply to each.
    private readonly int years;

    private Lever(FactDefinition fact, Fact present, FactCost cost, FactCatalogue catalogue, int years)
    {
        this.years = years;
        Fact = fact;
        Present = present;
        Cost = cost;
        if (!IsNumber)
        {
            Options = [.. ReadOptions(catalogue)];
            return;
        }

        var smallest = CandidateValues.Unit(fact);
        Step = cost.Step is { Sign: > 0 } step ? (fact.Type == FactType.Integer ? step.Ceiling() : step) : smallest;
        Reach = ReadReach(catalogue.DomainOf(fact));
    }

    public FactDefinition Fact { get; }

    public Fact Present { get; }

    public FactCost Cost { get; }

    public bool IsNumber => Fact.Type is FactType.Number or FactType.Integer;

    /// <summary>Numbers are brought to multiples of it.</summary>
    public FeelNumber Step { get; }

    /// <summary>The numbers it can be brought to, the present one among them.</summary>
    public Interval Reach { get; }

    /// <summary>The end of a number's reach in its one direction; null where there is none or it may move both ways.</summary>
    public FeelNumber? Furthest => !IsNumber ? null : Cost.Direction switch
    {
        ChangeDirection.Up when Reach.High.IsFinite => Reach.High.Value,
        ChangeDirection.Down when Reach.Low.IsFinite => Reach.Low.Value,
        _ => null,
    };

    /// <summary>The values a yes/no or a text can be changed to.</summary>
    public IReadOnlyList<FeelValue> Options { get; } = [];

    public static Lever? For(FactDefinition fact, FactView view, CostModel costs)
    {
        if (costs.Find(fact) is not { } cost || view.Find(fact) is not { } present || fact.Type == FactType.Date) return null;
        // A computed value follows from others; only what was filed or given can be changed itself.
        if (fact.Origin is FactOrigin.Derived or FactOrigin.SchemeResult && present.IsComputed) return null;
        if (IsClosed(fact, view, costs)) return null;
        var years = costs.FirstOpenYear is { } first && !fact.PeriodOn(view.On).IsState ? fact.PeriodOn(view.On).Year - first + 1 : 1;
        var lever = new Lever(fact, present, cost, view.Catalogue, years);
        return lever.Options.Count > 0 || (lever.IsNumber && !lever.Reach.IsPoint) ? lever : null;
    }

    /// <summary>True for a figure of a year whose books are closed.</summary>
    public static bool IsClosed(FactDefinition fact, FactView view, CostModel costs) =>
        costs.FirstOpenYear is { } first && fact.PeriodOn(view.On) is { IsState: false } period && period.Year < first;

    /// <summary>Everything it can be, unchanged or changed.</summary>
    public Possible Everything()
    {
        if (IsNumber) return Possible.Of(Reach);
        var all = Possible.Of(Present.Value);
        foreach (var option in Options) all = all.Union(Possible.Of(option));
        return all;
    }

    public decimal CostOf(FeelValue value)
    {
        if (!IsNumber) return Cost.Fixed;
        return WayTo(value).TryToDecimal(out var units) ? Cost.Fixed + (Cost.PerUnit * units) : decimal.MaxValue / 4;
    }

    /// <summary>Whether a number lies further from the present one than another; of two options neither does.</summary>
    public bool IsFurther(FeelValue value, FeelValue than) => IsNumber && WayTo(value) > WayTo(than);

    /// <summary>The first multiple of the step at or beyond a number, seen from the present value; null where it is out of reach.</summary>
    public FeelNumber? Round(FeelNumber number, bool isUp)
    {
        if (!FeelNumber.TryDivide(number, Step, out var steps)) return null;
        if (!FeelNumber.TryMultiply(isUp ? steps.Ceiling() : steps.Floor(), Step, out var rounded)) return null;
        // A limit that is no multiple of the step can itself be reached.
        if (!Reach.Contains(rounded) && Reach.Contains(number)) rounded = number;
        return Reach.Contains(rounded) && IsBeyond(rounded, isUp) ? rounded : null;
    }

    private FeelNumber WayTo(FeelValue value)
    {
        FeelNumber.TrySubtract(value.AsNumber(), Present.Value.AsNumber(), out var change);
        return change.Abs();
    }

    private bool IsBeyond(FeelNumber number, bool isUp) => isUp ? number > Present.Value.AsNumber() : number < Present.Value.AsNumber();

    private IEnumerable<FeelValue> ReadOptions(FactCatalogue catalogue)
    {
        var texts = (catalogue.DomainOf(Fact).Texts ?? []).Select(text => FeelValue.From(text));
        if (Fact.Type != FactType.Boolean) return texts.Where(value => !value.Equals(Present.Value));
        var isRise = !Present.Value.IsTrue;
        var isAllowed = Cost.Direction == ChangeDirection.Either || isRise == (Cost.Direction == ChangeDirection.Up);
        return isAllowed ? [FeelValue.From(isRise)] : [];
    }

    private Interval ReadReach(FactDomain domain)
    {
        var present = Present.Value.AsNumber();
        var low = Cost.Direction == ChangeDirection.Up ? present : Highest(domain.Low, Cost.Lowest, Limit(present, -1));
        var high = Cost.Direction == ChangeDirection.Down ? present : Lowest(domain.High, Cost.Highest, Limit(present, 1));
        // A limit on the wrong side of the present value forbids the change but not the present.
        if (low > present) low = present;
        if (high < present) high = present;
        return new Interval(
            low is { } from ? new IntervalEnd(from, 0, from != present && from == domain.Low && !domain.LowIncluded) : IntervalEnd.NegativeInfinity,
            high is { } to ? new IntervalEnd(to, 0, to != present && to == domain.High && !domain.HighIncluded) : IntervalEnd.PositiveInfinity,
            Fact.Type == FactType.Integer);
    }

    private FeelNumber? Limit(FeelNumber present, int sign)
    {
        FeelNumber? width = Cost.MaxChange is { } change && FeelNumber.TryMultiply(change, years, out var most1) ? most1 : null;
        if (Cost.MaxShare is { } share && !present.IsZero && Share(present, share, sign) is { } part && (width is null || part < width)) width = part;
        if (width is not { } most) return null;
        return FeelNumber.TryAdd(present, sign < 0 ? -most : most, out var limit) ? limit : null;
    }

    // 30 % a year over two years is 69 % upwards and 51 % downwards.
    private FeelNumber? Share(FeelNumber present, FeelNumber share, int sign)
    {
        var moved = present.Abs();
        var isShrinking = present.Sign * sign < 0;
        for (var year = 0; year < years; year++)
        {
            if (!FeelNumber.TryMultiply(moved, share, out var step) || !FeelNumber.TryAdd(moved, isShrinking ? -step : step, out moved)) return null;
            // Giving up more than all of it leaves nothing to shrink.
            if (isShrinking && moved.Sign < 0 && year + 1 < years) break;
        }

        return FeelNumber.TrySubtract(moved, present.Abs(), out var width) ? width.Abs() : null;
    }

    private static FeelNumber? Highest(params FeelNumber?[] limits) => limits.Max();

    private static FeelNumber? Lowest(params FeelNumber?[] limits) => limits.Where(limit => limit is not null).Min();
}
