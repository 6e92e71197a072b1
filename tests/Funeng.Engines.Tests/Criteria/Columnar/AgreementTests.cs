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
                Check(VerdictTable.Encode(plan, rows, threads: 2, width), rows, expected, $"seed {seed}, {width}", schemes.Texts);
                Check(VerdictTable.Encode(plan, new ArrayRows(rows), threads: 2, width), rows, expected, $"seed {seed}, {width}, arrays", schemes.Texts);
            }
        }
    }

    // Few marks are few codes, which lie in long digits; forty of another fact are in bits beside them.
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    [InlineData(50)]
    public void However_few_or_many_codes_a_column_has_its_verdicts_are_the_same(int marks)
    {
        var texts = new Dictionary<string, string>();
        PlannedCriterion[] criteria = [.. Enumerable.Range(0, 40).Select(number => Marked(number, marks, texts))];
        var rows = new FactTableRows(MarkedFacts(marks), Samples.On, RandomSchemes.Titles);
        var plan = VerdictPlan.Compile(criteria, Samples.Catalogue, Samples.On);
        var expected = Scalar(criteria, rows);
        Assert.Contains(plan.Columns.All, column => column.Digits.IsBits && column is NumberCodes);
        Assert.Equal(marks <= 20, plan.Columns.All.Count(column => column is not TruthCodes && !column.Digits.IsBits) >= 2);
        foreach (var width in (KernelWidth[])[KernelWidth.Scalar, KernelWidth.Bits256, KernelWidth.Bits512])
        {
            var table = VerdictTable.Encode(plan, rows, threads: 2, width);
            Check(table, rows, expected, $"{marks} marks, {width}", texts);
            for (var row = 0; row < rows.Rows; row++) Assert.Equal(expected[row], table.Explain(row).Select(verdict => verdict.Outcome));
        }
    }

    private static PlannedCriterion Marked(int number, int marks, Dictionary<string, string> texts)
    {
        var mark = number % marks;
        var models = new Models()
            .Condition("g1", (number % 3) switch { 0 => $"上年度营业收入 >= {mark}", 1 => $"not(上年度营业收入 >= {mark})", _ => $"上年度营业收入 >= {mark} or 所在地 = \"区{mark / 2}\"" })
            .Condition("g2", (number % 4) switch { 0 => $"所在地 = \"区{mark}\"", 1 => $"所在地 in (\"区{mark}\", \"区{marks - 1 - mark}\")", _ => $"所在地 != \"区{mark}\"" })
            .Table("i1", "UNIQUE", ["上年度营业收入"], [$"< {mark} | 3", $">= {mark} | 5"])
            .Condition("结论", $"g1 and g2 and i1 >= 5 or 上年度净利润 > {number}", "conclusion");
        texts[$"m{number}"] = models.Text_;
        return new PlannedCriterion(models.Scheme_($"m{number}"));
    }

    private static FactTable MarkedFacts(int marks)
    {
        var random = new Random(marks);
        var builder = new FactTableBuilder(Samples.Catalogue, [.. Enumerable.Range(1, 530).Select(subject => (long)subject)]);
        for (var subject = 1; subject <= 530; subject++)
        {
            builder.Begin(subject, new Period(Samples.On.Year - 1));
            if (random.Next(8) > 0) builder.Set(Samples.Catalogue.Get("revenue").Number, random.Next(marks + 1) + (random.Next(2) * 0.0001m));
            if (random.Next(8) > 0) builder.Set(Samples.Catalogue.Get("profit").Number, random.Next(41) + 0.0001m);
            builder.Begin(subject, Period.State);
            if (random.Next(8) > 0) builder.Set(Samples.Catalogue.Get("region").Number, $"区{random.Next(marks + 2)}");
        }

        return builder.Build();
    }

    private static Outcome[][] Scalar(PlannedCriterion[] criteria, FactTableRows rows)
    {
        var evaluator = new CriteriaEvaluator();
        return [.. Enumerable.Range(0, rows.Rows).Select(rows.View).Select(view => criteria.Select(criterion => evaluator.Outcome(criterion.Scheme, view)).ToArray())];
    }

    private static void Check(VerdictTable table, FactTableRows rows, Outcome[][] expected, string where, Dictionary<string, string> texts)
    {
        var verdicts = table.Write(new VerdictBits(table));
        var counts = table.Count();
        for (var criterion = 0; criterion < table.Plan.Criteria.Count; criterion++)
        {
            var scheme = table.Plan.Criteria[criterion].Scheme;
            for (var row = 0; row < rows.Rows; row++)
            {
                if (expected[row][criterion] == verdicts[row, criterion]) continue;
                Assert.Fail($"{where}, row {row}, {texts[scheme.Id]}\n: {verdicts[row, criterion]} instead of {expected[row][criterion]} with {Say(rows.View(row))}");
            }

            long Number(Outcome outcome) => expected.LongCount(row => row[criterion] == outcome);
            Assert.Equal(new VerdictCount(Number(Outcome.Met), Number(Outcome.NotMet), Number(Outcome.Unknown)), counts[criterion]);
        }
    }

    private static string Say(FactView view) => string.Join(", ", Samples.Catalogue.All.Select(definition => $"{definition.Name}={view.Find(definition)?.Value}"));
}
