using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Lists;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Lists;

/// <summary>The evidence of the lists the product ships with, as an official would write it.</summary>
public sealed class EvidenceLinesTests(TestSite site) : IClassFixture<TestSite>
{
    private static readonly DateOnly Day = new(2026, 6, 30);

    [Fact]
    public void A_fact_has_one_line_however_often_the_rule_compares_it()
    {
        var line = Assert.Single(Lines("light-start-late", ("projectStage", FeelValue.From("落地")), ("daysPastStart", FeelValue.From((FeelNumber)11))), line => line.Fact == "projectStage");

        Assert.Equal("谋划、在谈、签约或落地", line.Bound);
    }

    [Fact]
    public void What_the_rule_computes_is_named_by_what_it_is_made_of_and_keeps_its_unit()
    {
        var lines = Lines(
            "light-behind", ("projectStage", FeelValue.From("在建")), ("projectDue", FeelValue.From((FeelNumber)30_976_000)),
            ("projectDoneY0", FeelValue.From((FeelNumber)15_790_000)), ("projectPlanY0", FeelValue.From((FeelNumber)140_800_000)));

        var line = Assert.Single(lines, line => line.Fact.Length == 0);
        Assert.Equal(("截至当日应完成投资 − 本年度完成投资", "1,518.6 万元", "＞ 1,408 万元，≤ 4,224 万元"), (line.Label, line.Value, line.Bound));
        Assert.Equal("由报送的数据算出", line.Source);
    }

    [Fact]
    public void No_condition_of_any_list_is_explained_by_a_number_without_a_name()
    {
        var book = site.Services.GetRequiredService<ListBook>();

        var nameless = book.On(Day).Where(list => list.Condition is not null)
            .SelectMany(list => EvidenceLines.Of(new CriteriaEvaluator().Decide(list.Condition!, View(book, []))).Select(line => (list.List.Id, line.Label)))
            .Where(line => line.Label.Contains("按规则算出", StringComparison.Ordinal) || line.Label.Length == 0);

        Assert.Empty(nameless);
    }

    private List<EvidenceLine> Lines(string list, params (string Key, FeelValue Value)[] facts)
    {
        var book = site.Services.GetRequiredService<ListBook>();
        return EvidenceLines.Of(new CriteriaEvaluator().Decide(book.On(Day).Single(one => one.List.Id == list).Condition!, View(book, facts)));
    }

    private static FactView View(ListBook book, (string Key, FeelValue Value)[] facts)
    {
        var builder = new SubjectFacts.Builder(book.Names);
        foreach (var (key, value) in facts) builder.Assume(book.Names.Get(key), value, Day);
        return new FactView(builder.Build(), Day);
    }
}
