using Funeng.Engines.Criteria;
using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;
using Funeng.Engines.Tests.Facts;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>Whatever the rules and the facts, the columnar engine gives the verdict of the scalar evaluator.</summary>
public sealed class AgreementTests
{
    private static readonly int Seeds = Environment.GetEnvironmentVariable("FUNENG_LONG") == "1" ? 400 : 5;

    [Fact]
    public void Every_verdict_is_that_of_the_scalar_evaluator_at_every_width()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var schemes = new RandomSchemes(seed);
            PlannedCriterion[] criteria = [.. Enumerable.Range(0, 40).Select(schemes.Scheme).Select(scheme => new PlannedCriterion(scheme))];
            var rows = new FactTableRows(schemes.Table(530), Samples.On, RandomSchemes.Titles);
            var plan = VerdictPlan.Compile(criteria, Samples.Catalogue, Samples.On);
            var expected = Scalar(criteria, rows);
            foreach (var width in (KernelWidth[])[KernelWidth.Scalar, KernelWidth.Bits256, KernelWidth.Bits512])
            {
                Check(VerdictTable.Encode(plan, rows, threads: 2, width), rows, expected, $"seed {seed}, {width}", schemes);
                Check(VerdictTable.Encode(plan, new ArrayRows(rows), threads: 2, width), rows, expected, $"seed {seed}, {width}, arrays", schemes);
            }
        }
    }

    private static Outcome[][] Scalar(PlannedCriterion[] criteria, FactTableRows rows)
    {
        var evaluator = new CriteriaEvaluator();
        return [.. Enumerable.Range(0, rows.Rows).Select(rows.View).Select(view => criteria.Select(criterion => evaluator.Outcome(criterion.Scheme, view)).ToArray())];
    }

    private static void Check(VerdictTable table, FactTableRows rows, Outcome[][] expected, string where, RandomSchemes schemes)
    {
        var verdicts = table.Write(new VerdictBits(table));
        var counts = table.Count();
        for (var criterion = 0; criterion < table.Plan.Criteria.Count; criterion++)
        {
            var scheme = table.Plan.Criteria[criterion].Scheme;
            for (var row = 0; row < rows.Rows; row++)
            {
                if (expected[row][criterion] == verdicts[row, criterion]) continue;
                Assert.Fail($"{where}, row {row}, {schemes.Texts[scheme.Id]}\n: {verdicts[row, criterion]} instead of {expected[row][criterion]} with {Say(rows.View(row))}");
            }

            long Number(Outcome outcome) => expected.LongCount(row => row[criterion] == outcome);
            Assert.Equal(new VerdictCount(Number(Outcome.Met), Number(Outcome.NotMet), Number(Outcome.Unknown)), counts[criterion]);
        }
    }

    private static string Say(FactView view) => string.Join(", ", Samples.Catalogue.All.Select(definition => $"{definition.Name}={view.Find(definition)?.Value}"));
}
