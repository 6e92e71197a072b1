using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Schemes;
using Funeng.Modules.Schemes.Try;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Schemes;

/// <summary>A scheme tried with values: what is typed counts, what is not stays as it is, and missing stays missing.</summary>
public sealed class TrialTests
{
    private static readonly RuleBook Book = RuleBook.Load(Repository.Folder("rules"));
    private static readonly DateOnly On = new(2026, 6, 30);

    [Fact]
    public void From_nothing_everything_is_missing_and_nothing_is_refused()
    {
        var trial = Try([]);

        Assert.Equal(Outcome.Unknown, trial.Verdict.Outcome);
        Assert.Empty(trial.Verdict.Failed);
        Assert.All(trial.Named, field => Assert.Null(field.Known));
    }

    [Fact]
    public void Money_is_typed_by_the_ten_thousand_and_the_gap_follows()
    {
        var trial = Try([("f.revenueY1", "1499")]);

        var finding = trial.Verdict.Find("g2a")!;
        var evidence = finding.Evidence.First(line => line.Definition.Key == "revenueY1");
        Assert.Equal(14_990_000, evidence.Fact!.Value.AsNumber());
        Assert.Equal(10_000, evidence.Gap!.Signed);
    }

    [Fact]
    public void A_known_fact_can_be_made_missing_and_is_then_asked_for()
    {
        var known = Known("revenueY1", 9_000_000);

        Assert.Equal(Outcome.NotMet, Revenue(Try([], known)));
        Assert.Equal(Outcome.Unknown, Revenue(Try([("f.revenueY1", "缺失")], known)));

        static Outcome? Revenue(Trial trial) => trial.Verdict.Find("g2a")!.Evidence.First(line => line.Definition.Key == "revenueY1").Outcome;
    }

    [Fact]
    public void What_is_not_understood_is_said_beside_its_field_and_leaves_the_fact_as_it_was()
    {
        var trial = Try([("f.revenueY1", "很多"), ("f.yearsInNicheMarket", "-3")], Known("revenueY1", 9_000_000));

        Assert.Contains(trial.Problems, problem => problem.Field == "f.revenueY1");
        Assert.Equal(9_000_000, trial.Named.First(field => field.Definition.Key == "revenueY1").Used!.Value.AsNumber());
    }

    [Fact]
    public void A_computed_fact_cannot_be_made_missing_by_itself()
    {
        var derived = Book.FindLatest("sme-specialised-2026")!.Scheme.Facts.First(fact => fact.Origin is FactOrigin.Derived);

        var problem = Assert.Single(Try([("f." + derived.Key, "缺失")]).Problems);
        Assert.Contains("由其他事实得出", problem.Message, StringComparison.Ordinal);
    }

    private static Trial Try((string Name, string Text)[] typed, SubjectFacts? known = null) => Trial.Run(
        Book, Book.FindLatest("sme-specialised-2026")!.Scheme, known ?? new SubjectFacts.Builder(Book.Catalogue).TitlesAreKnown(false).Build(),
        new TrialQuestion(On, false, typed.ToDictionary(item => item.Name, item => item.Text)));

    private static SubjectFacts Known(string key, long value) =>
        new SubjectFacts.Builder(Book.Catalogue).TitlesAreKnown(false).Assume(Book.Catalogue.Get(key), FeelValue.From(value), On).Build();
}
