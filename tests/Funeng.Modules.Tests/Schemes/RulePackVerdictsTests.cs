using Funeng.Engines.Criteria;
using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;
using Funeng.Engines.Synthetic;
using Funeng.Host.Demo;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Architecture;
using VerdictTable = Funeng.Engines.Criteria.Columnar.VerdictTable;

namespace Funeng.Modules.Tests.Schemes;

/// <summary>Every rule pack, every enterprise of a made-up city: the batch engine and the evaluator of single enterprises say the same.</summary>
public sealed class RulePackVerdictsTests
{
    private static readonly int Enterprises = Environment.GetEnvironmentVariable("FUNENG_LONG") == "1" ? 5000 : 600;
    private static readonly RuleBook Book = RuleBook.Load(Repository.Folder("rules"));

    [Theory]
    [InlineData("2025-06-30")]
    [InlineData("2026-03-31")]
    [InlineData("2026-10-15")]
    public void All_rule_packs_decide_a_city_by_column_as_they_decide_each_enterprise(string day)
    {
        var on = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var city = DemoPlan.Read(Repository.Folder("rules"), on.Year).Generate(Enterprises, 11, on).ToList();
        var table = Table(city);
        var rows = new FactTableRows(table, on, row => city[row].Grants.Select(Grant), Book);
        PlannedCriterion[] criteria = [.. Book.Packs.SelectMany(Criteria)];

        var verdicts = VerdictTable.Encode(VerdictPlan.Compile(criteria, Book.Catalogue, on), rows, threads: 2);

        var bits = verdicts.Write(new VerdictBits(verdicts));
        var evaluator = new CriteriaEvaluator();
        for (var row = 0; row < city.Count; row++)
        {
            var view = rows.View(row);
            for (var criterion = 0; criterion < criteria.Length; criterion++)
            {
                var expected = evaluator.Outcome(criteria[criterion].Scheme, view, criteria[criterion].Reexamination);
                Assert.True(expected == bits[row, criterion], $"{criteria[criterion].Id}, enterprise {row}: {bits[row, criterion]} instead of {expected}");
            }
        }

        // A city on which everything comes out alike would show nothing.
        Assert.Contains(verdicts.Count(), count => count is { Met: > 0, NotMet: > 0, Unknown: > 0 });
    }

    private static IEnumerable<PlannedCriterion> Criteria(RulePack pack)
    {
        yield return new PlannedCriterion($"{pack.Id} {pack.Scheme.Version}", pack.Scheme);
        if (pack.Scheme.ReexamConclusion is not null) yield return new PlannedCriterion($"{pack.Id} {pack.Scheme.Version} 复核", pack.Scheme, Reexamination: true);
    }

    private static FactTable Table(List<SyntheticEnterprise> city)
    {
        var builder = new FactTableBuilder(Book.Catalogue, [.. Enumerable.Range(0, city.Count).Select(row => (long)row)]);
        var filings = new DemoFilings(Book.Catalogue, DateTimeOffset.UnixEpoch);
        for (var row = 0; row < city.Count; row++)
        {
            foreach (var filing in filings.Of(city[row], row))
            {
                builder.Begin(row, filing.Period);
                foreach (var value in filing.Values) builder.Set(Book.Catalogue.Get(value.Key).Number, value.Value);
            }
        }

        return builder.Build();
    }

    private static TitleGrant Grant(SyntheticGrant grant) => new(grant.Scheme, grant.Batch, grant.From, grant.To, FilingRef.Assumed, DateTimeOffset.UnixEpoch);
}
