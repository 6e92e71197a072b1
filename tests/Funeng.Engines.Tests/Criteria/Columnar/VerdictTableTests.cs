using Funeng.Engines.Criteria;
using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;
using Funeng.Engines.Tests.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>Counts, lists, changes, sweeps and reasons, each against the scalar evaluator asked row by row.</summary>
public sealed class VerdictTableTests
{
    private const int Rows = 1100;

    private readonly RandomSchemes schemes = new(77);
    private readonly FactTable facts;
    private readonly PlannedCriterion[] criteria;
    private readonly FactTableRows rows;
    private readonly VerdictTable table;

    public VerdictTableTests()
    {
        criteria = [.. Enumerable.Range(0, 40).Select(schemes.Scheme).Select(scheme => new PlannedCriterion(scheme))];
        facts = schemes.Table(Rows);
        rows = new FactTableRows(facts, Samples.On, RandomSchemes.Titles);
        table = VerdictTable.Encode(VerdictPlan.Compile(criteria, Samples.Catalogue, Samples.On), rows, threads: 2);
    }

    [Fact]
    public void A_list_holds_the_rows_of_one_outcome_in_order()
    {
        var expected = Scalar();
        for (var criterion = 0; criterion < criteria.Length; criterion++)
        {
            foreach (var outcome in Enum.GetValues<Outcome>())
            {
                Assert.Equal(Enumerable.Range(0, Rows).Where(row => expected[row][criterion] == outcome), table.List(criterion, outcome));
            }
        }
    }

    [Fact]
    public void A_cross_table_counts_by_group_and_leaves_out_rows_without_one()
    {
        var expected = Scalar();
        int[] groups = [.. Enumerable.Range(0, Rows).Select(row => row % 7 - 1)];

        var counted = table.CountBy(groups, 6);

        for (var criterion = 0; criterion < criteria.Length; criterion++)
        {
            for (var group = 0; group < 6; group++)
            {
                long Number(Outcome outcome) => Enumerable.Range(0, Rows).LongCount(row => groups[row] == group && expected[row][criterion] == outcome);
                Assert.Equal(new VerdictCount(Number(Outcome.Met), Number(Outcome.NotMet), Number(Outcome.Unknown)), counted[criterion][group]);
            }
        }
    }

    [Fact]
    public void The_sum_of_benefits_is_of_those_who_meet_the_criterion()
    {
        var expected = Scalar();
        long[] amounts = [.. Enumerable.Range(0, Rows).Select(row => row * 17L - 300)];

        var sums = table.Sum(amounts);

        for (var criterion = 0; criterion < criteria.Length; criterion++)
        {
            Assert.Equal(Enumerable.Range(0, Rows).Where(row => expected[row][criterion] == Outcome.Met).Sum(row => amounts[row]), sums[criterion]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(500)]
    public void After_filings_the_changes_say_who_entered_and_who_left(int number)
    {
        for (var round = 0; round < 4; round++)
        {
            var (before, counted) = (Scalar(), table.Count());
            int[] changed = [.. Enumerable.Range(0, number).Select(_ => schemes.Next(Rows)).Distinct().Order()];
            foreach (var row in changed) Move(row, schemes.Next(1, 5));

            var changes = table.Update(changed);

            var after = Scalar();
            var expected = changed.SelectMany(row => Enumerable.Range(0, criteria.Length)
                .Where(criterion => before[row][criterion] != after[row][criterion])
                .Select(criterion => new VerdictChange(row, criterion, before[row][criterion], after[row][criterion])));
            Assert.Equal(expected, changes);
            Assert.Equal(VerdictTable.Encode(table.Plan, rows, threads: 1).Count(), table.Count());
            Assert.Equal(table.Count(), counted.Select((count, criterion) => After(count, [.. changes.Where(change => change.Criterion == criterion)])));
        }
    }

    // A count followed by difference.
    private static VerdictCount After(VerdictCount count, IReadOnlyList<VerdictChange> changes)
    {
        long Difference(Outcome outcome) => changes.Count(change => change.After == outcome) - changes.Count(change => change.Before == outcome);
        return new VerdictCount(count.Met + Difference(Outcome.Met), count.NotMet + Difference(Outcome.NotMet), count.Unknown + Difference(Outcome.Unknown));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(700)]
    public void Facts_in_plain_arrays_are_taken_in_again_as_those_of_a_fact_table_are(int number)
    {
        var arrays = new ArrayRows(rows);
        var own = VerdictTable.Encode(table.Plan, arrays, threads: 2);
        for (var round = 0; round < 4; round++)
        {
            int[] changed = [.. Enumerable.Range(0, number).Select(_ => schemes.Next(Rows)).Distinct().Order()];
            foreach (var row in changed)
            {
                Move(row, schemes.Next(1, 5));
                arrays.Refresh(row);
            }

            Assert.Equal(table.Update(changed), own.Update(changed));
            Assert.Equal(VerdictTable.Encode(table.Plan, rows, threads: 1).Count(), own.Count());
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(700)]
    public void Filings_that_are_at_hand_together_change_what_they_change_one_by_one(int number)
    {
        for (var round = 0; round < 4; round++)
        {
            var before = Scalar();
            int[] changed = [.. Enumerable.Range(0, number).Select(_ => schemes.Next(Rows)).Distinct().Order()];
            foreach (var row in changed) Move(row, schemes.Next(1, 5));

            var changes = table.UpdateFrom(changed, new ArrayRows(new SomeRows(rows, changed)));

            var after = Scalar();
            var expected = changed.SelectMany(row => Enumerable.Range(0, criteria.Length)
                .Where(criterion => before[row][criterion] != after[row][criterion])
                .Select(criterion => new VerdictChange(row, criterion, before[row][criterion], after[row][criterion])));
            Assert.Equal(expected, changes);
            Assert.Equal(VerdictTable.Encode(table.Plan, rows, threads: 1).Count(), table.Count());
        }

        Assert.Throws<ArgumentException>(() => table.UpdateFrom([2, 1], new SomeRows(rows, [2, 1])));
    }

    [Fact]
    public void After_very_many_filings_the_codes_are_renewed_where_they_stand()
    {
        for (var row = 0; row < Rows; row++) Move(row, schemes.Next(0, 3));

        var filed = VerdictTable.Encode(table.Plan, rows, threads: 1).Count();
        Assert.NotEqual(filed, table.Count());
        table.Renew();

        Assert.Equal(filed, table.Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_it_is_known_which_facts_were_filed_only_those_are_read_again(bool isOfStoredFactsAlone)
    {
        var number = 0;
        PlannedCriterion[] decided = isOfStoredFactsAlone ? [.. Enumerable.Range(100, 30).Select(seed => Plain(seed, ref number))] : criteria;
        var own = VerdictTable.Encode(VerdictPlan.Compile(decided, Samples.Catalogue, Samples.On), rows, threads: 2);
        Assert.Equal(isOfStoredFactsAlone, own.Codes.ComputedColumns == 0);
        for (var round = 0; round < 4; round++)
        {
            var before = Scalar(decided);
            int[] changed = [.. Enumerable.Range(0, 700).Select(_ => schemes.Next(Rows)).Distinct().Order()];
            var column = Column();
            foreach (var row in changed) Set(column, row);

            var changes = own.Update(changed, [ViewOf(column)]);

            var after = Scalar(decided);
            var expected = changed.SelectMany(row => Enumerable.Range(0, decided.Length).Where(criterion => before[row][criterion] != after[row][criterion])
                .Select(criterion => new VerdictChange(row, criterion, before[row][criterion], after[row][criterion])));
            Assert.Equal(expected, changes);
            Assert.Equal(VerdictTable.Encode(own.Plan, rows, threads: 1).Count(), own.Count());
        }
    }

    [Fact]
    public void One_fact_that_moves_decides_only_what_it_touches()
    {
        // Without formulas and titles a fact stands for itself.
        var number = 0;
        PlannedCriterion[] plain = [.. Enumerable.Range(100, 30).Select(seed => Plain(seed, ref number))];
        var own = VerdictTable.Encode(VerdictPlan.Compile(plain, Samples.Catalogue, Samples.On), rows, threads: 1);
        var evaluator = new CriteriaEvaluator();
        for (var round = 0; round < 300; round++)
        {
            var row = schemes.Next(Rows);
            Outcome[] Decide() => [.. plain.Select(criterion => evaluator.Outcome(criterion.Scheme, rows.View(row)))];
            var before = Decide();
            var column = Column();
            Set(column, row);

            var changes = own.UpdateFact(row, ViewOf(column));

            var after = Decide();
            Assert.Equal(
                Enumerable.Range(0, plain.Length).Where(criterion => before[criterion] != after[criterion])
                    .Select(criterion => new VerdictChange(row, criterion, before[criterion], after[criterion])),
                changes);
        }
    }

    [Fact]
    public void A_changed_criterion_changes_its_column_on_the_codes_at_hand()
    {
        var expected = Scalar();
        for (var criterion = 0; criterion + 1 < criteria.Length; criterion++)
        {
            var changes = table.Compare(criterion, criteria[criterion + 1]);

            Assert.Equal(
                Enumerable.Range(0, Rows).Where(row => expected[row][criterion] != expected[row][criterion + 1])
                    .Select(row => new VerdictChange(row, criterion, expected[row][criterion], expected[row][criterion + 1])),
                changes);
        }

        Assert.NotNull(table.WithCriteria([criteria[3]]));
        Assert.Null(table.WithCriteria([new PlannedCriterion(new Models().Condition("结论", "上年度营业收入 >= 123456", "conclusion").Scheme_("new"))]));
    }

    [Fact]
    public void A_criterion_that_needs_new_thresholds_is_compared_all_the_same()
    {
        var changed = new PlannedCriterion(new Models().Condition("结论", "上年度营业收入 >= 3.21 and 已上市", "conclusion").Scheme_("new"));
        var evaluator = new CriteriaEvaluator();

        var changes = table.Compare(0, changed);

        var expected = Enumerable.Range(0, Rows)
            .Select(row => new VerdictChange(row, 0, evaluator.Outcome(criteria[0].Scheme, rows.View(row)), evaluator.Outcome(changed.Scheme, rows.View(row))))
            .Where(change => change.Before != change.After);
        Assert.Equal(expected, changes);
    }

    [Fact]
    public void A_sweep_gives_number_and_sum_for_every_place_of_a_threshold_in_tables_too()
    {
        var scheme = new Models()
            .Condition("g1", "上年度营业收入 >= 20 or 市场占有率 in [10..20)")
            .Table("i1", "UNIQUE", ["上年度营业收入"], ["< 2 | 0", "[2..20) | 3", ">= 20 | 5"])
            .Condition("结论", "g1 and i1 >= 3", "conclusion").Scheme_("swept");
        FeelNumber[] steps = [.. Enumerable.Range(0, 30).Select(step => FeelNumber.FromDecimal(2.5m + step * 1.7m))];
        var swept = ThresholdSweep.Of(new PlannedCriterion(scheme), Samples.Catalogue.Get("revenueY1"), 20, steps, Samples.On);
        var result = VerdictTable.Encode(VerdictPlan.Compile(swept, Samples.Catalogue, Samples.On), rows, threads: 2);
        long[] amounts = [.. Enumerable.Range(0, Rows).Select(row => (long)row)];
        var evaluator = new CriteriaEvaluator();

        var counts = result.Count();
        var sums = result.Sum(amounts);

        for (var step = 0; step < steps.Length; step++)
        {
            var text = $"上年度营业收入 >= {steps[step]} or 市场占有率 in [10..20)";
            var written = new Models().Condition("g1", text)
                .Table("i1", "UNIQUE", ["上年度营业收入"], ["< 2 | 0", $"[2..{steps[step]}) | 3", $">= {steps[step]} | 5"])
                .Condition("结论", "g1 and i1 >= 3", "conclusion").Scheme_("written");
            int[] met = [.. Enumerable.Range(0, Rows).Where(row => evaluator.Outcome(written, rows.View(row)) == Outcome.Met)];
            Assert.Equal(met.Length, counts[step].Met);
            Assert.Equal(met.Sum(row => amounts[row]), sums[step]);
        }
    }

    [Fact]
    public void Every_row_is_explained_with_its_verdicts_and_what_stands_against_them()
    {
        var expected = Scalar();
        for (var row = 0; row < Rows; row++)
        {
            var verdicts = table.Explain(row);
            Assert.Equal(expected[row], verdicts.Select(verdict => verdict.Outcome));
            Assert.All(verdicts, verdict => Assert.All(verdict.Against, condition => Assert.NotEqual(Outcome.Met, condition.Outcome)));
        }
    }

    [Fact]
    public void A_failed_condition_says_its_threshold_and_how_much_is_lacking()
    {
        var builder = new FactTableBuilder(Samples.Catalogue, [1]);
        builder.Begin(1, new Period(Samples.On.Year - 1));
        builder.Set(Samples.Catalogue.Get("revenue").Number, 17.5m);
        builder.Begin(1, Period.State);
        builder.Set(Samples.Catalogue.Get("isListed").Number, false);
        var scheme = new Models().Condition("g1", "上年度营业收入 >= 20").Condition("g2", "not(发明专利数 < 2)").Condition("g3", "已上市 = false")
            .Condition("结论", "g1 and g2 and g3", "conclusion").Scheme_("one");
        var one = VerdictTable.Encode(
            VerdictPlan.Compile([new PlannedCriterion(scheme)], Samples.Catalogue, Samples.On), new FactTableRows(builder.Build(), Samples.On), threads: 1);

        var verdict = Assert.Single(one.Explain(0));

        Assert.Equal(Outcome.NotMet, verdict.Outcome);
        Assert.Collection(
            verdict.Against,
            condition => Assert.Equal(("上年度营业收入", ">=", Outcome.NotMet, "2.5"), (condition.Fact!.Name, condition.Operator, condition.Outcome, condition.Gap.ToString())),
            condition => Assert.Equal(("发明专利数", ">=", Outcome.Unknown, ""), (condition.Fact!.Name, condition.Operator, condition.Outcome, condition.Gap.ToString())));
    }

    private Outcome[][] Scalar(PlannedCriterion[]? decided = null)
    {
        var evaluator = new CriteriaEvaluator();
        return [.. Enumerable.Range(0, Rows).Select(rows.View).Select(view => (decided ?? criteria).Select(criterion => evaluator.Outcome(criterion.Scheme, view)).ToArray())];
    }

    private static PlannedCriterion Plain(int seed, ref int number)
    {
        string[] tests = ["上年度营业收入 >= 20", "上年度净利润 < 2.5", "发明专利数 >= 3 or 市场占有率 > 50", "所在地 in (\"张店\", \"临淄\")", "已上市", "成立日期 <= date(\"2023-05-20\")", "产业链角色 != \"key\"", "市场占有率 between 2 and 60", "if 已上市 then 上年度净利润 > 0 else 发明专利数 >= 2", "i1 + i2 >= 5"];
        var random = new Random(seed);
        var text = string.Join(random.Next(2) == 0 ? " and " : " or ", Enumerable.Range(0, 3).Select(_ => $"({tests[random.Next(tests.Length)]})"));
        var models = new Models().Points("i1", "if 上年度营业收入 > 10 then 3 else 1").Table("i2", "UNIQUE", ["市场占有率"], ["< 20 | 2", ">= 20 | 4"]);
        return new PlannedCriterion(models.Condition("结论", text, "conclusion").Scheme_($"p{number++}"));
    }

    private FactColumn Column()
    {
        string[] keys = ["revenue", "profit", "patents", "share", "region", "isListed", "foundedOn", "role"];
        FactColumn[] stored = [.. facts.Columns.Where(column => keys.Contains(column.Definition.Key) && (column.Period.IsState || column.Period.Year == Samples.On.Year - 1))];
        return stored[schemes.Next(stored.Length)];
    }

    private static FactDefinition ViewOf(FactColumn column) => column.Definition.IsPerYear ? Samples.Catalogue.Get(column.Definition.Key + "Y1") : column.Definition;

    private void Move(int row, int times)
    {
        var stored = facts.Columns.ToList();
        for (var i = 0; i < times; i++) Set(stored[schemes.Next(stored.Count)], row);
    }

    private void Set(FactColumn column, int row)
    {
        if (schemes.Next(5) == 0) column.Clear(row);
        else column.Write(row, schemes.Value(column.Definition));
    }
}
