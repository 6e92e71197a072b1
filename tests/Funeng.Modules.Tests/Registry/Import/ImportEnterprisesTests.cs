using System.Text;
using Funeng.Engines.Facts;
using Funeng.Modules.Cultivation.Titles;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Funeng.Modules.Registry.Import;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Registry.Import;

public sealed class ImportEnterprisesTests
{
    private const string Head = "统一社会信用代码,企业名称,镇街,上年度营业收入(万元),职工总数,已获认定\n";
    private const string First = "91370303FN0000011B,淄博甲制造有限公司,马尚街道,12345,88,sme-innovative-2022\n";
    private const string Second = "91370304FN0000011R,淄博乙材料有限公司,山头街道,约500,12,\n";
    private static readonly DateOnly On = new(2026, 3, 2);

    [Theory, OnBothDatabases]
    public async Task Sound_rows_are_stored_and_bad_ones_are_not(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);

        var (report, check) = await ImportAsync(city, Head + First + Second);

        Assert.Equal((1, 1, 1, 3), (report.Imported, check.Bad, report.Added, report.Values));
        await using var unit = city.As();
        var found = await unit.Get<OrganizationDirectory>().FindAsync(Scope.All, "91370303FN0000011B", CancellationToken.None);
        Assert.Equal(("淄博甲制造有限公司", "370303009", 123_450_000m, 88L), (found!.Name, found.Region!, found.Revenue!.Value, found.Employees!.Value));
        Assert.Null(await unit.Get<OrganizationDirectory>().FindAsync(Scope.All, "91370304FN0000011R", CancellationToken.None));
    }

    [Theory, OnBothDatabases]
    public async Task A_fact_remembers_the_cell_it_came_from(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await ImportAsync(city, Head + First);

        var facts = await FactsAsync(city, "91370303FN0000011B");

        var revenue = facts.Find(facts.Catalogue.Get("revenue"), new Period(2025));
        Assert.Equal("企业.csv 第 2 行 上年度营业收入(万元)", revenue!.Filing.Place);
        Assert.Equal("测试员", revenue.Filing.Reporter);
        Assert.NotNull(facts.FindTitle("sme-innovative-2022", On));
    }

    [Theory, OnBothDatabases]
    public async Task The_same_file_again_changes_nothing(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await ImportAsync(city, Head + First);
        var before = await CountsAsync(city);

        var (report, _) = await ImportAsync(city, Head + First);

        Assert.Equal((1, 0, null), (report.Imported, report.Changed, report.Batch));
        Assert.Equal(before, await CountsAsync(city));
    }

    [Theory, OnBothDatabases]
    public async Task Rows_of_several_years_are_one_enterprise_and_a_second_time_nothing(DatabaseKind kind)
    {
        const string Years = "统一社会信用代码,企业名称,镇街,年份,营业收入(万元),职工总数\n"
            + "91370303FN0000011B,淄博甲制造有限公司,马尚街道,2023,800,7\n91370303FN0000011B,淄博甲制造有限公司,马尚街道,2024,900,8\n91370303FN0000011B,淄博甲制造有限公司,马尚街道,2025,1000,9\n";
        await using var city = await TestInstallation.StartAsync(kind);

        var (report, _) = await ImportAsync(city, Years);

        Assert.Equal((3, 1, 4), (report.Imported, report.Added, report.Values));
        var facts = await FactsAsync(city, "91370303FN0000011B");
        Assert.Equal(
            ["employees  9", "revenue 2023 8000000", "revenue 2024 9000000", "revenue 2025 10000000"],
            facts.All.Select(fact => $"{fact.Definition.Key} {fact.Period} {fact.Value}").Order(StringComparer.Ordinal));
        var before = await CountsAsync(city);
        var (again, _) = await ImportAsync(city, Years);
        Assert.Equal((3, 0, null), (again.Imported, again.Changed, again.Batch));
        Assert.Equal(before, await CountsAsync(city));
    }

    [Fact]
    public async Task A_year_far_from_the_year_before_in_another_row_is_asked_about()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);

        var (_, check) = await ImportAsync(
            city, "统一社会信用代码,企业名称,镇街,年份,营业收入(万元)\n91370303FN0000011B,甲,马尚街道,2024,900\n91370303FN0000011B,甲,马尚街道,2025,9000000\n");

        Assert.Contains(check.Questions, question => question.Message.Contains("单位是否有误", StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task A_later_file_changes_what_it_states_and_nothing_else(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await ImportAsync(city, Head + First);
        city.Time.Advance(TimeSpan.FromDays(1));

        var (report, _) = await ImportAsync(
            city, "统一社会信用代码,企业名称,上年度营业收入(万元)\n91370303FN0000011B,淄博甲智能制造有限公司,20000\n", answers: ("1,1", CellQuestion.Take));

        Assert.Equal((1, 1), (report.Changed, report.Values));
        await using var unit = city.As();
        var organization = await unit.Get<OrganizationDirectory>().FindAsync(Scope.All, "91370303FN0000011B", CancellationToken.None);
        Assert.Equal(("淄博甲智能制造有限公司", "370303009", 200_000_000m, 88L), (organization!.Name, organization.Region!, organization.Revenue!.Value, organization.Employees!.Value));
        var former = Assert.Single(await unit.Get<OrganizationDirectory>().NamesAsync(organization.Id, CancellationToken.None));
        Assert.Equal((NameKind.Former, "淄博甲制造有限公司"), (former.Kind, former.Name));
    }

    [Theory, OnBothDatabases]
    public async Task A_title_counts_as_new_only_when_the_sheet_says_since_when(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        const string OtherCode = "91370304FN0000011R";
        const string Third = "91370303FN0Q7K2Y0Y";
        await ImportAsync(city, "统一社会信用代码,企业名称,镇街,已获认定\n91370303FN0000011B,甲,马尚街道,sme-innovative-2022\n"
            + OtherCode + ",乙,马尚街道,sme-innovative-2022(2024-06-01)\n" + Third + ",丙,马尚街道,sme-innovative-2022(2026-01-15至2028-01-14)\n");
        var (again, _) = await ImportAsync(city, "统一社会信用代码,企业名称,镇街,已获认定\n91370303FN0000011B,甲,马尚街道,sme-innovative-2022\n"
            + OtherCode + ",乙,马尚街道,sme-innovative-2022\n");

        Assert.Equal(0, again.Changed);
        await using var unit = city.As();
        var count = Assert.Single(await unit.Get<CountTitles>().RunAsync(On, byZone: false, CancellationToken.None));
        Assert.Equal((3, 1), (count.Held, count.New));
        var undated = Assert.Single((await FactsAsync(city, "91370303FN0000011B")).Titles);
        Assert.Equal((true, On), (undated.IsUndated, undated.From));
        Assert.Equal(new DateOnly(2028, 1, 14), Assert.Single((await FactsAsync(city, Third)).Titles).To);
    }

    [Theory, OnBothDatabases]
    public async Task An_import_can_be_taken_back(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (report, _) = await ImportAsync(city, Head + First);

        await using (var unit = city.As())
        {
            Assert.True(await unit.Get<WithdrawBatch>().RunAsync(report.Batch!.Value, "导错了", CancellationToken.None));
        }

        var facts = await FactsAsync(city, "91370303FN0000011B");
        Assert.Empty(facts.All);
        Assert.Empty(facts.Titles);
        await using var after = city.As();
        Assert.Null((await after.Get<OrganizationDirectory>().FindAsync(Scope.All, "91370303FN0000011B", CancellationToken.None))!.Revenue);
    }

    [Theory, OnBothDatabases]
    public async Task A_clerk_writes_only_the_own_township(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await ImportAsync(city, Head + First);

        var (_, check) = await ImportAsync(
            city, Head + "91370303FN0Q7K2Y0Y,淄博丙有限公司,马尚街道,1,1,\n91370302FN0000011W,淄博丁有限公司,昆仑镇,1,1,\n", Scope.OfRegions("370303009"));

        Assert.Equal(["91370302FN0000011W"], check.Rows.Where(row => row.Problems.Count > 0).Select(row => row.Code));
        Assert.Equal(["91370303FN0Q7K2Y0Y"], check.Waiting.Select(row => row.Code));
    }

    [Theory, OnBothDatabases]
    public async Task What_another_process_registers_renames_and_moves_is_found_a_little_later(DatabaseKind kind)
    {
        const string head = "统一社会信用代码,企业名称,区县\n", name = "91370303FN0000011B,淄博甲制造有限公司,";
        await using var site = await TestInstallation.StartAsync(kind);
        await site.WriteAsync(head + name + "张店区\n");
        Assert.Equal(0, await FoundAsync("乙材料"));
        await using (var other = site.Next())
        {
            site.Time.Advance(TimeSpan.FromMinutes(1));
            var id = await other.UploadAsync(head + name + "博山区\n91370304FN0000011R,淄博乙材料有限公司,博山区\n");
            await other.CorrectAsync(id, answers: [("1,2", CellQuestion.Take)]);
        }

        site.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((1, 0, 1), (await FoundAsync("乙材料"), await FoundAsync("甲制造", "370303"), await FoundAsync("甲制造", "370304")));

        async Task<long> FoundAsync(string text, string region = "3703") =>
            (await site.Service<EnterpriseIndex>().SearchAsync(text, Scope.OfRegions(region), 0, 10, CancellationToken.None)).Total;
    }

    [Theory, OnBothDatabases]
    public async Task Names_codes_and_initials_are_found_within_the_scope(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await ImportAsync(city, Head + First + Second.Replace("约500", "500", StringComparison.Ordinal));
        await using var unit = city.As();
        var index = unit.Get<EnterpriseIndex>();

        Assert.Equal("淄博甲制造有限公司", (await SearchAsync("甲制造", Scope.All)).Best[0].Name);
        Assert.Equal("淄博甲制造有限公司", (await SearchAsync("91370303FN0000011B", Scope.All)).Best[0].Name);
        Assert.Equal("淄博甲制造有限公司", (await SearchAsync("zbjz", Scope.All)).Best[0].Name);
        Assert.Equal("淄博乙材料有限公司", (await SearchAsync("淄博 材料", Scope.All)).Best[0].Name);
        Assert.Equal(2, (await SearchAsync("淄博", Scope.All)).Total);
        Assert.Equal(1, (await SearchAsync("淄博", Scope.OfRegions("370304"))).Total);
        Assert.Equal(0, (await SearchAsync("91370303FN0000011B", Scope.OfRegions("370304"))).Total);
        Assert.Equal(0, (await SearchAsync("没有这家", Scope.All)).Total);

        Task<FoundEnterprises> SearchAsync(string text, Scope scope) => index.SearchAsync(text, scope, 0, 10, CancellationToken.None);
    }

    [Fact]
    public async Task A_file_that_is_no_sheet_of_enterprises_is_refused_with_what_to_do()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var unit = city.As();
        var check = unit.Get<CheckSheet>();

        Assert.Contains("没有找到表头", await RefusalAsync("甲,乙\n1,2\n"), StringComparison.Ordinal);
        Assert.Contains("统一社会信用代码", await RefusalAsync("企业名称,职工总数\n甲,1\n"), StringComparison.Ordinal);
        Assert.Contains("没有数据行", await RefusalAsync("统一社会信用代码,企业名称\n"), StringComparison.Ordinal);

        async Task<string> RefusalAsync(string text) => Assert.IsType<SheetCheck.Refused>(
            await check.RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), On, SheetCorrections.None, CancellationToken.None)).Reason;
    }

    private static async Task<(ImportReport Report, SheetCheck.Checked Check)> ImportAsync(
        TestInstallation city, string csv, Scope? scope = null, params (string Place, string Answer)[] answers)
    {
        await using var unit = city.As(scope: scope);
        var check = Assert.IsType<SheetCheck.Checked>(await unit.Get<CheckSheet>().RunAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(csv)), On, new SheetCorrections { Answers = answers.ToDictionary(pair => pair.Place, pair => pair.Answer) }, CancellationToken.None));
        var report = await unit.Get<ImportEnterprises>().RunAsync(
            new ImportRequest(check.Rows, check.Headings, "企业.csv", ImportSources.Default, On), null, CancellationToken.None);
        return (report, check);
    }

    private static async Task<SubjectFacts> FactsAsync(TestInstallation city, string code)
    {
        await using var unit = city.As();
        var organization = await unit.Get<OrganizationDirectory>().FindAsync(Scope.All, code, CancellationToken.None);
        return await unit.Get<FactReader>().LoadSubjectAsync(organization!.Id, null, CancellationToken.None);
    }

    private static async Task<string> CountsAsync(TestInstallation city)
    {
        var counts = new List<object?>();
        foreach (var table in new[] { "subject", "organization", "organization_name", "filing", "title_grant", "batch", "audit" })
        {
            counts.Add(await city.ScalarAsync($"select count(*) from {table}"));
        }

        return string.Join(' ', counts);
    }
}
