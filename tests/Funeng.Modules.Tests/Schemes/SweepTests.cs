using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes;
using Funeng.Modules.Schemes.Sweep;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Schemes;

/// <summary>A threshold moved over its range gives at every step what deciding by the rewritten rule gives.</summary>
public sealed class SweepTests
{
    private static readonly DateOnly On = new(2026, 6, 30);

    [Theory]
    [OnBothDatabases]
    public async Task Every_step_equals_deciding_by_the_rewritten_rule(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city);
        var book = city.Service<RuleBook>();
        await using var unit = city.As();
        foreach (var pack in book.Packs)
        {
            foreach (var bound in SweepThreshold.Movable(pack))
            {
                var sweep = await unit.Get<SweepThreshold>().RunAsync(pack, bound, bound.Value.AsNumber(), On, CancellationToken.None);
                foreach (var step in sweep.Steps(book.Catalogue).Where((_, index) => index % 5 == 0))
                {
                    var direct = await DirectAsync(unit, book, pack, bound, step.Threshold);
                    Assert.Equal(direct, sweep.Enterprises.Select(enterprise => sweep.OutcomeAt(enterprise, step.Threshold)));
                    Assert.Equal(direct.Count(outcome => outcome == Outcome.Met), step.Passing);
                    Assert.Equal(sweep.Enterprises.Count(enterprise => Changes(sweep, enterprise, step.Threshold, sweep.Now)), step.Entering);
                    Assert.Equal(sweep.Enterprises.Count(enterprise => Changes(sweep, enterprise, sweep.Now, step.Threshold)), step.Leaving);
                }
            }
        }
    }

    [Theory]
    [OnBothDatabases]
    public async Task Only_enterprises_within_the_scope_are_counted(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city);
        var pack = city.Service<RuleBook>().FindLatest("sme-specialised-2026")!;
        await using var clerk = city.As(Role.TownshipClerk, Scope.OfRegions("370303"));

        var sweep = await clerk.Get<SweepThreshold>().RunAsync(pack, SweepThreshold.Movable(pack)[0], 3, On, CancellationToken.None);

        Assert.Equal(4, sweep.Enterprises.Count);
        var named = await clerk.Get<SweepThreshold>().NameAsync(sweep.Enterprises, 10, CancellationToken.None);
        Assert.Equal(["370303000", "370303002", "370303004", "370303006"], named.Select(enterprise => enterprise.Code));
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_filing_moves_the_steps_it_concerns(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city);
        var pack = city.Service<RuleBook>().FindLatest("sme-specialised-2026")!;
        var bound = SweepThreshold.Movable(pack).First(bound => bound.Fact.Key == "revenueY1");
        await using var unit = city.As();
        async Task<int> ReachingAsync() => (await unit.Get<SweepThreshold>().RunAsync(pack, bound, 3, On, CancellationToken.None)).Reaching(bound.Value.AsNumber());
        var before = await ReachingAsync();

        await city.FileAsync("370303000", new NewFiling(0, new Period(2025), "authority", [new("revenue", FeelValue.From(90_000_000L))]));

        Assert.Equal(before + 1, await ReachingAsync());
    }

    [Fact]
    public void Steps_are_round()
    {
        var book = RuleBook.Load(Architecture.Repository.Folder("rules"));
        var pack = book.FindLatest("sme-specialised-2026")!;

        Assert.Equal(1_000_000, ThresholdSweep.StepSize(SweepThreshold.Movable(pack).First(bound => bound.Fact.Key == "revenueY1")));
        Assert.Equal(5, ThresholdSweep.StepSize(SweepThreshold.Movable(pack).First(bound => bound.Fact.Key == "debtRatioY1")));
    }

    private static bool Changes(ThresholdSweep sweep, SweptEnterprise enterprise, FeelNumber to, FeelNumber from) =>
        sweep.OutcomeAt(enterprise, to) == Outcome.Met && sweep.OutcomeAt(enterprise, from) != Outcome.Met;

    private static async Task<List<Outcome>> DirectAsync(AsyncServiceScope unit, RuleBook book, RulePack pack, SchemeBound bound, FeelNumber threshold)
    {
        var text = pack.Text.Criteria;
        var place = bound.Place!;
        var model = System.Xml.Linq.XDocument.Parse(text);
        var decision = model.Root!.Elements().Single(element => (string?)element.Attribute("id") == place.Decision);
        decision.Descendants().Single(element => element.Name.LocalName == "text").Value = place.With(threshold.ToString());
        var scheme = new SchemeCompiler(book.Catalogue, pack.Text.Units).Compile(model.ToString()).Scheme!;
        var outcomes = new List<Outcome>();
        var ids = await unit.Get<SubjectDirectory>().Within(Scope.All, Subject.Enterprise).OrderBy(subject => subject.Id).Select(subject => subject.Id).ToListAsync(CancellationToken.None);
        await foreach (var (_, facts) in unit.Get<FactReader>().LoadSubjectsAsync(ids, null, CancellationToken.None))
            outcomes.Add(new CriteriaEvaluator().Outcome(scheme, book.View(facts, On)));
        return outcomes;
    }

    // Enterprises with values around the thresholds, one of them without any.
    private static async Task FileAsync(TestInstallation city)
    {
        await using var unit = city.As();
        var subjects = unit.Get<SubjectDirectory>();
        var facts = unit.Get<FactStore>();
        for (var index = 0; index < 8; index++)
        {
            var region = index % 2 == 0 ? "370303" : "370305";
            var subject = await subjects.EnsureAsync(new NewSubject(Subject.Enterprise, $"{region}00{index}", $"企业{index}", region + "001"), CancellationToken.None);
            if (index == 7) continue;
            await facts.RecordAsync(new NewFiling(subject.Id, new Period(2025), "authority", [new("revenue", FeelValue.From(5_000_000L + (index * 4_000_000L))), new("rdExpense", FeelValue.From(500_000L * index))]), CancellationToken.None);
            await facts.RecordAsync(new NewFiling(subject.Id, Period.State, "authority", [new("employees", FeelValue.From(100 * index))]), CancellationToken.None);
        }

        await facts.PublishAsync(CancellationToken.None);
    }
}
