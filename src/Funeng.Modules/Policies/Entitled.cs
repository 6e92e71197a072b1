using Funeng.Engines.Criteria;
using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies;

/// <summary>
/// Who in the city is entitled to a benefit on a day, and to how much: outcomes by column over all enterprises, amounts for those who meet it.
/// Answers are kept and follow each filing; every one equals deciding the enterprise by itself.
/// </summary>
public sealed class Entitled(FactTables tables, SubjectDirectory subjects, PolicyBook book, RowAnswers answers, ItemBook items)
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
        var decided = await DecideAsync(rule, on, null, cancellation);
        // Answers are of everybody; who is listed says the scope, asked of the database.
        var places = await PlacesAsync(scope, cancellation);
        var own = await OfItemsAsync(rule, places, on, cancellation);
        var (met, unknown) = (new List<(SubjectPlace Place, BenefitAnswer Answer)>(), 0);
        foreach (var place in places)
        {
            var answer = own?.GetValueOrDefault(place.Id) ?? decided.Of(place);
            if (answer.Outcome == Outcome.Unknown) unknown++;
            if (answer.Outcome == Outcome.Met) met.Add((place, answer));
        }

        var names = await NamesAsync(scope, [.. met.Select(one => one.Place.Id)], cancellation);
        var listed = met.Where(one => names.ContainsKey(one.Place.Id)).Select(one => Make(rule, one.Place, one.Answer, names[one.Place.Id]));
        return new EntitledList(rule, on, [.. listed.OrderByDescending(one => one.Amount?.Low ?? 0).ThenBy(one => one.Code, StringComparer.Ordinal)], unknown, places.Count);
    }

    /// <summary>Of those with registered items what their items come to; the others are decided on what is on file about themselves.</summary>
    private async Task<Dictionary<long, BenefitAnswer?>?> OfItemsAsync(BenefitRule rule, IReadOnlyList<SubjectPlace> places, DateOnly on, CancellationToken cancellation)
    {
        if (rule.Benefit.Item?.By != ItemBy.Number || !await items.AnyAsync(rule.Benefit.Id, cancellation)) return null;
        var decided = await items.DecideAsync(rule, places.ToDictionary(place => place.Id, place => place.Region), on, null, cancellation);
        return decided.GroupBy(one => one.Item.Subject).ToDictionary(group => group.Key, group => (BenefitAnswer?)Answer(BenefitStanding.Of(rule.Benefit, [.. group])));
    }

    /// <summary>The answers of all rows, whoever may see them: to be read by the places of a scope only.</summary>
    /// <param name="like">Another version: where both pay by the same rule its amounts are taken over.</param>
    internal async Task<DecidedBenefit> DecideAsync(BenefitRule rule, DateOnly on, DecidedBenefit? like, CancellationToken cancellation)
    {
        var table = (await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table;
        var known = like is not null && ReferenceEquals(like.Table, table) && PaysTheSame(like.Rule.Benefit, rule.Benefit) ? like.Answers : null;
        var decided = await answers.AskAsync(
            $"benefit {rule.Pack.Sha256} {on:O}", table, facts => Everybody(rule, facts, on, known), (facts, row) => One(rule, book.Rules.View(facts.ReadSubject(row), on)), cancellation);
        return new DecidedBenefit(rule, table, decided);
    }

    /// <summary>Where the enterprises within a scope lie. The query is that of the scope; its rows are read by hand, for a whole city has hundreds of thousands.</summary>
    internal async Task<IReadOnlyList<SubjectPlace>> PlacesAsync(Scope scope, CancellationToken cancellation)
    {
        var (places, codes) = (new List<SubjectPlace>(), new Dictionary<string, string>(StringComparer.Ordinal));
        string? Same(string? code) => code is null ? null : codes.TryGetValue(code, out var known) ? known : codes[code] = code;
        await subjects.Within(scope, Subject.Enterprise).AsNoTracking().Select(subject => new { subject.Id, subject.Region, subject.Zone })
            .ReadRowsAsync(row => places.Add(new SubjectPlace(row.GetInt64(0), Same(row.IsDBNull(1) ? null : row.GetString(1)), Same(row.IsDBNull(2) ? null : row.GetString(2)))), cancellation);
        return places;
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

    internal static EntitledEnterprise Make(BenefitRule rule, SubjectPlace place, BenefitAnswer answer, SubjectName name) =>
        new(place.Id, name.Code, name.Name, place.Region, place.Zone, answer.Range(rule.Benefit));

    private BenefitAnswer[] Everybody(BenefitRule rule, FactTable table, DateOnly on, IReadOnlyList<BenefitAnswer>? known)
    {
        // Of each row only what the benefit rests on is read; where it rests on other schemes, that is everything.
        var needed = rule.Scheme.NeededKeys(table.Catalogue);
        var rows = new FactTableRows(needed is null ? table : table.Only(needed), on, conclusions: book.Rules);
        var plan = VerdictPlan.Compile([new PlannedCriterion(rule.Scheme)], table.Catalogue, on);
        var outcomes = Engines.Criteria.Columnar.VerdictTable.Encode(plan, rows, Environment.ProcessorCount).Outcomes(0);
        var all = new BenefitAnswer[outcomes.Length];
        Parallel.For(0, all.Length, row =>
        {
            if (outcomes[row] != Outcome.Met || !rule.Benefit.HasAmount) all[row] = new BenefitAnswer(outcomes[row], 0, 0);
            else if (known is not null && known.Count > row && known[row].Outcome == Outcome.Met) all[row] = known[row];
            else all[row] = Answer(Outcome.Met, AmountRange.Of(Evaluator.Score(rule.Scheme, rows.View(row), BenefitModel.AmountKey)));
        });
        return all;
    }

    private static bool PaysTheSame(Benefit one, Benefit other) => one.Amount == other.Amount && one.Cap == other.Cap && one.RoundTo == other.RoundTo;

    private static BenefitAnswer One(BenefitRule rule, FactView view)
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

    public AmountRange? Range(Benefit benefit) => benefit.HasAmount ? new AmountRange(Low, High < 0 ? null : High) : null;
}

internal readonly record struct SubjectPlace(long Id, string? Region, string? Zone);

internal sealed record SubjectName(long Id, string Code, string Name);

/// <summary>The answers to one version of a benefit, by row of a table.</summary>
internal sealed record DecidedBenefit(BenefitRule Rule, FactTable Table, IReadOnlyList<BenefitAnswer> Answers)
{
    private static readonly BenefitAnswer No = new(Outcome.NotMet, 0, 0);

    /// <summary>The answer for an enterprise where it lies. Who is nowhere cannot be said to be in the region: met becomes unknown.</summary>
    public BenefitAnswer Of(SubjectPlace place) => Of(place, Table.FindRow(place.Id));

    /// <param name="row">The row of the enterprise in the table, for whoever has looked it up already; negative for none.</param>
    public BenefitAnswer Of(SubjectPlace place, int row)
    {
        if (row < 0) return No;
        if (Rule.Policy.Region.Length == 0) return Answers[row];
        if (place.Region is null) return Answers[row].Outcome == Outcome.Met ? new BenefitAnswer(Outcome.Unknown, 0, 0) : Answers[row];
        return Rule.Policy.HoldsIn(place.Region) ? Answers[row] : No;
    }
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
