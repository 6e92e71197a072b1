using System.Runtime.CompilerServices;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation;

/// <summary>
/// Plans the earliest application that can succeed: today's, where missing facts and what can change at once are enough, else one of the
/// coming years, whose figures can still grow. The books of years that are over are never touched. A title that is not held can only be
/// reached by its own path, in an earlier application year, and costs what that path costs; where it has none, it stays as it is.
/// </summary>
public sealed class PathPlanner(RuleBook rules, CostBook costs)
{
    /// <summary>How many years ahead a plan looks: then every figure a rule asks for is still open.</summary>
    public const int Horizon = 3;

    private const int TitleBudget = 1500;

    private static readonly CheapestPath Search = new();

    // Following formulas down to their leaves takes longer than most searches.
    private readonly ConditionalWeakTable<Scheme, IReadOnlyList<FactCost>> models = [];
    private readonly ConditionalWeakTable<Scheme, HashSet<string>> unchangeable = [];

    /// <summary>The days on which one could apply: today and the same day of the coming years, as long as the standard is in force.</summary>
    public static IReadOnlyList<DateOnly> Days(Scheme scheme, DateOnly today) =>
        [today, .. Enumerable.Range(1, Horizon).Select(today.AddYears).Where(scheme.IsInForce)];

    /// <summary>Whether a tier can still be reached on one of those days, however costly: an age limit that is passed never can.</summary>
    public bool CanBeReached(Scheme scheme, string? tier, FactView today) => CanBeReached(scheme, tier, today, Days(scheme, today.On), []);

    /// <param name="scheme">The standard to reach.</param>
    /// <param name="today">The facts as they are.</param>
    /// <param name="model">What can change, at what cost.</param>
    /// <param name="year">The application year wanted; null for the earliest.</param>
    /// <param name="budget">Combinations to evaluate for each year.</param>
    public PathPlan Plan(Scheme scheme, FactView today, IReadOnlyList<FactCost> model, int? year, int budget)
    {
        var days = Days(scheme, today.On);
        var wanted = days.Where(day => day.Year == year).ToList();
        return Plan(scheme, today, model, wanted.Count > 0 ? wanted : days, budget, [scheme.Id])!;
    }

    /// <summary>Why a plan found no path on its date: the conditions that cannot be met together, none of them too many.</summary>
    public static PathConflict WhyNone(Scheme scheme, FactView today, PathPlan plan, int budget) =>
        Search.WhyNone(scheme, Outlook.On(today, plan.On), plan.Costs, budget);

    /// <summary>The default costs of what a scheme depends on.</summary>
    public IReadOnlyList<FactCost> CostsOf(Scheme scheme) =>
        models.GetValue(scheme, found => [.. costs.For(found, FactLeaves.Of(found, rules.Catalogue)).Select(entry => entry.Cost)]);

    /// <summary>The criteria of a scheme that rest on nothing that has a price and nothing that time brings: who fails one of them has no path.</summary>
    public IReadOnlySet<string> Unchangeable(Scheme scheme) => unchangeable.GetValue(scheme, found =>
    {
        var model = new CostModel(CostsOf(found));
        return found.Criteria.Where(criterion => !found.FactsOf(criterion.Key).Any(fact => fact.Origin is FactOrigin.TitleHeld || fact.Type == FactType.Date || model.Find(fact) is not null))
            .Select(criterion => criterion.Key).ToHashSet();
    });

    private PathPlan? Plan(Scheme scheme, FactView today, IReadOnlyList<FactCost> model, IReadOnlyList<DateOnly> days, int budget, IReadOnlyList<string> above)
    {
        PathPlan? plan = null;
        foreach (var day in days)
        {
            var view = Outlook.On(today, day);
            var titles = TitlesToGain(scheme, view, today, day, above);
            var open = Open([.. model, .. titles.Select(title => new FactCost(title.Key, 0, title.Value.Search.Best!.Total))], today);
            var search = Search.Find(scheme, view, open, budget);
            var isEarliest = (plan?.IsEarliest ?? true) && (plan?.Search.IsExact ?? true);
            plan = new PathPlan(today.On, day, search, isEarliest, plan?.Now ?? search, titles) { Costs = open, Lapsing = LapsingTitles.Of(scheme, today, view) };
            if (search.Paths.Count > 0) return plan;
        }

        return plan;
    }

    /// <summary>The titles the scheme asks for that are not held on the day, each with its own path in an earlier year; without one it is left out.</summary>
    private Dictionary<string, PathPlan> TitlesToGain(Scheme scheme, FactView view, FactView today, DateOnly day, IReadOnlyList<string> above)
    {
        var titles = new Dictionary<string, PathPlan>();
        foreach (var (fact, granted) in Lacking(scheme, view, above))
        {
            var before = Before(granted, today.On, day);
            if (before.Count > 0 && Plan(granted, today, CostsOf(granted), before, TitleBudget, [.. above, granted.Id]) is { Search.Best: not null } own) titles[fact.Key] = own;
        }

        return titles;
    }

    private bool CanBeReached(Scheme scheme, string? tier, FactView today, IReadOnlyList<DateOnly> days, IReadOnlyList<string> above) => days.Any(day =>
    {
        var view = Outlook.On(today, day);
        var titles = Lacking(scheme, view, [.. above, scheme.Id])
            .Where(title => CanBeReached(title.Scheme, null, today, Before(title.Scheme, today.On, day), [.. above, scheme.Id]))
            .Select(title => new FactCost(title.Fact.Key, 0, 0));
        var unlimited = CostsOf(scheme).Select(cost => cost with { MaxShare = null, MaxChange = null });
        return Search.CanBeReached(scheme, tier, view, Open([.. unlimited, .. titles], today));
    });

    private IEnumerable<(FactDefinition Fact, Scheme Scheme)> Lacking(Scheme scheme, FactView view, IReadOnlyList<string> above) => scheme.FiledFacts
        .Where(fact => fact.Origin is FactOrigin.TitleHeld title && !above.Contains(title.Scheme) && view.Find(fact) is { Value.IsTrue: false })
        .Select(fact => (Fact: fact, rules.FindLatest(((FactOrigin.TitleHeld)fact.Origin).Scheme)?.Scheme))
        .Where(pair => pair.Scheme is not null)!;

    // A title has to be there before the next one is applied for.
    private static IReadOnlyList<DateOnly> Before(Scheme granted, DateOnly today, DateOnly day) =>
        [.. Days(granted, today).Where(other => other < day && granted.IsInForce(other))];

    private static CostModel Open(IReadOnlyList<FactCost> model, FactView today) => new(model) { FirstOpenYear = today.On.Year };
}

/// <param name="On">Application date of the paths; the last one tried where there is no path.</param>
/// <param name="IsEarliest">No earlier year was left undecided by a search that ran out of its budget.</param>
/// <param name="Now">The search for the first date tried: why it cannot be earlier.</param>
/// <param name="Titles">By catalogue key: titles to be gained first, with their own paths.</param>
public sealed record PathPlan(
    DateOnly Today, DateOnly On, PathSearch Search, bool IsEarliest, PathSearch Now, IReadOnlyDictionary<string, PathPlan> Titles)
{
    public bool IsLater => On.Year > Today.Year;

    /// <summary>By catalogue key: titles the standard asks for that are held today and end before the application date, with their last day.</summary>
    public IReadOnlyDictionary<string, DateOnly> Lapsing { get; init; } = new Dictionary<string, DateOnly>();

    /// <summary>What could change on that date, titles included, and how far.</summary>
    public required CostModel Costs { get; init; }
}
