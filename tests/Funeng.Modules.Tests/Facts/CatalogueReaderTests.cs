using Funeng.Engines.Facts;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Tests.Facts;

public sealed class CatalogueReaderTests
{
    [Fact]
    public void A_view_takes_type_unit_and_domain_from_the_fact_it_looks_at()
    {
        var catalogue = Read("""
            revenue: { name: 营业收入, type: number, unit: 元, per: year, domain: ">= 0" }
            revenueY1: { name: 上年度营业收入, of: revenue, year: -1 }
            """).Catalogue;

        var view = catalogue.Get("revenueY1");
        Assert.Equal((FactType.Number, "元", ">= 0"), (view.Type, view.Unit, view.Domain));
        Assert.Equal(new Period(2025), view.PeriodOn(new DateOnly(2026, 6, 30)));
    }

    [Fact]
    public void An_enumeration_keeps_the_order_of_its_codes()
    {
        var catalogue = Read("""
            level: { name: 级别, type: string, per: state, values: { none: 无, city: 市级, province: 省级 } }
            """).Catalogue;

        Assert.Equal(["none", "city", "province"], catalogue.Get("level").Choices.Select(choice => choice.Code));
    }

    [Theory]
    [InlineData("a: { name: 营业收入（元）, type: number, per: year }", "not a FEEL name")]
    [InlineData("a: { name: 收入, type: amount, per: year }", "type must be")]
    [InlineData("a: { name: 收入, type: number }", "exactly one of")]
    [InlineData("a: { name: 收入, type: number, per: year, formula: 1 }", "exactly one of")]
    [InlineData("a: { name: 收入, type: number, per: month }", "year or state")]
    [InlineData("a: { name: 收入, of: b, year: -1 }", "which the catalogue lacks")]
    [InlineData("a: { name: 收入, type: number, per: year, uint: 元 }", "'uint' is not a field")]
    [InlineData("a: 5", "list of 'field: value'")]
    [InlineData("a: [", "not YAML")]
    public void A_faulty_entry_is_reported_with_its_line(string text, string message)
    {
        var problem = Assert.Single(Read(text).Problems);

        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Contains("line", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_entries_with_one_name_are_reported()
    {
        var problems = Read("""
            a: { name: 收入, type: number, per: year }
            b: { name: 收入, type: number, per: state }
            """).Problems;

        Assert.Contains(problems, problem => problem.Kind == CatalogueProblemKind.Duplicate);
    }

    private static CatalogueReading Read(string text) => CatalogueReader.Read(text);
}
