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
public sealed class Entitled(FactTables tables, SubjectDirectory subjects, PolicyBook book, RowAnswers answers)
{
    private static readonly CriteriaEvaluator Evaluator = new();

    /// <summary>The enterprises within a scope that are entitled, or may be, the largest amounts first.</summary>
    /// <param name="rule">The benefit, in force or not.</param>
    /// <param name="scope">Whose enterprises.</param>
    /// <param name="on">The day decided for.</param>
    public async Task<EntitledList> RunAsync(BenefitRule rule, Scope scope, DateOnly on, CancellationToken cancellation)
    {
        var table = (await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table;
        var decided = await answers.AskAsync(
            $"benefit {rule.Pack.Sha256} {on:O}", table, facts => Everybody(rule, facts, on), (facts, row) => One(rule, book.Rules.View(facts.ReadSubject(row), on)), cancellation);

        // Answers are of everybody; who is listed says the scope, asked of the database.
        var within = await subjects.Within(scope, Subject.Enterprise).AsNoTracking()
            .Select(subject => new { subject.Id, subject.Code, subject.Name, subject.Region, subject.Zone }).ToListAsync(cancellation);
        var (met, unknown, unplaced) = (new List<EntitledEnterprise>(), 0, 0);
        foreach (var subject in within.Where(subject => rule.Policy.Region.Length == 0 || subject.Region is null || rule.Policy.HoldsIn(subject.Region)))
        {
            if (table.FindRow(subject.Id) is not (>= 0 and var row)) continue;
            var answer = decided[row];
            if (answer.Outcome == Outcome.Unknown) unknown++;
            if (answer.Outcome != Outcome.Met) continue;
            // Who is nowhere cannot be said to be in the region.
            if (rule.Policy.Region.Length > 0 && subject.Region is null) unplaced++;
            else met.Add(new EntitledEnterprise(subject.Id, subject.Code, subject.Name, subject.Region, subject.Zone, answer.Range(rule.Benefit)));
        }

        return new EntitledList(rule, on, [.. met.OrderByDescending(one => one.Amount?.Low ?? 0).ThenBy(one => one.Code, StringComparer.Ordinal)], unknown + unplaced, within.Count);
    }

    private BenefitAnswer[] Everybody(BenefitRule rule, FactTable table, DateOnly on)
    {
        var rows = new FactTableRows(table, on, conclusions: book.Rules);
        var plan = VerdictPlan.Compile([new PlannedCriterion(rule.Scheme)], table.Catalogue, on);
        var outcomes = Engines.Criteria.Columnar.VerdictTable.Encode(plan, rows, Environment.ProcessorCount).Outcomes(0);
        var all = new BenefitAnswer[outcomes.Length];
        Parallel.For(0, all.Length, row => all[row] = outcomes[row] == Outcome.Met && rule.Benefit.HasAmount ? One(rule, rows.View(row)) : new BenefitAnswer(outcomes[row], 0, 0));
        return all;
    }

    private static BenefitAnswer One(BenefitRule rule, FactView view)
    {
        if (!rule.Benefit.HasAmount) return new BenefitAnswer(Evaluator.Outcome(rule.Scheme, view), 0, 0);
        var verdict = Evaluator.Survey(rule.Scheme, view);
        var range = AmountRange.Of(rule.Benefit, verdict)!;
        return new BenefitAnswer(verdict.Outcome, range.Low, range.High ?? -1);
    }
}

/// <summary>One row: outcome and amount in yuan; a high of −1 has no upper end.</summary>
internal readonly record struct BenefitAnswer(Outcome Outcome, decimal Low, decimal High)
{
    public AmountRange? Range(Benefit benefit) => benefit.HasAmount ? new AmountRange(Low, High < 0 ? null : High) : null;
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
