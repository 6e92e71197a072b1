using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation.Paths;

/// <summary>The cheapest changes by which an enterprise would reach a scheme, under costs and limits a reader may change.</summary>
public sealed class FindPaths(
    SubjectDirectory subjects, RuleBook rules, TierDecision decision, CostBook costs, PathPlanner planner, SizeBar sizes, CurrentUser user, CityProfile city,
    TimeProvider clock)
{
    private const int Budget = 20_000;

    private static readonly CriteriaEvaluator Evaluator = new();

    /// <param name="edits">What the form sent: <c>cost-revenue</c>, <c>max-revenue</c>, <c>lock-revenue</c>, <c>year</c>; empty for the platform's defaults.</param>
    /// <returns>Null when there is no such scheme or enterprise, or not for this user.</returns>
    public async Task<PathsView?> RunAsync(string code, string schemeId, IReadOnlyDictionary<string, string> edits, CancellationToken cancellation)
    {
        if (rules.FindLatest(schemeId) is not { Scheme: var scheme } || await subjects.FindAsync(user.Scope, Subject.Enterprise, code, cancellation) is not { } enterprise)
            return null;

        var today = city.Today(clock);
        var view = await decision.ViewAsync(enterprise.Id, today, cancellation);
        var lines = costs.For(scheme, FactLeaves.Of(scheme, rules.Catalogue)).Select(Line).ToList();
        var problems = new List<Problem>();
        var edited = lines.Select(line => line.With(edits, problems)).ToList();
        int? year = int.TryParse(edits.GetValueOrDefault("year"), out var chosen) ? chosen : null;
        var tooLarge = sizes.WhyTooLarge(scheme.Id, view);
        var plan = planner.Plan(scheme, view, [.. edited.Where(line => !line.IsLocked).Select(line => line.Cost)], year, Budget);
        var conflict = plan.Search is { Paths.Count: 0, IsExact: true } ? PathPlanner.WhyNone(scheme, view, plan, Budget) : new PathConflict([], true);
        return new PathsView(
            enterprise, scheme, Evaluator.Decide(scheme, view), view.Facts, IfUnchanged(scheme, view, plan), plan, conflict, Behind(conflict, plan, view), PathPlanner.Days(scheme, today), edited, problems, costs, today,
            year is not null, lines.Zip(edited, (before, after) => before != after).Any(isEdited => isEdited)) { TooLarge = tooLarge, IsUnclassed = sizes.IsUnclassed(scheme.Id, view) };
    }

    /// <summary>What would certainly fail if the missing figures of the year turned out as those of the year before; a path that only asks for them would mislead.</summary>
    private IReadOnlyList<Finding> IfUnchanged(Scheme scheme, FactView view, PathPlan plan)
    {
        if (plan is not { IsLater: false, Search.Best: { Changes.Count: 0, StillToFile: { Count: > 0 } missing } }) return [];
        var builder = view.Facts.ToBuilder();
        foreach (var fact in missing)
        {
            if (PathWords.LastBefore(fact, view.On, view.Facts) is { } last) builder.Assume(fact, last.Value, view.On);
        }

        var verdict = Evaluator.Decide(scheme, rules.View(builder.Build(), view.On));
        return [.. verdict.Blocking.Where(item => !item.IsOpen).Select(item => item.Finding)];
    }

    /// <summary>What decided the other standards on whose conclusions the obstacles rest: 职工总数 1,941 人 (≥ 1,000) behind 符合中小企业划型 否.</summary>
    private Dictionary<string, IReadOnlyList<Evidence>> Behind(PathConflict conflict, PathPlan plan, FactView today)
    {
        var view = Outlook.On(today, plan.On);
        return conflict.Conditions.SelectMany(condition => condition.Fixed).Select(item => item.Fact.Definition.Origin).OfType<FactOrigin.SchemeResult>()
            .Select(origin => origin.Scheme).Distinct()
            .ToDictionary(scheme => scheme, scheme => rules.InForce(scheme, plan.On) is { } other ? SizeBar.DecidingEvidence(Evaluator.Decide(other, view)) : []);
    }

    private CostLine Line(CostEntry entry)
    {
        var definition = rules.Catalogue.Get(entry.Cost.Key);
        return new CostLine(
            entry.Cost.Key, EvidenceLines.Label(definition), definition.Unit, definition.Type is FactType.Number or FactType.Integer, entry.Cost, entry.How, false);
    }
}

/// <summary>One line of the cost table, as shown and as searched with. Money is shown by the 万元, kept by the yuan.</summary>
public sealed record CostLine(string Key, string Label, string Unit, bool IsNumber, FactCost Cost, string How, bool IsLocked)
{
    private decimal Factor => Unit == "元" ? 10000m : 1m;

    public string ShownUnit => Unit == "元" ? "万元" : Unit;

    /// <summary>万元 for each shown unit of change, or for the change as a whole.</summary>
    public decimal ShownCost => IsNumber && Cost.PerUnit > 0 ? Cost.PerUnit * Factor : Cost.Fixed;

    /// <summary>Greatest change: a share in percent, or an amount in the shown unit.</summary>
    public decimal? ShownMax => Cost switch
    {
        { MaxShare: { } share } when share.TryToDecimal(out var number) => number * 100,
        { MaxChange: { } change } when change.TryToDecimal(out var number) => number / Factor,
        _ => null,
    };

    /// <summary>Which way it may change: 增, 减, 增减.</summary>
    public string Way => Cost.Direction switch { ChangeDirection.Up => "增", ChangeDirection.Down => "减", _ => "增减" };

    public string MaxUnit => Cost.MaxShare is not null ? "%" : ShownUnit;

    public CostLine With(IReadOnlyDictionary<string, string> edits, List<Problem> problems)
    {
        var line = this with { IsLocked = edits.ContainsKey("lock-" + Key) };
        if (Read(edits, "cost-" + Key, problems) is { } cost)
            line = line with { Cost = IsNumber && Cost.PerUnit > 0 ? line.Cost with { PerUnit = cost / Factor } : line.Cost with { Fixed = cost } };
        if (Read(edits, "max-" + Key, problems) is { } most)
            line = line with { Cost = line.Limited(most) };
        return line;
    }

    private FactCost Limited(decimal most) => Cost.MaxShare is not null
        ? Cost with { MaxShare = FeelNumber.FromDecimal(most / 100) }
        : Cost with { MaxChange = FeelNumber.FromDecimal(most * Factor) };

    private decimal? Read(IReadOnlyDictionary<string, string> edits, string field, List<Problem> problems)
    {
        if (!edits.TryGetValue(field, out var text) || string.IsNullOrWhiteSpace(text))
            return null;
        if (decimal.TryParse(text, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1_000_000_000)
            return number;
        problems.Add(new Problem(field, $"{Label}：应为不小于 0 的数字，现在是“{text}”"));
        return null;
    }
}

/// <param name="Verdict">On today's facts and date.</param>
/// <param name="Facts">What is known of the enterprise.</param>
/// <param name="IfUnchanged">Conditions that fail if the missing figures are as those of the year before.</param>
/// <param name="Conflict">Why there is no path on the plan's date; without conditions where there is one, or where the search ran out of its budget.</param>
/// <param name="Behind">By scheme: what decided another standard on whose conclusion an obstacle rests.</param>
/// <param name="Days">The application dates that can be planned for.</param>
/// <param name="IsYearChosen">The reader asked for one year; otherwise the plan is for the earliest.</param>
/// <param name="IsEdited">Costs or limits differ from the platform's defaults.</param>
public sealed record PathsView(
    Subject Enterprise, Scheme Scheme, Verdict Verdict, SubjectFacts Facts, IReadOnlyList<Finding> IfUnchanged, PathPlan Plan, PathConflict Conflict,
    IReadOnlyDictionary<string, IReadOnlyList<Evidence>> Behind, IReadOnlyList<DateOnly> Days, IReadOnlyList<CostLine> Costs,
    IReadOnlyList<Problem> Problems, CostBook Book, DateOnly Today, bool IsYearChosen, bool IsEdited)
{
    /// <summary>The figures by which the enterprise is too large for a tier of small and middling ones; null where it is not.</summary>
    public IReadOnlyList<Evidence>? TooLarge { get; init; }

    /// <summary>For small and middling ones only, and of an industry without classes of size.</summary>
    public bool IsUnclassed { get; init; }

    /// <summary>Numbers that stand in the way and have no price, each once: they belong in the table of costs, as what cannot be changed.</summary>
    public IReadOnlyList<FixedFact> Unpriced { get; } =
        [.. Conflict.Conditions.SelectMany(condition => condition.Fixed).Where(item => item.Fact.Definition.Type is FactType.Number or FactType.Integer && !item.IsClosed)
            .Concat(Behind.Values.SelectMany(lines => lines).Where(line => line.Definition.Origin is not FactOrigin.Derived).Select(line => new FixedFact(line.Fact!, false)))
            .Where(item => item.Fact.Definition.Type is FactType.Number or FactType.Integer && Costs.All(cost => cost.Key != FiledKey(item.Fact.Definition)))
            .DistinctBy(item => FiledKey(item.Fact.Definition))];

    private static string FiledKey(FactDefinition definition) => definition.Origin is FactOrigin.View view ? view.Of : definition.Key;
}
