using System.Text;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Import;
using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>A bureau's ledger comes in as it is kept; what it says wrongly stands against its row and is not written.</summary>
public sealed class ImportLedgerTests
{
    private const string Head = "2026 年重大项目台账,,,,,,,,\n单位：万元,,,,,,,,\n项目名称,项目类别,所在区县,建设单位,项目状态,实际开工时间,总投资,本年计划投资,完成投资";

    [Theory, OnBothDatabases]
    public async Task Sound_rows_are_written_and_the_others_say_what_is_wrong(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        var import = unit.Get<ImportLedger>();
        var text = $"{Head}\n甲项目,省重点,张店区,甲公司,在建,2025.9.1,120000,36000,3500\n乙项目,省重点,张店区,乙公司,在建,,1000,100,1\n丙项目,特级,火星区,丙公司,快了,,1000,,\n合计,,,,,,,,";

        var (id, refusal) = await import.UploadAsync("台账.csv", Encoding.UTF8.GetBytes(text), Cancellation);
        Assert.Null(refusal);
        var rows = (await import.FindAsync(id!.Value, Cancellation))!.Reading.Rows;
        Assert.Equal(["状态是“在建”，但没有实际开工日期。"], rows[1].Problems);
        Assert.Equal(3, rows[2].Problems.Count);
        Assert.Equal(1, await import.WriteAsync(id.Value, Cancellation));
        Assert.Null(await import.WriteAsync(id.Value, Cancellation));

        var row = Assert.Single(await city.PortfolioAsync());
        Assert.Equal(("甲项目", ProjectKind.Provincial, "在建", 1_200_000_000m, 360_000_000m, 35_000_000m, new DateOnly(2025, 9, 1)),
            (row.Project.Name, row.Project.Kind, row.Project.Stage!, row.Project.Total!.Value, row.Project.Plan!.Value, row.Project.Done!.Value, row.Project.StartedOn!.Value));
        Assert.Equal(60_000_000m, row.Due);
    }

    [Theory, OnBothDatabases]
    public async Task Twelve_months_that_do_not_add_up_to_the_year_are_pointed_out(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        var months = string.Join(',', Enumerable.Range(1, 12).Select(month => $"{month}月计划（万元）"));
        var head = $"项目名称,项目代码,所在区县,项目状态,年度计划投资（万元）,{months}";
        var text = $"{head}\n甲,A-1,张店区,签约,1200,{string.Join(',', Enumerable.Repeat("100", 12))}\n乙,A-2,张店区,签约,1300,{string.Join(',', Enumerable.Repeat("100", 12))}";

        var (id, _) = await unit.Get<ImportLedger>().UploadAsync("月度.csv", Encoding.UTF8.GetBytes(text), Cancellation);
        var rows = (await unit.Get<ImportLedger>().FindAsync(id!.Value, Cancellation))!.Reading.Rows;

        Assert.Empty(rows[0].Problems);
        Assert.Equal("12 个月的计划合计 1,200 万元，与年度计划 1,300 万元不等。", Assert.Single(rows[1].Problems));
    }

    [Fact]
    public async Task An_amount_without_a_unit_is_asked_for_one_in_text_as_in_a_workbook()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var unit = city.As();
        const string Text = "项目名称,项目代码,所在区县,项目状态,年度计划投资（万元）,1月计划\n甲,A-1,张店区,签约,1200,100\n乙,A-2,张店区,签约,1200,100万元";

        var (id, _) = await unit.Get<ImportLedger>().UploadAsync("月度.csv", Encoding.UTF8.GetBytes(Text), Cancellation);
        var rows = (await unit.Get<ImportLedger>().FindAsync(id!.Value, Cancellation))!.Reading.Rows;

        Assert.Equal("“1月计划”没有写明单位。请在表头写万元或亿元。", Assert.Single(rows[0].Problems));
        Assert.Empty(rows[1].Problems);
    }

    [Theory, OnBothDatabases]
    public async Task A_ledger_without_months_leaves_those_given_before_and_missing_months_share_what_is_left_of_the_year(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        const string Start = "项目名称,项目代码,所在区县,项目状态,年度计划投资（万元）";
        async Task WriteAsync(string text)
        {
            await using var unit = city.As();
            var (id, refusal) = await unit.Get<ImportLedger>().UploadAsync("台账.csv", Encoding.UTF8.GetBytes(text), Cancellation);
            Assert.Null(refusal);
            Assert.Equal(1, await unit.Get<ImportLedger>().WriteAsync(id!.Value, Cancellation));
        }

        async Task<IEnumerable<long>> WanAsync(string code)
        {
            await using var unit = city.As();
            var project = await unit.Get<FunengDb>().Set<Project>().SingleAsync(row => row.Code == code, Cancellation);
            return (await unit.Get<FunengDb>().Set<ProjectTarget>().Where(target => target.Project == project.Id && target.Year == 2026).OrderBy(target => target.Month).ToListAsync(Cancellation)).Select(target => target.PlanFen / 1_000_000);
        }

        long[] summer = [0, 0, 50, 100, 150, 200, 200, 200, 150, 100, 50, 0];
        await WriteAsync($"{Start},{string.Join(',', Enumerable.Range(1, 12).Select(month => $"{month}月计划（万元）"))}\n甲,A-1,张店区,签约,1200,{string.Join(',', summer)}");
        await WriteAsync($"{Start}\n甲,A-1,张店区,签约,1200");
        Assert.Equal(summer, await WanAsync("A-1"));
        await WriteAsync($"{Start}\n甲,A-1,张店区,签约,2400");
        Assert.Equal(summer.Select(month => month * 2), await WanAsync("A-1"));

        await WriteAsync($"{Start},{string.Join(',', Enumerable.Range(1, 6).Select(month => $"{month}月计划（万元）"))}\n乙,A-2,张店区,签约,1800,100,100,100,100,100,100");
        Assert.Equal([.. Enumerable.Repeat(100L, 6), .. Enumerable.Repeat(200L, 6)], await WanAsync("A-2"));
    }

    [Theory, OnBothDatabases]
    public async Task A_place_or_a_project_outside_the_scope_is_refused_and_another_persons_import_is_not_there(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Row("A-1", "在谈", Today) with { Region = "370304001" });
        await using var unit = city.As(Role.BureauOfficer, Scope.OfRegions("370303"), 5, "甲");
        var text = "项目名称,项目代码,所在区县,项目状态\n甲,A-1,张店区,签约\n乙,A-2,博山区,签约";

        var (id, _) = await unit.Get<ImportLedger>().UploadAsync("x.csv", Encoding.UTF8.GetBytes(text), Cancellation);
        var rows = (await unit.Get<ImportLedger>().FindAsync(id!.Value, Cancellation))!.Reading.Rows;
        Assert.Contains("不在您的管理范围内", Assert.Single(rows[0].Problems), StringComparison.Ordinal);
        Assert.Contains("不在您的管理范围内", Assert.Single(rows[1].Problems), StringComparison.Ordinal);
        await using var other = city.As(Role.BureauOfficer, Scope.All, 6, "乙");
        Assert.Null(await other.Get<ImportLedger>().FindAsync(id.Value, Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task The_same_ledger_again_makes_no_second_project(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var text = Encoding.UTF8.GetBytes($"{Head}\n甲项目,省重点,张店区,甲公司,在建,2025.9.1,120000,36000,3500");
        for (var time = 0; time < 2; time++)
        {
            await using var unit = city.As();
            var (id, _) = await unit.Get<ImportLedger>().UploadAsync("台账.csv", text, Cancellation);
            Assert.Equal(1, await unit.Get<ImportLedger>().WriteAsync(id!.Value, Cancellation));
        }

        await using var after = city.As();
        Assert.Equal(1, await after.Get<FunengDb>().Set<Project>().CountAsync(Cancellation));
        Assert.Equal(12, await after.Get<FunengDb>().Set<ProjectTarget>().CountAsync(Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task Months_done_and_nodes_come_in_and_what_does_not_add_up_is_pointed_out(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        const string text = "单位：万元,,,,,完成投资,,重要节点,重要节点,\n项目名称,项目代码,所在区县,项目状态,本年完成投资,1月,2月,主体封顶,投产,节点安排\n"
            + "甲,A-1,张店区,签约,,100,50,2026-06-30,2026.12.1,\n乙,A-2,张店区,签约,200,100,50,,,\n丙,A-3,张店区,签约,,,50,,,3月底取得施工许可；2026年5月10日设备进场\n丁,A-4,张店区,签约,,,,,,尽快开工";

        await using var unit = city.As();
        var (id, refusal) = await unit.Get<ImportLedger>().UploadAsync("月度.csv", Encoding.UTF8.GetBytes(text), Cancellation);
        Assert.Null(refusal);
        var rows = (await unit.Get<ImportLedger>().FindAsync(id!.Value, Cancellation))!.Reading.Rows;

        Assert.Empty(rows[0].Problems);
        Assert.Equal(("100", "50"), (Fmt(rows[0].Understood!.Done[1]), Fmt(rows[0].Understood!.Done[2])));
        Assert.Equal([new LedgerMilestone("主体封顶", new DateOnly(2026, 6, 30), null), new LedgerMilestone("投产", new DateOnly(2026, 12, 1), null)], rows[0].Understood!.Milestones);
        Assert.Equal("各月完成额合计 150 万元，与本年完成投资 200 万元不等。", Assert.Single(rows[1].Problems));
        Assert.Equal("1 至 2 月里只有 1 个月的完成额。没有完成的月份请填 0。", Assert.Single(rows[2].Problems));
        Assert.Contains("尽快开工", Assert.Single(rows[3].Problems), StringComparison.Ordinal);
        Assert.Equal(1, await unit.Get<ImportLedger>().WriteAsync(id.Value, Cancellation));
        Assert.Equal(1_500_000m, Assert.Single(await city.PortfolioAsync()).Project.Done);

        static string Fmt(decimal yuan) => Modules.Foundation.Ui.Fmt.Wan(yuan);
    }

    [Fact]
    public void A_node_without_a_day_is_the_end_of_its_month_or_of_its_ten_days()
    {
        var problems = new List<string>();

        var nodes = MilestoneText.Read("2026年3月底取得施工许可；4月上旬：桩基；2027-02-28投产；二期什么时候", 2026, problems);

        Assert.Equal(
            [("取得施工许可", new DateOnly(2026, 3, 31)), ("桩基", new DateOnly(2026, 4, 10)), ("投产", new DateOnly(2027, 2, 28))], nodes.Select(node => (node.Name, node.PlannedOn!.Value)));
        Assert.Contains("二期什么时候", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_ledger_taken_back_leaves_everything_as_it_was_but_what_somebody_used_since(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Row("A-1", "签约", Today.AddDays(-9), Money(ProjectFacts.Investment, 5_000_000m)) with { Targets = new Dictionary<int, decimal> { [3] = 100 } });
        await city.AddProjectsAsync(Row("A-4", "签约", Today.AddDays(-9)));
        const string text = "项目名称,项目代码,所在区县,项目状态,总投资（万元）,3月计划（万元）,本年计划投资（万元）,节点安排\n"
            + "新名,A-1,张店区,签约,900,30,30,6月主体封顶\n新来的,A-2,张店区,签约,1,,,\n用过的,A-3,张店区,签约,1,,,\n后来改的,A-4,张店区,签约,1,,,\n有贷款,A-5,张店区,签约,1,,,\n改了名,A-6,张店区,签约,1,,,";
        long id;
        await using (var unit = city.As())
        {
            id = (await unit.Get<ImportLedger>().UploadAsync("台账.csv", Encoding.UTF8.GetBytes(text), Cancellation)).Id!.Value;
            Assert.Equal(6, await unit.Get<ImportLedger>().WriteAsync(id, Cancellation));
        }

        Assert.Equal(["A-1", "A-2", "A-3", "A-4", "A-5", "A-6"], await CodesAsync(city));
        await using (var unit = city.As())
            Assert.Empty((await unit.Get<KeepProblems>().AddAsync(new TypedProblem("A-3", "缺电", nameof(ProblemClass.Utilities), "", "", "", ""), Cancellation))!);
        await city.ExecuteAsync("update project set summary = '改过' where code in ('A-4', 'A-6')");
        await city.ExecuteAsync("insert into renovation_loan (id, project, bank, amount_fen, applied_on, is_synthetic, version) select 1, id, '某银行', 1, '2026-03-02', false, 0 from project where code = 'A-5'");
        await using (var other = city.As(Role.BureauOfficer, Scope.All, 6, "乙"))
            Assert.NotNull(await other.Get<UndoLedger>().RunAsync(id, "不是我的", Cancellation));

        await using (var unit = city.As())
        {
            Assert.Contains("理由", await unit.Get<UndoLedger>().RunAsync(id, "", Cancellation), StringComparison.Ordinal);
            Assert.Null(await unit.Get<UndoLedger>().RunAsync(id, "表传错了", Cancellation));
            Assert.NotNull(await unit.Get<UndoLedger>().RunAsync(id, "再来一次", Cancellation));
        }

        Assert.Equal(["A-1", "A-3", "A-4", "A-5", "A-6"], await CodesAsync(city));
        Assert.All((await city.PortfolioAsync()).Where(row => row.Project.Code != "A-1"), row => Assert.Equal(("签约", 10_000m), (row.Project.Stage, row.Project.Total!.Value)));
        await using var after = city.As();
        var db = after.Get<FunengDb>();
        var first = await db.Set<Project>().SingleAsync(project => project.Code == "A-1", Cancellation);
        Assert.Equal(("项目A-1", 5_000_000m), (first.Name, first.Total!.Value));
        Assert.Equal([(3, 10_000L)], (await db.Set<ProjectTarget>().Where(target => target.Project == first.Id).ToListAsync(Cancellation)).Select(target => (target.Month, target.PlanFen)));
        Assert.Empty(await db.Set<ProjectMilestone>().ToListAsync(Cancellation));
        var note = (await db.Set<ProjectImport>().SingleAsync(Cancellation)).UndoneNote!;
        Assert.Contains("新登记的 1 个项目已取消登记", note, StringComparison.Ordinal);
        Assert.Contains("保留：用过的、有贷款、改了名", note, StringComparison.Ordinal);
        Assert.Contains("保留现状：后来改的", note, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_ledger_handed_in_once_more_outlives_the_undo_of_the_first(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Row("A-1", "签约", Today.AddDays(-9)) with { Targets = new Dictionary<int, decimal> { [3] = 100 } });
        const string text = "项目名称,项目代码,所在区县,项目状态,本年计划投资（万元）\n新名,A-1,张店区,签约,30\n新来的,A-2,张店区,签约,12";
        var imports = new List<long>();
        for (var time = 0; time < 2; time++)
        {
            await using var unit = city.As();
            imports.Add((await unit.Get<ImportLedger>().UploadAsync("台账.csv", Encoding.UTF8.GetBytes(text), Cancellation)).Id!.Value);
            Assert.Equal(2, await unit.Get<ImportLedger>().WriteAsync(imports[^1], Cancellation));
        }

        await using (var unit = city.As()) Assert.Null(await unit.Get<UndoLedger>().RunAsync(imports[0], "传了两遍", Cancellation));

        Assert.Equal(["A-1", "A-2"], await CodesAsync(city));
        await using var after = city.As();
        var project = await after.Get<FunengDb>().Set<Project>().SingleAsync(row => row.Code == "A-1", Cancellation);
        Assert.Equal(("新名", 300_000m), (project.Name, project.Plan!.Value));
        Assert.Equal(30_000_000L, (await after.Get<FunengDb>().Set<ProjectTarget>().Where(target => target.Project == project.Id).ToListAsync(Cancellation)).Sum(target => target.PlanFen));
    }

    [Fact]
    public async Task After_half_an_hour_a_ledger_stays()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var unit = city.As();
        var (id, _) = await unit.Get<ImportLedger>().UploadAsync("台账.csv", Encoding.UTF8.GetBytes("项目名称,项目代码,所在区县,项目状态\n甲,A-1,张店区,签约"), Cancellation);
        await unit.Get<ImportLedger>().WriteAsync(id!.Value, Cancellation);

        city.Time.Advance(TimeSpan.FromMinutes(31));

        Assert.Contains("30 分钟", await unit.Get<UndoLedger>().RunAsync(id.Value, "太晚", Cancellation), StringComparison.Ordinal);
        Assert.Equal(["A-1"], await CodesAsync(city));
    }

    private static async Task<IEnumerable<string>> CodesAsync(TestInstallation city) => (await city.PortfolioAsync()).Select(row => row.Project.Code).Order(StringComparer.Ordinal);

    [Fact]
    public async Task A_file_that_is_no_ledger_is_refused_with_what_a_ledger_needs()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var unit = city.As();

        var (id, refusal) = await unit.Get<ImportLedger>().UploadAsync("x.csv", Encoding.UTF8.GetBytes("甲,乙\n1,2"), Cancellation);

        Assert.Null(id);
        Assert.Contains("项目名称", refusal, StringComparison.Ordinal);
    }
}
