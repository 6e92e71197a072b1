using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Facts;

public sealed class HeadingBookTests
{
    private static readonly FactCatalogue Catalogue = CatalogueReader.Read("""
        revenue: { name: 营业收入, type: number, unit: 元, per: year }
        revenueY1: { name: 上年度营业收入, of: revenue, year: -1 }
        solar: { name: 光伏装机容量, type: number, unit: 千瓦, per: year }
        noIncident: { name: 近三年无重大事故, type: boolean, per: year }
        netAssetGrowth: { name: 近三年净资产增长率, label: 净资产增长率(近三年), type: number, unit: "%", per: year }
        prohibited: { name: 不属禁止类, label: 产品服务不属禁止、限制、淘汰类, type: boolean, per: state }
        level: { name: 研发机构级别, type: string, per: state, values: { none: 无, city: 市级 } }
        """).Catalogue;

    private readonly HeadingBook headings = new(Catalogue, [("统一社会信用代码", "@code"), ("年营收", "revenue"), ("销售收入", "?revenue"), ("年收入", "?revenue?revenueY1")]);

    [Theory]
    [InlineData("上年度营业收入(万元)", "revenueY1", "万元")]
    [InlineData("上年度营业收入（亿元）", "revenueY1", "亿元")]
    [InlineData(" 上年度营业收入 ", "revenueY1", null)]
    [InlineData("上年度营业收入（单位：万元）", "revenueY1", "万元")]
    [InlineData("净资产增长率(近三年)(%)", "netAssetGrowth", "%")]
    [InlineData("净资产增长率（近三年）", "netAssetGrowth", null)]
    [InlineData("产品服务不属禁止、限制、淘汰类", "prohibited", null)]
    [InlineData("研发机构级别", "level", null)]
    [InlineData("revenueY1", "revenueY1", null)]
    [InlineData("产品服务不属禁止、限制、淘汰类（是/否）", "prohibited", null)]
    [InlineData("年营收（百万元）", "revenue", "百万元")]
    [InlineData("光伏装机容量（千瓦）", "solar", null)]
    [InlineData("2024年营业收入（万元）", "revenue", "万元")]
    [InlineData("上年度年营收（万元）", "revenueY1", "万元")]
    [InlineData("上一年年营收", "revenueY1", null)]
    public void A_heading_names_a_fact_and_its_unit(string heading, string key, string? unit)
    {
        var found = headings.Find([heading]);

        Assert.Equal((key, unit, null), (found.Fact?.Key, found.Unit?.Name, found.Problem));
    }

    [Theory]
    [InlineData("销售收入")]
    [InlineData("2024年销售收入（万元）")]
    [InlineData("上年度销售收入")]
    public void A_heading_that_comes_near_a_fact_is_not_taken_for_it_but_the_fact_is_proposed(string heading)
    {
        var found = headings.Find([heading]);

        Assert.Equal((ColumnKind.Unknown, null, "revenue"), (found.Kind, found.Fact, Assert.Single(found.Proposed).Key));
        Assert.Contains("“营业收入”", found.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_heading_that_may_mean_two_facts_is_taken_for_neither_and_both_are_proposed()
    {
        var found = headings.Find(["年收入（万元）"]);

        Assert.Equal((ColumnKind.Unknown, null), (found.Kind, found.Fact));
        Assert.Equal(["revenue", "revenueY1"], found.Proposed.Select(fact => fact.Key));
        Assert.Contains("可能是“营业收入”“上年度营业收入”，口径不同", found.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("授权发明专利数", "inventionPatentsGranted")]
    [InlineData("授权发明专利数量", "inventionPatentsGranted")]
    [InlineData("有效发明专利数", "validInventionPatents")]
    [InlineData("有效发明专利数量（项）", "validInventionPatents")]
    [InlineData("发明专利数量", null)]
    public void The_words_of_this_city_tell_patents_granted_from_patents_in_force(string heading, string? key)
    {
        var city = HeadingBook.Read(CatalogueReader.Read(File.ReadAllText(Path.Combine(ShippedRules.Folder, "facts.yaml"))).Catalogue, ShippedRules.Folder);

        Assert.Equal(key, city.Find([heading]).Fact?.Key);
    }

    [Theory]
    [InlineData("备注")]
    [InlineData("")]
    [InlineData("(万元)")]
    public void Any_other_heading_is_no_fact(string heading) => Assert.Null(headings.Find([heading]).Fact);

    [Theory]
    [InlineData("营业收入（万元）", 2025)]
    [InlineData("2023年营业收入（万元）", 2023)]
    [InlineData("上年度营业收入（万元）", 2025)]
    [InlineData("近三年无重大事故", 2026)]
    public void A_figure_is_of_the_year_before_unless_it_is_asked_in_the_year_of_the_application(string heading, int year)
    {
        var (_, period) = headings.Find([heading]).FiledAs(new DateOnly(2026, 6, 30));

        Assert.Equal(new Period(year), period);
    }

    [Fact]
    public void A_unit_that_does_not_fit_is_reported()
    {
        Assert.Equal("“上年度营业收入”以元计，读不懂表头中的“人”。", headings.Find(["上年度营业收入(人)"]).Problem);
        Assert.Equal("“上年度营业收入”以元计，读不懂表头中的“含税”。", headings.Find(["上年度营业收入（含税）"]).Problem);
    }

    [Fact]
    public void A_cell_is_read_in_the_units_of_its_fact()
    {
        var heading = headings.Find(["上年度营业收入(万元)"]);

        var reading = CatalogueCell.Read(SheetCell.OfText("12，345.6"), heading.Fact!, heading.Unit);

        Assert.Equal(FeelValue.From(123_456_000m), reading.Value);
    }

    [Theory]
    [InlineData("市级")]
    [InlineData("city")]
    public void A_choice_is_read_by_code_or_label(string text) =>
        Assert.Equal(FeelValue.From("city"), CatalogueCell.Read(SheetCell.OfText(text), Catalogue.Get("level"), null).Value);

    [Fact]
    public void An_empty_cell_is_a_missing_fact()
    {
        var reading = CatalogueCell.Read(SheetCell.Empty, Catalogue.Get("prohibited"), null);

        Assert.Equal((null, null), (reading.Value, reading.Problem));
    }
}
