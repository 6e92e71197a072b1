using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Schemes;

public sealed class GapWordsTests
{
    private static readonly RuleBook Book = RuleBook.Load(Repository.Folder("rules"));
    private static readonly DateOnly On = new(2026, 6, 30);

    [Theory]
    [InlineData(99, "须排前 3，现没有获奖", "没有获奖")]
    [InlineData(7, "须排前 3，现排第 7", "7 位")]
    public void A_place_is_never_subtracted(int place, string gap, string value)
    {
        var evidence = Evidence("sme-specialised-2026", "provincialSciAwardRank3Y", FeelValue.From(place));

        Assert.Equal(gap, GapWords.Of(evidence));
        Assert.Equal(value, FactText.Of(evidence.Definition, evidence.Fact!.Value));
    }

    [Theory]
    [InlineData("revenueY1", 14_000_000, "+100 万元")]
    [InlineData("debtRatioY1", 85, "−5 个百分点")]
    public void With_its_sign_a_share_is_apart_by_points(string fact, long value, string expected)
    {
        var evidence = Evidence("sme-specialised-2026", fact, FeelValue.From(value));

        Assert.Equal(expected, GapWords.Signed(evidence, evidence.Gap!));
        Assert.Equal(expected + (evidence.Gap!.Signed.Sign < 0 ? "（须低于）" : "（须超过）"), GapWords.Signed(evidence, evidence.Gap! with { IsStrict = true }));
    }

    [Theory]
    [InlineData("revenueY1", 14_000_000, "还差 100 万元")]
    [InlineData("debtRatioY1", 85, "超出 5 个百分点")]
    public void A_gap_is_said_with_its_direction(string fact, long value, string expected) =>
        Assert.Equal(expected, GapWords.Of(Evidence("sme-specialised-2026", fact, FeelValue.From(value))));

    [Theory]
    [InlineData("debtRatioY1", "83.5833", "超出 3.58 个百分点", "83.58%")]
    [InlineData("debtRatioY1", "80.004", "超出 0.004 个百分点", "80%")]
    [InlineData("rdIntensityY1", "2.3173", "还差 0.69 个百分点", "2.31%")]
    public void A_share_is_read_with_two_decimals_and_its_gap_still_reaches_the_bound(string fact, string value, string gap, string shown)
    {
        var evidence = Evidence("sme-specialised-2026", fact, FeelValue.From(FeelNumber.Parse(value)));

        Assert.Equal((gap, shown), (GapWords.Of(evidence), FactText.Of(evidence.Definition, evidence.Fact!.Value)));
    }

    [Theory]
    [InlineData("g4")]
    [InlineData("g5a")]
    public void The_bounds_of_bands_and_one_of_several_bars_are_no_gap(string criterion)
    {
        var facts = new SubjectFacts.Builder(Book.Catalogue).TitlesAreKnown(false);
        foreach (var (fact, value) in new[] { ("revenueY1", 150_000_000L), ("revenueCagr2Y", 3), ("netProfitCagr2Y", 2), ("rdIntensityY1", 1), ("rdIntensityY2", 1) })
            facts.Assume(Book.Catalogue.Get(fact), FeelValue.From(value), On);
        var finding = Book.Decide(Book.FindLatest("gazelle-shandong-2020")!, Book.View(facts.Build(), On)).Findings.First(finding => finding.Criterion.Id == criterion);

        Assert.Equal(Outcome.NotMet, finding.Outcome);
        Assert.Equal(finding.Criterion.Label, GapWords.Line(finding));
    }

    private static Evidence Evidence(string scheme, string fact, FeelValue value)
    {
        var facts = new SubjectFacts.Builder(Book.Catalogue).TitlesAreKnown(false).Assume(Book.Catalogue.Get(fact), value, On).Build();
        return Book.Decide(Book.FindLatest(scheme)!, Book.View(facts, On)).Findings
            .SelectMany(finding => finding.Evidence).First(line => line.Definition.Key == fact && line.Gap is not null);
    }
}
