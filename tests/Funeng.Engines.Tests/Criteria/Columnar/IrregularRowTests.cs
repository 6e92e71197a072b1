using Funeng.Engines.Criteria;
using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;
using Funeng.Engines.Tests.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>Rows some value of which no code stands for: they go to the scalar evaluator and come back.</summary>
public sealed class IrregularRowTests
{
    private const int Rows = 1100;

    [Fact]
    public void A_value_beyond_its_domain_leaves_its_row_to_the_scalar_evaluator()
    {
        var scheme = new Models().Points("i1", "floor(市场占有率 / 2)").Condition("结论", "i1 >= 45", "conclusion").Scheme_("beyond");
        var facts = new RandomSchemes(77).Table(Rows);
        var rows = new FactTableRows(facts, Samples.On, RandomSchemes.Titles);
        var share = facts.Columns.Single(column => column.Definition.Key == "share");
        for (var row = 0; row < Rows; row++) share.Write(row, FeelValue.From((decimal)(row % 200)));
        var own = VerdictTable.Encode(VerdictPlan.Compile([new PlannedCriterion(scheme)], Samples.Catalogue, Samples.On), rows, threads: 2);

        Assert.Equal(Enumerable.Range(0, Rows).Where(row => row % 200 >= 102), own.Codes.Irregular.Select(row => row.Key));
        Assert.Equal(Enumerable.Range(0, Rows).Where(row => row % 200 >= 90), own.List(0, Outcome.Met));
        Assert.Equal(Enumerable.Range(0, Rows).Count(row => row % 200 >= 90), own.Count()[0].Met);

        // Into the domain and out of it again, one by one and many together.
        foreach (var (first, count) in ((int, int)[])[(195, 4), (80, 900)])
        {
            foreach (var value in (decimal[])[60, 150])
            {
                int[] changed = [.. Enumerable.Range(first, count)];
                int[] met = [.. own.List(0, Outcome.Met)];
                foreach (var row in changed) share.Write(row, FeelValue.From(value));
                var entered = value == 150 ? Outcome.Met : Outcome.NotMet;

                Assert.Equal(changed.Where(row => met.Contains(row) != (value == 150)), own.Update(changed).Where(change => change.After == entered).Select(change => change.Row));
                Assert.Equal(value == 150, own.Codes.IrregularView(first) is not null);
                Assert.Equal(own.List(0, Outcome.Met).Count, own.Count()[0].Met);
            }
        }
    }
}
