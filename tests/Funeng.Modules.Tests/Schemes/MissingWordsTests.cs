using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Schemes;

public sealed class MissingWordsTests
{
    private static readonly RuleBook Book = RuleBook.Load(Repository.Folder("rules"));
    private static readonly DateOnly On = new(2026, 6, 30);

    [Fact]
    public void A_title_nobody_checked_is_asked_for_as_a_certificate() =>
        Assert.Contains("证书", Because("holdsHighTech2016"), StringComparison.Ordinal);

    [Fact]
    public void A_yes_or_no_that_follows_from_a_title_names_the_title() =>
        Assert.Equal("计算所需的持有高新技术企业证书缺失", Because("holdsHighTech"));

    [Fact]
    public void A_growth_on_a_base_of_zero_names_the_figure() =>
        Assert.StartsWith("前年度主营业务收入是 0 元，不能作基数", Because("mainRevenueGrowthY1", ("mainRevenueY1", 100), ("mainRevenueY2", 0)), StringComparison.Ordinal);

    private static string Because(string key, params (string Key, long Value)[] known)
    {
        var builder = new SubjectFacts.Builder(Book.Catalogue).TitlesAreKnown(false);
        foreach (var (fact, value) in known) builder.Assume(Book.Catalogue.Get(fact), FeelValue.From(value), On);
        return MissingWords.Because(Book.Catalogue.Get(key), Book.View(builder.Build(), On));
    }
}
