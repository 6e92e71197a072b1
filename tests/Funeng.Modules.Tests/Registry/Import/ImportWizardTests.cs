using System.Text;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Registry;
using Funeng.Modules.Registry.Import;
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
        var id = await UploadAsync(city, Sheet);

        var run = await FindAsync(city, id);
        var problem = Assert.Single(run!.ReadSummary().Problems);
        Assert.Equal((ImportState.Checked, 2, 1), (run.State, run.Rows, run.Sound));
        Assert.Equal((2, 3, "约500", "500"), (problem.Row, problem.Column, problem.Value, problem.Proposal));
        Assert.Equal(["统一社会信用代码", "企业名称", "所在区县或镇街", "上年度营业收入", "未识别"], run.ReadSummary().Columns.Select(column => column.Title));

        await CorrectAsync(city, id, new SheetCorrections { Cells = { ["2,3"] = "500" }, Columns = { [4] = "employees//" } });

        run = await FindAsync(city, id);
        Assert.Equal((ImportState.Written, 2, 2), (run!.State, run.Sound, run.Added));
        Assert.Equal((5_000_000m, 2L), (await OrganizationAsync(city, "91370304FN0000011R"))!.ToFigures());

        city.Time.Advance(TimeSpan.FromMinutes(29));
        Assert.IsType<WizardResult.GoOn>(await UndoAsync(city, id));
        Assert.Null(await OrganizationAsync(city, "91370304FN0000011R"));
        Assert.Empty(await SearchAsync(city, "淄博乙材料"));

        // What was taken back can be handed in again.
        var again = await UploadAsync(city, Sheet);
        await CorrectAsync(city, again, new SheetCorrections { Cells = { ["2,3"] = "500" } });
        Assert.Equal(5_000_000m, (await OrganizationAsync(city, "91370304FN0000011R"))!.Revenue);
        Assert.Equal("淄博乙材料有限公司", Assert.Single(await SearchAsync(city, "淄博乙材料")).Name);
    }

    [Theory, OnBothDatabases]
    public async Task An_undo_gives_back_names_and_places_and_leaves_what_others_use_by_now(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await CorrectAsync(city, await UploadAsync(city, Sheet), SheetCorrections.None);
        var id = await UploadAsync(city, "统一社会信用代码,企业名称,区县,上年度营业收入(万元)\n91370303FN0000011B,淄博新甲制造有限公司,周村区,20000\n"
            + "91370304FN0000011R,淄博乙材料有限公司,博山区,500\n91370305FN00000118,淄博丙化工有限公司,临淄区,900\n");
        await CorrectAsync(city, id, SheetCorrections.None);
        Assert.Equal(("淄博新甲制造有限公司", "370306"), await NamedAsync(city, "91370303FN0000011B"));
        await city.FileAsync("91370305FN00000118", new NewFiling(0, new Period(2025), "tax", [new FiledValue("revenue", FeelValue.From(9_100_000))]));

        Assert.IsType<WizardResult.GoOn>(await UndoAsync(city, id));

        Assert.Equal(("淄博甲制造有限公司", "370303"), await NamedAsync(city, "91370303FN0000011B"));
        Assert.Equal(123_450_000m, (await OrganizationAsync(city, "91370303FN0000011B"))!.Revenue);
        Assert.Equal(0L, Convert.ToInt64(await city.ScalarAsync("select count(*) from organization_name"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Null(await OrganizationAsync(city, "91370304FN0000011R"));
        Assert.Equal(9_100_000m, (await OrganizationAsync(city, "91370305FN00000118"))!.Revenue);
    }

    [Theory, OnBothDatabases]
    public async Task After_half_an_hour_an_import_stays(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var id = await UploadAsync(city, Sheet);
        await CorrectAsync(city, id, SheetCorrections.None);
        city.Time.Advance(TimeSpan.FromMinutes(31));

        Assert.Contains("30 分钟", Assert.IsType<WizardResult.Refused>(await UndoAsync(city, id)).Reason, StringComparison.Ordinal);
        Assert.Null(await OrganizationAsync(city, "91370304FN0000011R"));
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
        var id = await UploadAsync(city, Sheet);
        await using var other = city.As(Role.TownshipClerk, Scope.OfRegions("370303009"), id: 7);

        Assert.Null(await other.Get<ImportWizard>().FindAsync(id, CancellationToken.None));
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

    private static async Task<long> UploadAsync(TestInstallation city, string csv)
    {
        await using var unit = city.As();
        var result = await unit.Get<ImportWizard>().UploadAsync("企业.csv", new MemoryStream(Encoding.UTF8.GetBytes(csv)), "import", On, CancellationToken.None);
        return long.Parse(Assert.IsType<WizardResult.GoOn>(result).Address["/import/".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task CorrectAsync(TestInstallation city, long id, SheetCorrections corrections)
    {
        await using var unit = city.As();
        Assert.IsType<WizardResult.GoOn>(await unit.Get<ImportWizard>().CorrectAsync(id, corrections, write: true, CancellationToken.None));
    }

    private static async Task<(string Name, string? Region)> NamedAsync(TestInstallation city, string code)
    {
        var organization = await OrganizationAsync(city, code);
        return (organization!.Name, organization.Region);
    }

    private static async Task<IReadOnlyList<FoundEnterprise>> SearchAsync(TestInstallation city, string text) =>
        (await city.Service<EnterpriseIndex>().SearchAsync(text, Scope.All, 0, 10, CancellationToken.None)).Best;

    private static async Task<WizardResult> UndoAsync(TestInstallation city, long id)
    {
        await using var unit = city.As();
        return await unit.Get<ImportWizard>().UndoAsync(id, "导错了文件", CancellationToken.None);
    }

    private static async Task<ImportRun?> FindAsync(TestInstallation city, long id)
    {
        await using var unit = city.As();
        return await unit.Get<ImportWizard>().FindAsync(id, CancellationToken.None);
    }

    private static async Task<Organization?> OrganizationAsync(TestInstallation city, string code)
    {
        await using var unit = city.As();
        return await unit.Get<OrganizationDirectory>().FindAsync(Scope.All, code, CancellationToken.None);
    }
}

internal static class OrganizationFigures
{
    public static (decimal? Revenue, long? Employees) ToFigures(this Organization organization) => (organization.Revenue, organization.Employees);
}
