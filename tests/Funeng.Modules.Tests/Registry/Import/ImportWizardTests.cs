using System.Text;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Registry;
using Funeng.Modules.Registry.Import;
using Funeng.Modules.Registry.Profile;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Registry.Import;

public sealed class ImportWizardTests
{
    private const string Sheet = "统一社会信用代码,企业名称,区县,上年度营业收入(万元),吉祥物\n"
        + "91370303FN0000011B,淄博甲制造有限公司,张店区,12345,1\n91370304FN0000011R,淄博乙材料有限公司,博山区,约500,2\n";

    private static readonly DateOnly On = new(2026, 3, 2);

    [Theory, OnBothDatabases]
    public async Task A_sheet_is_checked_corrected_written_and_taken_back(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var id = await city.UploadAsync(Sheet);

        var run = await city.RunAsync(id);
        var problem = Assert.Single(run.ReadSummary().Problems);
        Assert.Equal((ImportState.Checked, 2, 1), (run.State, run.Rows, run.Sound));
        Assert.Equal((2, 3, "约500", "500"), (problem.Row, problem.Column, problem.Value, problem.Proposal));
        Assert.Equal(["统一社会信用代码", "企业名称", "所在区县或镇街", "上年度营业收入", "未识别"], run.ReadSummary().Columns.Select(column => column.Title));

        await using (var unit = city.As())
        {
            var corrections = new SheetCorrections { Cells = { ["2,3"] = "500" }, Columns = { [4] = "employees//" } };
            Assert.IsType<WizardResult.GoOn>(await unit.Get<ImportWizard>().CorrectAsync(id, corrections, write: true, CancellationToken.None));
        }

        run = await city.RunAsync(id);
        Assert.Equal((ImportState.Written, 2, 2), (run.State, run.Sound, run.Added));
        Assert.Equal((5_000_000m, 2L), (await city.EnterpriseAsync("91370304FN0000011R"))!.ToFigures());

        city.Time.Advance(TimeSpan.FromMinutes(29));
        await city.UndoAsync(id);
        Assert.Null(await city.EnterpriseAsync("91370304FN0000011R"));
    }

    [Theory, OnBothDatabases]
    public async Task Rows_of_enterprises_whose_place_nobody_gives_are_written_and_named(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.WriteAsync("统一社会信用代码,企业名称,区县\n91370303FN0000011B,淄博甲制造有限公司,张店区\n");

        var id = await city.UploadAsync("统一社会信用代码,企业名称,区县\n91370303FN0000011B,淄博甲制造有限公司,\n91370304FN0000011R,淄博乙材料有限公司,\n");
        var before = (await city.RunAsync(id)).ReadSummary();
        await city.CorrectAsync(id);
        var run = await city.RunAsync(id);

        Assert.Equal((2, 1, 0), (Assert.Single(before.Unplaced), before.UnplacedCount, before.ProblemCount));
        Assert.Equal((ImportState.Written, 1, 1), (run.State, run.Added, run.ReadSummary().UnplacedCount));
    }

    [Theory, OnBothDatabases]
    public async Task After_half_an_hour_an_import_stays(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var id = await city.UploadAsync(Sheet);
        await city.CorrectAsync(id);
        city.Time.Advance(TimeSpan.FromMinutes(31));
        await using var unit = city.As();

        var refused = Assert.IsType<WizardResult.Refused>(await unit.Get<ImportWizard>().UndoAsync(id, "导错了文件", CancellationToken.None));

        Assert.Contains("30 分钟", refused.Reason, StringComparison.Ordinal);
        Assert.Null(await city.EnterpriseAsync("91370304FN0000011R"));
    }

    [Fact]
    public async Task Nothing_of_a_refused_file_is_stored()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var unit = city.As();

        var result = await unit.Get<ImportWizard>().UploadAsync("x.xlsx", new MemoryStream("%PDF-1.7"u8.ToArray()), "import", On, CancellationToken.None);

        Assert.Contains("PDF", Assert.IsType<WizardResult.Refused>(result).Reason, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(city.DataFolder, "imports")));
        Assert.Equal(0L, Convert.ToInt64(await city.ScalarAsync("select count(*) from import_run"), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task An_import_is_seen_by_whoever_made_it_and_not_by_another_clerk()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var id = await city.UploadAsync(Sheet);
        await using var other = city.As(Role.TownshipClerk, Scope.OfRegions("370303009"), id: 7);

        Assert.Null(await other.Get<ImportRuns>().FindAsync(id, CancellationToken.None));
        Assert.IsType<WizardResult.NotFound>(await other.Get<ImportWizard>().CorrectAsync(id, SheetCorrections.None, true, CancellationToken.None));
        Assert.IsType<WizardResult.NotFound>(await other.Get<ImportWizard>().UndoAsync(id, "不该", CancellationToken.None));
    }

    [Fact]
    public async Task The_template_is_understood_column_by_column_and_its_example_is_passed_over()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var unit = city.As();
        using var file = new MemoryStream();
        unit.Get<ImportTemplate>().Write(file);

        var sheets = Assert.IsType<SheetReading.Read>(SheetReader.Read(file.ToArray())).Sheets;
        var plan = SheetPlan.Find(sheets, unit.Get<HeadingBook>())!;

        Assert.DoesNotContain(plan.Columns, column => column.Meaning.Kind == ColumnKind.Unknown);
        Assert.True(plan.Columns.Count > 60);
        Assert.Empty(unit.Get<EnterpriseSheet>().Read(plan, On));
        Assert.Equal(unit.Get<ImportTemplate>().Version, ImportTemplate.VersionOf(sheets));
    }

    [Theory, OnBothDatabases]
    public async Task Refused_rows_are_put_right_and_written_later_with_the_corrections_kept(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var id = await city.UploadAsync(Sheet + "91370303FN0Q7K2Y0Y,淄博丙有限公司,张店区,很多,3\n");
        await city.CorrectAsync(id, write: false, cells: [("3,3", "三百")]);
        await city.CorrectAsync(id);

        var run = await city.RunAsync(id);
        Assert.Equal((ImportState.Written, 1, 2, true), (run.State, run.Sound, run.Bad, run.CanWork));
        Assert.Equal(["约500", "三百"], run.ReadSummary().Problems.Select(problem => problem.Value));
        await using (var unit = city.As())
        {
            Assert.NotNull(await unit.Get<CarryOutImport>().ReadAgainAsync(run, CancellationToken.None));
        }

        city.Time.Advance(TimeSpan.FromHours(3));
        await city.CorrectAsync(id, cells: [("2,3", "500"), ("3,3", "300")]);

        run = await city.RunAsync(id);
        Assert.Equal((ImportState.Written, 3, 0, 3), (run.State, run.Sound, run.Bad, run.Added));
        Assert.Equal(3_000_000m, (await city.EnterpriseAsync("91370303FN0Q7K2Y0Y"))!.Revenue);
        await city.UndoAsync(id);
        Assert.Null(await city.EnterpriseAsync("91370303FN0Q7K2Y0Y"));
        Assert.Equal(ImportState.Written, (await city.RunAsync(id)).State);
        Assert.Equal(123_450_000m, (await city.EnterpriseAsync("91370303FN0000011B"))!.Revenue);
    }

    [Theory, OnBothDatabases]
    public async Task Sheets_that_nobody_needs_any_more_go_and_what_they_wrote_stays(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (done, open) = (await city.UploadAsync(Sheet), await city.UploadAsync(Sheet + "91370303FN0Q7K2Y0Y,淄博丙有限公司,张店区,很多,3\n"));
        await city.CorrectAsync(done, cells: [("2,3", "500")]);
        var forget = ActivatorUtilities.CreateInstance<ForgetUploads>(city.Services);
        city.Time.Advance(TimeSpan.FromDays(6));
        Assert.Equal(0, await forget.RunAsync(CancellationToken.None));

        city.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await forget.RunAsync(CancellationToken.None));

        await using var unit = city.As();
        Assert.Equal((false, true), (unit.Get<ImportRuns>().HasSheet(done), unit.Get<ImportRuns>().HasSheet(open)));
        Assert.NotNull(await city.EnterpriseAsync("91370304FN0000011R"));
        Assert.Equal(ImportState.Written, (await city.RunAsync(done)).State);
        city.Time.Advance(TimeSpan.FromDays(91));
        Assert.Equal(1, await forget.RunAsync(CancellationToken.None));
        Assert.Contains("重新上传", Assert.IsType<WizardResult.Refused>(await unit.Get<ImportWizard>().CorrectAsync(open, SheetCorrections.None, true, CancellationToken.None)).Reason, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(city.DataFolder, "imports")));
    }

    [Fact]
    public async Task Nobody_has_more_sheets_here_than_there_is_room_for_one_person()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        city.Service<ImportFiles>().MostOfOne = Encoding.UTF8.GetByteCount(Sheet) * 3 / 2;
        await city.UploadAsync(Sheet);
        await using var unit = city.As();

        var refused = await unit.Get<ImportWizard>().UploadAsync("x.csv", new MemoryStream(Encoding.UTF8.GetBytes(Sheet)), "import", On, CancellationToken.None);

        Assert.Contains("自动清理", Assert.IsType<WizardResult.Refused>(refused).Reason, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(city.DataFolder, "imports")).Length);
        await using var colleague = city.As(id: 2);
        Assert.IsType<WizardResult.GoOn>(await colleague.Get<ImportWizard>().UploadAsync("x.csv", new MemoryStream(Encoding.UTF8.GetBytes(Sheet)), "import", On, CancellationToken.None));
    }

    [Fact]
    public async Task A_row_written_before_is_not_written_over_what_was_corrected_since()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var id = await city.UploadAsync(Sheet);
        await city.CorrectAsync(id);
        await city.WriteAsync("统一社会信用代码,企业名称,上年度营业收入(万元)\n91370303FN0000011B,淄博甲制造有限公司,12000\n");

        await city.CorrectAsync(id, cells: [("2,3", "500")]);

        Assert.Equal(120_000_000m, (await city.EnterpriseAsync("91370303FN0000011B"))!.Revenue);
    }

    [Fact]
    public async Task The_sheet_given_back_has_the_corrections_and_the_remaining_remarks_beside_their_cells()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var id = await city.UploadAsync("统一社会信用代码,企业名称,职工总数,成立日期\n91370303FN0000011B,淄博甲制造有限公司,八人,2008-13-45\n");
        await city.CorrectAsync(id, write: false, cells: [("1,2", "8")]);
        await using var unit = city.As();
        using var file = new MemoryStream();

        AnnotatedSheet.WriteXlsx(file, (await unit.Get<CarryOutImport>().ReadAgainAsync(await city.RunAsync(id), CancellationToken.None))!);

        var back = Assert.Single(Assert.IsType<SheetReading.Read>(SheetReader.Read(file.ToArray())).Sheets);
        Assert.Equal(("8", "2008-13-45"), (back[1, 2].Text, back[1, 3].Text));
        Assert.DoesNotContain("职工总数", back[1, 4].Text, StringComparison.Ordinal);
        Assert.Contains("成立日期", back[1, 4].Text, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_figure_of_a_year_to_come_is_refused_beside_its_cell_and_in_a_correction(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var id = await city.UploadAsync("统一社会信用代码,企业名称,2025年营业收入(万元),2052年营业收入(万元)\n91370303FN0000011B,淄博甲制造有限公司,12345,12000\n");

        var problem = Assert.Single((await city.RunAsync(id)).ReadSummary().Problems);
        Assert.Equal("1,3", $"{problem.Row},{problem.Column}");
        Assert.Contains("2052 年，晚于数据截止日 2026-03-02", problem.Message, StringComparison.Ordinal);
        await using var unit = city.As();
        await unit.Get<ImportWizard>().CorrectAsync(id, new SheetCorrections { Columns = { [3] = "@ignore//" } }, write: true, CancellationToken.None);
        Assert.Equal((2025, 123_450_000m), ((await city.EnterpriseAsync("91370303FN0000011B"))!.RevenueYear!.Value, (await city.EnterpriseAsync("91370303FN0000011B"))!.Revenue!.Value));

        var typed = new TypedFact("91370303FN0000011B", "revenue", "12000万元", "2062", "enterprise", "2026 年审计报告");
        var refused = Assert.IsType<CorrectFactResult.Refused>(await unit.Get<CorrectFact>().RunAsync(typed, CancellationToken.None));
        Assert.Contains("1990 到 2026", Assert.Single(refused.Problems).Message, StringComparison.Ordinal);
        Assert.IsType<CorrectFactResult.Filed>(await unit.Get<CorrectFact>().RunAsync(typed with { Year = "2026" }, CancellationToken.None));
    }

    [Theory, OnBothDatabases]
    public async Task A_number_beyond_measure_is_refused_beside_its_cell(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var id = await city.UploadAsync("统一社会信用代码,企业名称,职工总数\n91370303FN0000011B,淄博甲制造有限公司,100000000000000000000\n91370304FN0000011R,淄博乙材料有限公司,12\n");

        await city.CorrectAsync(id);

        var run = await city.RunAsync(id);
        Assert.Equal((ImportState.Written, 1, 1), (run.State, run.Sound, run.Bad));
        Assert.Equal(12, (await city.EnterpriseAsync("91370304FN0000011R"))!.Employees);
    }

    [Fact]
    public async Task Written_rows_are_not_asked_about_any_more()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await city.WriteAsync("统一社会信用代码,企业名称,2025年营业收入(万元)\n91370303FN0000011B,淄博甲制造有限公司,90000\n");
        var id = await city.UploadAsync("统一社会信用代码,企业名称,2025年营业收入(万元)\n91370303FN0000011B,淄博甲制造有限公司,900\n91370304FN0000011R,淄博乙材料有限公司,很多\n");
        Assert.Equal(1, (await city.RunAsync(id)).ReadSummary().OpenQuestions);

        await city.CorrectAsync(id);

        var rest = (await city.RunAsync(id)).ReadSummary();
        Assert.Equal((0, 1), (rest.OpenQuestions, rest.ProblemCount));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_asked_is_written_only_after_an_answer_or_when_somebody_lets_it_stand_and_the_import_keeps_how_much(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.WriteAsync("统一社会信用代码,企业名称,2025年营业收入(万元)\n91370303FN0000011B,淄博甲制造有限公司,90000\n");
        var id = await city.UploadAsync("统一社会信用代码,企业名称,2025年营业收入(万元)\n91370303FN0000011B,淄博甲制造有限公司,900\n");
        async Task<WizardResult> WriteAsync(IReadOnlyList<string> accepting)
        {
            await using var unit = city.As();
            return await unit.Get<ImportWizard>().CorrectAsync(id, SheetCorrections.None with { Accepting = accepting }, write: true, CancellationToken.None);
        }

        Assert.Contains("1 处请核对的没有答复，什么都没有写入", Assert.IsType<WizardResult.Refused>(await WriteAsync([])).Reason, StringComparison.Ordinal);
        Assert.Equal(900_000_000m, (await city.EnterpriseAsync("91370303FN0000011B"))!.Revenue);
        Assert.IsType<WizardResult.GoOn>(await WriteAsync((await city.RunAsync(id)).ReadSummary().Open));

        Assert.Equal((9_000_000m, 1), ((await city.EnterpriseAsync("91370303FN0000011B"))!.Revenue!.Value, (await city.RunAsync(id)).ReadCorrections().Accepted));
        await city.UndoAsync(id);
        Assert.Equal(0, (await city.RunAsync(id)).ReadCorrections().Accepted);
    }

    [Theory, OnBothDatabases]
    public async Task A_question_that_came_up_after_somebody_let_the_others_stand_is_asked_before_anything_is_written(DatabaseKind kind)
    {
        const string head = "统一社会信用代码,企业名称,2025年营业收入(万元)\n";
        await using var city = await TestInstallation.StartAsync(kind);
        await city.WriteAsync(head + "91370303FN0000011B,淄博甲制造有限公司,90000\n91370304FN0000011R,淄博乙材料有限公司,80000\n");
        var id = await city.UploadAsync(head + "91370303FN0000011B,淄博甲制造有限公司,900\n91370304FN0000011R,淄博乙材料有限公司,很多\n");
        var shown = new SheetCorrections { Accepting = (await city.RunAsync(id)).ReadSummary().Open, Cells = { ["1,2"] = "91000", ["2,2"] = "800" } };
        async Task<WizardResult> WriteAsync(SheetCorrections corrections)
        {
            await using var unit = city.As();
            return await unit.Get<ImportWizard>().CorrectAsync(id, corrections, write: true, CancellationToken.None);
        }

        Assert.Contains("1 处请核对的与您勾选时看到的不同，什么都没有写入", Assert.IsType<WizardResult.Refused>(await WriteAsync(shown)).Reason, StringComparison.Ordinal);
        Assert.Equal(800_000_000m, (await city.EnterpriseAsync("91370304FN0000011R"))!.Revenue);
        Assert.IsType<WizardResult.GoOn>(await WriteAsync(shown with { Accepting = (await city.RunAsync(id)).ReadSummary().Open }));
        Assert.Equal(8_000_000m, (await city.EnterpriseAsync("91370304FN0000011R"))!.Revenue);
    }

    [Fact]
    public void A_figure_leads_to_the_row_of_the_sheet_it_was_read_from()
    {
        Assert.Equal("/import/7/rows?row=3#r-3", ImportRun.RowOf(7, "导入 第 1 行 草稿.csv 第 3 行 2025年营业收入"));
        Assert.Equal("/import/7", ImportRun.RowOf(7, "没有行号的表"));
    }

    [Fact]
    public async Task Work_that_was_cut_off_is_open_again()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var id = await city.UploadAsync(Sheet);
        await city.ExecuteAsync($"update import_run set state = 'Writing', begun_at = created_at where id = {id}");
        Assert.Equal(ImportState.Writing, (await city.RunAsync(id)).State);

        city.Time.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(ImportState.Checked, (await city.RunAsync(id)).State);
    }

    [Fact]
    public async Task The_preview_shows_how_every_cell_was_understood()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var id = await city.UploadAsync("统一社会信用代码,企业名称,上年度营业收入(万元),上年度研发费用(万元),成立日期,境内（不含港澳台）居民企业\n"
            + "91370303FN0000011B,淄博甲制造有限公司,120.1亿,５８，３１３.99,2015.1.22,√\n91370304FN0000011R,淄博乙材料有限公司,\"2,5572\",1,20150122,是\n");
        await using var unit = city.As();

        var (counts, rows, _, _) = unit.Get<ImportRuns>().Rows(id, null, 1, 20);

        Assert.Equal((2, 2, 1), (counts.All, counts.Otherwise, counts.Bad));
        Assert.Equal(["1,201,000 万元", "58,313.99 万元", "2015-01-22", "是"], rows[0].Cells.Skip(2).Select(cell => cell.Understood));
        Assert.Contains("千分位", rows[1].Cells[2].Remark, StringComparison.Ordinal);
        var revenue = (await city.RunAsync(id)).ReadSummary().Columns[2];
        Assert.Equal(new CellSample("120.1亿", "1,201,000 万元"), revenue.Samples[0]);
    }

    [Fact]
    public async Task A_sheet_comes_back_with_its_bad_cells_marked()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var unit = city.As();
        var check = Assert.IsType<SheetCheck.Checked>(await unit.Get<CheckSheet>().RunAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(Sheet)), On, SheetCorrections.None, CancellationToken.None));
        using var file = new MemoryStream();

        AnnotatedSheet.WriteXlsx(file, check);

        var back = Assert.Single(Assert.IsType<SheetReading.Read>(SheetReader.Read(file.ToArray())).Sheets);
        Assert.Equal("需要修改", back[0, 5].Text);
        Assert.Equal("12345", back[1, 3].Text);
        Assert.Contains("约500", back[2, 5].Text, StringComparison.Ordinal);
    }
}

internal static class OrganizationFigures
{
    public static (decimal? Revenue, long? Employees) ToFigures(this Organization organization) => (organization.Revenue, organization.Employees);
}
