using Funeng.Engines.Criteria;
using Funeng.Feel.Values;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Schemes;
using Funeng.Modules.Schemes.Evaluate;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Schemes;

public sealed class EvaluateSheetTests
{
    private static readonly Lazy<RuleBook> Book = new(() => RuleBook.Load(Repository.Folder("rules")));
    private static readonly DateOnly On = new(2026, 6, 30);

    [Fact]
    public void A_row_is_decided_with_failed_criteria_missing_facts_and_gaps()
    {
        var line = Assert.Single(Evaluate("little-giant-2026", """
            统一社会信用代码,企业名称,已获认定,上年度营业收入(万元),主营业务收入占营业收入比重(%),上年末资产负债率(%)
            91370303FN0000011B,密封件厂,sme-specialised-2022,4800,96,40
            """).Lines);

        Assert.Equal(("91370303FN0000011B", "密封件厂", "little-giant-2026", "notMet"), (line.Code, line.Name, line.Version, line.Verdict));
        Assert.Equal("g2", line.Failed);
        Assert.Equal("g2:200:万元", line.Gaps);
        Assert.Null(line.ScoreLow);
    }

    [Fact]
    public void A_gap_has_at_most_ten_decimals()
    {
        // 100 万元 of 3: a share of 33.33… %, where 80 are needed.
        var line = Assert.Single(Evaluate("sme-specialised-2026", """
            统一社会信用代码,企业名称,已获认定,上年度营业收入(万元),上年度主营业务收入(万元)
            91370303FN0000011B,甲,科技型中小企业,3000,1000
            """).Lines);

        Assert.Contains("g2b:46.6666666667:%", line.Gaps.Split(';'));
    }

    [Theory]
    [InlineData("46.66666666666666666666666666666667", "%", "g:46.6666666667:%")]
    [InlineData("-0.00000000005", "%", "g:-0.00000000005:%")]
    [InlineData("0.12345678905", "%", "g:0.123456789:%")]
    [InlineData("2000000", "元", "g:200:万元")]
    [InlineData("-1.50", "年", "g:-1.5:年")]
    public void A_gap_is_rounded_half_to_even_and_never_to_nothing(string signed, string unit, string written)
    {
        var gap = new Gap(FeelNumber.Zero, FeelNumber.Zero, FeelNumber.Parse(signed), unit, false);

        Assert.Equal(written, $"g:{VerdictSummary.Number(gap)}:{(unit == "元" ? "万元" : unit)}");
    }

    [Theory]
    [InlineData("2025", "notMet", "g2:200:万元")]
    [InlineData("2023", "unknown", "")]
    public void A_figure_is_of_the_year_its_row_names(string year, string verdict, string gaps)
    {
        var line = Assert.Single(Evaluate("little-giant-2026", $"""
            统一社会信用代码,企业名称,已获认定,年份,营业收入(万元)
            91370303FN0000011B,密封件厂,专精特新中小企业,{year},4800
            """).Lines);

        Assert.Equal((verdict, gaps), (line.Verdict, line.Gaps));
    }

    [Fact]
    public void Several_rows_of_one_enterprise_are_decided_as_one_from_all_their_years()
    {
        var evaluation = Evaluate("little-giant-2026", """
            统一社会信用代码,企业名称,已获认定,年份,营业收入(万元)
            91370303FN0000011B,密封件厂,专精特新中小企业,2025,4800
            91370303FN0000011B,密封件厂,专精特新中小企业,2024,100
            91370304FN0000011R,另一家,专精特新中小企业,2025,4800
            91370304FN0000011R,另一家,专精特新中小企业,2025,4900
            """);

        Assert.Equal(["密封件厂 g2:200:万元", "另一家 g2:200:万元", "另一家 g2:100:万元"], evaluation.Lines.Select(line => $"{line.Name} {line.Gaps}"));
        Assert.Contains(evaluation.Notes, note => note.StartsWith("第 5 行：", StringComparison.Ordinal));
    }

    [Fact]
    public void A_year_that_is_none_is_reported_and_its_figure_is_missing()
    {
        var evaluation = Evaluate("little-giant-2026", "统一社会信用代码,企业名称,已获认定,年份,营业收入(万元)\n91370303FN0000011B,甲,专精特新中小企业,去年,4800\n");

        Assert.Equal("", Assert.Single(evaluation.Lines).Gaps);
        Assert.Contains(evaluation.Notes, note => note.StartsWith("第 2 行 年份：", StringComparison.Ordinal));
    }

    [Fact]
    public void A_figure_of_last_year_in_a_row_of_another_year_is_reported_and_missing()
    {
        var evaluation = Evaluate("little-giant-2026", "统一社会信用代码,企业名称,已获认定,年份,上年度营业收入(万元)\n91370303FN0000011B,甲,专精特新中小企业,2022,4800\n");

        Assert.Equal(("unknown", ""), (Assert.Single(evaluation.Lines).Verdict, evaluation.Lines[0].Gaps));
        Assert.Contains(evaluation.Notes, note => note.StartsWith("第 2 行 年份：", StringComparison.Ordinal) && note.EndsWith("按缺失处理。", StringComparison.Ordinal));
    }

    [Fact]
    public void A_score_is_a_range_while_facts_are_missing()
    {
        var line = Assert.Single(Evaluate("sme-specialised-2022", """
            统一社会信用代码,企业名称,研发机构级别,特色化指标得分(省级设定)(分)
            91370303FN0000011B,甲,省级,9
            """).Lines);

        Assert.Equal((17m, 92m, "unknown"), (line.ScoreLow, line.ScoreHigh, line.Verdict));
    }

    [Fact]
    public void A_title_is_missing_unless_its_column_is_filled_in_and_then_an_empty_cell_holds_none()
    {
        var without = Assert.Single(Evaluate("key-little-giant-2024", "统一社会信用代码,企业名称,未列入经营异常或严重失信名单\n91370303FN0000011B,甲,是\n").Lines);
        var blank = Assert.Single(Evaluate("key-little-giant-2024", "统一社会信用代码,企业名称,已获认定,未列入经营异常或严重失信名单\n91370303FN0000011B,甲,,是\n").Lines);
        var others = Evaluate("key-little-giant-2024", "统一社会信用代码,企业名称,已获认定\n91370303FN0000011B,甲,\n91370303FN00000120,乙,sme-innovative-2022\n91370303FN0000013W,丙,某某称号\n");

        Assert.Equal(("unknown", "unknown"), (without.Verdict, blank.Verdict));
        Assert.Equal(["notMet g1", "notMet g1", "unknown "], others.Lines.Select(line => $"{line.Verdict} {line.Failed}"));
        Assert.Contains(others.Notes, note => note.Contains("空着的按没有认定", StringComparison.Ordinal));
    }

    [Fact]
    public void Ages_follow_from_dates()
    {
        var line = Assert.Single(Evaluate("new-economy-ladder-zibo", """
            统一社会信用代码,企业名称,已获认定,成立日期,首轮融资额(亿元)
            91370303FN0000011B,甲,,2024.1.15,1
            """).Lines);

        Assert.Equal("met", line.Verdict);
    }

    [Fact]
    public void A_cell_that_is_not_understood_is_reported_and_missing()
    {
        var evaluation = Evaluate("enterprise-technology-centre-2026", "统一社会信用代码,企业名称,上年度研发费用(万元),吉祥物\n91370303FN0000011B,甲,很多,x\n");

        Assert.Equal("unknown", Assert.Single(evaluation.Lines).Verdict);
        Assert.Contains(evaluation.Notes, note => note.Contains("第 2 行 上年度研发费用(万元)", StringComparison.Ordinal));
        Assert.Contains(evaluation.Notes, note => note.Contains("吉祥物", StringComparison.Ordinal));
    }

    [Fact]
    public void All_means_the_schemes_in_force_on_the_date()
    {
        var before = Book.Value.InForce(new DateOnly(2026, 3, 31)).Select(pack => pack.Id).ToList();
        var after = Book.Value.InForce(new DateOnly(2026, 4, 1)).Select(pack => pack.Id).ToList();

        Assert.Contains("sme-specialised-2022", before);
        Assert.DoesNotContain("sme-specialised-2026", before);
        Assert.Contains("sme-specialised-2026", after);
        Assert.DoesNotContain("sme-specialised-2022", after);
    }

    [Theory]
    [InlineData("out.csv")]
    [InlineData("out.xlsx")]
    [InlineData("out.json")]
    public void The_file_holds_one_row_for_each_enterprise_and_scheme(string name)
    {
        var folder = Directory.CreateTempSubdirectory("funeng-evaluate-").FullName;
        var path = Path.Combine(folder, name);
        var evaluation = Evaluate(null, "统一社会信用代码,企业名称\n91370303FN0000011B,甲\n");

        EvaluationFile.Write(path, evaluation.Lines);

        Assert.Equal(Book.Value.InForce(On).Count(), evaluation.Lines.Count);
        if (name.EndsWith(".json", StringComparison.Ordinal)) Assert.Contains("\"score_low\": 0", File.ReadAllText(path), StringComparison.Ordinal);
        else Assert.Equal(evaluation.Lines.Count + 1, Assert.IsType<SheetReading.Read>(SheetReader.Read(path)).Sheets[0].Rows.Count);
        Directory.Delete(folder, recursive: true);
    }

    private static SheetEvaluation Evaluate(string? scheme, string csv)
    {
        var reading = Assert.IsType<SheetReading.Read>(SheetReader.Read(System.Text.Encoding.UTF8.GetBytes(csv)));
        return EvaluateSheet.Run(Book.Value, reading.Sheets, scheme is null ? null : [scheme], On);
    }
}
