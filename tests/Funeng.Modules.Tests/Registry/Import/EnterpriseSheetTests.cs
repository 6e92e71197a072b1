using System.Globalization;
using System.Text;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Registry.Import;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Registry.Import;

public sealed class EnterpriseSheetTests
{
    private const string Good = "91370303FN0000011B,淄博试制有限公司";
    private static readonly DateOnly On = new(2026, 11, 20);
    private static readonly FactCatalogue Catalogue = CatalogueReader.Read(File.ReadAllText(Path.Combine(Repository.Folder("rules"), "facts.yaml"))).Catalogue;
    private static readonly SheetFacts Sheets = SheetFacts.Of(Catalogue, Repository.Folder("rules"));
    private static readonly HeadingBook Book = Sheets.Book;
    private static readonly EnterpriseSheet Reader = new(Sheets, RegionTree.Read(Repository.Folder("rules")));

    [Theory]
    [InlineData("上年度营业收入(万元)", "revenueY1", "万元", null)]
    [InlineData("上年度营业收入（万元）", "revenueY1", "万元", null)]
    [InlineData("* 上年度营业收入\n（亿元）", "revenueY1", "亿元", null)]
    [InlineData("3、上年度营业收入(元)", "revenueY1", "元", null)]
    [InlineData("上年度营业收入:万元", "revenueY1", "万元", null)]
    [InlineData("2025年营业收入（万元）", "revenue", "万元", 2025)]
    [InlineData("营业收入（2025年）", "revenue", null, 2025)]
    [InlineData("营业收入", "revenue", null, null)]
    [InlineData("revenueY1", "revenueY1", null, null)]
    [InlineData("境内（不含港澳台）居民企业", "isMainlandResidentEnterprise", null, null)]
    [InlineData("职工总数（人）", "employees", "人", null)]
    [InlineData("高新技术产品(服务)收入占总收入比例(%)", "highTechRevenueShareY1", "%", null)]
    [InlineData("从业人员期末人数", "employees", null, null)]
    [InlineData("成立时间", "foundedOn", null, null)]
    [InlineData("社会信用代码", "@code", null, null)]
    [InlineData("单位名称", "@name", null, null)]
    [InlineData("联系电话", "@ignore", null, null)]
    [InlineData("年份", "@year", null, null)]
    [InlineData("统计年度", "@year", null, null)]
    [InlineData("是否上市", "isListed", null, null)]
    [InlineData("研发人员占比(%)", "rdStaffShare", "%", null)]
    [InlineData("科技人员占比", "techStaffShare", null, null)]
    [InlineData("上年度营业收入(人)", "@unknown", null, null)]
    [InlineData("吉祥物", "@unknown", null, null)]
    public void A_heading_is_understood_with_its_unit_and_its_year(string heading, string key, string? unit, int? year)
    {
        var meaning = Book.Find([heading]);

        Assert.Equal((key, unit, year), (meaning.Key, meaning.Unit?.Name, meaning.Year));
    }

    [Fact]
    public void Every_label_and_name_of_an_enterprise_fact_is_a_heading()
    {
        var lost = Catalogue.All.Where(fact => fact.Subject == "enterprise" && fact.Key != "industryCode")
            .Where(fact => Book.Find([fact.Label]).Fact is null || Book.Find([fact.Unit.Length > 0 ? $"{fact.Name}（{fact.Unit}）" : fact.Name]).Fact is null)
            .Select(fact => fact.Label);

        Assert.Empty(lost);
    }

    [Fact]
    public void Sound_cells_become_facts_in_base_units_and_in_the_years_they_speak_of()
    {
        var row = Assert.Single(Read($"统一社会信用代码,企业名称,上年度营业收入(万元),2023年营业收入（亿元）,职工总数,成立日期,上年度营业收入增长率(%)\n{Good},\"12，345\",1.2,８８,2019.5.18,3.5%"));

        Assert.Empty(row.Problems);
        Assert.Equal(("91370303FN0000011B", "淄博试制有限公司"), (row.Code, row.Name));
        Assert.Equal(
            ["revenue 2025 123450000", "revenue 2023 120000000", "employees  88", "foundedOn  @\"2019-05-18\"", "revenueGrowthY1 2026 3.5"],
            row.Facts.Select(fact => string.Create(CultureInfo.InvariantCulture, $"{fact.Key} {fact.Period} {fact.Value}")));
    }

    [Fact]
    public void A_yearly_figure_without_a_year_is_of_last_year_where_rules_look_back_at_it_and_else_of_this_year()
    {
        var row = Assert.Single(Read($"统一社会信用代码,企业名称,营业收入(万元),特色化指标得分(省级设定)(分)\n{Good},100,9"));

        Assert.Equal(["revenue 2025", "localFeatureScore 2026"], row.Facts.Select(fact => $"{fact.Key} {fact.Period}"));
    }

    [Theory]
    [InlineData("年份", "2023")]
    [InlineData("年度", "2023年")]
    [InlineData("统计年度", "2023年度")]
    [InlineData("所属年度", "２０２３")]
    public void A_column_of_years_says_of_which_year_the_yearly_figures_of_a_row_are(string heading, string year)
    {
        var row = Assert.Single(Read($"统一社会信用代码,企业名称,营业收入(万元),{heading},2022年营业收入(万元),职工总数\n{Good},100,{year},90,8"));

        Assert.Empty(row.Problems);
        Assert.Equal(["revenue 2023", "revenue 2022", "employees "], row.Facts.Select(fact => $"{fact.Key} {fact.Period}"));
    }

    [Theory]
    [InlineData("去年")]
    [InlineData("1989")]
    [InlineData("2027")]
    [InlineData("2024-12-31")]
    [InlineData("")]
    public void A_year_that_is_none_is_refused_beside_its_cell_and_nothing_is_filed_under_another(string year)
    {
        var row = Assert.Single(Read($"统一社会信用代码,企业名称,营业收入(万元),年份\n{Good},100,{year}"));

        Assert.Equal((3, "年份"), Assert.Single(row.Problems.Select(problem => (problem.Column, problem.Heading))));
        Assert.Empty(row.Facts);
    }

    [Fact]
    public void The_preview_says_which_column_the_year_comes_from()
    {
        var plan = Plan($"统一社会信用代码,企业名称,营业收入(万元),年份,2022年营业收入(万元)\n{Good},100,2023,90");

        var columns = CheckSummary.Of(new SheetCheck.Checked("csv", plan, Reader.Read(plan, On), On, null), "").Columns;

        Assert.Equal([("", "D 列“年份”"), ("", null), ("2022", null)], columns.Skip(2).Select(column => (column.Period, column.YearFrom)));
    }

    [Fact]
    public void An_empty_year_is_no_matter_where_the_row_has_no_yearly_figure()
    {
        Assert.True(Assert.Single(Read($"统一社会信用代码,企业名称,营业收入(万元),年份,职工总数\n{Good},,,8")).IsSound);
    }

    [Fact]
    public void A_second_column_of_years_that_is_empty_says_nothing()
    {
        var row = Assert.Single(Read($"统一社会信用代码,企业名称,年份,统计年度,营业收入(万元)\n{Good},,2023,100"));

        Assert.Empty(row.Problems);
        Assert.Equal(["revenue 2023"], row.Facts.Select(fact => $"{fact.Key} {fact.Period}"));
    }

    [Fact]
    public void Years_that_do_not_agree_are_no_matter_where_the_row_has_no_yearly_figure()
    {
        Assert.True(Assert.Single(Read($"统一社会信用代码,企业名称,年份,统计年度,营业收入(万元),职工总数\n{Good},2022,2023,,8")).IsSound);
    }

    [Fact]
    public void A_heading_of_last_year_beside_another_year_or_two_years_in_one_row_are_refused()
    {
        var relative = Assert.Single(Read($"统一社会信用代码,企业名称,年份,上年度营业收入(万元)\n{Good},2022,100"));
        var several = Assert.Single(Read($"统一社会信用代码,企业名称,年份,统计年度,营业收入(万元)\n{Good},2022,2023,100"));

        Assert.Contains("2025", Assert.Single(relative.Problems).Message, StringComparison.Ordinal);
        Assert.Contains("不一致", Assert.Single(several.Problems).Message, StringComparison.Ordinal);
        Assert.True(Assert.Single(Read($"统一社会信用代码,企业名称,年份,上年度营业收入(万元)\n{Good},2025,100")).IsSound);
        Assert.True(Assert.Single(Read($"统一社会信用代码,企业名称,年份,上年度营业收入(万元)\n{Good},2026,100")).IsSound);
    }

    [Fact]
    public void Several_rows_of_one_enterprise_are_its_years_and_what_has_no_year_is_taken_from_the_newest()
    {
        var rows = Read($"统一社会信用代码,企业名称,年份,营业收入(万元),职工总数,已获认定\n{Good},2023,80,7,高新技术企业\n{Good},2025,100,9,无\n{Good},2024,90,,\n");

        Assert.All(rows, row => Assert.Empty(row.Problems));
        Assert.Equal(["revenue 2023", "revenue 2025, employees , titlesChecked ", "revenue 2024"], rows.Select(row => string.Join(", ", row.Facts.Select(fact => $"{fact.Key} {fact.Period}"))));
        Assert.All(rows, row => Assert.Empty(row.Titles!));
        Assert.Equal(["不采用，以第 3 行（2025 年）为准", "不采用，以第 3 行（2025 年）为准"], rows[0].Otherwise.Select(cell => cell.Understood));
    }

    [Fact]
    public void An_empty_cell_of_titles_says_none_where_the_column_is_filled_in_at_all()
    {
        var blank = Assert.Single(Read($"统一社会信用代码,企业名称,已获认定\n{Good},\n"));
        var listed = Read($"统一社会信用代码,企业名称,已获认定\n{Good},\n91350100M000100Y43,泉州示例有限公司,高新技术企业\n");

        var remark = Read($"统一社会信用代码,企业名称,已获认定\n{Good},\n91350100M000100Y43,泉州示例有限公司,详见附件\n");

        Assert.Empty(blank.Facts);
        Assert.Empty(remark[0].Facts);
        Assert.Equal(["titlesChecked", ""], listed.Select(row => string.Join(",", row.Facts.Select(fact => fact.Key))));
        Assert.Equal("没有认定", Assert.Single(listed[0].Otherwise).Understood);
    }

    [Fact]
    public void What_only_an_older_row_says_is_kept()
    {
        var rows = Read($"统一社会信用代码,企业名称,曾用名,年份,营业收入(万元),职工总数,已获认定\n{Good},老名,2023,80,7,高新技术企业(2022-11-01至2025-10-31)\n{Good},老名,2025,100,,\n");

        Assert.Equal(["revenue 2023, employees ", "revenue 2025"], rows.Select(row => string.Join(", ", row.Facts.Select(fact => $"{fact.Key} {fact.Period}"))));
        Assert.Equal((1, 0), (rows[0].Titles!.Count, rows[1].Titles!.Count));
        Assert.Equal([null, "老名"], rows.Select(row => row.FormerName));
    }

    [Theory]
    [InlineData("年份", "2024", "2024", "都是")]
    [InlineData("年份", "2024", "", "没有填年份")]
    [InlineData("传真", "1", "2", "加一列“年份”")]
    public void Two_rows_of_one_enterprise_that_no_year_tells_apart_are_refused(string heading, string first, string second, string reason)
    {
        var rows = Read($"统一社会信用代码,企业名称,{heading},职工总数\n{Good},{first},7\n{Good},{second},8\n");

        Assert.Empty(rows[0].Problems);
        Assert.Contains(reason, Assert.Single(rows[1].Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_one_enterprise_that_contradict_each_other_are_refused()
    {
        var year = Read($"统一社会信用代码,企业名称,年份,2022年营业收入(万元)\n{Good},2024,80\n{Good},2025,90\n");
        var names = Read("统一社会信用代码,企业名称,年份,营业收入(万元)\n91370303FN0000011B,甲厂,2024,80\n91370303FN0000011B,乙公司,2025,90\n");

        Assert.Equal([3, -1], year.Select(row => row.Problems.Count == 0 ? -1 : row.Problems[0].Column));
        Assert.Contains("乙公司", Assert.Single(names[0].Problems).Message, StringComparison.Ordinal);
        Assert.Empty(names[1].Problems);
    }

    [Theory]
    [InlineData("高新技术企业", "high-tech-enterprise-2016")]
    [InlineData("国家高新技术企业", "high-tech-enterprise-2016")]
    [InlineData("创新型中小企业", "sme-innovative-2022")]
    [InlineData("科技型中小企业", "sme-tech-2017")]
    [InlineData("专精特新中小企业", "sme-specialised-2026")]
    [InlineData("省级专精特新中小企业", "sme-specialised-2026")]
    [InlineData("专精特新中小企业（2022标准）", "sme-specialised-2022")]
    [InlineData("专精特新中小企业(2024-12-07至2027-12-06)", "sme-specialised-2022")]
    [InlineData("专精特新“小巨人”企业", "little-giant-2026")]
    [InlineData("专精特新小巨人", "little-giant-2026")]
    [InlineData("重点“小巨人”企业", "key-little-giant-2024")]
    public void A_title_is_known_by_the_words_people_use_in_the_version_of_its_day(string words, string scheme)
    {
        var row = Assert.Single(Read($"统一社会信用代码,企业名称,已获认定\n{Good},{words}"));

        Assert.Empty(row.Problems);
        Assert.Equal(scheme, Assert.Single(row.Titles!).Scheme);
    }

    [Fact]
    public void A_day_in_a_column_of_its_own_tells_the_version_and_the_preview_shows_it()
    {
        var row = Assert.Single(Read($"统一社会信用代码,企业名称,已获认定,认定日期\n{Good},专精特新中小企业,2024-12-07"));

        Assert.Equal("sme-specialised-2022", Assert.Single(row.Titles!).Scheme);
        Assert.Contains(row.Otherwise, cell => cell.Column == 2 && cell.Understood == "专精特新2022（2024-12-07 起）");
    }

    [Fact]
    public void A_word_for_several_titles_is_refused_with_its_candidates()
    {
        var row = Assert.Single(Read($"统一社会信用代码,企业名称,已获认定\n{Good},小巨人"));

        var message = Assert.Single(row.Problems).Message;
        Assert.Contains("little-giant-2026", message, StringComparison.Ordinal);
        Assert.Contains("key-little-giant-2024", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_cell_is_a_missing_fact()
    {
        var row = Assert.Single(Read($"统一社会信用代码,企业名称,上年度营业收入(万元),职工总数\n{Good},,—"));

        Assert.True(row.IsSound);
        Assert.Empty(row.Facts);
    }

    [Fact]
    public void A_bad_cell_is_reported_with_its_place_value_reason_and_proposal()
    {
        var row = Assert.Single(Read($"统一社会信用代码,企业名称,上年度营业收入(万元),职工总数\n{Good},约1200,-3"));

        Assert.False(row.IsSound);
        Assert.Equal([(1, 2, "约1200", "1200"), (1, 3, "-3", null)], row.Problems.Select(problem => (problem.Row, problem.Column, problem.Value, problem.Proposal)));
        Assert.Equal("上年度营业收入(万元)", row.Problems[0].Heading);
        Assert.Contains("不能小于 0", row.Problems[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_may_stand_only_once()
    {
        var rows = Read($"统一社会信用代码,企业名称\n{Good}\n{Good}");

        Assert.Contains("与第 2 行", Assert.Single(rows[1].Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_corrected_cell_replaces_what_stands_in_the_sheet()
    {
        var plan = Plan($"统一社会信用代码,企业名称,职工总数\n{Good},八十八");

        var row = Assert.Single(Reader.Read(plan, On, new Dictionary<(int, int), string> { [(1, 2)] = "88" }));

        Assert.True(row.IsSound);
    }

    [Fact]
    public void Titles_totals_and_a_head_of_two_rows_are_seen_through()
    {
        var sheet = new Sheet("表", [
            Cells("2025年度企业情况表", "", "", "", ""),
            Cells("单位：万元", "", "", "", ""),
            Cells("序号", "统一社会信用代码", "企业名称", "营业收入", ""),
            Cells("", "", "", "2024年", "2025年"),
            Cells("1", "91370303FN0000011B", "淄博试制有限公司", "100", "200"),
            Cells("小计", "", "", "100", "200"),
            Cells("序号", "统一社会信用代码", "企业名称", "营业收入", ""),
            Cells("", "", "", "", ""),
            Cells("2", "91370304FN0000011R", "淄博又一有限公司", "1", "2"),
            Cells("合计", "", "", "101", "202"),
        ], [new(0, 0, 0, 4), new(2, 0, 3, 0), new(2, 1, 3, 1), new(2, 2, 3, 2), new(2, 3, 2, 4)]);

        var plan = SheetPlan.Find([sheet], Book)!;
        var rows = Reader.Read(plan, On);

        Assert.Equal((2, 4), (plan.FirstHeadRow, plan.FirstRow));
        Assert.Equal(["revenue 2024 1000000", "revenue 2025 2000000"],
            rows[0].Facts.Select(fact => string.Create(CultureInfo.InvariantCulture, $"{fact.Key} {fact.Period} {fact.Value}")));
        Assert.Equal(["91370303FN0000011B", "91370304FN0000011R"], rows.Where(row => row.IsSound).Select(row => row.Code));
    }

    [Fact]
    public void Places_industries_and_titles_are_known_by_their_names()
    {
        var row = Assert.Single(Read($"统一社会信用代码,企业名称,区县,镇街,功能区,所属行业,已获认定\n{Good},张店区,马尚街道,高新区,特种陶瓷制品制造,sme-innovative-2022;high-tech-enterprise-2016"));

        Assert.Empty(row.Problems);
        Assert.Equal(("370303009", "370300-GX"), (row.Region, row.Zone));
        Assert.Equal([new HeldTitle("sme-innovative-2022"), new HeldTitle("high-tech-enterprise-2016")], row.Titles);
        Assert.Equal("\"3073\"", Assert.Single(row.Facts).Value.ToString());
    }

    [Theory]
    [InlineData("sme-innovative-2022(2024-06-01)", "2024-06-01", null)]
    [InlineData("sme-innovative-2022（2024.6.1至2027年5月31日）", "2024-06-01", "2027-05-31")]
    [InlineData("sme-innovative-2022", null, null)]
    public void A_title_keeps_the_dates_the_cell_gives(string cell, string? from, string? to)
    {
        var title = Assert.Single(Assert.Single(Read($"统一社会信用代码,企业名称,已获认定\n{Good},{cell}")).Titles!);

        Assert.Equal((Day(from), Day(to)), (title.From, title.To));
    }

    [Fact]
    public void Dates_in_columns_of_their_own_are_those_of_the_only_title_of_the_row()
    {
        var row = Assert.Single(Read($"统一社会信用代码,企业名称,已获认定,认定日期,有效期至\n{Good},sme-innovative-2022,2024-06-01,2027-05-31"));
        Assert.Equal(new HeldTitle("sme-innovative-2022", new(2024, 6, 1), new(2027, 5, 31)), Assert.Single(row.Titles!));

        var two = Assert.Single(Read($"统一社会信用代码,企业名称,已获认定,认定日期\n{Good},sme-innovative-2022;high-tech-enterprise-2016,2024-06-01"));
        Assert.Contains("分不清", Assert.Single(two.Problems).Message, StringComparison.Ordinal);
        Assert.Contains("读不懂", Assert.Single(Assert.Single(Read($"统一社会信用代码,企业名称,已获认定\n{Good},sme-innovative-2022(去年某天)")).Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-05-31", "sme-specialised-2022")]
    [InlineData("2029-05-31", "sme-specialised-2026")]
    public void A_title_of_which_only_the_last_day_is_known_is_of_no_version_that_came_later(string to, string scheme)
    {
        var row = Assert.Single(Read($"统一社会信用代码,企业名称,已获认定,有效期至\n{Good},专精特新中小企业,{to}"));

        Assert.Equal(new HeldTitle(scheme, null, Day(to)), Assert.Single(row.Titles!) with { Versions = null });
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void An_unknown_title_place_or_industry_is_refused()
    {
        var row = Assert.Single(Read($"统一社会信用代码,企业名称,区县,所属行业,已获认定\n{Good},天桥区,打酱油,独角龙"));

        Assert.Equal(3, row.Problems.Count);
    }

    [Fact]
    public void A_sheet_without_codes_does_not_identify_anybody()
    {
        Assert.False(Plan("企业名称,职工总数\n甲,1").Identifies);
    }

    [Fact]
    public void A_workbook_made_to_be_slow_is_not_looked_through_to_its_end()
    {
        var wide = Enumerable.Range(0, 30).Select(_ => Cells([.. Enumerable.Repeat("", 1_999), "x"])).ToArray();
        var good = new Sheet("企业", [Cells("统一社会信用代码", "企业名称"), Cells("91370303FN0000011B", "甲")], []);

        Assert.NotNull(SheetPlan.Find([new Sheet("宽", wide[..20], []), good], Book));
        Assert.Null(SheetPlan.Find([new Sheet("宽", wide, []), good], Book));
    }

    private static IReadOnlyList<EnterpriseRow> Read(string csv) => Reader.Read(Plan(csv), On);

    private static SheetPlan Plan(string csv) =>
        SheetPlan.Find(Assert.IsType<SheetReading.Read>(SheetReader.Read(Encoding.UTF8.GetBytes(csv))).Sheets, Book)!;

    private static SheetCell[] Cells(params string[] texts) => [.. texts.Select(SheetCell.OfText)];
}
