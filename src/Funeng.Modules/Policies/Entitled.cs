using Funeng.Engines.Criteria;
using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Schemes;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies;

/// <summary>
/// Who in the city is entitled to a benefit on a day, and to how much: outcomes by column over all enterprises, amounts for those who meet it.
/// Answers are kept and follow each filing; every one equals deciding the enterprise by itself.
/// </summary>
public sealed class Entitled(PlacedFacts facts, SubjectDirectory subjects, PolicyBook book, RowAnswers answers, ItemBook items)
{
    // So many names are asked for by id; of more than that all are read.
    private const int NamesAtOnce = 500, MostById = 20_000;

    private static readonly CriteriaEvaluator Evaluator = new();

    /// <summary>The enterprises within a scope that are entitled, or may be, the largest amounts first.</summary>
    /// <param name="rule">The benefit, in force or not.</param>
    /// <param name="scope">Whose enterprises.</param>
    /// <param name="on">The day decided for.</param>
    public async Task<EntitledList> RunAsync(BenefitRule rule, Scope scope, DateOnly on, CancellationToken cancellation)
    {
        var city = await OpenAsync(scope, cancellation);
        var decided = await DecideAsync(rule, on, city, null, cancellation);
        var own = await OfItemsAsync(rule, city, on, cancellation);
        var (met, unknown, all) = (new List<int>(), 0, 0);
        foreach (var row in city.Rows)
        {
            var outcome = (own?.GetValueOrDefault(city.Table.Subjects[row]) ?? decided.Of(row)).Outcome;
            all++;
            if (outcome == Outcome.Unknown) unknown++;
            if (outcome == Outcome.Met) met.Add(row);
        }

        var listed = (await NamedAsync(decided, scope, met, cancellation)).Select(one => own?.GetValueOrDefault(one.Id) is { } answer ? one with { Amount = answer.Range(rule.Benefit) } : one);
        return new EntitledList(rule, on, [.. listed.OrderByDescending(one => one.Amount?.Low ?? 0).ThenBy(one => one.Code, StringComparer.Ordinal)], unknown, all);
    }

    /// <summary>The answer for each enterprise, without its name.</summary>
    internal async Task<IEnumerable<(long Subject, BenefitAnswer Answer)>> AnswersAsync(BenefitRule rule, PlacedTable city, DateOnly on, CancellationToken cancellation)
    {
        var decided = await DecideAsync(rule, on, city, null, cancellation);
        var own = await OfItemsAsync(rule, city, on, cancellation);
        return city.Rows.Select(row => (city.Table.Subjects[row], own?.GetValueOrDefault(city.Table.Subjects[row]) ?? decided.Of(row)));
    }

    /// <summary>Of those with registered items what their items come to; the others are decided on what is on file about themselves.</summary>
    private async Task<Dictionary<long, BenefitAnswer?>?> OfItemsAsync(BenefitRule rule, PlacedTable city, DateOnly on, CancellationToken cancellation)
    {
        if (rule.Benefit.Item?.By != ItemBy.Number || !await items.AnyAsync(rule.Benefit.Id, cancellation)) return null;
        var places = city.Rows.ToDictionary(row => city.Table.Subjects[row], row => city.Place(row).Region);
        var decided = await items.DecideAsync(rule, places, on, null, cancellation);
        return decided.GroupBy(one => one.Item.Subject).ToDictionary(group => group.Key, group => (BenefitAnswer?)Answer(BenefitStanding.Of(rule.Benefit, [.. group])));
    }

    /// <summary>All enterprises as they are now, for one question after another.</summary>
    internal Task<PlacedTable> OpenAsync(Scope scope, CancellationToken cancellation) => facts.OpenAsync(scope, Subject.Enterprise, cancellation);

    /// <summary>The answers of all rows, to be read by the rows of the scope only.</summary>
    /// <param name="city">The enterprises; the same for versions that are compared.</param>
    /// <param name="like">Another version: where both pay by the same rule its amounts are taken over.</param>
    internal async Task<DecidedBenefit> DecideAsync(BenefitRule rule, DateOnly on, PlacedTable city, DecidedBenefit? like, CancellationToken cancellation)
    {
        var known = like is not null && ReferenceEquals(like.City.Table, city.Table) && PaysTheSame(like.Rule.Benefit, rule.Benefit) ? like.Answers : null;
        var decided = await answers.AskAsync(
            $"benefit {rule.Pack.Sha256} {on:O}", city.Table, table => Everybody(rule, table, on, known), (table, row) => One(rule, book.Rules.View(table.ReadSubject(row), on)), cancellation);
        return new DecidedBenefit(rule, city, decided);
    }

    /// <summary>Some of the rows by code and name, as the scope lets them be seen; in no order.</summary>
    internal async Task<IReadOnlyList<EntitledEnterprise>> NamedAsync(DecidedBenefit decided, Scope scope, IReadOnlyCollection<int> rows, CancellationToken cancellation)
    {
        var names = await NamesAsync(scope, [.. rows.Select(row => decided.City.Table.Subjects[row])], cancellation);
        return [.. rows.Where(row => names.ContainsKey(decided.City.Table.Subjects[row])).Select(row => Make(decided, row, names[decided.City.Table.Subjects[row]]))];
    }

    /// <summary>Codes and names of some enterprises within a scope.</summary>
    internal async Task<IReadOnlyDictionary<long, SubjectName>> NamesAsync(Scope scope, IReadOnlyCollection<long> ids, CancellationToken cancellation)
    {
        var within = subjects.Within(scope, Subject.Enterprise).AsNoTracking();
        var names = new Dictionary<long, SubjectName>(ids.Count);
        foreach (var chunk in ids.Count > MostById ? [[]] : ids.Chunk(NamesAtOnce))
        {
            var asked = ids.Count > MostById ? within : within.Where(subject => chunk.Contains(subject.Id));
            foreach (var name in await asked.Select(subject => new SubjectName(subject.Id, subject.Code, subject.Name)).ToListAsync(cancellation)) names[name.Id] = name;
        }

        return names;
    }

    internal static EntitledEnterprise Make(DecidedBenefit decided, int row, SubjectName name)
    {
        var place = decided.City.Place(row);
        return new EntitledEnterprise(name.Id, name.Code, name.Name, place.Region, place.Zone, decided.Of(row).Range(decided.Rule.Benefit));
    }

    private BenefitAnswer[] Everybody(BenefitRule rule, FactTable table, DateOnly on, IReadOnlyList<BenefitAnswer>? known)
    {
        // Of each row only what the benefit rests on is read; where it rests on other schemes, that is everything.
        var needed = rule.Scheme.NeededKeys(table.Catalogue);
        var rows = new FactTableRows(needed is null ? table : table.Only(needed), on, conclusions: book.Rules);
        var plan = VerdictPlan.Compile([new PlannedCriterion(rule.Scheme)], table.Catalogue, on);
        var outcomes = Engines.Criteria.Columnar.VerdictTable.Encode(plan, rows, Environment.ProcessorCount).Outcomes(0);
        var scores = new RowScores(rule.Scheme, BenefitModel.AmountKey, rows);
        var all = new BenefitAnswer[outcomes.Length];
        Parallel.For(0, all.Length, row =>
        {
            if (outcomes[row] != Outcome.Met || !rule.Benefit.HasAmount) all[row] = new BenefitAnswer(outcomes[row], 0, 0);
            else if (known is not null && known.Count > row && known[row].Outcome == Outcome.Met) all[row] = known[row];
            else all[row] = Answer(Outcome.Met, AmountRange.Of(scores.Of(row)));
        });
        return all;
    }

    internal static bool PaysTheSame(Benefit one, Benefit other) => one.Amount == other.Amount && one.Cap == other.Cap && one.RoundTo == other.RoundTo;

    internal static BenefitAnswer One(BenefitRule rule, FactView view)
    {
        if (!rule.Benefit.HasAmount) return new BenefitAnswer(Evaluator.Outcome(rule.Scheme, view), 0, 0);
        var verdict = Evaluator.Survey(rule.Scheme, view);
        return Answer(verdict.Outcome, AmountRange.Of(rule.Benefit, verdict)!);
    }

    private static BenefitAnswer Answer(BenefitStanding standing) => standing.Outcome == Outcome.Met && standing.Amount is { } amount ? Answer(Outcome.Met, amount) : new BenefitAnswer(standing.Outcome, 0, 0);

    private static BenefitAnswer Answer(Outcome outcome, AmountRange range) => new(outcome, range.Low, range.High ?? -1);
}

/// <summary>One row: outcome and amount in yuan; a high of −1 has no upper end.</summary>
internal readonly record struct BenefitAnswer(Outcome Outcome, decimal Low, decimal High)
{
    /// <summary>What is certain to be paid; null where the conditions are not met.</summary>
    public decimal? Paid => Outcome == Outcome.Met ? Low : null;

    /// <summary>What is paid; null where the conditions are not met, or where it cannot be computed yet.</summary>
    public decimal? Exact => Outcome == Outcome.Met && Low == High ? Low : null;

    /// <summary>What it may come to at the most.</summary>
    public decimal Most => High < 0 ? decimal.MaxValue : High;

    public AmountRange? Range(Benefit benefit) => benefit.HasAmount ? new AmountRange(Low, High < 0 ? null : High) : null;
}

internal sealed record SubjectName(long Id, string Code, string Name);

/// <summary>The answers to one version of a benefit, by row, where each enterprise lies.</summary>
internal sealed class DecidedBenefit(BenefitRule rule, PlacedTable city, IReadOnlyList<BenefitAnswer> answers)
{
    private static readonly BenefitAnswer No = new(Outcome.NotMet, 0, 0), Open = new(Outcome.Unknown, 0, 0);

    // By number of the place: whether the policy holds there; null where nobody has said where that is.
    private readonly bool?[] holds = [.. city.Places.Select(place => rule.Policy.Region.Length == 0 ? true : place.Region is null ? (bool?)null : rule.Policy.HoldsIn(place.Region))];

    public BenefitRule Rule => rule;

    public PlacedTable City => city;

    public IReadOnlyList<BenefitAnswer> Answers => answers;

    /// <summary>The answer for an enterprise where it lies. Who is nowhere cannot be said to be in the region: met becomes unknown.</summary>
    public BenefitAnswer Of(int row) => holds[city.PlaceOf(row)] switch
    {
        true => answers[row],
        false => No,
        null => answers[row].Outcome == Outcome.Met ? Open : answers[row],
    };
}

/// <param name="Met">Certainly entitled, the largest amounts first.</param>
/// <param name="Unknown">How many cannot be decided because facts, or the place, are missing.</param>
/// <param name="All">Enterprises within the scope.</param>
public sealed record EntitledList(BenefitRule Rule, DateOnly On, IReadOnlyList<EntitledEnterprise> Met, int Unknown, int All)
{
    /// <summary>What they would be paid altogether; the low end of ranges.</summary>
    public decimal Cost => Met.Sum(one => one.Amount?.Low ?? 0);
}

public sealed record EntitledEnterprise(long Id, string Code, string Name, string? Region, string? Zone, AmountRange? Amount);
