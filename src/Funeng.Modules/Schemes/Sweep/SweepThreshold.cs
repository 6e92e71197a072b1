using System.Xml.Linq;
using Funeng.Engines.Criteria;
using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Schemes.Sweep;

/// <summary>
/// One threshold moved over a range: how many enterprises within the scope would meet the scheme at every step, and who comes in or falls
/// out at one of them. Each enterprise is decided twice, with the comparison holding and with it failing; where its value lies then tells
/// the outcome at every threshold, so that the steps are exact however many they are. A missing value stays missing at all of them.
/// </summary>
public sealed class SweepThreshold(RuleBook book, FactTables tables, SubjectDirectory subjects, RowAnswers answers, CurrentUser user)
{
    private const string Far = "1000000000000000000";
    private static readonly CriteriaEvaluator Evaluator = new();

    /// <summary>The thresholds that can be moved: numbers compared in a condition.</summary>
    public static IReadOnlyList<SchemeBound> Movable(RulePack pack) =>
        [.. SchemeBounds.Of(pack.Scheme).Where(bound => bound is { Place: not null, Value.Kind: FeelKind.Number, Operator: ">=" or ">" or "<=" or "<" })];

    public async Task<ThresholdSweep> RunAsync(RulePack pack, SchemeBound bound, FeelNumber at, DateOnly on, CancellationToken cancellation)
    {
        var table = (await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table;
        var variants = new Lazy<(Scheme Holds, Scheme Fails)>(() => Variants(pack, bound));
        var swept = answers.Ask(
            $"sweep {pack.Sha256} {on:O} {bound.Place!.Decision} {bound.Place.Start}", table,
            facts => Everybody(pack, bound, variants.Value, facts, on), (facts, row) => One(pack, bound, variants.Value, book.View(facts.ReadSubject(row), on)));

        // Answers are of everybody; who is shown says the scope, asked of the database.
        var within = await subjects.Within(user.Scope, Subject.Enterprise).OrderBy(subject => subject.Id).Select(subject => subject.Id).ToListAsync(cancellation);
        return new ThresholdSweep(bound, at, [.. within.Select(id => (Id: id, Row: table.FindRow(id))).Where(one => one.Row >= 0).Select(one => swept[one.Row] with { Id = one.Id })]);
    }

    /// <summary>Code and name of some of the enterprises, in the order of their names.</summary>
    public async Task<IReadOnlyList<NamedEnterprise>> NameAsync(IReadOnlyCollection<SweptEnterprise> enterprises, int most, CancellationToken cancellation)
    {
        var values = enterprises.ToDictionary(enterprise => enterprise.Id, enterprise => enterprise.Value);
        var named = await subjects.Within(user.Scope, Subject.Enterprise).Where(subject => values.Keys.Contains(subject.Id))
            .OrderBy(subject => subject.Name).ThenBy(subject => subject.Id).Take(most).Select(subject => new { subject.Id, subject.Code, subject.Name }).ToListAsync(cancellation);
        return [.. named.Select(subject => new NamedEnterprise(subject.Code, subject.Name, values[subject.Id]))];
    }

    private SweptEnterprise[] Everybody(RulePack pack, SchemeBound bound, (Scheme Holds, Scheme Fails) variants, FactTable table, DateOnly on)
    {
        var rows = new FactTableRows(table, on, conclusions: book);
        var plan = VerdictPlan.Compile(
            [new PlannedCriterion("as it is", pack.Scheme), new PlannedCriterion("holds", variants.Holds), new PlannedCriterion("fails", variants.Fails)], table.Catalogue, on);
        var decided = Engines.Criteria.Columnar.VerdictTable.Encode(plan, rows, Environment.ProcessorCount);
        Outcome[][] outcomes = [.. Enumerable.Range(0, 3).Select(decided.Outcomes)];
        var swept = new SweptEnterprise[rows.Rows];
        Parallel.For(0, rows.Rows, row =>
        {
            var value = rows.View(row).Find(bound.Fact)?.Value.AsNumber();
            swept[row] = value is null ? new SweptEnterprise(0, null, outcomes[0][row], outcomes[0][row]) : new SweptEnterprise(0, value, outcomes[1][row], outcomes[2][row]);
        });
        return swept;
    }

    private static SweptEnterprise One(RulePack pack, SchemeBound bound, (Scheme Holds, Scheme Fails) variants, FactView view)
    {
        if (view.Find(bound.Fact)?.Value is { } value) return new SweptEnterprise(0, value.AsNumber(), Evaluator.Outcome(variants.Holds, view), Evaluator.Outcome(variants.Fails, view));
        var outcome = Evaluator.Outcome(pack.Scheme, view);
        return new SweptEnterprise(0, null, outcome, outcome);
    }

    private (Scheme Holds, Scheme Fails) Variants(RulePack pack, SchemeBound bound)
    {
        var isLowBound = bound.Operator is ">=" or ">";
        return (Variant(pack, bound, isLowBound ? "-" + Far : Far), Variant(pack, bound, isLowBound ? Far : "-" + Far));
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
public readonly record struct SweptEnterprise(long Id, FeelNumber? Value, Outcome WhenHeld, Outcome WhenFailed);

/// <summary>One that is listed.</summary>
public sealed record NamedEnterprise(string Code, string Name, FeelNumber? Value);
